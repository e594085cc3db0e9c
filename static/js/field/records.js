// What is recorded on this device: visits, checks, answers, findings and the rest.
//
// write() keeps a change of a record and the operation that will send it, both or
// neither. Where the device cannot keep it the change stays here in memory, the error
// says why, and writeUnsaved() tries again.

import { changed, checkOf, keyOf, ofVisit, stillMeant } from "./kinds.js";
import { append, appendBare, dropUntried, find, opsOf } from "./outbox.js";
import { all, announce, change, get, StorageError, tell } from "./store.js";

export { checkId, newId } from "./kinds.js";

export const STORES = ["records", "outbox"];
const unsaved = new Map();
let latest = 0;

const about = ({ key, kind, visit, check }) => ({ key, kind, visit, check });

// Returns the record in the transaction, or a new one that nobody has sent yet.
async function recordOf(tx, kind, ref, changes) {
  const key = keyOf(kind, ref);
  const found = await tx.objectStore("records").get(key);
  if (found) return found;
  const check = checkOf(kind, ref.record, changes);
  let visit = ofVisit(kind) ? ref.record : changes.visit;
  if (!visit) {
    const parent = await tx.objectStore("records").get(keyOf("check", { record: check }));
    if (!parent) throw new Error(`No check ${check} on this device.`);
    ({ visit } = parent);
  }
  const { record, item, product } = ref;
  const order = latest = Math.max(latest + 1, Date.now());
  return { key, kind, record, item, product, visit, check, order, fields: {}, base: {}, version: 0 };
}

// Stores a change inside a transaction that holds STORES; `typed` is when it was typed.
export async function put(tx, kind, ref, said, { typed, aside, ...options } = {}) {
  const record = await recordOf(tx, kind, ref, said);
  const changes = stillMeant(said, record, typed);
  if (typed && !Object.keys(changes).length) return record;
  const next = { ...record, ...aside, ...changed(record, changes, new Date(typed ?? Date.now())) };
  await tx.objectStore("records").put(next);
  await append(tx, next, changes, record.fields, options);
  return next;
}

// Runs `attempt`, and remembers it under `key` until it has found room. Throws what the
// attempt threw: a StorageError leaves it to writeUnsaved(). `what` says what it would
// have kept: {kind, ref, changes[, photo]}.
export const keep = (key, attempt, what) => keepAll([[key, { attempt, what }]], attempt);

// As keep(), for several, [key, {attempt, what}]: later each is tried by itself.
async function keepAll(mine, attempt) {
  for (const [key, one] of mine) unsaved.set(key, one);
  tell("unsaved", unsavedCount());
  let room = true;
  try {
    return await attempt();
  } catch (error) {
    room = !(error instanceof StorageError);
    throw error;
  } finally {
    for (const [key, one] of mine) if (room && unsaved.get(key) === one) unsaved.delete(key);
    tell("unsaved", unsavedCount());
  }
}

// Keeps `changes` (field → value) of a record; `ref` is {record[, item, product]}. With
// `held` nothing is sent until the record is written without it: a visit that has no
// place yet; `aside` stays with the record and is never sent; `typed` says when it was
// typed, if not now. Throws StorageError where the device cannot keep it.
export async function write(kind, ref, changes, options) {
  const [record] = await writeAll([[kind, ref, changes]], options);
  return record;
}

// Keeps changes of several records, [kind, ref, changes] each, all of them or none.
export async function writeAll(rows, options = {}) {
  const mine = rows.map(([kind, ref, changes]) => {
    const key = keyOf(kind, ref);
    const whole = { ...unsaved.get(key)?.what.changes, ...changes };
    const into = (tx) => put(tx, kind, ref, whole, options);
    return [key, { into, attempt: () => change(STORES, into), what: { kind, ref, changes: whole } }];
  });
  // Side by side: a transaction takes its requests in order, and none waits for an answer.
  const together = (tx) => Promise.all(mine.map(([, { into }]) => into(tx)));
  const written = await keepAll(mine, () => change(STORES, together));
  announce("record", written.length === 1 ? about(written[0]) : {});
  announce("outbox");
  return written;
}

// How many changes stand on the screen alone because the device has no room for them.
export const unsavedCount = () => unsaved.size;

