// A file with everything that was not sent, for the day this device no longer sends;
// taken in on another one it goes out from there, under the same names, so that what
// both send is there once. Only the person who recorded it can take it in.

import { checkOf, keyOf, parentsOf, same } from "./kinds.js";
import { find, freeze, opsOf } from "./outbox.js";
import { storePhoto } from "./pictures.js";
import { FORMAT, opened, VERSION, written } from "./rescue-file.js";
import { STORES, unsavedChanges, write } from "./records.js";
import { all, announce, change, get, owner, StorageError } from "./store.js";

const RESCUED = "ocop-rescued-";

// Keys of what is in a file; a change that found no room may be all there is of its record.
const keysOf = (ops, photos, changes) => [
  ...ops.map(({ key }) => key),
  ...photos.map(({ uuid }) => keyOf("photo", { record: uuid })),
  ...changes.flatMap(({ kind, ref, changes: said }) => [
    keyOf(kind, ref),
    keyOf("check", { record: checkOf(kind, ref.record, said) }),
    keyOf("visit", { record: said.visit }),
  ]),
];

// Returns the records of these keys that there are, and those that they hang on.
async function withParents(keys, recordOf) {
  const found = new Map();
  const left = [...keys];
  for (const key of left) {
    const record = found.has(key) ? null : await recordOf(key);
    if (!record) continue;
    found.set(key, record);
    left.push(...parentsOf(record));
  }
  return [...found.values()];
}

// Names of operations and photos that stood in a file written or taken in here: those that
// are here no more were sent or taken out since.
const placeOf = () => `${RESCUED}${owner().id}`;
const rescued = () => new Set(JSON.parse(localStorage.getItem(placeOf())) ?? []);

function note(ops, photos) {
  const names = [...ops.map(({ op_id: id }) => id), ...photos.map(({ uuid }) => uuid)];
  try {
    localStorage.setItem(placeOf(), JSON.stringify([...new Set([...rescued(), ...names])]));
  } catch {
    // There is no room: what was sent already is sent again, and is there once.
  }
}

// Where the disk is full the bytes cannot be fixed; the file is worth more than that.
async function fixBytes() {
  try {
    await change(["outbox"], (tx) => freeze(tx, owner().id));
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
  }
}

// Returns {blob, name}: a file with all that waits here, photos and what found no room
// on the device among it. Nothing is taken off this device.
export async function save() {
  await fixBytes();
  const [ops, photos] = [await all("outbox"), (await all("photos")).filter(({ state }) => state !== "sent")];
  const head = { format: FORMAT, version: VERSION, user: owner(), made_at: new Date().toISOString() };
  const changes = unsavedChanges();
  const records = await withParents(keysOf(ops, photos, changes), (key) => get("records", key));
  note(ops, photos);
  const rows = (list) => list.flatMap((text, at) => (at ? [",\n", text] : [text]));
  const pictures = [];
  for (const photo of photos) pictures.push(JSON.stringify(await written(photo)));
  const loose = [];
  for (const what of changes) {
    loose.push(JSON.stringify(what.photo ? { ...what, photo: await written(what.photo) } : what));
  }
  const parts = [
    `${JSON.stringify(head).slice(0, -1)},\n"operations": ${JSON.stringify(ops)},\n`,
    `"records": ${JSON.stringify(records)},\n"photos": [`, ...rows(pictures),
    '],\n"changes": [', ...rows(loose), "]}\n",
  ];
  const day = head.made_at.slice(0, 16).replace(/[:T]/g, "-");
  return { blob: new Blob(parts, { type: "application/json" }), name: `chua-gui-${day}.json` };
}

// What was edited here meanwhile stays as it is here.
async function takeRecord(tx, theirs) {
  const records = tx.objectStore("records");
  const mine = await records.get(theirs.key);
  if (!mine) return records.put(theirs);
  const edited = new Set((await opsOf(tx, theirs.key)).flatMap(({ fields }) => Object.keys(fields)));
  const fresh = Object.entries(theirs.fields).filter(([name]) => !edited.has(name));
  return records.put({ ...mine, fields: { ...mine.fields, ...Object.fromEntries(fresh) } });
}

// Returns of the rows of a file those that this device never had. An operation of the same
// name is the same one, and so is a photo.
async function unknown(tx, { operations, photos, changes }) {
  const seen = rescued();
  const ops = [];
  for (const op of operations) if (!seen.has(op.op_id) && !(await find(tx, op.op_id))) ops.push(op);
  const missing = [];
  for (const photo of photos) {
    if (!seen.has(photo.uuid) && !(await tx.objectStore("photos").get(photo.uuid))) missing.push(photo);
  }
  return { ops, photos: missing, changes: changes.filter(({ photo, ref }) => !photo || !seen.has(ref.record)) };
}

async function takeRows(tx, content) {
  const fresh = await unknown(tx, content);
  const { ops, photos, changes } = fresh;
  const told = new Map(content.records.map((record) => [record.key, record]));
  const edited = new Set(ops.map(({ key }) => key));
  for (const record of await withParents(keysOf(ops, photos, changes), (key) => told.get(key))) {
    const known = await tx.objectStore("records").get(record.key);
    if (!known || edited.has(record.key)) await takeRecord(tx, record);
  }
  for (const { seq, ...op } of ops) await tx.objectStore("outbox").add({ ...op, not_before: 0 });
  for (const photo of photos) await tx.objectStore("photos").put({ ...photo, not_before: 0 });
  return fresh;
}

// Writes what found no room on the other device, save what was changed here since the file
// was made; returns whether anything of it was new.
async function takeChange({ kind, ref, changes, photo }, made) {
  if (photo && (await get("photos", ref.record))) return false;
  if (photo) await storePhoto(ref.record, photo, changes);
  if (photo) return true;
  const before = await get("records", keyOf(kind, ref));
  const after = await write(kind, ref, changes, { typed: Date.parse(made) });
  return Object.keys(changes).some((name) => !same(before?.fields[name], after.fields[name]));
}

// Takes in what a file holds; returns how many pieces were not here before. Throws
// RescueError with the reason in words, or StorageError, and then takes nothing.
export async function take(file) {
  const content = await opened(file, owner());
  const { ops, photos, changes } = await change([...STORES, "photos"], (tx) => takeRows(tx, content));
  let taken = ops.length + photos.length;
  for (const one of changes) taken += await takeChange(one, content.made_at);
  const pictures = changes.filter(({ photo }) => photo).map(({ ref }) => ({ uuid: ref.record }));
  note(content.operations, [...content.photos, ...pictures]);
  announce("record", {});
  announce("outbox");
  return taken;
}
