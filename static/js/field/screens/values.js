// What a field holds and what a record holds, each turned into the other.

import { parsed, written } from "../dates.js";
import { searchKey } from "../text.js";

const TIME = /^\s*(\d{1,2})\s*[:hH.]\s*(\d{2})\s*$/;
const NUMBER = /^\d{1,3}(\.\d{3})+(,\d+)?$|^\d+(,\d+)?$/;

export class Wrong extends Error {}

function date(text) {
  const iso = parsed(text);
  if (iso === null) throw new Wrong("Ghi ngày, tháng, năm có trong lịch, ví dụ 15/09/2023.");
  return iso || null;
}

function time(text) {
  if (!text.trim()) return null;
  const [, hours, minutes] = TIME.exec(text) ?? [];
  if (!hours || Number(hours) > 23 || Number(minutes) > 59) {
    throw new Wrong("Ghi giờ và phút, ví dụ 08:30.");
  }
  return `${hours.padStart(2, "0")}:${minutes}`;
}

function number(text) {
  const typed = text.replace(/\s/g, "");
  if (!typed) return null;
  if (!NUMBER.test(typed)) throw new Wrong("Ghi một con số, ví dụ 1.234,5.");
  return typed.replaceAll(".", "").replace(",", ".");
}

function count(text) {
  const value = number(text);
  if (value === null) return null;
  const whole = Number(value);
  if (!Number.isInteger(whole) || whole < 1 || whole > 10_000) {
    throw new Wrong("Số người từ 1 đến 10.000.");
  }
  return whole;
}

// Agencies are chosen by name; the box lists them.
let agencies = [];
let keys = new Map();

export function offerAgencies(rows) {
  if (rows === agencies) return;
  agencies = rows;
  keys = new Map(rows.map((row) => [searchKey(row.name), row.id]));
  const options = rows.map((row) => {
    const option = document.createElement("option");
    option.value = row.name;
    return option;
  });
  document.getElementById("co-quan").replaceChildren(...options);
}

function agency(text) {
  if (!text.trim()) return null;
  const id = keys.get(searchKey(text));
  if (!id) throw new Wrong("Chọn một cơ quan trong danh sách gợi ý.");
  return id;
}

const localised = (value) =>
  value === null || value === undefined || value === ""
    ? ""
    : Number(value).toLocaleString("vi-VN", { maximumFractionDigits: 2 });

const KINDS = {
  line: [(text) => text.trim(), (value) => value ?? ""],
  date: [date, written],
  time: [time, (value) => (value ?? "").slice(0, 5)],
  number: [number, localised],
  count: [count, localised],
  choice: [(text) => Number(text) || null, (id) => String(id ?? "")],
  agency: [agency, (id) => agencies.find((row) => row.id === id)?.name ?? ""],
};

// Returns what a field says, as a record holds it; throws Wrong with words for people.
export function valueOf(field) {
  if (field.dataset.kind === "yes") return field.checked;
  const [read] = KINDS[field.dataset.kind ?? "line"];
  return read(field.value);
}

export function put(field, value) {
  if (field.dataset.kind === "yes") {
    field.checked = Boolean(value);
    return;
  }
  const [, print] = KINDS[field.dataset.kind ?? "line"];
  const words = print(value);
  if (field.value !== words) field.value = words;
}
