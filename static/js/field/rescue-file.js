// What a rescue file looks like, and whether a file is one of this person.

export const FORMAT = "ocop-di-co-so";
export const VERSION = 1;
const BLOBS = ["blob", "small"];
const LISTS = ["operations", "records", "photos", "changes"];
const BROKEN = "Tệp này không phải tệp cứu hộ, hoặc đã bị hỏng.";

export class RescueError extends Error {
  constructor(message) {
    super(message);
    this.name = "RescueError";
  }
}

function base64(blob) {
  return new Promise((done, refuse) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => refuse(reader.error);
    reader.readAsDataURL(blob);
  });
}

function blobOf(address) {
  const [, type, data] = address.match(/^data:([^;,]*);base64,(.*)$/s);
  return new Blob([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], { type });
}

// Returns a photo as text can hold it.
export async function written(photo) {
  const texts = await Promise.all(BLOBS.map((name) => base64(photo[name])));
  return { ...photo, ...Object.fromEntries(BLOBS.map((name, at) => [name, texts[at]])) };
}

function read(photo) {
  return { ...photo, ...Object.fromEntries(BLOBS.map((name) => [name, blobOf(photo[name])])) };
}

// Returns what a text holds, its pictures ready to be kept.
function parsed(text) {
  try {
    const content = JSON.parse(text);
    const isOurs = content.format === FORMAT && content.version === VERSION;
    if (!isOurs) return content;
    if (!content.user.id || !LISTS.every((name) => Array.isArray(content[name]))) throw new RescueError(BROKEN);
    const changes = content.changes.map((one) => (one.photo ? { ...one, photo: read(one.photo) } : one));
    return { ...content, changes, photos: content.photos.map(read) };
  } catch {
    throw new RescueError(BROKEN);
  }
}

// Returns what the file of this person holds. Throws RescueError where it is another file.
export async function opened(file, person) {
  const content = parsed(await file.text());
  if (content.format !== FORMAT) throw new RescueError("Tệp này không phải tệp cứu hộ.");
  if (content.version > VERSION) throw new RescueError("Tệp này do bản mới hơn của cổng ghi ra. Xin tải lại trang rồi thử lại.");
  if (String(content.user.id) !== String(person.id)) {
    throw new RescueError(
      `Tệp này của ${content.user.name}. Máy đang mở việc của ${person.name}: chỉ người đã ghi mới nhận lại được.`,
    );
  }
  return content;
}
