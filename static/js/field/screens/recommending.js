// Who is asked to do what by when: each line to each addressee, as several records.

import { plusDays } from "../dates.js";
import * as records from "../records.js";
import { lines, short } from "../text.js";
import { readField } from "./bound.js";
import { all, fill, find, keyed, on, part, show } from "./dom.js";
import { serveEditing } from "./editing.js";
import { drawList, openOf } from "./recommended.js";
import { keepUnfinished } from "./unfinished.js";
import { put } from "./values.js";
import { choices } from "./words.js";

// Returns what draws the part anew, with ``from(source)`` to begin from a finding:
// {severity, text, finding | item, product}.
export async function recommendationsPart(place, { own, visit: drawn, check = null, editable }) {
  // Its day and host, which may still be written while the page is open.
  const visit = { ...drawn };
  const node = part("recommendations", check ? "phieu" : "buoi");
  place.replaceChildren(node);
  const form = find(node, "form");
  const state = { source: null };
  state.kept = keepUnfinished(form, `recommendation-${(check ?? visit).record}`, () => state.source);
  if (state.kept.left) goOn(form, state);
  show(node, { editable });
  serve(form, { own, visit, check, state });
  serveEditing(node, "recommendation", { question: "Xóa đề nghị này?", action: "Xóa đề nghị" });
  const refresh = async () => {
    Object.assign(visit, await records.read("visit", { record: visit.record }));
    await drawProducers(form, own, visit, check);
    chooseDirection(form, own, visit);
    await drawList(node, { own, visit, check, editable });
  };
  refresh.from = (source) => beginFrom(form, visit, state, source);
  return refresh;
}

const NO_SITE = "Chưa thêm cơ sở nào vào buổi này.";
const ALL_SIGNED = "Các cơ sở của buổi này đều đã ký biên bản, không ghi thêm đề nghị đối với chủ thể được nữa.";

async function drawProducers(form, own, visit, check) {
  const checks = await records.checksOf(visit.record);
  const sites = (await openOf(checks)).map((one) => one.fields.site);
  const mine = check && own.get("site", check.fields.site)?.producer;
  const rows = [...new Set(sites.map((site) => own.get("site", site)?.producer))]
    .map((id) => own.get("producer", id))
    .filter(Boolean);
  fill(form, { no_producer: rows.length ? "" : checks.length ? ALL_SIGNED : NO_SITE });
  keyed(find(form, "[data-list=producers]"), rows, (row) => row.id, (row) => {
    const line = fill(part("offered"), { name: row.name, detail: "" });
    const box = find(line, "input");
    [box.value, box.checked] = [row.id, !mine || mine === row.id];
    return line;
  });
}

const directionOf = (form) => find(form, "input[type=radio]:checked").value;
const field = (form, name) => find(form, `[data-field=${name}]`);

// A locality is its committee unless somebody else is named.
function chooseDirection(form, own, visit) {
  const direction = directionOf(form);
  show(form, { producers: direction === "producer", agencies: direction !== "producer" });
  const agency = field(form, "agency");
  if (agency.dataset.for === direction) return;
  agency.dataset.for = direction;
  put(agency, direction === "locality" ? visit.fields.host : null);
}

function goOn(form, state) {
  field(form, "agency").dataset.for = directionOf(form);
  setSource(form, state, state.kept.left.aside);
}

function setSource(form, state, source) {
  state.source = source;
  fill(form, { from: source ? `Từ nhận định: ${short(source.text)}` : "" });
}

function beginFrom(form, visit, state, source) {
  const { days } = choices("severity").get(source.severity) ?? {};
  put(field(form, "due_on"), days ? plusDays(visit.fields.starts_on, days) : "");
  setSource(form, state, source);
  state.kept.save();
  const box = find(form, "[data-input=texts]");
  box.focus();
  box.scrollIntoView({ block: "center" });
}

// Returns {to, shared} of what the form says, or the words for what it lacks.
function readForm(form) {
  const direction = directionOf(form);
  const names = ["agency", "addressee_text", "proposed_by", "due_on"];
  const values = Object.fromEntries(names.map((name) => [name, readField(form, field(form, name))]));
  const isProducer = direction === "producer";
  const used = isProducer ? ["due_on"] : names;
  if (used.some((name) => values[name] === undefined)) return "Xem lại chỗ ghi chưa đúng.";
  const texts = lines(find(form, "[data-input=texts]").value);
  if (!texts.length) return "Hãy ghi nội dung đề nghị.";
  const boxes = all(form, "[data-list=producers] input:checked");
  const to = isProducer
    ? boxes.map(({ value }) => ({ producer: Number(value) }))
    : values.addressee_text
      ? [{ addressee_text: values.addressee_text }]
      : values.agency ? [{ agency: values.agency }] : [];
  if (!to.length) return "Chọn nơi nhận, hoặc ghi bằng lời.";
  const proposed = isProducer ? {} : { proposed_by: values.proposed_by };
  return { texts, to, shared: { direction, due_on: values.due_on, ...proposed } };
}

function serve(form, { own, visit, check, state }) {
  form.addEventListener("change", ({ target }) => {
    if (target.type === "radio") chooseDirection(form, own, visit);
  });
  // Whoever taps a direction goes on to what it asks for; keys move between directions.
  // After the click, which gives the direction the focus first.
  let pointed = false;
  on(form, "pointerup", "label.choice", () => {
    pointed = true;
  });
  on(form, "click", "label.choice input", ({ value }) => {
    if (!pointed) return;
    pointed = false;
    const next = value === "agency" ? field(form, "addressee_text") : find(form, "[data-input=texts]");
    setTimeout(() => next.focus(), 0);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = readForm(form);
    const error = typeof said === "string" ? said : "";
    fill(form, { error });
    if (!error) await writeAll(form, said, { own, visit, check, state });
  });
  on(form, "click", "[data-due]", ({ dataset: { due } }) => {
    put(field(form, "due_on"), due ? plusDays(visit.fields.starts_on, Number(due)) : "");
  });
}

// The form is empty at once, so that a second tap adds nothing twice.
async function writeAll(form, { texts, to, shared }, { own, visit, check, state }) {
  const { finding = null, item = null, product = null } = state.source ?? {};
  const forget = state.kept.take();
  clear(form, state);
  const checks = await records.checksOf(visit.record);
  const checkOf = ({ producer }) =>
    checks.find((one) => own.get("site", one.fields.site)?.producer === producer)?.record;
  for (const text of texts) {
    for (const addressed of to) {
      const at = checkOf(addressed) ?? check?.record ?? null;
      const mine = at === check?.record ? { finding, item, product } : {};
      const changes = { visit: visit.record, check: at, ...shared, ...addressed, ...mine, text };
      await records.write("recommendation", { record: records.newId() }, changes);
    }
  }
  forget();
}

function clear(form, state) {
  setSource(form, state, null);
  const box = find(form, "[data-input=texts]");
  box.value = "";
  put(field(form, "due_on"), "");
  box.focus();
}
