// Photos of a question or of the whole site: taken or chosen, each with its caption and
// how far it has been sent.

import * as pictures from "../pictures.js";
import * as records from "../records.js";
import * as sender from "../sender.js";
import { all as stored, listen, StorageError } from "../store.js";
import { bind } from "./bound.js";
import { ask, fill, find, keyed, on, part, show, slot } from "./dom.js";
import { sayState } from "./saying.js";

const shares = new Map();
const shown = new Map();

// Says how far a photo is while it is sent; the rest is in its row.
listen("upload", ({ uuid, share }) => {
  shares.set(uuid, share);
  if (shown.get(uuid)?.isConnected) sayShare(shown.get(uuid), uuid);
});

function sayShare(line, uuid) {
  const share = shares.get(uuid) ?? 0;
  fill(line, { state: share > 0 && share < 1 ? `Đang gửi ${Math.floor(share * 100)}%` : "Chờ gửi" });
}

// What keeps a photo from being sent: an operation of its words that does not go by
// itself, or bytes that the server would not take.
function stopOf(op, photo) {
  if (op && op.state !== "waiting") return op;
  return photo?.state === "refused" ? { state: "refused", answer: photo.answer } : null;
}

// Photos of a check by the key of their question; "" are those of the site.
export async function photosOf(check, unsent) {
  const rows = await records.recordsOf("photo", { check });
  const kept = new Map((await stored("photos", "check", check)).map((photo) => [photo.uuid, photo]));
  const found = new Map();
  for (const row of rows) {
    const { item, product } = row.fields;
    const key = item ? `${item}-${product ?? 0}` : "";
    if (!found.has(key)) found.set(key, []);
    const [op, photo] = [unsent.get(row.key), kept.get(row.record)];
    const waits = Boolean(op) || row.version === 0 || photo?.state === "unsent";
    found.get(key).push({ ...row, waits, stop: stopOf(op, photo) });
  }
  return found;
}

export function photosPart(place, { check, item = null, product = null, words = "", editable }) {
  const node = fill(part("photos"), { for: words ? `: ${words}` : "" });
  place.append(node);
  show(node, { editable });
  on(node, "change", "[data-input=photo]", (input) => {
    const files = [...input.files];
    input.value = "";
    return takeAll(node, files, { check, item, product });
  });
  on(node, "click", "[data-act=drop-photo]", async (button) => {
    const record = button.closest("[data-key]").dataset.key;
    if (await ask("Xóa ảnh này?", "Xóa ảnh")) await records.remove("photo", { record });
  });
  on(node, "click", "[data-act=send-photo]", (button) => sendAgain(button.closest("[data-key]")));
  const list = find(node, "[data-list=photos]");
  return {
    update(rows) {
      forgetKept(node);
      keyed(list, rows, (row) => row.record, (row) => make(row, editable), (line, row) => update(line, row, editable));
      return rows.length;
    },
  };
}

// Takes one after another, and says of each that could not be taken why; one that found no
// room is held in memory, and the page asks to keep it.
async function takeAll(node, files, about) {
  let full = null;
  node.wrong = [];
  sayWrong(node);
  for (const file of files) {
    await pictures.take(file, about).catch((error) => {
      const roomless = error instanceof StorageError;
      if (roomless) full = error;
      node.wrong.push({ words: `${file.name}: ${error.message}`, roomless });
      sayWrong(node);
    });
  }
  if (full) throw full;
}

const sayWrong = (node) => fill(node, { trouble: node.wrong.map(({ words }) => words).join(" ") });

// Says no more of photos that have found room since.
function forgetKept(node) {
  if (!node.wrong?.length || records.unsavedCount()) return;
  node.wrong = node.wrong.filter(({ roomless }) => !roomless);
  sayWrong(node);
}

// Words that the server refused go as they are now; bytes with all that was refused.
function sendAgain(line) {
  const caption = find(line, "[data-field=caption]").value;
  const { stop, record } = line.row;
  return stop.op_id ? records.write("photo", { record }, { caption }) : sender.sendNow();
}

function make(row, editable) {
  const line = part("photo", row.record);
  line.refresh = bind(line, "photo", { record: row.record }, { editable });
  find(line, "[data-act=drop-photo]").hidden = !editable;
  shown.set(row.record, line);
  pictures.thumbnail(row.record).then((address) => {
    if (address) find(line, "img").src = address;
  });
  return line;
}

function update(line, row, editable) {
  line.refresh(row);
  line.row = row;
  find(line, "img").alt = row.fields.caption || "Ảnh chưa có chú thích";
  // Bytes are sent after signing as well; words are not written any more.
  const again = row.stop?.state === "refused" && (editable || !row.stop.op_id);
  find(line, "[data-act=send-photo]").hidden = !again;
  if (row.stop) return sayState(slot(line, "state"), row.stop);
  slot(line, "state").dataset.tone = "plain";
  if (row.waits) return sayShare(line, row.record);
  return fill(line, { state: "Đã gửi" });
}
