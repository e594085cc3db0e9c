// The first view: new visits, visits on the device, what is prepared, what is unsent.

import { book, isHandedIn, progressAt } from "../book.js";
import { clock, span, today, written } from "../dates.js";
import { ageOf } from "../pack.js";
import * as records from "../records.js";
import * as rescue from "../rescue.js";
import * as sender from "../sender.js";
import { all as stored, owner } from "../store.js";
import { fill, find, keyed, on, part, show, slot } from "./dom.js";
import { likelyPlace, startVisit } from "./starting.js";
import * as status from "./status.js";
import { word } from "./words.js";

const KINDS = {
  visit: "Buổi kiểm tra",
  team: "Đoàn kiểm tra",
  participants: "Thành phần tham dự",
  figures: "Số liệu báo cáo",
  check: "Phiếu cơ sở",
  answer: "Câu trả lời",
  finding: "Nhận định",
  recommendation: "Đề nghị",
  photo: "Ảnh",
  sample: "Mẫu",
  minutes: "Biên bản",
  submit: "Nộp buổi kiểm tra",
};
const STATES = {
  waiting: ["Chờ gửi", "plain"],
  held: ["Nháp trên máy", "plain"],
  conflict: ["Cần chọn", "warn"],
  refused: ["Cần sửa", "bad"],
};

export async function draw(id, asked) {
  const node = part("home");
  const own = await book();
  show(node, { ready: Boolean(own) });
  fill(node, { who: `Người dùng máy này: ${owner().name}.` });
  drawPack(node, own);
  const named = Number(asked.get("dot"));
  if (named) find(node, "[data-to=prepare]").href = prepareFor(named);
  if (own) await drawStart(node, own, named);
  const refresh = () => drawMoving(node, own);
  await refresh();
  serve(node, own);
  document.addEventListener("ocop:status", refresh);
  return {
    node,
    title: "Đi cơ sở",
    lead: "Ghi kết quả kiểm tra, kể cả khi không có mạng.",
    changed: refresh,
    leave: () => document.removeEventListener("ocop:status", refresh),
  };
}

function drawPack(node, own) {
  const { hours, old } = own ? ageOf(own.pack) : {};
  const age = span(hours);
  fill(node, {
    prepare: own ? "Tải lại" : "Chọn địa bàn",
    pack: own
      ? `Dữ liệu tải cách đây ${age}: ${own.pack.sites.length} cơ sở, ${own.pack.products.length} sản phẩm.`
      : "Chưa tải dữ liệu nào. Tải trước khi đi để ghi được khi không có mạng.",
    pack_old: old ? `Dữ liệu đã tải ${age} trước, nên tải lại trước khi đi.` : "",
  });
}

// The places of the campaign are offered, and the way leads back to it.
const prepareFor = (campaign) =>
  `#/chuan-bi?${new URLSearchParams({ dot: campaign, ve: `#/?dot=${campaign}` })}`;

// Campaigns under way come first; the one that a link named before all.
async function drawStart(node, own, named) {
  const { campaigns } = own.pack;
  const day = today();
  const current = own.placesOn(day);
  const places = current.length ? current : own.pack.places;
  const rank = ({ id, starts_on: from, ends_on: to }) =>
    id === named ? 0 : from <= day && day <= to ? 1 : 2;
  const rows = [...campaigns].sort(
    (a, b) => rank(a) - rank(b) || (a.starts_on < b.starts_on ? 1 : -1),
  );
  const select = find(node, "[data-input=place]");
  select.replaceChildren(
    ...places.map((place) => new Option(place.full_name || place.name, place.id)),
  );
  select.value = await likelyPlace(own, places, named);
  show(node, { places: places.length > 1 });
  fill(node, {
    no_campaign: rows.length ? "" : "Chưa có đợt kiểm tra nào trong địa bàn đã tải.",
  });
  keyed(find(node, "[data-list=campaigns]"), rows, (row) => row.id, (row) =>
    fill(part("campaign"), {
      name: row.name,
      period: `${written(row.starts_on)} – ${written(row.ends_on)}`,
      for: `: ${row.name}`,
    }),
  );
}

