// One check in the workshop: the questions that apply, answered with a thumb or a key.

import { written } from "../dates.js";
import * as records from "../records.js";
import { sheetOf } from "../sheet.js";
import { short } from "../text.js";
import { entryOf, makeAnswer, said, serveAnswers, updateAnswer } from "./answering.js";
import { bind, enterGoesOn } from "./bound.js";
import { keysOf } from "./check-keys.js";
import { all, fill, find, keyed, on, part, show, slot } from "./dom.js";
import { notHere } from "./fetching.js";
import { findingsPart } from "./findings.js";
import { groupActs } from "./group-acts.js";
import { signingPart, signingWords } from "./minutes-part.js";
import { drawPapers } from "./papers.js";
import { photosOf, photosPart } from "./photos.js";
import { pointsPart } from "./points.js";
import { showProgress } from "./progress.js";
import { recommendationsPart } from "./recommending.js";
import { samplesPart } from "./samples.js";
import { offerAgencies } from "./values.js";
import { frozenWords, titleOf } from "./visit.js";
import { word } from "./words.js";

const TONES = { remind: "warn", remedy: "warn", breach: "bad" };

export async function draw(record, asked) {
  const sheet = await sheetOf(record);
  if (!sheet) return notHere("", () => {});
  const { own, visit, check, editable, products } = sheet;
  offerAgencies(own.pack.agencies);
  const node = part("check", "phieu");
  fill(node, {
    frozen: editable ? "" : frozenAs(sheet),
    recheck: check.fields.again ? "Phiếu phúc tra: chỉ kiểm tra lại những nội dung còn mở." : "",
  });
  drawBefore(node, sheet);
  drawPapers(node, sheet);
  const [refresh, around] = await Promise.all([refresherOf(), neighbours(own, visit, check)]);
  serveAnswers(node);
  groupActs(node);
  enterGoesOn(node);
  node.addEventListener("ocop:answered", () => showProgress(node, editable));
  await refresh(sheet);
  const place = own.placeOf(check.fields.site);
  const view = {
    node,
    title: own.nameOf(check.fields.site),
    lead: [`Kiểm tra ngày ${written(visit.fields.starts_on)}`, place].filter(Boolean).join(" · "),
    trail: [["Đi cơ sở", "#/"], [titleOf(own, visit), `#/buoi/${visit.record}`]],
    next: around.next
      ? { words: "Chủ thể tiếp theo", href: `#/phieu/${around.next}` }
      : { words: "Về buổi kiểm tra", href: `#/buoi/${visit.record}` },
    keys: keysOf(node, { visit: visit.record, ...around }),
    focus: () => focusOn(node, asked.get("tai")),
    changed: async () => {
      const fresh = await sheetOf(record);
      if (fresh?.editable === editable) await refresh(fresh);
      else if (fresh) window.dispatchEvent(new HashChangeEvent("hashchange")); // signed elsewhere
    },
  };
  return view;

  // The parts of the page that follow the records, built once.
  async function refresherOf() {
    const texts = find(node, "[data-part=texts]");
    const facts = bind(texts, "check", { record }, { editable });
    const photos = photosPart(find(node, "[data-part=photos]"), { check: record, editable });
    const scope = { own, visit, check, products, editable };
    const points = pointsPart(find(node, "[data-part=points]"), scope);
    const samples = samplesPart(find(node, "[data-part=samples]"), scope);
    const minutes = signingPart(find(node, "[data-part=minutes]"));
    const findings = await findingsPart(find(node, "[data-part=findings]"), scope);
    const recommend = await recommendationsPart(find(node, "[data-part=recommendations]"), scope);
    node.addEventListener("ocop:recommend", async ({ detail }) => recommend.from(await sourceOf(record, detail)));
    return async (fresh) => {
      const others = [points(fresh.unsent), samples(), findings(), recommend()];
      fresh.photos = await photosOf(record, fresh.unsent);
      drawGroups(node, fresh);
      facts(fresh.check);
      photos.update(fresh.photos.get("") ?? []);
      minutes(fresh);
      await Promise.all(others);
    };
  }
}

const frozenAs = ({ signing, visit }) =>
  signing.signatures.length ? signingWords(signing) : frozenWords(visit);

