// Text as it is searched: without case and marks, đ as d. As core.text.search_key does.

const MARKS = /\p{M}/gu;

export function searchKey(text) {
  const plain = text.normalize("NFD").replace(MARKS, "").toLowerCase();
  return plain.replaceAll("đ", "d").replace(/\s+/g, " ").trim();
}

// Says whether every word that was typed stands somewhere in the text.
export function isLike(text, typed) {
  const key = searchKey(text);
  return searchKey(typed).split(" ").every((word) => key.includes(word));
}

export const lines = (text) =>
  text
    .normalize("NFC")
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter(Boolean);

export const short = (text, most = 120) =>
  text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
