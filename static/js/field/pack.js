// What a person takes along: the places chosen, with what is known of them, and the
// visits under way, which are laid under what is recorded here.

import { addresses } from "./addresses.js";
import { all, announce, change, listen } from "./store.js";
import { adopt, forget } from "./settling.js";
import { ask, mustGoOn, SendError } from "./transport.js";

const LONGEST = 3 * 60 * 1000;
const OLD = 3 * 24 * 60 * 60 * 1000;
// As the server limits one pack (fieldwork/views/packing.py).
const [MOST_PLACES, MOST_VISITS] = [30, 50];
const OPEN = [undefined, "", "draft", "returned"];

let whole = null;

async function fetched(address, headers = {}) {
  const answer = await ask(address, { longest: LONGEST, headers });
  const { response, body } = answer;
  if (response.status === 304) return answer;
  mustGoOn(answer);
  if (response.status === 404) throw new SendError("missing", { message: body.message });
  if (!response.ok) throw new SendError("failed", { message: body.message });
  return answer;
}

// Returns what may be prepared: {places, visits, campaigns}.
export const offer = async () => (await fetched(addresses.offer)).body;

// Returns the visits recorded here that are under way: {uuid, place, known}, `known`
// where the server has them.
async function underWay() {
  const unsent = new Set((await all("outbox")).map(({ visit }) => visit));
  return (await all("records", "kind", "visit"))
    .filter(({ record, fields }) => unsent.has(record) || OPEN.includes(fields.status))
    .map(({ record, fields, version }) => ({ uuid: record, place: fields.place, known: version > 0 }));
}

// Adds to what was chosen what has to be known because something of it was recorded.
function widened({ places = [], visits = [] }, own) {
  const more = own.filter(({ known }) => known).map(({ uuid }) => uuid);
  return {
    places: [...new Set([...places, ...own.map(({ place }) => place).filter(Boolean)])].slice(0, MOST_PLACES),
    visits: [...new Set([...visits, ...more])].slice(0, MOST_VISITS),
  };
}

// Leaves out the visits of this device that the server no longer shows this person.
async function stillThere(own) {
  const there = [];
  for (const visit of own) {
    try {
      if (visit.known) await fetched(addressOf({ places: [], visits: [visit.uuid] }));
      there.push(visit);
    } catch (error) {
      if (error.code !== "missing") throw error;
    }
  }
  return there;
}

function addressOf({ places, visits }) {
  const query = new URLSearchParams();
  for (const place of places) query.append("noi", place);
  for (const visit of visits) query.append("buoi", visit);
  return `${addresses.pack}?${query}`;
}

// Stores a pack in place of the one before: all of it, or the old one stays.
async function store({ visits = [], ...parts }, own) {
  await change(["pack", "records", "outbox", "photos"], async (tx) => {
    const store = tx.objectStore("pack");
    await store.clear();
    for (const [part, value] of Object.entries(parts)) await store.put({ part, value });
    for (const visit of visits) await adopt(tx, visit);
    await forget(tx, new Set([...visits, ...own].map(({ uuid }) => uuid)));
  });
  announce("pack");
  announce("record", {});
}

// Asks for what was chosen and for what is under way here.
async function asked(choice, own) {
  const address = addressOf(widened(choice, own));
  const old = await packed();
  const known = old?.address === address ? { "If-None-Match": old.etag } : {};
  return { address, ...(await fetched(address, known)) };
}

// Fetches what was chosen ({places: ids, visits: uuids}) and keeps it here. `progress`
// is told (share, words). Throws SendError or StorageError, and the old pack stays.
export async function prepare(choice, progress = () => {}) {
  progress(0, "Đang tải dữ liệu…");
  let own = await underWay();
  let got;
  try {
    got = await asked(choice, own);
  } catch (error) {
    if (error.code !== "missing") throw error;
    own = await stillThere(own);
    got = await asked(choice, own);
  }
  progress(0.7, "Đang lưu trên máy…");
  const { address, response, body } = got;
  const checked_at = new Date().toISOString();
  if (response.status === 304) {
    await change(["pack"], (tx) => tx.objectStore("pack").put({ part: "checked_at", value: checked_at }));
    announce("pack");
  } else {
    await store({ ...body, choice, address, checked_at, etag: response.headers.get("ETag") ?? "" }, own);
  }
  progress(1, "Đã chuẩn bị xong.");
}

// Fetches anew what was chosen before.
export async function refresh(progress) {
  const old = await packed();
  if (old) await prepare(old.choice, progress);
}

// Returns the pack as one object, the same until there is another; null for none. The
// visits of it are among the records.
export async function packed() {
  if (whole) return whole;
  const parts = await all("pack");
  if (!parts.length) return null;
  whole = Object.fromEntries(parts.map(({ part, value }) => [part, value]));
  return whole;
}

// How old what was taken along is: hours, and whether that is worth a word.
export function ageOf({ checked_at }, now = Date.now()) {
  const age = now - Date.parse(checked_at);
  return { hours: Math.floor(age / (60 * 60 * 1000)), old: age > OLD };
}

listen("pack", () => {
  whole = null;
});
listen("owner", () => {
  whole = null;
});
