// Samples taken at a site under seal: listed, added, changed and taken out of the draft.

import { unsentOf } from "../book.js";
import { written } from "../dates.js";
import * as records from "../records.js";
import { bind, readField, sayWrong } from "./bound.js";
import { all, fill, find, keyed, part, show, slot } from "./dom.js";
import { serveEditing } from "./editing.js";
import { sayState } from "./saying.js";
import { keepUnfinished } from "./unfinished.js";
import { put } from "./values.js";

const NEEDED = { code: "Hãy ghi mã mẫu.", quantity: "Hãy ghi số lượng mẫu." };
const WRONG = "Xem lại chỗ ghi chưa đúng.";

// Returns what draws the part anew.
export function samplesPart(place, { own, visit, check, products, editable }) {
  const node = part("samples", "mau-moi");
  place.replaceChildren(node);
  show(node, { editable });
  const form = find(node, "form");
  offerProducts(form, products);
  put(field(form, "taken_on"), visit.fields.starts_on);
  const kept = keepUnfinished(form, `sample-${check.record}`);
  find(node, "[data-part=add]").open = kept.left !== null;
  serve(node, form, { visit, check, kept });
  const list = find(node, "[data-list=samples]");
  return async () => {
    const rows = await records.recordsOf("sample", { check: check.record });
    const unsent = await unsentOf(visit.record);
    fill(node, { none: rows.length ? "" : "Không lấy mẫu nào." });
    keyed(list, rows, (row) => row.key, (row) => make(row, products, editable), (line, row) => {
      fill(line, { code: `Mẫu ${row.fields.code}`, detail: sampleWords(own, row.fields), for: ` mẫu ${row.fields.code}` });
      sayState(slot(line, "state"), unsent.get(row.key));
      line.refresh(row);
    });
  };
}

const field = (root, name) => find(root, `[data-field=${name}]`);

// What is known of a sample in one line, without its code.
export function sampleWords(own, { product, quantity, seal_number: seal, taken_on: day, lab, lab_text: words, indicators }) {
  const where = own.get("agency", lab)?.name ?? words;
  return [
    own.get("product", product)?.name,
    quantity,
    seal && `niêm phong số ${seal}`,
    day && `lấy ngày ${written(day)}`,
    where && `gửi ${where}`,
    indicators && `chỉ tiêu: ${indicators}`,
  ].filter(Boolean).join(" · ");
}

function offerProducts(root, products) {
  show(root, { product: products.length > 0 });
  field(root, "product").append(...products.map(({ id, name }) => new Option(name, id)));
}

function make(row, products, editable) {
  const line = part("sample", row.record);
  show(line, { editable });
  const edit = find(line, "[data-part=edit]");
  offerProducts(edit, products);
  line.refresh = bind(edit, "sample", { record: row.record }, { editable });
  return line;
}

// Returns the sample that the form says, or null with words beside what is wrong.
async function readForm(form, { visit, check }) {
  const pairs = all(form, "[data-field]").map((one) => [one.dataset.field, readField(form, one)]);
  const said = Object.fromEntries(pairs);
  const wrong = (name, words) => {
    sayWrong(form, field(form, name), words);
    return words;
  };
  const missing = Object.keys(NEEDED).filter((name) => !said[name]).map((name) => wrong(name, NEEDED[name]));
  if (missing.length || pairs.some(([, value]) => value === undefined)) return null;
  const { starts_on: from, ends_on: to } = visit.fields;
  if (said.taken_on < from || said.taken_on > (to || from)) {
    return wrong("taken_on", "Ngày lấy mẫu phải trong những ngày của buổi kiểm tra.") && null;
  }
  if (said.lab && said.lab_text) return wrong("lab_text", "Chỉ ghi một đơn vị kiểm nghiệm.") && null;
  const others = await records.recordsOf("sample", { check: check.record });
  if (others.some(({ fields }) => fields.code === said.code)) {
    return wrong("code", "Mã mẫu này đã có trong phiếu kiểm tra.") && null;
  }
  return said;
}

function serve(node, form, { visit, check, kept }) {
  let writing = false; // a second tap adds nothing twice
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (writing) return;
    writing = true;
    try {
      const said = await readForm(form, { visit, check });
      fill(form, { error: said ? "" : WRONG });
      if (!said) return;
      const forget = kept.take();
      clear(form, visit);
      await records.write("sample", { record: records.newId() }, { check: check.record, ...said });
      forget();
    } finally {
      writing = false;
    }
  });
  serveEditing(node, "sample", { first: "[data-field=code]", question: "Bỏ mẫu này khỏi phiếu?", action: "Bỏ mẫu" });
}

function clear(form, visit) {
  form.reset();
  put(field(form, "taken_on"), visit.fields.starts_on);
  field(form, "code").focus();
}
