// What the minutes of a check say, in the order and the words of the page that the portal
// prints: people read it before they sign.

import { written } from "../dates.js";
import * as records from "../records.js";
import { addressee } from "./recommended.js";
import { sampleWords } from "./samples.js";
import { answerWords, word } from "./words.js";

const SEEN = {
  producer_side: "Đại diện cơ sở",
  producer_state: "Tình trạng hoạt động",
  looked_at: "Nội dung đã xem tại cơ sở",
};
const CLOSING = {
  assessment: "Nhận xét của đoàn",
  producer_opinion: "Ý kiến của cơ sở",
  conclusion: "Kết luận",
};

// Returns [{title, lines: [{what, says}]}] without what is empty.
export async function sectionsOf(sheet) {
  const { own, visit, check, producer } = sheet;
  const rows = (kind) => records.recordsOf(kind, { check: check.record });
  const parts = [
    ["Buổi kiểm tra", visitLines(own, visit)],
    ["Đoàn kiểm tra", await teamLines(own, visit)],
    ["Cơ sở được kiểm tra", [["Chủ thể", producer?.name], ["Địa chỉ", own.placeOf(check.fields.site)], ["Thời gian", hours(check.fields)], ...texts(check, SEEN)]],
    ["Nội dung phúc tra", (await rows("point")).map(({ fields }) => [fields.text, answerWords(fields)])],
    ["Kết quả kiểm tra", answerLines(sheet)],
    ["Mẫu đã lấy", (await rows("sample")).map(({ fields }) => [`Mẫu ${fields.code}`, sampleWords(own, fields)])],
    ["Nhận định", findingLines(own, sheet, await rows("finding"))],
    ["Đề nghị, kiến nghị", (await rows("recommendation")).map(({ fields }) => recommendationLine(own, fields))],
    ["Kết luận", texts(check, CLOSING)],
    ["Ảnh", (await rows("photo")).map(({ fields }) => ["Ảnh", fields.caption || "không chú thích"])],
  ];
  return parts
    .map(([title, lines]) => ({ title, lines: lines.filter(([, says]) => says).map(([what, says]) => ({ what, says })) }))
    .filter(({ lines }) => lines.length);
}

const visitLines = (own, { fields }) => [
  ["Ngày kiểm tra", [fields.starts_on, fields.ends_on].filter(Boolean).map(written).join(" – ")],
  ["Đợt kiểm tra", own.get("campaign", fields.campaign)?.name],
  ["Cơ quan tiếp đoàn", own.get("agency", fields.host)?.name ?? own.get("place", fields.place)?.full_name],
];

async function teamLines(own, { record }) {
  const team = await records.read("team", { record });
  return (team?.fields.rows ?? []).map(({ role, name, title, agency }) => [
    word("team_role", role),
    [name, title, own.get("agency", agency)?.name].filter(Boolean).join(", "),
  ]);
}

const hours = ({ started_at: from, ended_at: to }) =>
  [from && `từ ${from}`, to && `đến ${to}`].filter(Boolean).join(" ");

const texts = ({ fields }, names) =>
  Object.entries(names).map(([name, what]) => [
    what,
    name === "producer_state" ? fields[name] && word(name, fields[name]) : fields[name],
  ]);

function answerLines({ entries }) {
  const given = entries.filter(({ answer }) => answer.outcome);
  const left = entries.length - given.length;
  const lines = given.map(({ item, product, answer }) => [
    product ? `${item.text} – ${product.name}` : item.text,
    answerWords(answer),
  ]);
  return left ? [...lines, ["Chưa kiểm tra", `${left} nội dung`]] : lines;
}

function findingLines(own, { entries }, rows) {
  const made = entries
    .filter(({ answer }) => answer.severity)
    .map(({ item, product, answer }) => ({ severity: answer.severity, product: product?.id, text: answer.note || item.text }));
  return [...made, ...rows.map(({ fields }) => fields)].map(({ severity, product, text }) => [
    word("severity", severity),
    [own.get("product", product)?.name, text].filter(Boolean).join(": "),
  ]);
}

const recommendationLine = (own, fields) => [
  `${word("direction", fields.direction)}, gửi ${addressee(own, fields)}`,
  fields.due_on ? `${fields.text} (thời hạn ${written(fields.due_on)})` : fields.text,
];