async function drawMoving(node, own) {
  const { draft, waiting, sent, old } = await status.words();
  fill(node, { draft, waiting, sent, unsent_old: old });
  const queue = await unsent();
  show(node, { queue: queue.length > 0 });
  keyed(find(node, "[data-list=queue]"), queue, (op) => op.op_id, () => part("queue-line"), drawOperation);
  if (own) await drawVisits(node, own);
}

// Operations, and photos whose words are on the server and whose bytes are not.
async function unsent() {
  const [ops, photos] = [await stored("outbox"), await stored("photos")];
  const told = new Set(ops.map(({ key }) => key));
  const bytes = photos.filter(({ uuid, state }) => state !== "sent" && !told.has(`photo|${uuid}||`));
  return [...ops, ...bytes.map((photo) => ({ ...photo, kind: "photo", op_id: photo.uuid }))];
}

function drawOperation(line, { kind, made_at: made, state, answer }) {
  const [words, tone] = STATES[state] ?? STATES.waiting;
  fill(line, {
    what: KINDS[kind],
    when: `ghi lúc ${clock(made)}`,
    state: words,
    message: state === "refused" ? answer?.message : "",
  });
  slot(line, "state").dataset.tone = tone;
  const page = slot(line, "page");
  page.hidden = state !== "conflict" || !answer?.page;
  if (!page.hidden) page.href = answer.page;
}

async function drawVisits(node, own) {
  const visits = (await records.visits()).sort((a, b) =>
    a.fields.starts_on < b.fields.starts_on ? 1 : -1,
  );
  fill(node, { no_visit: visits.length ? "" : "Chưa có buổi nào trên máy." });
  const lines = await Promise.all(visits.map((visit) => lineOf(own, visit)));
  keyed(find(node, "[data-list=visits]"), lines, (row) => row.record, () => part("visit-line"), (line, row) => {
    fill(line, row);
    slot(line, "name").href = `#/buoi/${row.record}`;
    slot(line, "state").dataset.tone = row.tone;
  });
}

async function lineOf(own, visit) {
  const { record, fields } = visit;
  const checks = await records.checksOf(record);
  const told = await Promise.all(checks.map((check) => progressAt(own, visit, check)));
  const sum = (name) => told.reduce((total, one) => total + one[name], 0);
  const { state, waiting } = await records.progressOf(record);
  const words = { sent: "Đã gửi", waiting: `Chờ gửi (${waiting})`, draft: "Nháp trên máy", conflict: "Cần chọn", refused: "Cần sửa" };
  const handed = isHandedIn(visit) ? word("visit_status", fields.status) : "";
  return {
    record,
    name: `${own.get("agency", fields.host)?.name ?? own.get("place", fields.place)?.name ?? "Buổi kiểm tra"}, ngày ${written(fields.starts_on)}`,
    detail: [handed, `${checks.length} cơ sở`, checks.length && `đã trả lời ${sum("answered")}/${sum("asked")}`].filter(Boolean).join(" · "),
    state: words[state],
    tone: { sent: "good", conflict: "warn", refused: "bad" }[state] ?? "plain",
  };
}

function serve(node, own) {
  on(node, "click", "[data-act=send]", () => sender.sendNow());
  on(node, "click", "[data-act=start]", async (button) => {
    const campaign = Number(button.closest("[data-key]").dataset.key);
    const place = Number(find(node, "[data-input=place]").value);
    location.hash = `#/buoi/${await startVisit(own, campaign, place)}`;
  });
  on(node, "click", "[data-act=save]", async () => download(await rescue.save()));
  on(node, "change", "[data-input=rescue]", async (input) => {
    const [file] = input.files;
    if (!file) return;
    const rescued = await rescue.take(file).then(
      (count) => (count ? `Đã lấy vào ${count} mục; máy tự gửi khi có mạng.` : "Mọi mục trong tệp đã có trên máy này."),
      (error) => error.message,
    );
    input.value = ""; // the same file may be chosen again
    fill(node, { rescued });
  });
}

function download({ blob, name }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
