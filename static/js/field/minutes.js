// Minutes of one check: who has signed them, and whether what goes to the server is still
// what was read before signing.
//
// Each signature is a record of its own. It goes after all that the minutes tell of; then
// the operation says under which versions that stands on the server, so that nobody's
// name comes under another text than they read.

import { keyOf } from "./kinds.js";
import * as records from "./records.js";
import { all, get } from "./store.js";

const FACTS = ["campaign", "place", "host", "starts_on", "ends_on"];
const TOLD = {
  visit: FACTS,
  team: ["rows"],
  check: [
    "producer_side", "producer_state", "started_at", "ended_at", "looked_at", "assessment",
    "producer_opinion", "conclusion",
  ],
  answer: ["outcome", "severity", "note"],
  point: ["outcome", "note"],
  finding: ["product", "severity", "text"],
  recommendation: [
    "direction", "producer", "agency", "addressee_text", "proposed_by", "due_on", "text",
  ],
  sample: [
    "product", "code", "seal_number", "quantity", "taken_on", "lab", "lab_text", "indicators",
    "note",
  ],
  photo: ["sha256", "caption"],
};
const HANGING = ["answer", "point", "finding", "recommendation", "sample", "photo"];
export const CHANGED =
  "Nội dung đã khác với lúc người ký đọc, nên chưa gửi chữ ký. Hãy bỏ chữ ký này, đọc lại biên bản rồi ký.";

// As the server keeps texts; nothing written and empty text are the same.
function plain(value) {
  if (typeof value === "string") return value.normalize("NFC").replace(/\s+/g, " ").trim();
  if (Array.isArray(value)) return value.length ? value.map(plain) : "";
  if (!value || typeof value !== "object") return value ?? "";
  const pairs = Object.entries(value).map(([name, one]) => [name, plain(one)]);
  return Object.fromEntries(pairs.filter(([, one]) => one !== "").sort());
}

// The records that the minutes of a check tell of.
async function rowsOf(check) {
  const own = await records.read("check", { record: check });
  const around = ["visit", "team"].map((kind) => get("records", keyOf(kind, { record: own.visit })));
  const hanging = HANGING.map((kind) => records.recordsOf(kind, { check }));
  const rows = [...(await Promise.all(around)), own, ...(await Promise.all(hanging)).flat()];
  return rows.filter(Boolean);
}

// Returns what the rows say, by record; `side` is what stands here (fields) or on the
// server (base). What says nothing is left out.
function told(rows, side) {
  const said = rows.map(({ key, kind, [side]: fields }) => [
    key,
    plain(Object.fromEntries(TOLD[kind].map((name) => [name, fields?.[name]]))),
  ]);
  return Object.fromEntries(said.filter(([, one]) => Object.keys(one).length));
}

// What a person reads before signing.
export const readOf = async (check) => told(await rowsOf(check), "fields");

export const isSame = (one, other) => JSON.stringify(plain(one)) === JSON.stringify(plain(other));

// Keeps one signature, {side, name, title, png | refusal, witnesses}, under what was read.
export function sign(check, signature, read) {
  const signed = { ...signature, signed_at: new Date().toISOString() };
  const changes = { check, signatures: [signed] };
  return records.write("minutes", { record: records.newId() }, changes, { aside: { read } });
}

// Returns who has signed: {number, reason, signatures}, each with `op` while it is not on
// the server. Once there is one, the check is read and no longer written.
export async function signingOf(check) {
  const found = await records.recordsOf("minutes", { check });
  const ops = new Map((await all("outbox")).filter(({ kind }) => kind === "minutes").map((op) => [op.key, op]));
  const known = found.filter(({ key, fields }) => fields.number && !ops.has(key)).map(({ fields }) => fields);
  known.sort((a, b) => b.number - a.number || b.signatures.length - a.signatures.length);
  const { number = 1, reason = "", signatures = [] } = known[0] ?? {};
  const own = found.filter(({ key }) => ops.has(key)).flatMap(({ key, fields }) =>
    fields.signatures.map((one) => ({ kind: one.refusal ? "refused" : "drawn", ...one, op: ops.get(key) })),
  );
  return { number, reason, signatures: [...signatures, ...own] };
}

export const isSigned = async (check) => (await signingOf(check)).signatures.length > 0;

const versionKey = ({ kind, record, item, product, fields }) =>
  ({
    check: "check",
    answer: `answer|${item}|${product ?? ""}`,
    point: `point|${item}`,
    photo: `photo|${fields.sha256}`,
  })[kind] ?? `${kind}|${record}`;

// Returns what an operation that signs says of what was read, null where the server has
// something else by now. All that the minutes tell of has been sent before.
export async function standingOf({ key, check }) {
  const { read } = await get("records", key);
  if (!read) return {}; // taken in from a rescue file, which holds what was signed alone
  const rows = (await rowsOf(check)).filter(({ version }) => version > 0);
  const { visit, team } = Object.fromEntries(rows.map((row) => [row.kind, row]));
  const now = told(rows, "base");
  // A host that nobody chose is the committee that the server found.
  if (!read[visit.key]?.host) delete now[visit.key].host;
  if (!isSame(read, now)) return null;
  const counted = rows.filter(({ kind }) => !["visit", "team"].includes(kind));
  return {
    versions: Object.fromEntries(counted.map((row) => [versionKey(row), row.version])),
    facts: Object.fromEntries(FACTS.map((name) => [name, visit.base[name] ?? null])),
    ...(team && { team: team.base.rows }),
  };
}
