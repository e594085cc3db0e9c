// What will be handed in, line by line, with the way to change each; what is missing
// comes first.

import { book, isOpen } from "../book.js";
import { written } from "../dates.js";
import * as records from "../records.js";
import { sheetOf } from "../sheet.js";
import { setNext } from "./bar.js";
import { fill, find, keyed, part, slot } from "./dom.js";
import { notHere } from "./fetching.js";
import { at, missingAnswers, missingFacts } from "./lacking.js";
import { addressee } from "./recommended.js";
import { sampleWords } from "./samples.js";
import { signingWords } from "./minutes-part.js";
import { frozenWords, titleOf } from "./visit.js";
import { answerWords, word } from "./words.js";

const NOT_YET = "Còn mục bắt buộc chưa đủ nên chưa nộp được.";

export async function draw(record) {
  const own = await book();
  const visit = await records.read("visit", { record });
  const again = () => window.dispatchEvent(new HashChangeEvent("hashchange"));
  if (!own || !visit) return notHere(record, again);
  const node = part("review");
  const changed = () => refresh(node, own, record);
  await changed();
  return {
    node,
    title: "Xem lại trước khi nộp",
    lead: titleOf(own, visit),
    trail: [["Đi cơ sở", "#/"], [titleOf(own, visit), `#/buoi/${record}`]],
    next: await nextOf(own, record),
    changed: async () => {
      await changed();
      setNext(await nextOf(own, record));
    },
  };
}

async function nextOf(own, record) {
  const visit = await records.read("visit", { record });
  if (!(await isOpen(visit))) return { words: "Về trang đầu", href: "#/" };
  const disabled = missingFacts(visit, await wholeOf(own, visit)).length > 0;
  return { words: "Nộp buổi kiểm tra", act: () => records.submit(record), disabled };
}

async function refresh(node, own, record) {
  const visit = await records.read("visit", { record });
  const editable = await isOpen(visit);
  const whole = await wholeOf(own, visit);
  const stops = missingFacts(visit, whole);
  const missing = [...stops, ...whole.sheets.flatMap(missingAnswers)];
  fill(node, {
    frozen: editable ? "" : frozenWords(visit),
    complete: missing.length ? "" : "Không thiếu mục nào.",
    why_not: editable && stops.length ? NOT_YET : "",
  });
  drawLines(find(node, "[data-list=missing]"), missing, editable);
  keyed(find(node, "[data-list=parts]"), partsOf(own, visit, whole), ({ title }) => title, ({ title }) => fill(part("review-part"), { title }), (section, { lines }) => {
    drawLines(find(section, "[data-list=lines]"), lines, editable);
  });
}

function drawLines(list, lines, editable) {
  const rows = lines.map((line, index) => ({ ...line, index }));
  keyed(list, rows, ({ what, index }) => `${index} ${what}`, () => part("review-line"), (row, { what, says, edit }) => {
    fill(row, { what, says, for: `: ${what}` });
    const link = slot(row, "edit");
    link.hidden = !editable;
    link.href = edit;
  });
}

async function wholeOf(own, visit) {
  const { record } = visit;
  const rows = async (kind) => (await records.read(kind, { record }))?.fields.rows ?? [];
  const checks = await records.checksOf(record);
  return {
    team: await rows("team"),
    participants: await rows("participants"),
    figures: await rows("figures"),
    sheets: await Promise.all(checks.map(withPoints)),
    samples: await records.recordsOf("sample", { visit: record }),
    findings: await records.recordsOf("finding", { visit: record }),
    recommendations: await records.recordsOf("recommendation", { visit: record }),
  };
}

// A check with what a re-check looks at again beyond the checklist.
async function withPoints({ record }) {
  const [sheet, points] = await Promise.all([sheetOf(record), records.recordsOf("point", { check: record })]);
  return { ...sheet, points };
}

