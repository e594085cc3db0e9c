// A whole producer without the mouse: see the help of "?".

import { choose, isMissing, nextGrade, openNote, praise } from "./answering.js";
import { all, find } from "./dom.js";
import { answerAll, goToMissing, passGroup, undoGroup } from "./group-acts.js";
import { goTo } from "./keys.js";
import { CELLS } from "./progress.js";

const OUTCOMES = { 1: "passed", 2: "failed", 3: "na", 0: "" };

export function keysOf(node, { visit, before, next }) {
  const cells = () => all(node, CELLS);
  const cellAt = (target) => target.closest(CELLS) ?? null;

  function focus(cell) {
    if (!cell) return;
    const input = find(cell, 'input[name^="a-"]:checked') ?? find(cell, "input");
    input.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest" });
  }

  // Before anything has the focus, the first question that is missing does.
  const here = (target) => cellAt(target) ?? goToMissing(node);

  function step(target, by) {
    const list = cells();
    const at = list.indexOf(cellAt(target));
    focus(at < 0 ? list[0] : list[at + by]);
  }

  // The next question that nobody has answered, or the one after this.
  function goOn(cell) {
    const list = cells();
    const after = list.slice(list.indexOf(cell) + 1);
    focus(after.find(isMissing) ?? after[0]);
  }

  function answer(target, outcome) {
    const cell = here(target);
    if (!cell) return;
    choose(cell, outcome)?.focus();
    if (outcome === "passed" || outcome === "na") goOn(cell);
  }

  function same(target, outcome) {
    const line = here(target)?.closest(".check-item");
    if (!line) return;
    answerAll(line, outcome);
    if (outcome === "failed") focus(all(line, CELLS)[0]);
    else goOn(all(line, CELLS).at(-1));
  }

  function group(target, act) {
    const section = here(target)?.closest("section");
    if (!section) return;
    act(section);
    if (act === passGroup) goOn(all(section, CELLS).at(-1));
    else focus(all(section, CELLS)[0]);
  }

  const digits = Object.entries(OUTCOMES).flatMap(([digit, outcome]) => [
    [digit, (target) => answer(target, outcome)],
    [`S-${digit}`, (target) => same(target, outcome)],
  ]);

  return {
    ...Object.fromEntries(digits),
    ArrowDown: (target) => step(target, 1),
    ArrowUp: (target) => step(target, -1),
    g: (target) => group(target, passGroup),
    u: (target) => group(target, undoGroup),
    t: (target) => here(target) && praise(cellAt(target) ?? here(target), true),
    v: (target) => here(target) && nextGrade(here(target)),
    n: (target) => here(target) && openNote(here(target)).focus(),
    d: (target) => find(here(target) ?? node, "[data-act=recommend]")?.click(),
    m: () => Boolean(goToMissing(node)),
    x: () => find(node, "[data-part=texts] textarea").focus(),
    p: () => goTo(next ? `#/phieu/${next}` : `#/buoi/${visit}`),
    "S-p": () => before && goTo(`#/phieu/${before}`),
    b: () => goTo(`#/buoi/${visit}`),
    Escape: (field) => {
      const cell = cellAt(field);
      if (cell) goOn(cell);
      else field.blur();
    },
  };
}
