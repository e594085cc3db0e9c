// One question: three answers, what a failed one asks for, a note, and what was said
// before. The markup is that of the online page.

import { written } from "../dates.js";
import * as records from "../records.js";
import { all, fill, find, keyed, part, show, slot } from "./dom.js";
import * as drafts from "./drafts.js";
import { photosPart } from "./photos.js";
import { sayState } from "./saying.js";
import { answerWords } from "./words.js";

const parts = new WeakMap();
const writes = new WeakMap();
const waiting = new Set();
const unwritten = new Set();
let writing = null;

export const entryOf = (cell) => parts.get(cell)?.entry;
const radio = (cell, value) => find(cell, `input[name^="a-"][value="${value}"]`);
const chosen = (cell) => find(cell, 'input[name^="a-"]:checked')?.value ?? "";
const good = (cell) => find(cell, "input[type=checkbox]");
const grade = (cell) => find(cell, "select");
const note = (cell) => find(cell, "[data-note]");

export function makeAnswer(entry, sheet) {
  const cell = part("answer", entry.key);
  const { item, product, earlier } = entry;
  fill(cell, { product: product?.name ?? "", item: product ? `: ${item.text}` : item.text });
  find(cell, "legend").classList.toggle("visually-hidden", !product);
  show(cell, { earlier: Boolean(earlier) });
  if (earlier) {
    fill(cell, {
      earlier: answerWords(earlier),
      open: earlier.open ? "– chưa khắc phục" : "",
      closed: earlier.closed_on ? `– đã khắc phục ngày ${written(earlier.closed_on)}` : "",
    });
  }
  keyed(find(cell, "[data-list=phrases]"), entry.phrases, (words) => words, (words) => {
    const button = part("phrase");
    button.textContent = words;
    return button;
  });
  grade(cell).value = item.severity;
  for (const field of all(cell, "input, select, textarea, [data-act]")) field.disabled = !sheet.editable;
  const about = { check: sheet.check.record, item: item.id, product: product?.id ?? null };
  const photos = photosPart(find(cell, "[data-part=photos]"), { ...about, visit: sheet.visit.record, words: item.text, editable: sheet.editable });
  parts.set(cell, { entry, photos, about });
  return cell;
}

// Shows what is stored, save where this cell has been written to since it was read.
export function updateAnswer(cell, entry, sheet) {
  const { photos } = parts.get(cell);
  if ((writes.get(cell) ?? 0) > sheet.readAt) return;
  parts.set(cell, { ...parts.get(cell), entry });
  const { outcome, note: text, severity } = entry.answer;
  radio(cell, outcome).checked = true;
  good(cell).checked = severity === "good";
  if (outcome === "failed") grade(cell).value = severity;
  const box = note(cell);
  if (box !== document.activeElement && !drafts.has(box)) box.value = text;
  const op = sheet.unsent.get(entry.answer.key);
  sayState(slot(cell, "state"), op?.state === "waiting" ? null : op);
  const many = photos.update(sheet.photos.get(entry.key) ?? []);
  const more = find(cell, "details.answer-more");
  if (outcome === "failed" || text || severity === "good" || many) more.open = true;
}

// Returns what is to be written, [kind, ref, changes]: the answer as the cell says it.
export function said(cell) {
  const { about } = parts.get(cell);
  const outcome = chosen(cell);
  const severity =
    outcome === "failed" ? grade(cell).value : outcome === "passed" && good(cell).checked ? "good" : "";
  return [
    "answer",
    { record: about.check, item: about.item, product: about.product },
    { outcome, severity, note: note(cell).value.trim() },
  ];
}

// Writes the answers as the cells say them. While a disk takes its time, those that
// follow are gathered and go together.
async function writeAnswers(cells) {
  for (const cell of cells) {
    writes.set(cell, Infinity);
    waiting.add(cell);
    unwritten.add(cell);
  }
  cells[0]?.dispatchEvent(new Event("ocop:answered", { bubbles: true }));
  writing ??= writeWaiting();
  await writing;
}

async function writeWaiting() {
  try {
    while (waiting.size) {
      const cells = [...waiting];
      waiting.clear();
      await records.writeAll(cells.map(said));
      for (const cell of cells.filter((one) => !waiting.has(one))) {
        writes.set(cell, performance.now());
        unwritten.delete(cell);
      }
    }
  } finally {
    writing = null;
    if (waiting.size) writeAnswers([]);
  }
}

// A disk may not have answered before the page goes.
window.addEventListener("pagehide", () => {
  for (const cell of unwritten) drafts.leave(said(cell));
});

// Ends when the answers given so far are on the disk, or have found no room there.
export const answersWritten = () => writing?.catch(() => {});

const writeAnswer = (cell) => writeAnswers([cell]);

function mark(cell, outcome) {
  const choice = radio(cell, outcome);
  if (choice.disabled) return null;
  choice.checked = true;
  if (outcome !== "passed") good(cell).checked = false;
  if (outcome === "failed") openNote(cell);
  return choice;
}

export function choose(cell, outcome) {
  const choice = mark(cell, outcome);
  if (choice) writeAnswer(cell);
  return choice;
}

export function chooseAll(cells, outcome) {
  writeAnswers(cells.filter((cell) => mark(cell, outcome)));
}

export const openNote = (cell) => {
  find(cell, "details.answer-more").open = true;
  return note(cell);
};

// What was done well has passed: one tap says both.
export function praise(cell, isGood) {
  if (good(cell).disabled) return;
  good(cell).checked = isGood;
  if (isGood) radio(cell, "passed").checked = true;
  writeAnswer(cell);
}

export function nextGrade(cell) {
  const box = grade(cell);
  if (chosen(cell) !== "failed" || box.disabled) return;
  box.selectedIndex = (box.selectedIndex + 1) % box.options.length;
  writeAnswer(cell);
}

export const isMissing = (cell) => chosen(cell) === "";

export function insert(cell, words) {
  const box = openNote(cell);
  box.value = box.value.trim() ? `${box.value.trim()} ${words}` : words;
  writeAnswer(cell);
}

// Listens to the answers inside ``root``; a note waits for a pause.
export function serveAnswers(root) {
  const cellOf = (target) => target.closest(".answer:not(.answer-same)");
  root.addEventListener("change", ({ target }) => {
    const cell = cellOf(target);
    if (!cell || target.closest("[data-part=photos]")) return;
    if (target.matches("[data-note]")) drafts.now(target);
    else if (target.type === "checkbox") praise(cell, target.checked);
    else if (target.type === "radio") choose(cell, target.value);
    else writeAnswer(cell);
  });
  root.addEventListener("input", ({ target }) => {
    if (target.matches("[data-note]")) drafts.later(target, () => said(cellOf(target)));
  });
  root.addEventListener("click", ({ target }) => {
    const phrase = target.closest("[data-act=phrase]");
    if (phrase) insert(cellOf(phrase), phrase.textContent);
    const button = target.closest("[data-act=recommend]");
    const cell = button && cellOf(button);
    if (cell) cell.dispatchEvent(new CustomEvent("ocop:recommend", { bubbles: true, detail: entryOf(cell) }));
  });
}
