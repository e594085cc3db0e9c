// What kinds of records there are, how each is named, and which must be on the server
// before which. Pure: nothing here reads or writes.

// These end the writing of what they stand for, so all that was written before goes first.
export const CLOSING = { submit: "visit", minutes: "check" };

const OF_VISIT = ["visit", "team", "participants", "figures", "submit"];

// Whether a record of this kind bears the name of its visit.
export const ofVisit = (kind) => OF_VISIT.includes(kind);

// Whether it bears the name of its check, with what is asked there beside it.
export const ofCheck = (kind) => ["answer", "point"].includes(kind);

export function keyOf(kind, { record, item, product }) {
  return [kind, record, item ?? "", product ?? ""].join("|");
}

export const newId = () => crypto.randomUUID();

const bytesOf = (uuid) =>
  Uint8Array.from(uuid.replaceAll("-", "").match(/../g), (pair) => parseInt(pair, 16));

// The name of the check of a site at a visit (UUID version 5): two devices that open it
// open the same one.
export async function checkId(visit, site) {
  const name = new TextEncoder().encode(`site ${site}`);
  const hash = await crypto.subtle.digest("SHA-1", new Uint8Array([...bytesOf(visit), ...name]));
  const bytes = new Uint8Array(hash).slice(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Returns the check that a record hangs on, or "".
export function checkOf(kind, record, fields) {
  if (ofVisit(kind)) return "";
  return kind === "check" || ofCheck(kind) ? record : (fields.check ?? "");
}

// Returns the keys of the records that must be on the server before this one.
export function parentsOf({ kind, visit, check, fields = {} }) {
  const parents = [];
  if (kind !== "visit" && visit) parents.push(keyOf("visit", { record: visit }));
  if (kind !== "check" && check) parents.push(keyOf("check", { record: check }));
  if (fields.finding) parents.push(keyOf("finding", { record: fields.finding }));
  return parents;
}

function canonical(value) {
  if (Array.isArray(value)) return value.map(canonical);
  if (value && typeof value === "object") {
    const names = Object.keys(value).sort();
    return Object.fromEntries(names.map((name) => [name, canonical(value[name])]));
  }
  return value ?? "";
}

// Whether two values of a field say the same; nothing written and empty text do.
export function same(one, other) {
  return JSON.stringify(canonical(one)) === JSON.stringify(canonical(other));
}

// Returns what a record holds once `changes` are made, with when each of its fields was
// last changed on this device.
export function changed({ fields, changed_at }, changes, now) {
  const names = Object.keys(changes).filter((name) => !same(changes[name], fields[name]));
  const times = Object.fromEntries(names.map((name) => [name, now.getTime()]));
  return { fields: { ...fields, ...changes }, changed_at: { ...changed_at, ...times }, wrote_at: now.toISOString() };
}

// Returns of what was typed at a time the fields that were not changed here since then.
export const stillMeant = (changes, { changed_at }, typed) =>
  Object.fromEntries(Object.entries(changes).filter(([name]) => !(changed_at?.[name] > typed)));
