// Answers given for many questions at once: a whole group, all products of an item. What
// was answered before stays in a group, and either can be taken back.

import { chooseAll, isMissing } from "./answering.js";
import { all, fill, find, on } from "./dom.js";
import { CELLS } from "./progress.js";

const done = new WeakMap();

export function passGroup(section) {
  const cells = all(section, CELLS).filter(isMissing);
  chooseAll(cells, "passed");
  if (!cells.length) return;
  done.set(section, cells);
  const undo = find(section, "[data-act=undo]");
  undo.hidden = false;
  fill(undo, { undo: `(${cells.length})` });
}

export function undoGroup(section) {
  chooseAll(done.get(section) ?? [], "");
  done.delete(section);
  find(section, "[data-act=undo]").hidden = true;
}

export function answerAll(line, outcome) {
  chooseAll(all(line, CELLS), outcome);
}

export function goToMissing(node) {
  const cell = all(node, CELLS).find(isMissing);
  if (!cell) return null;
  cell.scrollIntoView({ block: "center" });
  find(cell, "input").focus({ preventScroll: true });
  return cell;
}

export function groupActs(node) {
  on(node, "click", "[data-act=group-good]", (button) => passGroup(button.closest("section")));
  on(node, "click", "[data-act=undo]", (button) => undoGroup(button.closest("section")));
  on(node, "click", "[data-ocop-missing]", (link, event) => {
    event.preventDefault();
    goToMissing(node);
  });
  on(node, "change", ".answer-same input", (input) => {
    answerAll(input.closest(".check-item"), input.value);
    input.checked = false;
  });
}
