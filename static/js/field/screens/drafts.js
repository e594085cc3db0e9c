// What is being typed and has not been written down yet: it waits for a short pause,
// for the field to be left, or for the page to be hidden. A page may go before its disk
// has answered, so the last words also stand where they are kept at once, and are taken
// up when the work is opened again.

import { write } from "../records.js";
import { owner } from "../store.js";

const PAUSE = 400;
const PREFIX = "ocop-typed-";

const waiting = new Map();
const wrong = new Set();
let writing = 0;
let number = 0;
export const drafts = new EventTarget();

const tell = () => drafts.dispatchEvent(new Event("change"));

// How many fields hold something that is only in the page.
export const count = () => waiting.size + writing + wrong.size;

export const has = (token) => waiting.has(token);

function note(place, what) {
  try {
    if (what) localStorage.setItem(place, JSON.stringify({ what, at: Date.now() }));
    else localStorage.removeItem(place);
  } catch {
    // There is no room: the disk has the rest.
  }
}

const newPlace = () => `${PREFIX}${owner().id}-${Date.now()}-${++number}`;

// Leaves what is on its way to the disk where it is kept at once, for a page that goes.
export const leave = (what) => owner() && note(newPlace(), what);

// Writes after a pause what ``said()`` returns then: [kind, ref, changes], or null for
// what cannot be kept as it is. A later call with the same token takes its place.
export function later(token, said) {
  const before = waiting.get(token);
  clearTimeout(before?.timer);
  const place = before?.place ?? newPlace();
  waiting.set(token, { timer: setTimeout(() => now(token), PAUSE), said, place });
  note(place, said({ quiet: true }));
  tell();
}

export async function now(token) {
  const draft = waiting.get(token);
  if (!draft) return;
  clearTimeout(draft.timer);
  waiting.delete(token);
  writing += 1;
  try {
    const what = draft.said({ quiet: false });
    if (what) await write(...what);
    note(draft.place, null);
  } finally {
    writing -= 1;
    tell();
  }
}

export const flush = () => Promise.all([...waiting.keys()].map(now));

// Returns what this person left, the last first: of two that say the same field the newer
// one is known when the older one comes.
function left() {
  const mine = `${PREFIX}${owner().id}-`;
  const places = Object.keys(localStorage).filter((name) => name.startsWith(mine));
  const notes = places.map((place) => ({ place, text: localStorage.getItem(place) }));
  return notes
    .filter(({ text }) => text)
    .map(({ place, text }) => ({ place, text, ...JSON.parse(text) }))
    .sort((one, other) => other.at - one.at);
}

// Takes up what was typed before the page went. Another tab may be typing still, or have
// written the same field since: nothing goes over what is newer, and a note that was
// renewed meanwhile stays. So does one that finds no room, or whose check this device no
// longer has: it is tried again when the work is next opened. Returns what kept one from
// being taken up, or undefined.
export async function takeUp() {
  let trouble;
  for (const { place, text, what, at } of left()) {
    try {
      await write(...what, { typed: at });
      if (localStorage.getItem(place) === text) localStorage.removeItem(place);
    } catch (error) {
      trouble ??= error;
    }
  }
  return trouble;
}

// Marks a field whose text cannot be kept as it is.
export function mark(token, isWrong) {
  if (isWrong) wrong.add(token);
  else wrong.delete(token);
  tell();
}

export function forgetWrong() {
  wrong.clear();
  tell();
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") flush();
});
window.addEventListener("pagehide", flush);