// What found no room here, for a rescue file: [{kind, ref, changes[, photo]}].
export const unsavedChanges = () => [...unsaved.values()].map(({ what }) => what);

// Tries again to keep what found no room; throws as write() does.
export async function writeUnsaved() {
  for (const [key, { attempt, what }] of [...unsaved]) await keep(key, attempt, what);
  announce("record", {});
  announce("outbox");
}

// Takes a finding, recommendation, sample or photo out of its draft, or a signature that
// was not sent.
export async function remove(kind, ref) {
  const record = await change([...STORES, "photos"], async (tx) => {
    const found = await tx.objectStore("records").get(keyOf(kind, ref));
    if (!found) return null;
    if (kind === "photo") await tx.objectStore("photos").delete(ref.record);
    if (await dropUntried(tx, found)) {
      await tx.objectStore("records").put({ ...found, removed: true });
      await appendBare(tx, found, { remove: true, was: found.fields });
    } else {
      await tx.objectStore("records").delete(found.key);
    }
    return found;
  });
  if (record) {
    announce("record", about(record));
    announce("outbox");
  }
}

// Hands a visit in, once all that was written of it has been sent.
export async function submit(visit) {
  await change(STORES, async (tx) => {
    const record = await recordOf(tx, "submit", { record: visit }, {});
    if ((await opsOf(tx, record.key)).length) return;
    await tx.objectStore("records").put(record);
    await appendBare(tx, record);
  });
  announce("outbox");
}

// Gives up an operation that the server refused: the record is again as the server has
// it, or gone where it has none. For a person who was asked.
export async function discard(opId) {
  await change([...STORES, "photos"], async (tx) => {
    const op = await find(tx, opId);
    if (op?.state !== "refused") return;
    const records = tx.objectStore("records");
    await tx.objectStore("outbox").delete(op.seq);
    const record = await records.get(op.key);
    if (record.version > 0) {
      await records.put({ ...record, fields: record.base, removed: false });
      return;
    }
    await records.delete(op.key);
    if (op.kind === "photo") await tx.objectStore("photos").delete(op.record);
  });
  announce("record", {});
  announce("outbox");
}

// Those of the pack come first, then what was recorded here, as it came to be.
const present = (records) =>
  records.filter(({ removed }) => !removed).sort((one, other) => one.order - other.order);

export const read = (kind, ref) => get("records", keyOf(kind, ref));
export const visits = () => all("records", "kind", "visit");

// The records of a kind at a visit, or of one check.
export async function recordsOf(kind, { visit, check }) {
  const found = check ? await all("records", "check", check) : await all("records", "visit", visit);
  return present(found).filter((record) => record.kind === kind);
}

export const checksOf = (visit) => recordsOf("check", { visit });

// The answers of a check, by "<item>|<product or 0>".
export async function answersOf(check) {
  const found = await recordsOf("answer", { check });
  return new Map(found.map((record) => [`${record.item}|${record.product ?? 0}`, record]));
}

// How far a visit, or all work of this person, is on its way. `state` is the first that
// applies of conflict, refused, waiting, draft (held here) and sent.
export async function progressOf(visit) {
  const [ops, photos] = visit
    ? [await all("outbox", "visit", visit), await all("photos", "visit", visit)]
    : [await all("outbox"), await all("photos")];
  const having = (state) => ops.filter((op) => op.state === state);
  const unsent = photos.filter(({ state }) => state === "unsent");
  const [conflicts, held] = ["conflict", "held"].map(having);
  const unwanted = photos.filter(({ state }) => state === "refused");
  const refused = [...having("refused"), ...unwanted.map((photo) => ({ ...photo, kind: "photo", record: photo.uuid }))];
  const waiting = having("waiting").length + unsent.length;
  const states = [
    ["conflict", conflicts.length], ["refused", refused.length],
    ["waiting", waiting], ["draft", held.length],
  ];
  const [state] = states.find(([, count]) => count) ?? ["sent"];
  const made = [...ops, ...unsent, ...unwanted].map(({ made_at }) => made_at).sort();
  return { state, waiting, held: held.length, photos: unsent.length, conflicts, refused, oldest: made[0] ?? null };
}
