// What the team concludes, good or wanting: at one site or about the whole visit.

import { answersOf, unsentOf } from "../book.js";
import * as records from "../records.js";
import { lines, short } from "../text.js";
import { bind } from "./bound.js";
import { fill, find, keyed, on, part, show, slot } from "./dom.js";
import { serveEditing } from "./editing.js";
import { sayState } from "./saying.js";
import { keepUnfinished } from "./unfinished.js";
import { word } from "./words.js";

const TONES = { good: "good", remind: "warn", remedy: "warn", breach: "bad" };
const NOTHING = "Hãy ghi nội dung nhận định.";

// Returns what draws the part anew. ``check`` is left out for the whole visit.
export async function findingsPart(place, { own, visit, check = null, products = [], editable }) {
  const node = part("findings", check ? "phieu" : "buoi");
  const bindings = new WeakMap();
  place.replaceChildren(node);
  show(node, { editable, product: products.length > 0 });
  find(node, "[data-input=product]").append(
    ...products.map((product) => new Option(product.name, product.id)),
  );
  serve(node, visit, check);
  return async () => {
    const rows = await rowsOf(own, visit, check);
    const unsent = await unsentOf(visit.record);
    keyed(
      find(node, "[data-list=findings]"),
      rows,
      (row) => row.key,
      (row) => make(row, editable, bindings),
      (line, row) => update(line, row, own, unsent, bindings, editable),
    );
  };
}

// Findings of the device, and those that the server makes of answers.
async function rowsOf(own, visit, check) {
  const scope = check ? { check: check.record } : { visit: visit.record };
  const found = await records.recordsOf("finding", scope);
  const written = found
    .filter(({ fields }) => check || !fields.check)
    .map((one) => ({ ...one, own: !one.fields.item_result, ...one.fields }));
  if (!check) return written;
  const items = new Map(own.checklistOf(visit).items.map((item) => [item.id, item]));
  const answers = (await answersOf(check.record)).filter(({ severity }) => severity);
  return [
    ...answers.map((one) => ({
      ...one,
      own: false,
      text: one.note || items.get(one.item)?.text || "",
    })),
    ...written.filter((one) => one.own),
  ];
}

function make(row, editable, bindings) {
  const line = part("finding", row.own ? row.record : `o-${row.key.replaceAll("|", "-")}`);
  if (row.own) {
    const edit = find(line, "[data-part=edit]");
    bindings.set(line, bind(edit, "finding", { record: row.record }, { editable }));
  }
  return line;
}

function update(line, row, own, unsent, bindings, editable) {
  const product = own.get("product", row.product)?.name ?? "";
  fill(line, {
    grade: word("severity", row.severity),
    about: [product, row.own ? "" : "từ nội dung kiểm tra"].filter(Boolean).join(" · "),
    text: row.text,
    for: ` nhận định: ${short(row.text, 60)}`,
  });
  slot(line, "grade").dataset.tone = TONES[row.severity];
  show(line, { own: row.own && editable, bad: editable && row.severity !== "good" });
  sayState(slot(line, "state"), unsent.get(row.key));
  bindings.get(line)?.(row);
}

function serve(node, visit, check) {
  const form = find(node, "form");
  const kept = keepUnfinished(form, `finding-${(check ?? visit).record}`);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const box = find(form, "[data-input=texts]");
    const texts = lines(box.value);
    fill(form, { error: texts.length ? "" : NOTHING });
    if (!texts.length) return box.focus();
    const severity = find(form, "input[type=radio]:checked").value;
    const product = Number(find(form, "[data-input=product]").value) || null;
    const forget = kept.take();
    box.value = ""; // at once: a second tap adds nothing twice
    box.focus();
    for (const text of texts) {
      const changes = { visit: visit.record, check: check?.record ?? null, product, severity, text };
      await records.write("finding", { record: records.newId() }, changes);
    }
    return forget();
  });
  serveEditing(node, "finding", { question: "Xóa nhận định này?", action: "Xóa nhận định" });
  on(node, "click", "[data-act=recommend]", (button) => {
    const key = button.closest("[data-key]").dataset.key;
    button.dispatchEvent(new CustomEvent("ocop:recommend", { bubbles: true, detail: key }));
  });
}
