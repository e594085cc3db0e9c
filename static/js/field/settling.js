// What becomes of a record when the server has spoken: about one operation of it, or
// about all of a visit when the pack is fetched anew. Functions take a transaction.

import { checkOf, keyOf, ofCheck, same } from "./kinds.js";
import { find, opsOf, rebase, refuse, renewed } from "./outbox.js";

const LISTS = {
  answers: "answer", points: "point", findings: "finding", recommendations: "recommendation",
  photos: "photo", samples: "sample", minutes: "minutes",
};
const ROWS = ["team", "participants", "figures"];

// Takes in what the server stored, field by field: what was edited meanwhile stays.
async function takeIn(tx, record, { version, values, at }) {
  const store = tx.objectStore("records");
  const edited = new Set((await opsOf(tx, record.key)).flatMap(({ fields }) => Object.keys(fields)));
  const fields = { ...record.fields };
  for (const [name, value] of Object.entries(values)) {
    if (!edited.has(name)) fields[name] = value;
  }
  const sent = at ? { sent_at: at } : {};
  await store.put({ ...record, fields, base: { ...record.base, ...values }, version, ...sent });
}

async function stored(tx, op, answer) {
  const records = tx.objectStore("records");
  const record = await records.get(op.key);
  await tx.objectStore("outbox").delete(op.seq);
  if (!record) return;
  if (op.remove) {
    await records.delete(op.key);
    return;
  }
  const { values = {} } = answer;
  if (op.kind === "submit") {
    await handedIn(tx, record, values);
    return;
  }
  // Somebody else's change, or a person's decision about a conflict: later edits were
  // made without having seen it, so they go on standing on what was seen.
  const foreign = Object.keys(values).some((name) =>
    name in op.fields
      ? op.state === "conflict" && !same(values[name], op.fields[name])
      : !same(values[name], record.base[name]),
  );
  const own = op.state === "conflict" ? { ...answer, values: agreed(op, values) } : answer;
  await rebase(tx, op, own, foreign);
  await takeIn(tx, record, { ...answer, values });
}

// The visit has another state from now on; it may be returned and handed in again.
async function handedIn(tx, { key, visit: uuid }, { status }) {
  const records = tx.objectStore("records");
  const visit = await records.get(keyOf("visit", { record: uuid }));
  await records.delete(key);
  if (visit && status) await records.put({ ...visit, fields: { ...visit.fields, status } });
}

const agreed = (op, values) =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => same(value, op.fields[name])));

async function refused(tx, op, answer) {
  const later = (await opsOf(tx, op.key)).filter(({ seq }) => seq > op.seq);
  if (!later.some(({ remove }) => remove)) return refuse(tx, op, answer);
  // It was taken out meanwhile, and the server never had it.
  const outbox = tx.objectStore("outbox");
  const record = await tx.objectStore("records").get(op.key);
  await outbox.delete(op.seq);
  if (record.version > 0) return undefined;
  for (const other of later) await outbox.delete(other.seq);
  return tx.objectStore("records").delete(op.key);
}

// Writes down what the server said of an operation. `kind` is stored, conflict or
// refused; returns the operation as it was, or nothing where it is gone already.
export async function settle(tx, opId, kind, answer) {
  const op = await find(tx, opId);
  if (!op) return null;
  if (kind === "stored") await stored(tx, op, answer);
  // Another content went under this name, from a rescue file taken in elsewhere: the
  // server keeps that one, and meets this one as any other operation.
  else if (answer.code === "reused") await tx.objectStore("outbox").put(renewed(op));
  else if (kind === "conflict") await tx.objectStore("outbox").put({ ...op, state: "conflict", answer });
  else await refused(tx, op, answer);
  return op;
}

function* rowsOfCheck(visit, { uuid, version, ...rest }) {
  const lists = Object.entries(LISTS).filter(([list]) => rest[list]);
  const fields = Object.fromEntries(Object.entries(rest).filter(([name]) => !(name in LISTS)));
  yield { kind: "check", record: uuid, version, fields: { ...fields, visit }, visit, check: uuid };
  for (const [list, kind] of lists) {
    for (const row of rest[list]) yield rowOf(kind, row, visit, uuid);
  }
}

function rowOf(kind, { uuid, version, item, product, ...rest }, visit, check) {
  if (ofCheck(kind)) {
    return { kind, record: check, item, product, version, fields: rest, visit, check };
  }
  const fields = { ...rest, product: product ?? null, ...(item === undefined ? {} : { item }) };
  if (check) fields.check = check;
  return { kind, record: uuid, version, fields: { ...fields, visit }, visit, check };
}

// Yields the records of a visit as the pack tells it.
export function* rowsOf({ uuid: visit, version, checks = [], findings = [], recommendations = [], ...rest }) {
  const fields = Object.fromEntries(Object.entries(rest).filter(([name]) => !ROWS.includes(name)));
  yield { kind: "visit", record: visit, version, fields, visit, check: "" };
  for (const kind of ROWS) {
    yield { kind, record: visit, version: 1, fields: { rows: rest[kind] ?? [] }, visit, check: "" };
  }
  for (const check of checks) yield* rowsOfCheck(visit, check);
  for (const row of findings) yield rowOf("finding", row, visit, "");
  for (const row of recommendations) yield rowOf("recommendation", row, visit, "");
}

// Takes a visit from the pack. What waits to be sent stays; what others took out goes.
export async function adopt(tx, told) {
  const records = tx.objectStore("records");
  const present = new Set();
  for (const row of rowsOf(told)) {
    const key = keyOf(row.kind, row);
    present.add(key);
    const order = present.size;
    const mine = (await records.get(key)) ?? { ...row, key, order, fields: {}, base: {}, version: 0 };
    if (mine.version <= row.version) {
      await takeIn(tx, { ...mine, check: mine.check || checkOf(row.kind, row.record, row.fields) }, { version: row.version, values: row.fields });
    }
  }
  for (const mine of await records.index("visit").getAll(told.uuid)) {
    if (!present.has(mine.key) && (await isIdle(tx, mine))) await records.delete(mine.key);
  }
}

async function isIdle(tx, { kind, key, record }) {
  if ((await opsOf(tx, key)).length) return false;
  const photo = kind === "photo" ? await tx.objectStore("photos").get(record) : null;
  return !photo || photo.state === "sent";
}

// Drops visits that the pack no longer has, unless something of them waits.
export async function forget(tx, present) {
  const records = tx.objectStore("records");
  for (const { record: visit, version } of await records.index("kind").getAll("visit")) {
    if (present.has(visit) || version === 0) continue;
    const waits = await tx.objectStore("outbox").index("visit").count(visit);
    const photos = await tx.objectStore("photos").index("visit").getAll(visit);
    if (waits || photos.some(({ state }) => state !== "sent")) continue;
    for (const { key } of await records.index("visit").getAll(visit)) await records.delete(key);
    for (const { uuid } of photos) await tx.objectStore("photos").delete(uuid);
  }
}
