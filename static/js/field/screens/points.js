// What a re-check looks at again where no question of the checklist asks about it: found
// to be right or not, with a note.

import * as records from "../records.js";
import { all, fill, find, keyed, on, part, show, slot } from "./dom.js";
import * as drafts from "./drafts.js";
import { sayState } from "./saying.js";

// Returns what draws the part anew, given what keeps records from being sent.
export function pointsPart(place, { check, editable }) {
  const node = part("points");
  place.replaceChildren(node);
  serve(node, check.record);
  return async (unsent) => {
    const rows = await records.recordsOf("point", { check: check.record });
    show(place, { points: rows.length > 0 });
    const list = find(node, "[data-list=points]");
    keyed(list, rows, (row) => row.item, (row) => make(row, editable), (line, row) => {
      update(line, row, unsent.get(row.key));
    });
  };
}

const note = (line) => find(line, "[data-input=note]");

function make({ item, fields }, editable) {
  const line = fill(part("point", String(item)), { text: fields.text, about: fields.about });
  for (const field of all(line, "input")) field.disabled = !editable;
  return line;
}

function update(line, { fields }, op) {
  const box = note(line);
  if (!drafts.has(line)) find(line, `input[type=radio][value="${fields.outcome}"]`).checked = true;
  if (box !== document.activeElement && !drafts.has(line)) box.value = fields.note;
  sayState(slot(line, "state"), op?.state === "waiting" ? null : op);
}

// Each is written as a whole, as it stands on the page.
function serve(node, record) {
  const said = (line) => [
    "point",
    { record, item: Number(line.dataset.key) },
    { outcome: find(line, "input[type=radio]:checked").value, note: note(line).value.trim() },
  ];
  on(node, "input", "[data-key]", (line) => drafts.later(line, () => said(line)));
  on(node, "change", "[data-key]", (line) => drafts.now(line));
}
