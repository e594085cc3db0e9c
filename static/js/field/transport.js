// One question to the server, and what its answer means. Nothing here stores anything.

import { addresses } from "./addresses.js";

const LONGEST_WAIT = 30000;
const NO_LINE = "Không kết nối được máy chủ.";
const NOT_YET = "Máy chủ chưa nhận được. Sẽ tự gửi lại.";
const WORDS = {
  forbidden: "Bạn không có quyền ghi phần này.",
  missing: "Máy chủ không có hồ sơ này trong địa bàn của bạn.",
  invalid: "Máy chủ không nhận nội dung này.",
};

// `code`: offline (nobody answered), busy (later, says the server), failed (this one
// alone), signed_out, other_user, or csrf.
export class SendError extends Error {
  constructor(code, { message = NOT_YET, wait = 0 } = {}) {
    super(message);
    this.code = code;
    this.wait = wait;
  }
}

// Fetches as fetch() does; whatever goes wrong on the line is SendError("offline").
export async function ask(address, options = {}) {
  const signal = AbortSignal.timeout(options.longest ?? LONGEST_WAIT);
  const headers = { Accept: "application/json", ...options.headers };
  try {
    const response = await fetch(address, {
      cache: "no-store", redirect: "manual", ...options, headers, signal,
    });
    return { response, body: await bodyOf(response) };
  } catch {
    throw new SendError("offline", { message: NO_LINE });
  }
}

// An answer that breaks off in the middle throws: nobody knows what it said.
async function bodyOf(response) {
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return isJson ? response.json() : null;
}

// Throws what keeps from sending, whatever was sent.
export function mustGoOn({ response, body }) {
  const { status } = response;
  // Signed in, but a password has to be chosen first: that is done on the same pages.
  const steps = status === 403 && body?.code === "first_steps";
  if (response.type === "opaqueredirect" || status === 401 || steps) throw new SendError("signed_out");
  if (status === 403 && body?.code === "other_user") throw new SendError("other_user");
  if (status === 403 && !["forbidden", "invalid"].includes(body?.code)) throw new SendError("csrf");
  const wait = Number(response.headers.get("Retry-After")) * 1000 || 0;
  if (status === 429 || status === 503) throw new SendError("busy", { wait, message: body?.message });
  if (status === 408 || status >= 500 || !body) throw new SendError("failed");
}

// Returns who is signed in: {user, token}, both null for nobody.
export async function session() {
  const { response, body } = await ask(addresses.session);
  if (response.type === "opaqueredirect" || response.status === 401) return { user: null, token: null };
  if (!response.ok || !body) throw new SendError("busy");
  return body.seconds > 0 ? body : { user: null, token: null };
}

// Sends the body of an operation; returns [stored | conflict | refused, answer].
export async function post(body, token) {
  const answer = await ask(addresses.send, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body,
  });
  mustGoOn(answer);
  const { response: { status }, body: said } = answer;
  if (status === 200) return ["stored", said];
  if (status === 409) return ["conflict", said];
  if ([400, 403, 404, 422].includes(status)) {
    return ["refused", { ...said, message: said.message ?? WORDS[said.code] ?? WORDS.invalid }];
  }
  throw new SendError("failed");
}
