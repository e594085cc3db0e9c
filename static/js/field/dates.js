// Dates as people write them and as records hold them: 15/09/2023 and 2023-09-15.

const HOUR = 60 * 60 * 1000;
const WRITTEN = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})/;

const two = (number) => String(number).padStart(2, "0");

const isoOf = (date) =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

export const today = () => isoOf(new Date());

export function written(iso) {
  const [, year, month, day] = ISO.exec(iso ?? "") ?? [];
  return year ? `${day}/${month}/${year}` : "";
}

// Returns the ISO date, "" for nothing, null for what is no date from 2000 to 2100.
export function parsed(text) {
  if (!text.trim()) return "";
  const [, day, month, year] = (WRITTEN.exec(text) ?? []).map(Number);
  if (!year || year < 2000 || year > 2100) return null;
  const date = new Date(year, month - 1, day);
  const isReal = date.getMonth() === month - 1 && date.getDate() === day;
  return isReal ? isoOf(date) : null;
}

export function plusDays(iso, days) {
  const [, year, month, day] = ISO.exec(iso).map(Number);
  return isoOf(new Date(year, month - 1, day + days));
}

export function clock(moment) {
  const date = new Date(moment);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return isoOf(date) === today() ? time : `${time} ${written(isoOf(date))}`;
}

export const hoursSince = (moment) => (Date.now() - new Date(moment)) / HOUR;

// How long something takes or is ago, in words.
export function span(hours) {
  if (hours < 1) return "chưa đầy 1 giờ";
  return hours < 48 ? `${Math.floor(hours)} giờ` : `${Math.floor(hours / 24)} ngày`;
}
