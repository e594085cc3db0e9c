// One visit: its sites, facts, people, figures, what is found and asked for.

import { book, isOpen, progressAt } from "../book.js";
import { written } from "../dates.js";
import { isSigned } from "../minutes.js";
import * as records from "../records.js";
import { openCheck } from "../sheet.js";
import { isLike } from "../text.js";
import { bind, enterGoesOn } from "./bound.js";
import { all, fill, find, keyed, on, part, show, slot } from "./dom.js";
import { notHere } from "./fetching.js";
import { findingsPart } from "./findings.js";
import { goTo } from "./keys.js";
import { placePart } from "./place.js";
import { recommendationsPart } from "./recommending.js";
import { rowsPart } from "./rows.js";
import { offerAgencies } from "./values.js";
import { word } from "./words.js";

const MOST_SITES = 30;

export const titleOf = (own, { fields }) =>
  `${own.get("agency", fields.host)?.name ?? own.get("place", fields.place)?.name ?? "Buổi kiểm tra"}, ngày ${written(fields.starts_on)}`;

export async function draw(record, asked) {
  const own = await book();
  const visit = await records.read("visit", { record });
  const again = () => window.dispatchEvent(new HashChangeEvent("hashchange"));
  if (!own || !visit) return notHere(record, again);
  offerAgencies(own.pack.agencies);
  const node = part("visit", "buoi");
  const editable = await isOpen(visit);
  show(node, { editable });
  fill(node, { frozen: editable ? "" : frozenWords(visit) });
  const refreshers = [
    bindFacts(node, own, record, editable),
    placePart(find(node, "[data-part=place]"), own, record, editable),
    ...all(node, "[data-rows]").map((section) =>
      rowsPart(section, section.dataset.rows, record, editable, (rows) => producersOf(own, record, rows)),
    ),
    await findingsPart(find(node, "[data-part=findings]"), { own, visit, editable }),
    await recommendationsPart(find(node, "[data-part=recommendations]"), { own, visit, editable }),
    () => drawChecks(node, own, record),
  ];
  serve(node, own, visit);
  enterGoesOn(node);
  const changed = async () => {
    for (const refresh of refreshers) await refresh();
  };
  await changed();
  drawSites(node, own, visit);
  return {
    node,
    title: titleOf(own, visit),
    lead: own.get("campaign", visit.fields.campaign)?.name ?? "",
    trail: [["Đi cơ sở", "#/"]],
    next: { words: "Xem lại và nộp", href: `#/xem-lai/${record}` },
    keys: { p: () => goOn(node), Escape: (field) => field.blur() },
    focus: () => placeOf(asked.get("tai")),
    changed,
  };
}

// Opens the first check that lacks answers, or the first of all.
function goOn(node) {
  const lines = all(node, "[data-list=checks] > li");
  const lacks = (line) => find(line, "progress").value < find(line, "progress").max;
  const line = lines.find(lacks) ?? lines[0];
  if (line) goTo(slot(line, "name").hash);
}

// What a link asks for: a field, or the heading of a part.
function placeOf(name) {
  const target = document.getElementById(name ?? "");
  if (target?.matches("h2")) target.tabIndex = -1;
  target?.scrollIntoView({ block: "start" });
  return target;
}

export function frozenWords({ fields }) {
  const words = word("visit_status", fields.status ?? "");
  return `${words === "Nháp" || !words ? "Đã nộp trên máy này" : words}: chỉ xem, không sửa được ở đây.`;
}

function bindFacts(node, own, record, editable) {
  const section = find(node, "[aria-labelledby=thong-tin]");
  const refresh = bind(section, "visit", { record }, { editable });
  return async () => {
    const visit = await records.read("visit", { record });
    refresh(visit);
    const { host, place, starts_on: day } = visit.fields;
    // Another day may have another committee: what nobody chose follows the day.
    const committee = host ? null : own.hostOf(place, day);
    if (committee && editable) await records.write("visit", { record }, { host: committee });
  };
}

async function drawChecks(node, own, record) {
  const visit = await records.read("visit", { record });
  const [checks, { conflicts, refused }] = [await records.checksOf(record), await records.progressOf(record)];
  const rows = await Promise.all(
    checks.map(async (check) => ({ check, progress: await progressAt(own, visit, check), signed: await isSigned(check.record) })),
  );
  fill(node, { count: `(${rows.length})` });
  keyed(
    find(node, "[data-list=checks]"),
    rows,
    ({ check }) => check.record,
    () => part("check-line"),
    (line, { check, progress, signed }) => {
      const stuck = [...conflicts, ...refused].filter((one) => one.check === check.record);
      const { asked, answered, failed } = progress;
      fill(line, {
        name: own.nameOf(check.fields.site),
        place: own.placeOf(check.fields.site),
        progress: `Đã trả lời ${answered}/${asked}`,
        failed: failed ? `${failed} không đạt` : "",
        signed: signed ? "đã ký biên bản" : "",
        trouble: stuck.length ? `${stuck.length} cần xem lại` : "",
      });
      slot(line, "name").href = `#/phieu/${check.record}`;
      const bar = find(line, "progress");
      [bar.max, bar.value] = [asked || 1, answered];
      bar.setAttribute("aria-label", `Tiến độ tại ${own.nameOf(check.fields.site)}`);
    },
  );
  if (!rows.length) find(node, "[data-part=add]").open = true;
}

// The producers of a visit, and those that its people were said to come for.
async function producersOf(own, record, rows) {
  const checks = await records.checksOf(record);
  const ids = [...checks.map(({ fields }) => own.get("site", fields.site)?.producer), ...rows.map((row) => row.producer)];
  const named = (id) => own.get("producer", id) ?? { id, name: "Chủ thể không còn trong dữ liệu đã tải" };
  return [...new Set(ids.filter(Boolean))].map(named);
}

// The sites that may still be added, those that fit what was typed first.
async function drawSites(node, own, visit) {
  const typed = find(node, "[data-input=search]").value;
  const there = new Set((await records.checksOf(visit.record)).map((one) => one.fields.site));
  const rows = own
    .sitesFor(visit)
    .filter((site) => !there.has(site.id) && isLike(wordsOf(own, site), typed));
  const more = rows.length - MOST_SITES;
  fill(node, {
    more: more > 0 ? `Còn ${more} cơ sở, gõ thêm để tìm.` : rows.length ? "" : "Không còn cơ sở nào khớp.",
  });
  keyed(find(node, "[data-list=sites]"), rows.slice(0, MOST_SITES), (site) => site.id, (site) =>
    fill(part("site"), {
      name: own.nameOf(site.id),
      detail: [productsOf(own, site), lastOf(own, site)].filter(Boolean).join(" · "),
      for: ` ${own.nameOf(site.id)}`,
    }),
  );
}

const productsOf = (own, site) =>
  own.pack.products.filter((one) => one.site === site.id).map((one) => one.name).join("; ");

function lastOf(own, site) {
  const last = own.pack.last[site.id];
  return last ? `kiểm tra ngày ${written(last.date)}` : "chưa từng được kiểm tra";
}

const wordsOf = (own, site) =>
  `${own.nameOf(site.id)} ${own.placeOf(site.id)} ${productsOf(own, site)}`;

function serve(node, own, visit) {
  const search = find(node, "[data-input=search]");
  search.addEventListener("input", () => drawSites(node, own, visit));
  on(node, "click", "[data-act=add-site]", async (button) => {
    await openCheck(visit.record, Number(button.closest("[data-key]").dataset.key));
    search.value = "";
    await drawSites(node, own, visit);
    if (!button.isConnected) search.focus({ preventScroll: true });
  });
}
