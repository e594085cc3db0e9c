// The recommendations of a check or a visit: shown, changed, and taken out of the draft.

import { unsentOf } from "../book.js";
import { written } from "../dates.js";
import { isSigned } from "../minutes.js";
import * as records from "../records.js";
import { short } from "../text.js";
import { bind } from "./bound.js";
import { fill, find, keyed, part, show, slot } from "./dom.js";
import { sayState } from "./saying.js";
import { word } from "./words.js";

// Of checks those whose minutes bear no signature; nothing is asked at the others any more.
export async function openOf(checks) {
  const signed = await Promise.all(checks.map(({ record }) => isSigned(record)));
  return checks.filter((one, index) => !signed[index]);
}

export async function drawList(node, { own, visit, check, editable }) {
  const scope = check ? { check: check.record } : { visit: visit.record };
  const rows = await records.recordsOf("recommendation", scope);
  const unsent = await unsentOf(visit.record);
  const open = new Set(["", ...(await openOf(await records.checksOf(visit.record))).map(({ record }) => record)]);
  keyed(find(node, "[data-list=recommendations]"), rows, (row) => row.key, (row) => {
    const line = part("recommendation", row.record);
    const mayEdit = editable && open.has(row.check);
    show(line, { editable: mayEdit });
    const edit = find(line, "[data-part=edit]");
    line.refresh = bind(edit, "recommendation", { record: row.record }, { editable: mayEdit });
    return line;
  }, (line, row) => {
    const { text, direction, due_on: due } = row.fields;
    fill(line, {
      text,
      detail: [word("direction", direction), `gửi ${addressee(own, row.fields)}`, due ? `thời hạn ${written(due)}` : "không đặt thời hạn"].join(" · "),
      for: ` đề nghị: ${short(text ?? "", 60)}`,
    });
    sayState(slot(line, "state"), unsent.get(row.key));
    line.refresh(row);
  });
}

export function addressee(own, { producer, agency, addressee_text: words }) {
  if (producer) return own.get("producer", producer)?.name ?? "chủ thể";
  return agency ? (own.get("agency", agency)?.name ?? "cơ quan") : (words ?? "");
}
