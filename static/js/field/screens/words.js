// The words of the choices, as Django writes them into the shell.

import { all } from "./dom.js";

const kinds = new Map();

// Returns Map(value → {words, days}) of one kind, in the order of the shell.
export function choices(kind) {
  if (!kinds.has(kind)) {
    const { content } = document.getElementById("t-words");
    const rows = all(content, `[data-words="${kind}"] > *`);
    const pairs = rows.map((row) => [
      row.dataset.value,
      { words: row.textContent, days: Number(row.dataset.days) || null },
    ]);
    kinds.set(kind, new Map(pairs));
  }
  return kinds.get(kind);
}

export const word = (kind, value) => choices(kind).get(value)?.words ?? "";

export function answerWords({ outcome, severity, note }) {
  const words = word("outcome", outcome ?? "");
  const graded = severity ? `${words} (${word("severity", severity)})` : words;
  return note ? `${graded}: ${note}` : graded;
}
