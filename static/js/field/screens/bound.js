// Fields that belong to one record: [data-field] shows what it holds, and what is typed
// goes into it. A text that makes no sense stays in its field with words beside it.

import { all, find } from "./dom.js";
import * as drafts from "./drafts.js";
import { put, valueOf, Wrong } from "./values.js";

const TYPED = "input[type=text][data-field], textarea";

export function sayWrong(root, field, words) {
  const error = find(root, `[data-error="${field.dataset.field}"]`);
  field.classList.toggle("is-invalid", Boolean(words));
  field.setAttribute("aria-invalid", words ? "true" : "false");
  if (!error) return;
  error.id ||= `${field.id}-error`;
  error.hidden = !words;
  error.textContent = words ?? "";
  if (words) field.setAttribute("aria-describedby", error.id);
}

// Reads a field; says what is wrong with it, unless quietly, and then returns undefined.
export function readField(root, field, { quiet = false } = {}) {
  try {
    const value = valueOf(field);
    if (!quiet) settle(root, field, "");
    return value;
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    if (!quiet) settle(root, field, error.message);
    return undefined;
  }
}

function settle(root, field, words) {
  sayWrong(root, field, words);
  drafts.mark(field, Boolean(words));
}

const isReached = (field) =>
  field.offsetParent && !field.disabled && !field.closest("details:not([open])");

// Enter goes to the next field, as the key of a phone's keyboard says.
export function enterGoesOn(root) {
  root.addEventListener("keydown", (event) => {
    const isLine = event.target.matches("input[type=text][data-field]");
    if (event.key !== "Enter" || event.isComposing || !isLine) return;
    event.preventDefault();
    const fields = all(root, TYPED).filter(isReached);
    fields[fields.indexOf(event.target) + 1]?.focus();
  });
}

const own = (root) => all(root, "[data-field]");

export function bind(root, kind, key, { editable = true } = {}) {
  const typed = new Set();

  const said = (field) => (how) => {
    if (!how.quiet) typed.delete(field);
    const value = readField(root, field, how);
    return value === undefined ? null : [kind, key, { [field.dataset.field]: value }];
  };

  root.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-field]")) return;
    typed.add(target);
    drafts.later(target, said(target));
  });
  root.addEventListener("change", ({ target }) => {
    if (target.matches("[data-field]") && typed.has(target)) drafts.now(target);
  });
  for (const field of own(root)) field.disabled = !editable;

  // Shows what the record holds now, save where somebody is typing.
  return function refresh(record) {
    const errors = record?.errors ?? {};
    for (const field of own(root)) {
      const name = field.dataset.field;
      if (typed.has(field) || field.classList.contains("is-invalid")) continue;
      put(field, record?.fields[name]);
      if (errors[name]) sayWrong(root, field, errors[name]);
    }
  };
}
