// Keeps sending what waits, from one tab at a time, and says how it stands.
//
// `events` has `change`; its detail, also given by status(), is state (idle, sending,
// offline, signed_out, other_user), waiting, photos, held, conflicts, refused, oldest,
// stale (something waits for more than a day) and lastSent.

import { progressOf } from "./records.js";
import { drain, LONGEST, pause, retryPhotos, untilNext } from "./sending.js";
import { all, announce, layBy, listen, owner, StorageError } from "./store.js";
import { SendError } from "./transport.js";

const TYPING = 1000;
const PATIENCE = 60 * 1000;
const STALE = 24 * 60 * 60 * 1000;
const BETWEEN_NEWS = 300;

export const events = new EventTarget();
const START = { state: "idle", waiting: 0, photos: 0, held: 0, conflicts: 0, refused: 0, oldest: null, stale: false, lastSent: null };
let known = START;
let running = null;
let wake = null;
let failures = 0;
let told = 0;
const recheck = new Set();

export const status = () => known;

async function publish(more = {}) {
  known = { ...known, ...more };
  if (known.state === "sending" && Date.now() - told < BETWEEN_NEWS) return;
  told = Date.now();
  const { waiting, photos, held, conflicts, refused, oldest } = await progressOf();
  const stale = oldest !== null && Date.now() - Date.parse(oldest) > STALE;
  known = { ...known, waiting, photos, held, conflicts: conflicts.length, refused: refused.length, oldest, stale };
  events.dispatchEvent(new CustomEvent("change", { detail: known }));
}

async function say(more) {
  await publish(more);
  announce("status", more);
}

// Sends, says how it ended, and returns how long to rest, and whether news may wake.
async function round() {
  try {
    const looked = await drain(recheck, () => say({ state: "sending", lastSent: new Date().toISOString() }));
    failures = 0;
    await layBy();
    await say({ state: "idle" });
    return { time: Math.min(PATIENCE, await untilNext(looked)), light: true };
  } catch (error) {
    if (!(error instanceof SendError) && !(error instanceof StorageError)) throw error;
    if (["signed_out", "other_user"].includes(error.code)) {
      await say({ state: error.code });
      return { time: PATIENCE };
    }
    failures += 1;
    await say({ state: error.code === "offline" ? "offline" : "idle" });
    return { time: Math.max(pause(failures), Math.min(error.wait ?? 0, LONGEST)) };
  }
}

// Sleeps until the time is over or somebody calls; what was just typed calls softly,
// and is not heard while the line is down.
function rest({ time, light = false }, signal) {
  return new Promise((done) => {
    let timer = setTimeout(done, time);
    wake = (soft) => {
      if (soft && !light) return;
      clearTimeout(timer);
      timer = setTimeout(done, soft ? TYPING : 0);
    };
    signal.addEventListener("abort", done, { once: true });
  });
}

async function work(signal) {
  while (!signal.aborted && owner()) {
    let [typed, called] = [false, false];
    wake = (soft) => {
      if (soft) typed = true;
      else called = true;
    };
    const { time, light } = await round();
    if (!called) await rest({ time: typed && light ? TYPING : time, light }, signal);
  }
}

async function callNow() {
  failures = 0;
  for (const { op_id, state } of await all("outbox")) {
    if (state === "conflict") recheck.add(op_id);
  }
  wake?.(false);
}

// Sends at once what waits, and asks again about conflicts and photos that were refused;
// any tab may call it.
export async function sendNow() {
  await retryPhotos();
  await callNow();
  announce("send");
}

function listenAll(signal) {
  const stops = [
    listen("outbox", () => publish().then(() => wake?.(true))),
    listen("status", (more) => known.state !== more.state && publish(more)),
    listen("send", callNow),
  ];
  signal.addEventListener("abort", () => stops.forEach((stop) => stop()));
  const seen = () => document.visibilityState === "visible" && callNow();
  window.addEventListener("online", callNow, { signal });
  window.addEventListener("focus", seen, { signal });
  document.addEventListener("visibilitychange", seen, { signal });
}

// Begins, or waits until the tab that sends is closed. The work is that of the person
// whom store.open() named.
export async function start() {
  if (running) return;
  const ending = new AbortController();
  running = { ending, done: null };
  const sent = (await all("records")).map(({ sent_at }) => sent_at).filter(Boolean).sort();
  await publish({ ...START, lastSent: sent.at(-1) ?? null });
  listenAll(ending.signal);
  running.done = navigator.locks
    .request(`ocop-send-${owner().id}`, { signal: ending.signal }, () => work(ending.signal))
    .catch((error) => {
      if (error.name !== "AbortError") throw error;
    });
}

// Ends when what is on the line has been answered; another person may then come.
export async function stop() {
  const ended = running;
  running = null;
  ended?.ending.abort();
  await ended?.done;
  wake = null;
}
