// Takes photos: upright, shrunk, without what a camera writes into them, and kept at
// once; where the device stood follows when it is known.
//
// Several may be taken together; one is decoded at a time, as a phone has memory for.

import { keyOf } from "./kinds.js";
import { isSigned } from "./minutes.js";
import { keep, newId, put, read, STORES, write } from "./records.js";
import { announce, change, get } from "./store.js";

const LONG_SIDE = 2048;
const SMALL_SIDE = 240;
const QUALITY = 0.85;
const MOST_BYTES = 60 * 1024 * 1024;
const JUST_TAKEN = 2 * 60 * 1000;
const PATIENCE = 30 * 1000;
const HEIC = /hei[cf]$/i;
const WORDS = {
  heic: "Máy này không đọc được ảnh HEIC. Vào cài đặt máy ảnh, chọn “Tương thích nhất” (JPEG) rồi chụp lại.",
  unreadable: "Tệp này không phải ảnh, hoặc ảnh bị hỏng.",
  large: "Ảnh lớn hơn 60 MB.",
};

// What is wrong with a file, in words for the person who chose it.
export class PictureError extends Error {
  constructor(code) {
    super(WORDS[code]);
    this.name = "PictureError";
    this.code = code;
  }
}

let turn = Promise.resolve();
const addresses = new Map();

function oneAtATime(work) {
  const done = turn.then(work);
  turn = done.catch(() => {});
  return done;
}

async function decode(file) {
  if (file.size > MOST_BYTES) throw new PictureError("large");
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new PictureError(HEIC.test(file.type) || HEIC.test(file.name) ? "heic" : "unreadable");
  }
}

// Draws the picture anew, so that nothing but what is seen goes along.
async function drawn(image, longSide) {
  const scale = Math.min(1, longSide / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const pen = canvas.getContext("2d", { alpha: false });
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  const made = await encoded(canvas, "image/webp");
  // A browser that cannot write WebP gives a PNG instead.
  const blob = made?.type === "image/webp" ? made : await encoded(canvas, "image/jpeg");
  canvas.width = 0;
  if (!blob) throw new PictureError("unreadable");
  return blob;
}

const encoded = (canvas, type) => new Promise((done) => canvas.toBlob(done, type, QUALITY));

async function shrunk(file) {
  const image = await decode(file);
  try {
    return { blob: await drawn(image, LONG_SIDE), small: await drawn(image, SMALL_SIDE) };
  } finally {
    image.close();
  }
}

export async function sha256(blob) {
  const hash = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Asks where the device is; null where it does not know. Only a photo of this moment
// was taken there.
function whereabouts(file) {
  const fresh = Date.now() - file.lastModified < JUST_TAKEN;
  if (!fresh || !navigator.geolocation) return Promise.resolve(null);
  const options = { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 10000 };
  return new Promise((done) => {
    const found = ({ coords }) => done(coords);
    navigator.geolocation.getCurrentPosition(found, () => done(null), options);
  });
}

// Keeps the photo and its operation, both or neither.
export async function storePhoto(uuid, { blob, small }, fields) {
  const stored = await change([...STORES, "photos"], async (tx) => {
    const { key, kind, visit, check } = await put(tx, "photo", { record: uuid }, fields);
    await tx.objectStore("photos").put({
      uuid, visit, check, blob, small, sha256: fields.sha256, size: blob.size,
      state: "unsent", made_at: new Date().toISOString(),
    });
    return { key, kind, visit, check };
  });
  announce("record", stored);
  announce("outbox");
}

async function place(uuid, position) {
  const coords = await position;
  if (!coords) return;
  const kept = await read("photo", { record: uuid });
  if (!kept || kept.removed) return;
  if (kept.version > 0 && (await isSigned(kept.check))) return; // frozen on the server
  await write("photo", { record: uuid }, {
    latitude: Number(coords.latitude.toFixed(6)),
    longitude: Number(coords.longitude.toFixed(6)),
    accuracy: Math.ceil(coords.accuracy),
  });
}

// Keeps a photo of `about`: {check[, item][, product]}; returns its name (uuid). Throws
// PictureError, or StorageError where the device has no room: writeUnsaved() tries again.
export async function take(file, { check, item = null, product = null }) {
  const position = whereabouts(file);
  const made = await oneAtATime(() => shrunk(file));
  const uuid = newId();
  const fields = {
    check, item, product, caption: "",
    taken_at: new Date(file.lastModified || Date.now()).toISOString(),
    sha256: await sha256(made.blob), size: made.blob.size, type: made.blob.type,
  };
  const what = { kind: "photo", ref: { record: uuid }, changes: fields, photo: made };
  await keep(keyOf("photo", what.ref), () => storePhoto(uuid, made, fields), what);
  // Not awaited: a fix may take half a minute, and the photo is safe already.
  place(uuid, position).catch(() => {});
  return uuid;
}

// Returns the address of the small picture, or null where neither device nor pack has it.
export async function thumbnail(uuid) {
  if (addresses.has(uuid)) return addresses.get(uuid);
  const photo = await get("photos", uuid);
  if (!photo) return (await read("photo", { record: uuid }))?.fields.thumbnail ?? null;
  addresses.set(uuid, URL.createObjectURL(photo.small));
  return addresses.get(uuid);
}
