// Sends operations and photos until nothing is left that could go now.

import { CHANGED, standingOf } from "./minutes.js";
import { claim, find } from "./outbox.js";
import { next, nextPhoto } from "./queue.js";
import { settle } from "./settling.js";
import { announce, changeAnyway as change, look, owner } from "./store.js";
import { post, SendError, session } from "./transport.js";
import { upload } from "./uploads.js";

const SHORTEST = 1000;
export const LONGEST = 5 * 60 * 1000;
const FAILURES_IN_A_ROW = 3;

// From one second doubling to five minutes, and differing from phone to phone.
export function pause(tries) {
  const longest = Math.min(LONGEST, SHORTEST * 2 ** (tries - 1));
  return longest / 2 + (Math.random() * longest) / 2;
}

// Returns the token to send with, once it is sure whose session this is.
async function permit() {
  const { user, token } = await session();
  if (user === null || user === undefined) throw new SendError("signed_out");
  if (String(user) !== String(owner().id)) throw new SendError("other_user");
  return token;
}

// A session that was asked for; the token is renewed once where it grew too old.
async function openLine() {
  let token = await permit();
  return async (send) => {
    try {
      return await send(token);
    } catch (error) {
      if (error.code !== "csrf") throw error;
      token = await permit();
      return send(token);
    }
  };
}

// Lets a row wait that the server cannot take now, so that others go on.
function postpone(store, read) {
  return change([store], async (tx) => {
    const row = await read(tx);
    if (!row) return;
    const tries = (row.failures ?? 0) + 1;
    await tx.objectStore(store).put({ ...row, failures: tries, not_before: Date.now() + pause(tries) });
  });
}

// Returns what a signature says of the text that it stands under, which all has been sent;
// null where that is another than was read.
const standing = (op) => (op.kind === "minutes" && op.body === undefined ? standingOf(op) : {});

async function sendOperation(line, waiting) {
  const { op_id: opId, key, kind: what, visit, check } = waiting;
  const more = await standing(waiting);
  if (more === null) {
    await change(["records", "outbox"], (tx) => settle(tx, opId, "refused", { code: "invalid", message: CHANGED }));
    announce("record", { key, kind: what, visit, check });
    return;
  }
  const op = await change(["outbox"], (tx) => claim(tx, opId, owner().id, more));
  if (!op) return;
  try {
    const [kind, answer] = await line((token) => post(op.body, token));
    await change(["records", "outbox"], (tx) => settle(tx, opId, kind, answer));
  } catch (error) {
    if (error.code === "failed") await postpone("outbox", (tx) => find(tx, opId));
    throw error;
  }
  announce("record", { key, kind: what, visit, check });
}

async function sendPhoto(line, { uuid, visit, check }) {
  try {
    await line((token) => upload(uuid, token));
  } catch (error) {
    announce("upload", { uuid, share: 0 }); // nothing of it is on the way now
    if (error.code === "failed") await postpone("photos", (tx) => tx.objectStore("photos").get(uuid));
    if (error.code !== "refused") throw error;
    await mark(uuid, { state: "refused", answer: { message: error.message } });
  }
  tell({ uuid, visit, check });
}

const tell = ({ uuid, visit, check }) =>
  announce("record", { key: `photo|${uuid}||`, kind: "photo", visit, check });

function mark(uuid, more) {
  return change(["photos"], async (tx) => {
    const photo = await tx.objectStore("photos").get(uuid);
    if (photo) await tx.objectStore("photos").put({ ...photo, ...more });
  });
}

// Gives photos that the server would not take another try.
export async function retryPhotos() {
  const refused = await look(["photos"], (tx) => tx.objectStore("photos").index("state").getAll("refused"));
  for (const photo of refused) {
    await mark(photo.uuid, { state: "unsent", answer: null });
    tell(photo);
  }
}

// Sends one after another; `sent` is called after each. `recheck` holds the op_ids of
// conflicts to ask about once. Returns when it saw that nothing more could go then.
// Throws SendError where all must wait.
export async function drain(recheck, sent) {
  let line = null;
  for (let failed = 0; ; ) {
    const now = Date.now();
    const op = await look(["outbox", "records", "photos"], (tx) => next(tx, now, recheck));
    const photo = op ? null : await look(["photos", "records"], (tx) => nextPhoto(tx, now));
    if (!op && !photo) return now;
    recheck.delete(op?.op_id);
    line ??= await openLine();
    try {
      await (op ? sendOperation(line, op) : sendPhoto(line, photo));
      failed = 0;
      await sent();
    } catch (error) {
      failed += 1;
      if (error.code !== "failed" || failed >= FAILURES_IN_A_ROW) throw error;
    }
  }
}

// Returns how many milliseconds until the next row has its turn that was postponed beyond
// `since`; a turn that came while nobody looked is not missed.
export async function untilNext(since) {
  const rows = await look(["outbox", "photos"], async (tx) => [
    ...(await tx.objectStore("outbox").getAll()),
    ...(await tx.objectStore("photos").index("state").getAll("unsent")),
  ]);
  const turns = rows.map(({ not_before }) => not_before ?? 0).filter((turn) => turn > since);
  return Math.max(0, Math.min(...turns) - Date.now());
}
