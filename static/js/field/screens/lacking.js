// What keeps a visit from being handed in, and what nobody has looked at.

import { today } from "../dates.js";

export const at = (visit, place) => `#/buoi/${visit.record}?tai=${place}`;

const nameOf = ({ producer }) => producer?.name ?? "Cơ sở";

// As inspections.services.missing_for_submission has it; the server has the last word.
export function missingFacts(visit, { team, sheets, findings }) {
  const { fields } = visit;
  const day = fields.ends_on || fields.starts_on;
  const untouched = ({ check, entries, points }) =>
    !entries.some(({ answer }) => answer.outcome) &&
    !points.some((point) => point.fields.outcome) &&
    !["looked_at", "assessment", "producer_opinion", "conclusion"].some((name) => check.fields[name]) &&
    !findings.some((one) => one.check === check.record);
  return [
    !team.some(({ role }) => role === "head") && { what: "Đoàn kiểm tra", says: "chưa có trưởng đoàn", edit: at(visit, "doan") },
    !sheets.length && !fields.session_note && { what: "Cơ sở kiểm tra", says: "chưa có cơ sở nào và chưa ghi buổi làm việc", edit: at(visit, "co-so") },
    day > today() && { what: "Ngày kiểm tra", says: "còn ở phía trước", edit: at(visit, "starts_on-buoi") },
    ...sheets.filter(untouched).map((sheet) => ({
      what: nameOf(sheet),
      says: "chưa ghi gì",
      edit: `#/phieu/${sheet.check.record}`,
    })),
  ].filter(Boolean);
}

export function missingAnswers(sheet) {
  const { check, entries, points } = sheet;
  const missing = entries.filter(({ answer }) => !answer.outcome);
  const all = missing.length === entries.length;
  const unseen = points.filter(({ fields }) => !fields.outcome).length;
  const line = (says, place) => ({ what: nameOf(sheet), says, edit: `#/phieu/${check.record}?tai=${place}` });
  return [
    missing.length && line(all ? "chưa trả lời câu nào" : `${missing.length} câu chưa kiểm tra`, missing[0].key),
    unseen && line(`${unseen} nội dung phúc tra chưa kiểm tra`, "ngoai-danh-muc"),
  ].filter(Boolean);
}
