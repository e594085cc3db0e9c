// Save each answer of a form marked data-ocop-checklist as soon as it is given.
//
// One request at a time carries everything that waits: on a slow line answers go
// together and never overtake each other. Whatever could not be saved stays in the form
// and is sent again; the plain form still saves all of it at once.

const TYPING_PAUSE = 800;
const LONGEST_WAIT = 30000;
const SIGNED_OUT = "Phiên làm việc đã hết: đăng nhập lại ở thẻ khác rồi thử lại.";

const form = document.querySelector("form[data-ocop-checklist]");
const bases = new Map();
const waiting = new Set();
const failed = new Set();
const disputed = new Set();
const timers = new Map();
let sending = false;
let leaving = false;

const cellOf = (key) => document.getElementById(`o-${key}`);

function keepBases(pairs) {
  for (const [key, base] of pairs) bases.set(key, base);
  form.elements.bases.value = [...bases].map((pair) => pair.join("=")).join(" ");
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-secondary";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

function say(key, words, tone = "plain", ...buttons) {
  const state = cellOf(key).querySelector("[data-ocop-state]");
  state.hidden = false;
  state.dataset.tone = tone;
  state.replaceChildren(words, ...buttons);
}

function sayOverall(words) {
  const region = document.querySelector("[data-ocop-saving]");
  const count = failed.size + disputed.size;
  const tone = count ? "bad" : "good";
  if (count) words = `Chưa lưu được ${count} câu`;
  if (!words || region.textContent === words) return;
  region.dataset.tone = tone;
  region.replaceChildren(words);
  if (failed.size) region.append(button("Thử lại", retry));
}

function queue(key) {
  clearTimeout(timers.get(key));
  timers.delete(key);
  failed.delete(key);
  disputed.delete(key);
  waiting.add(key);
  say(key, "Đang lưu…");
  setTimeout(send, 0); // one tap may answer for several products
}

function queueSoon(key) {
  clearTimeout(timers.get(key));
  timers.set(key, setTimeout(() => queue(key), TYPING_PAUSE));
}

function retry() {
  for (const key of [...failed]) queue(key);
}

function bodyFor(keys) {
  const all = new FormData(form);
  const body = new URLSearchParams();
  const known = keys.filter((key) => bases.has(key));
  body.set("bases", known.map((key) => `${key}=${bases.get(key)}`).join(" "));
  for (const key of keys) {
    for (const part of "ansg") {
      if (all.has(`${part}-${key}`)) body.set(`${part}-${key}`, all.get(`${part}-${key}`));
    }
  }
  return body;
}

async function send() {
  if (sending || !waiting.size) return;
  sending = true;
  const keys = [...waiting];
  waiting.clear();
  sayOverall("Đang lưu…");
  try {
    const response = await fetch(form.dataset.ocopChecklist, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
      },
      body: bodyFor(keys),
      signal: AbortSignal.timeout(LONGEST_WAIT),
    });
    await settle(response, keys);
  } catch {
    fail(keys, "Chưa lưu được.");
  }
  sending = false;
  send();
}

async function settle(response, keys) {
  if (response.redirected || response.status === 403) {
    fail(keys, SIGNED_OUT);
    return;
  }
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const answer = isJson ? await response.json() : {};
  if (response.status === 409) {
    for (const key of keys) {
      if (answer.stored[key]) dispute(key, answer.stored[key]);
      else waiting.add(key);
    }
    sayOverall();
  } else if (!response.ok) {
    fail(keys, answer.message ?? "Chưa lưu được.");
  } else {
    keepBases(Object.entries(answer.bases));
    for (const key of keys) {
      if (!waiting.has(key)) say(key, `Đã lưu ${answer.time}`, "good");
    }
    sayOverall(`Đã lưu ${answer.time}`);
  }
}

function fail(keys, words) {
  for (const key of keys) {
    if (waiting.has(key)) continue;
    failed.add(key);
    say(key, words, "bad", button("Thử lại", () => queue(key)));
  }
  sayOverall();
}

// Somebody else has written another answer meanwhile: both are shown.
function dispute(key, stored) {
  disputed.add(key);
  const mine = cellOf(key).querySelector("input[type=radio]:checked");
  const words = mine.closest("label").textContent.trim();
  say(
    key,
    `Người khác vừa ghi: ${stored.words}. Bạn chọn: ${words}.`,
    "warn",
    button("Ghi bản của tôi", () => {
      keepBases([[key, stored.base]]);
      queue(key);
    }),
    button("Lấy bản của người kia", () => {
      keepBases([[key, stored.base]]);
      disputed.delete(key);
      fill(key, stored);
      say(key, "Đã lấy bản của người kia", "good");
      sayOverall("Đã lấy bản của người kia");
    }),
  );
}

function fill(key, { outcome, note, severity }) {
  const { elements } = form;
  elements[`a-${key}`].value = outcome;
  elements[`n-${key}`].value = note;
  elements[`g-${key}`].checked = severity === "good";
  if (outcome === "failed") elements[`s-${key}`].value = severity;
  cellOf(key).dispatchEvent(new CustomEvent("ocop:answered", { bubbles: true }));
}

if (form) {
  const stored = form.elements.bases.value.split(" ").filter(Boolean);
  for (const pair of stored) bases.set(...pair.split("="));
  const keyOf = (event) => event.target.closest("[data-ocop-answer]")?.dataset.ocopAnswer;
  const typed = (event) => {
    if (event.target.matches("textarea") && keyOf(event)) queueSoon(keyOf(event));
  };
  form.addEventListener("change", (event) => keyOf(event) && queue(keyOf(event)));
  form.addEventListener("input", (event) => event.isComposing || typed(event));
  form.addEventListener("compositionend", typed);
  form.addEventListener("submit", (event) => {
    if (failed.size || disputed.size) {
      leaving = true; // the plain form is another way to get through
      return;
    }
    event.preventDefault();
    for (const key of timers.keys()) queue(key);
    if (!sending && !waiting.size) sayOverall("Mọi câu trả lời đã được lưu");
  });
  window.addEventListener("online", retry);
  window.addEventListener("beforeunload", (event) => {
    const open = sending || waiting.size || failed.size || disputed.size || timers.size;
    if (open && !leaving) event.preventDefault();
  });
}
