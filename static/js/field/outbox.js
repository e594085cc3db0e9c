// The operations that wait to be sent, and what becomes of them. Every function takes
// the transaction of its caller, so that a record and its operation are stored together.
//
// An operation that was never tried is amended in place. One that was may lie on the
// server already: its body stays byte for byte what it was, and later edits follow in
// an operation of their own. `was` holds what the person saw; after an answer it holds
// the server's own writing of it, so that nobody conflicts with himself.

import { newId, same } from "./kinds.js";

const fresh = (op) => op.body === undefined;

export async function opsOf(tx, key) {
  return tx.objectStore("outbox").index("key").getAll(key);
}

function started(record, made) {
  const { key, kind, visit, check, item, product, version } = record;
  return {
    op_id: newId(), key, kind, record: record.record, item, product, visit, check,
    base_version: version, fields: {}, was: {}, state: "waiting", tries: 0, not_before: 0,
    made_at: made,
  };
}

// An operation that was refused is not on the server; changed, it is another one.
export function renewed(op) {
  const { body, answer, ...kept } = op;
  return { ...kept, op_id: newId(), state: "waiting", tries: 0, not_before: 0 };
}

function set(op, name, value, seen) {
  if (!(name in op.fields)) op.was[name] = seen ?? null;
  op.fields[name] = value;
}

// Puts changes of a record into the outbox. `seen` are the fields as the person saw
// them before; `held` keeps the operation here until a later call without it.
export async function append(tx, record, changes, seen, { held = false } = {}) {
  const ops = await opsOf(tx, record.key);
  const store = tx.objectStore("outbox");
  const last = ops.at(-1);
  const open = last?.state === "refused" || (last && fresh(last) && !(await signedSince(tx, last)));
  const amended = open && !last.remove;
  const made = new Date().toISOString();
  let op = amended ? last : started(record, made);
  if (amended && last.state === "refused") op = renewed(last);
  for (const [name, value] of Object.entries(changes)) set(op, name, value, seen[name]);
  const creates = record.version === 0 && ops.length <= (amended ? 1 : 0);
  if (!creates && forgetUndone(op)) {
    if (amended) await store.delete(op.seq);
    return;
  }
  [op.state, op.visit, op.check] = [held ? "held" : "waiting", record.visit, record.check];
  await store.put(op);
}

// Facts of a visit are sent as they stood when minutes were signed; what is edited later
// follows after the signature.
async function signedSince(tx, { kind, visit, seq }) {
  if (!["visit", "team"].includes(kind)) return false;
  const ops = await tx.objectStore("outbox").index("visit").getAll(visit);
  return ops.some((op) => op.kind === "minutes" && op.seq > seq);
}

// Takes fields out that were written back to what they were; tells whether none is left.
function forgetUndone(op) {
  for (const name of Object.keys(op.fields)) {
    if (!same(op.fields[name], op.was[name])) continue;
    delete op.fields[name];
    delete op.was[name];
  }
  return !Object.keys(op.fields).length && !op.bare;
}

// An operation without fields: handing in, or taking a record out.
export async function appendBare(tx, record, more = {}) {
  const op = { ...started(record, new Date().toISOString()), ...more, bare: true };
  await tx.objectStore("outbox").put(op);
}

// Takes out what was never tried; returns whether the server may know the record.
export async function dropUntried(tx, record) {
  const ops = await opsOf(tx, record.key);
  const gone = ops.filter((op) => fresh(op) || op.state === "refused");
  for (const op of gone) await tx.objectStore("outbox").delete(op.seq);
  return record.version > 0 || gone.length < ops.length;
}

export async function find(tx, opId) {
  return tx.objectStore("outbox").index("op_id").get(opId);
}

function bodyOf(op, user) {
  const { op_id, kind, record, item, product, base_version, fields, was, made_at } = op;
  const named = item === undefined ? { record } : { record, item, product: product ?? null };
  const said = op.remove ? { remove: true, was } : { fields, was };
  return JSON.stringify({ op_id, user, kind, ...named, base_version, ...said, made_at });
}

// Fixes the bytes of all that may be sent from another device as well, so that both send
// the same under the same name.
export async function freeze(tx, user) {
  const store = tx.objectStore("outbox");
  for (const op of await store.getAll()) {
    if (op.state === "waiting" && fresh(op)) await store.put({ ...op, body: bodyOf(op, user) });
  }
}

// Marks an operation as tried before it leaves; returns it with the body to send, which
// from the first time on stays the same. `more` are fields known only now.
export async function claim(tx, opId, user, more = {}) {
  const op = await find(tx, opId);
  if (!op || !["waiting", "conflict"].includes(op.state)) return null;
  if (fresh(op)) op.fields = { ...op.fields, ...more };
  op.body ??= bodyOf(op, user);
  op.tries += 1;
  await tx.objectStore("outbox").put(op);
  return op;
}

// Lets later operations of a record stand on what the server stored for an earlier one.
export async function rebase(tx, op, { version, values }, foreign) {
  for (const later of await opsOf(tx, op.key)) {
    if (!fresh(later)) continue;
    for (const name of Object.keys(later.was)) {
      if (name in op.fields && name in values) later.was[name] = values[name];
    }
    if (!foreign) later.base_version = version;
    await tx.objectStore("outbox").put(later);
  }
}

// Keeps an operation that the server did not take, with the reason. Edits made since
// then correct it: they become one with it.
export async function refuse(tx, op, answer) {
  const store = tx.objectStore("outbox");
  const later = (await opsOf(tx, op.key)).filter((other) => other.seq > op.seq && fresh(other));
  if (!later.length || later.some((other) => other.remove)) {
    await store.put({ ...op, state: "refused", answer });
    return;
  }
  const whole = renewed(op);
  for (const other of later) {
    for (const name of Object.keys(other.fields)) set(whole, name, other.fields[name], other.was[name]);
    await store.delete(other.seq);
  }
  await store.put(whole);
}