// What a recommendation begins from: an answer in sight, or a finding by its key.
async function sourceOf(record, detail) {
  if (typeof detail !== "string") {
    const cell = document.getElementById(`o-${detail.key}`);
    const { item, product } = entryOf(cell);
    const [, , { severity, note }] = said(cell); // it may not have reached the disk yet
    return { severity, item: item.id, product: product?.id ?? null, text: note || item.text };
  }
  const [kind, name, item, product] = detail.split("|");
  const row = await records.read(kind, kind === "answer"
    ? { record, item: Number(item), product: product ? Number(product) : null }
    : { record: name });
  const { severity, text, note } = row.fields;
  return kind === "answer"
    ? { severity, text: note || entryOf(document.getElementById(`o-${item}-${product || 0}`)).item.text, item: row.item, product: row.product ?? null }
    : { severity, text, finding: name };
}

function drawBefore(node, { last, open, own }) {
  const { findings, recommendations } = open;
  show(node, {
    open: Boolean(last || findings.length || recommendations.length),
    findings: findings.length > 0,
    recommendations: recommendations.length > 0,
  });
  fill(node, {
    findings: `(${findings.length})`,
    recommendations: `(${recommendations.length})`,
    last: last ? `Lần kiểm tra gần nhất: ngày ${written(last.date)}. Kết quả lần đó ghi bên cạnh từng nội dung.` : "",
  });
  keyed(find(node, "[data-list=open-findings]"), findings, (one) => one.uuid, (one) => {
    const product = own.get("product", one.product)?.name;
    const line = fill(part("open-line"), {
      text: short(one.text, 200),
      grade: word("severity", one.severity),
      detail: [product, `kiểm tra ngày ${written(one.date)}`].filter(Boolean).join(" · "),
    });
    slot(line, "grade").dataset.tone = TONES[one.severity] ?? "plain";
    return line;
  });
  keyed(find(node, "[data-list=open-recommendations]"), recommendations, (one) => one.uuid, (one) =>
    fill(part("open-line"), {
      text: short(one.text, 200),
      grade: "",
      detail: [one.due_on ? `thời hạn ${written(one.due_on)}` : "không đặt thời hạn", `kiểm tra ngày ${written(one.date)}`].join(" · "),
    }),
  );
}

function drawGroups(node, sheet) {
  keyed(find(node, "[data-list=groups]"), sheet.groups, (group) => group.name, makeGroup, (section, group) => {
    keyed(find(section, "[data-list=lines]"), group.lines, (line) => line.item.id, makeLine, (row, line) => drawLine(row, line, sheet));
  });
  showProgress(node, sheet.editable);
}

const makeGroup = (group) =>
  fill(part("group", String(group.number)), { name: group.name, for: `: ${group.name}` });

function makeLine({ item }) {
  const row = part("line", String(item.id));
  row.classList.toggle("check-item-wide", item.subject === "product");
  show(row, { hint: Boolean(item.hint || item.basis) });
  fill(row, { text: item.text, hint: item.hint, basis: item.basis ? `Căn cứ: ${item.basis}` : "", for: `: ${item.text}` });
  return row;
}

function drawLine(row, line, sheet) {
  show(row, { same: sheet.editable && line.entries.length > 1 });
  const list = find(row, "[data-list=answers]");
  list.classList.toggle("answers-grid", line.item.subject === "product");
  keyed(list, line.entries, (entry) => entry.key, (entry) => makeAnswer(entry, sheet), (cell, entry) => updateAnswer(cell, entry, sheet));
}

function focusOn(node, key) {
  if (!key) return null;
  const cell = document.getElementById(`o-${key}`);
  const target = cell ? find(cell, "input:checked") ?? find(cell, "input") : document.getElementById(key);
  if (target?.matches("h2")) target.tabIndex = -1;
  target?.scrollIntoView({ block: "center" });
  return target;
}

// The checks before and after this one, in the order of the visit.
async function neighbours(own, visit, check) {
  const checks = (await records.checksOf(visit.record)).map(({ record }) => record);
  const at = checks.indexOf(check.record);
  return { before: checks[at - 1] ?? null, next: checks[at + 1] ?? null };
}
