// Which operation goes next: the oldest that nothing stands in the way of.
//
// Operations of one record go in order, and a record goes after what it hangs on. One
// that waits for a person, or for its turn to be tried again, holds up these alone.

import { CLOSING, parentsOf } from "./kinds.js";

// Returns whether the server still lacks a record that this operation hangs on.
async function orphan(tx, op) {
  for (const key of parentsOf(op)) {
    const parent = await tx.objectStore("records").get(key);
    if (parent?.version === 0) return true;
  }
  return false;
}

// Minutes tell of the visit and its team as well.
const isTold = (op, other) =>
  op.kind === "minutes" && other.visit === op.visit && ["visit", "team"].includes(other.kind);

// Signing and handing in freeze what they are about: all of it goes before.
async function closesTooSoon(tx, op, passed) {
  const part = CLOSING[op.kind];
  if (!part) return false;
  if (passed.some((other) => other[part] === op[part] || isTold(op, other))) return true;
  const photos = await tx.objectStore("photos").index(part).getAll(op[part]);
  return photos.some(({ state }) => state !== "sent");
}

const inTurn = (op, now, recheck) =>
  op.not_before <= now && (op.state === "waiting" || (recheck.has(op.op_id) && op.state === "conflict"));

// Returns the operation to send now, or null. `recheck` holds conflicts to ask about:
// somebody may have decided them.
export async function next(tx, now, recheck) {
  const passed = [];
  const keys = new Set();
  for await (const { value: op } of tx.objectStore("outbox")) {
    const free = !keys.has(op.key) && inTurn(op, now, recheck);
    if (free && !(await orphan(tx, op)) && !(await closesTooSoon(tx, op, passed))) return op;
    passed.push(op);
    keys.add(op.key);
  }
  return null;
}

// Returns the photo to send now: one that the server knows of and has not all of.
export async function nextPhoto(tx, now) {
  for (const photo of await tx.objectStore("photos").index("state").getAll("unsent")) {
    const record = await tx.objectStore("records").get(`photo|${photo.uuid}||`);
    if (record?.version > 0 && (photo.not_before ?? 0) <= now) return photo;
  }
  return null;
}
