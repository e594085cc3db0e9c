// A check as people fill it in: groups, lines, entries, with what was said before.

import { answersOf, book, isOpen, unsentOf } from "./book.js";
import { cellsOf, keyOf } from "./items.js";
import { signingOf } from "./minutes.js";
import * as records from "./records.js";

// Returns null where the check or its visit is not on the device.
export async function sheetOf(uuid) {
  const readAt = performance.now();
  const [own, check] = await Promise.all([book(), records.read("check", { record: uuid })]);
  const visit =
    check && (await records.read("visit", { record: check.fields.visit }));
  if (!own || !visit) return null;
  // Side by side: each would wait anew behind whatever is being written.
  const [answers, isStillOpen, unsent] = await Promise.all([
    answersOf(uuid), isOpen(visit), unsentOf(visit.record),
  ]);
  const products = own.productsAt(visit, check, answers);
  const cells = cellsOf(own.checklistOf(visit).items, products, answers, check.fields.again);
  const given = new Map(answers.map((one) => [keyOf(one.item, one.product), one]));
  const signing = await signingOf(uuid);
  const last = own.pack.last[check.fields.site] ?? null;
  const entries = cells.map((cell) => ({
    ...cell,
    answer: given.get(cell.key) ?? untouched(cell),
    earlier: last?.answers[`${cell.item.code}|${cell.product?.id ?? 0}`] ?? null,
    phrases: own.pack.phrases?.[cell.item.code] ?? [],
  }));
  return {
    readAt,
    own,
    check,
    visit,
    signing,
    editable: !signing.signatures.length && isStillOpen,
    unsent,
    products,
    entries,
    last,
    site: own.get("site", check.fields.site),
    producer: own.producerOf(check.fields.site),
    groups: grouped(entries),
    open: openAt(own, check),
  };
}

const untouched = ({ item, product }) => ({
  item: item.id,
  product: product?.id ?? null,
  outcome: "",
  note: "",
  severity: "",
});

// A group stands where its first item does, and once.
function grouped(entries) {
  const groups = new Map();
  for (const entry of entries) {
    const { item } = entry;
    if (!groups.has(item.group)) groups.set(item.group, new Map());
    const lines = groups.get(item.group);
    if (!lines.has(item.id)) lines.set(item.id, { item, entries: [] });
    lines.get(item.id).entries.push(entry);
  }
  return [...groups].map(([name, lines], index) => ({
    number: index + 1,
    name,
    lines: [...lines.values()],
    entries: [...lines.values()].flatMap((line) => line.entries),
  }));
}

function openAt(own, check) {
  const { site } = check.fields;
  const producer = own.get("site", site)?.producer;
  const { findings = [], recommendations = [] } = own.pack.open ?? {};
  return {
    findings: findings.filter((one) => one.site === site),
    recommendations: recommendations.filter((one) => one.producer === producer),
  };
}

// Opens the check of a site in a visit, or finds the one that is there.
export async function openCheck(visit, site) {
  const record = await records.checkId(visit, site);
  const there = await records.read("check", { record });
  if (!there) await records.write("check", { record }, { visit, site });
  return record;
}
