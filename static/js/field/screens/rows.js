// Lists of a visit that are written as a whole: team, participants, reported figures.

import * as records from "../records.js";
import { readField, sayWrong } from "./bound.js";
import { all, fill, find, on, part, show } from "./dom.js";
import * as drafts from "./drafts.js";
import { put } from "./values.js";
import { choices } from "./words.js";

const PRODUCER = "producer";

// What a list looks like before anything is in it, and which fields make a line one.
const LISTS = {
  team: { blank: () => [{ role: "head" }], telling: ["name", "title", "agency"], next: { role: "member" } },
  participants: {
    blank: () => [{ kind: "leader" }, { kind: "unit" }, { kind: "producer" }],
    telling: ["name", "title", "headcount", "producer"],
    next: { kind: "other" },
  },
  figures: { blank: () => [], telling: ["value", "text"], next: {} },
};

// Every indicator has its line, whether it was reported or not.
const filled = (kind, rows) =>
  kind === "figures"
    ? [...choices("indicator").keys()].map(
        (indicator) => rows.find((row) => row.indicator === indicator) ?? { indicator },
      )
    : rows.length
      ? rows
      : LISTS[kind].blank();

// `producers` returns those that the visit goes to: somebody may speak for one of them.
export function rowsPart(section, kind, record, editable, producers = () => []) {
  const list = find(section, "[data-list=rows]");
  const { telling, next } = LISTS[kind];
  const held = new WeakMap();
  let offered = [];
  let typed = false;
  let number = 0;

  function add(row) {
    const line = part(`${kind}-row`, `${kind}-${++number}`);
    held.set(line, row);
    if (kind === "figures") nameFigure(line, choices("indicator").get(row.indicator).words);
    offer(line, offered);
    for (const field of all(line, "[data-field]")) {
      put(field, row[field.dataset.field]);
      field.disabled = !editable;
    }
    show(line, { editable });
    showProducer(line);
    for (const button of all(line, "button")) button.hidden = !editable;
    // A name that is there is seen.
    for (const more of all(line, "details")) more.open = all(more, "[data-field]").some((field) => field.value && field.dataset.kind !== "yes");
    list.append(line);
    return line;
  }

  // Returns the row that a line says, null for a blank one, undefined for a wrong one.
  function rowOf(line, how) {
    const row = { ...held.get(line) };
    for (const field of all(line, "[data-field]")) {
      const value = readField(line, field, how);
      if (value === undefined) return undefined;
      row[field.dataset.field] = value;
    }
    if (row.kind !== PRODUCER && row.producer) row.producer = null;
    return telling.some((name) => row[name]) ? row : null;
  }

  // Returns what is to be written, or null while a line is not whole.
  function said(how) {
    const rows = all(list, ":scope > li").map((line) => rowOf(line, how));
    if (rows.includes(undefined)) return null;
    const told = rows.filter(Boolean);
    if (!isWhole(list, kind, told)) return null;
    if (!how.quiet) typed = false;
    return [kind, { record }, { rows: told }];
  }

  function touch() {
    typed = true;
    drafts.later(list, said);
  }

  list.addEventListener("input", touch);
  list.addEventListener("change", touch);
  on(list, "change", "[data-field=kind]", (field) => showProducer(field.closest("li")));
  on(section, "click", "[data-act=add]", () => {
    const line = add({ ...next });
    find(line, "select, input").focus();
  });
  on(section, "click", "[data-act=drop]", (button) => {
    button.closest("li").remove();
    find(section, "[data-act=add]").focus();
    touch();
  });

  return async () => {
    const stored = await records.read(kind, { record });
    const found = await producers(stored?.fields.rows ?? []);
    if (typed || list.contains(document.activeElement)) return;
    offered = found;
    list.replaceChildren();
    filled(kind, stored?.fields.rows ?? []).forEach(add);
  };
}

function offer(line, producers) {
  const box = find(line, "[data-field=producer]");
  box?.append(...producers.map(({ id, name }) => new Option(name, id)));
}

// Only who comes for a producer names one.
function showProducer(line) {
  const kind = find(line, "[data-field=kind]");
  if (kind) show(line, { producer: kind.value === PRODUCER });
}

function nameFigure(line, words) {
  fill(line, { words, for: `: ${words}` });
  find(line, "label").textContent = words;
}

// A seat needs its agency and a name or title: until then the list stays a draft here.
function isWhole(list, kind, rows) {
  if (kind === "figures") return !rows.some((row) => !row.value);
  if (kind !== "team") return true;
  const heads = rows.filter(({ role }) => role === "head");
  const first = find(list, "[data-field=role]");
  if (first) sayWrong(list, first, heads.length > 1 ? "Đoàn chỉ có một trưởng đoàn." : "");
  return heads.length < 2 && rows.every((row) => row.agency && (row.name || row.title));
}
