// Keys of the view in sight: one letter each, never inside a text.

import { on, part } from "./dom.js";

const TYPES_TEXT = "textarea, select, input:not([type=radio], [type=checkbox])";
const LETTER = /^(S-)?[a-z\d]$/;
let acts = {};
let held = null;

// Takes {key: act} of a view; "S-1" is Shift with the key of the digit.
export function serve(given) {
  acts = given;
}

// Keeps the keys that are pressed until another view is there.
export function hold() {
  held ??= [];
}

// Opens another view; what is pressed from now on is meant for that one.
export function goTo(hash) {
  hold();
  location.hash = hash;
}

// Does what was kept, unless it has come to a text, or to yet another view.
export function release() {
  const names = held ?? [];
  held = null;
  for (const [at, name] of names.entries()) {
    const target = document.activeElement;
    if (target.matches(TYPES_TEXT)) return;
    acts[name]?.(target);
    if (held) {
      held.push(...names.slice(at + 1));
      return;
    }
  }
}

const nameOf = ({ code, key, shiftKey }) => {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  const name = digit ?? (key.length === 1 ? key.toLowerCase() : key);
  return shiftKey && key !== "?" ? `S-${name}` : name;
};

export function help() {
  if (document.querySelector("dialog[open]")) return;
  const dialog = part("keys");
  document.body.append(dialog);
  on(dialog, "click", "[data-act=close]", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  const { target } = event;
  const foreign = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (foreign || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && acts.Escape && target.matches(TYPES_TEXT)) {
    event.preventDefault();
    acts.Escape(target);
    return;
  }
  if (target.matches(TYPES_TEXT)) return;
  const name = nameOf(event);
  if (event.key === "?") help();
  else if (held && LETTER.test(name)) held.push(name);
  else if (!acts[name] || acts[name](target) === false) return;
  event.preventDefault();
});
