// Sends the bytes of a photo in pieces, from where the server says it has them.
//
// A photo is sent when the server names the same SHA-256 as this device; only then do
// its bytes leave the device.

import { uploadAddress } from "./addresses.js";
import { announce, changeAnyway as change, get } from "./store.js";
import { ask, mustGoOn, SendError } from "./transport.js";

// Bytes that suffered on the way, or a piece that was none: once more from the start.
const AGAIN = ["damaged", "too_large", "broken"];
const PIECE = 256 * 1024;
const LONGEST_PIECE = 120 * 1000;

async function told(answer) {
  const { response, body } = await answer;
  mustGoOn({ response, body });
  if (response.ok || body.code === "offset") return body;
  const again = AGAIN.includes(body.code);
  throw new SendError(again ? "failed" : "refused", { message: body.message });
}

function send(address, token, piece, offset) {
  return told(
    ask(`${address}?tu=${offset}`, {
      method: "PUT",
      headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": token },
      body: piece,
      longest: LONGEST_PIECE,
    }),
  );
}

// The small picture stays for the page; the large one is on the server now.
function keepAsSent(uuid) {
  return change(["photos"], async (tx) => {
    const photo = await tx.objectStore("photos").get(uuid);
    if (!photo) return;
    const { blob, ...kept } = photo;
    await tx.objectStore("photos").put({ ...kept, state: "sent", sent_at: new Date().toISOString() });
  });
}

// Brings the whole photo to the server. Throws SendError: "failed" also where the server
// has other bytes than this device, "refused" where it will not take this photo.
export async function upload(uuid, token) {
  const { blob, sha256, size } = await get("photos", uuid);
  const address = uploadAddress(uuid);
  let there = await told(ask(address));
  while (!there.done) {
    const { offset } = there;
    if (!(offset >= 0 && offset < size)) throw new SendError("failed");
    announce("upload", { uuid, share: offset / size });
    there = await send(address, token, blob.slice(offset, offset + PIECE), offset);
    if (!there.done && there.offset <= offset) throw new SendError("failed");
  }
  if (there.sha256 !== sha256) throw new SendError("failed", { message: "Ảnh tới máy chủ không nguyên vẹn." });
  await keepAsSent(uuid);
  announce("upload", { uuid, share: 1 });
}
