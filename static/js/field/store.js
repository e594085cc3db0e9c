// What one person has recorded on this device: an IndexedDB of its own for each user,
// so that a phone shared by two never shows or sends one's work as the other's.
//
// change() is the only way to write: all of it or nothing, on the disk before it
// returns. A StorageError says in `code` why not, and the caller keeps what it had.

import { openDB } from "../../vendor/idb.js";

const WORDS = {
  quota:
    "Máy đã hết chỗ lưu. Phần vừa ghi vẫn còn trên màn hình: xin giải phóng bộ nhớ rồi bấm lưu lại, hoặc lưu ra tệp cứu hộ ở trang Đi cơ sở.",
  blocked: "Trình duyệt không cho lưu trên máy này. Xin dùng trang nhập trực tuyến.",
  outdated: "Có bản mới của cổng đang mở ở thẻ khác. Xin tải lại trang này.",
  closed: "Chưa biết ai đang dùng máy. Xin đăng nhập.",
  broken: "Chưa lưu được trên máy này. Phần vừa ghi vẫn còn trên màn hình.",
};

export class StorageError extends Error {
  constructor(code, cause) {
    super(WORDS[code], { cause });
    this.name = "StorageError";
    this.code = code;
  }
}

// Each brings the database one version further; one that was released never changes.
const STEPS = [
  (db) => {
    db.createObjectStore("pack", { keyPath: "part" });
    const records = db.createObjectStore("records", { keyPath: "key" });
    for (const name of ["kind", "visit", "check"]) records.createIndex(name, name);
    const outbox = db.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
    for (const name of ["key", "visit"]) outbox.createIndex(name, name);
    outbox.createIndex("op_id", "op_id", { unique: true });
    const photos = db.createObjectStore("photos", { keyPath: "uuid" });
    for (const name of ["visit", "check", "state"]) photos.createIndex(name, name);
    db.createObjectStore("reserve");
  },
];

// What sending may fall back on when the disk is full: until it has noted what the server
// took, nothing that was sent makes room. A browser notices late that there is no more
// room, when it has stored some 10 MB too much; the reserve has to outweigh that.
const RESERVE = 24 * 1024 * 1024;

const PREFIX = "ocop-";
const news = new EventTarget();
let user = null;
let opening = null;
let channel = null;

const databaseOf = (id) => `${PREFIX}${id}`;
export const owner = () => user;

// Whether this browser has what recording without a signal needs.
export function supported() {
  return Boolean(globalThis.indexedDB && navigator.locks && globalThis.crypto?.subtle);
}

function typed(error) {
  if (error instanceof StorageError) return error;
  const codes = {
    QuotaExceededError: "quota",
    SecurityError: "blocked",
    VersionError: "outdated",
    InvalidStateError: "outdated",
  };
  if (error instanceof DOMException) return new StorageError(codes[error.name] ?? "broken", error);
  return error;
}

function upgrade(db, from, to) {
  for (const step of STEPS.slice(from, to)) step(db);
}

// Opens what `person` ({id, name}) has here, and makes it the work of this tab.
export async function open(person) {
  if (user?.id === person.id && opening) return opening;
  await close();
  user = { id: person.id, name: person.name };
  opening = openDB(databaseOf(person.id), STEPS.length, {
    upgrade,
    blocking() {
      // A newer page wants to bring the database further: make room, and say so here.
      disconnect();
      tell("outdated");
    },
    terminated: disconnect,
  }).catch((error) => {
    opening = null;
    throw typed(error);
  });
  channel = new BroadcastChannel(databaseOf(person.id));
  channel.addEventListener("message", ({ data }) => tell(data.topic, data.detail));
  await opening;
  tell("owner", user);
  // Not awaited: a browser may ask the person, and an answer changes nothing here.
  navigator.storage?.persist?.().catch(() => false);
  return opening;
}

async function disconnect() {
  const database = opening;
  channel?.close();
  [opening, channel] = [null, null];
  if (database) (await database.catch(() => null))?.close();
}

export async function close() {
  user = null;
  await disconnect();
}

async function database() {
  if (!user) throw new StorageError("closed");
  return open(user);
}

// Runs `work` in one transaction; what it awaits must be of that transaction.
export async function change(stores, work) {
  let tx;
  try {
    tx = (await database()).transaction(stores, "readwrite", { durability: "strict" });
    tx.done.catch(() => {});
    const result = await work(tx);
    await tx.done;
    return result;
  } catch (error) {
    try {
      tx?.abort();
    } catch {
      // It ended by itself, and nothing of it was written.
    }
    throw typed(tx?.error ?? error);
  }
}

// As change(), where nobody waits for the answer who could make room.
export async function changeAnyway(stores, work) {
  try {
    return await change(stores, work);
  } catch (error) {
    if (error.code !== "quota") throw error;
    await change(["reserve"], (tx) => tx.objectStore("reserve").clear());
    return change(stores, work);
  }
}

// Puts the reserve by where there is room and none of it. It is counted, never read: a
// browser keeps the file of what was read, and giving it up would make no room.
export async function layBy() {
  if (await look(["reserve"], (tx) => tx.objectStore("reserve").count())) return;
  const bytes = new Blob([new Uint8Array(RESERVE)]);
  await change(["reserve"], (tx) => tx.objectStore("reserve").put(bytes, 0)).catch((error) => {
    if (error.code !== "quota") throw error;
  });
}

export async function look(stores, work) {
  try {
    return await work((await database()).transaction(stores));
  } catch (error) {
    throw typed(error);
  }
}

export const get = (store, key) => look([store], (tx) => tx.objectStore(store).get(key));
export const all = (store, index, value) =>
  look([store], (tx) => {
    const source = tx.objectStore(store);
    return index ? source.index(index).getAll(value) : source.getAll();
  });

// How much room there is, in bytes, and whether the browser promised to keep it.
export async function room() {
  const { usage, quota } = await navigator.storage.estimate();
  return { usage, quota, kept: await navigator.storage.persisted() };
}

// Tells this tab alone.
export function tell(topic, detail) {
  news.dispatchEvent(new CustomEvent(topic, { detail }));
}

// Tells this tab and the other tabs of the same person.
export function announce(topic, detail) {
  tell(topic, detail);
  channel?.postMessage({ topic, detail });
}

// Calls `act` with the detail of each such news; returns what ends that.
export function listen(topic, act) {
  const heard = ({ detail }) => act(detail);
  news.addEventListener(topic, heard);
  return () => news.removeEventListener(topic, heard);
}