function partsOf(own, visit, whole) {
  return [
    { title: "Buổi kiểm tra", lines: factLines(own, visit, whole) },
    ...whole.sheets.map((sheet) => ({
      title: sheet.producer?.name ?? "Cơ sở",
      lines: [...pointLines(sheet), ...answerLines(sheet), ...textLines(sheet), minutesLine(sheet)],
    })),
    { title: "Mẫu kiểm nghiệm", lines: whole.samples.map((one) => saySample(own, one)) },
    { title: "Nhận định", lines: whole.findings.map((one) => sayFinding(visit, one)) },
    { title: "Đề nghị, kiến nghị", lines: whole.recommendations.map((one) => sayRecommendation(own, visit, one)) },
  ].filter(({ lines }) => lines.length);
}

function factLines(own, visit, { team, participants, figures }) {
  const { fields } = visit;
  const list = (rows, say) => rows.map(say).filter(Boolean).join("; ");
  const told = [
    ["Ngày kiểm tra", [fields.starts_on, fields.ends_on].filter(Boolean).map(written).join(" – "), "starts_on-buoi"],
    ["Cơ quan tiếp đoàn", own.get("agency", fields.host)?.name, "host-buoi"],
    ["Nơi làm việc", fields.session_place, "session_place-buoi"],
    ["Nội dung buổi làm việc", fields.session_note, "session_note-buoi"],
    ["Đánh giá chung", fields.assessment, "assessment-buoi"],
    ["Đoàn", list(team, (one) => [word("team_role", one.role), one.name, one.title].filter(Boolean).join(", ")), "doan"],
    ["Tham dự", list(participants, (one) => [one.name || one.title || word("participant", one.kind), own.get("producer", one.producer)?.name, one.headcount && `${one.headcount} người`].filter(Boolean).join(", ")), "tham-du"],
    ["Số liệu báo cáo", list(figures, (one) => `${word("indicator", one.indicator)}: ${one.text || Number(one.value).toLocaleString("vi-VN")}`), "so-lieu"],
  ];
  return told.map(([what, says, place]) => ({ what, says: says || "(trống)", edit: at(visit, place) }));
}

const pointLines = ({ check, points }) =>
  points.map(({ fields }) => ({
    what: fields.text,
    says: answerWords(fields),
    edit: `#/phieu/${check.record}?tai=ngoai-danh-muc`,
  }));

const answerLines = ({ check, entries }) =>
  entries.map(({ key, item, product, answer }) => ({
    what: product ? `${item.text} – ${product.name}` : item.text,
    says: answerWords(answer),
    edit: `#/phieu/${check.record}?tai=${key}`,
  }));

const TEXTS = {
  looked_at: "Nội dung đã xem",
  producer_side: "Đại diện cơ sở",
  assessment: "Nhận xét của đoàn",
  producer_opinion: "Ý kiến của cơ sở",
  conclusion: "Kết luận",
};

const textLines = ({ check }) =>
  Object.entries(TEXTS).map(([name, what]) => ({
    what,
    says: check.fields[name] || "(trống)",
    edit: `#/phieu/${check.record}?tai=${name}-phieu`,
  }));

const minutesLine = ({ check, signing }) => ({
  what: "Biên bản tại cơ sở",
  says: signingWords(signing),
  edit: `#/ky/${check.record}`,
});

const saySample = (own, { check, fields }) => ({
  what: `Mẫu ${fields.code}`,
  says: sampleWords(own, fields),
  edit: `#/phieu/${check}?tai=mau`,
});

const home = (visit, check) => (check ? `#/phieu/${check}` : `#/buoi/${visit.record}`);

const sayFinding = (visit, { check, fields }) => ({
  what: word("severity", fields.severity),
  says: fields.text,
  edit: `${home(visit, check)}?tai=nhan-dinh-${check ? "phieu" : "buoi"}`,
});

const sayRecommendation = (own, visit, { check, fields }) => ({
  what: `${word("direction", fields.direction)}, gửi ${addressee(own, fields)}`,
  says: fields.due_on ? `${fields.text} (thời hạn ${written(fields.due_on)})` : fields.text,
  edit: `${home(visit, check)}?tai=de-nghi-${check ? "phieu" : "buoi"}`,
});
