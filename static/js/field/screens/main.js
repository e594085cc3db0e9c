// The workbench: opens what this person has on the device, and shows the view that the
// fragment of the address names. All views work without a signal.

import * as device from "../device.js";
import * as offline from "../offline.js";
import * as sender from "../sender.js";
import { listen, StorageError } from "../store.js";
import { unsavedCount, writeUnsaved } from "../records.js";
import { draw as check } from "./check.js";
import { calm } from "./calm.js";
import { all, fill, find, part } from "./dom.js";
import * as drafts from "./drafts.js";
import { answersWritten } from "./answering.js";
import { setNext } from "./bar.js";
import { draw as home } from "./home.js";
import * as keys from "./keys.js";
import { draw as prepare } from "./prepare.js";
import { draw as review } from "./review.js";
import { askToSignIn } from "./signin.js";
import { draw as signing } from "./signing.js";
import * as status from "./status.js";
import { draw as visit } from "./visit.js";

const VIEWS = {
  "": home,
  "chuan-bi": prepare,
  buoi: visit,
  phieu: check,
  ky: signing,
  "xem-lai": review,
};

const frame = document.getElementById("khung");
const messages = document.getElementById("thong-bao");
let view = {};
let turn = 0;
let drawing = 0;

let missed = false;

// Lets the view follow what was written; while one is drawn, it does so afterwards.
const catchUp = calm(async () => {
  missed = drawing > 0;
  if (!missed) await view.changed?.();
});

function place() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [name = "", id = ""] = path.split("/");
  return { name, id, asked: new URLSearchParams(query) };
}

function head({ title, lead = "", trail = [], next }) {
  document.title = `${title} · ${document.documentElement.dataset.ocopName}`;
  fill(find(document, ".page-head"), { title, lead });
  const list = find(document, "[data-list=trail]");
  list.closest("nav").hidden = !trail.length;
  list.replaceChildren(...trail.map(([words, href]) => link(words, href)));
  setNext(next);
}

function link(words, href) {
  const [item, anchor] = [document.createElement("li"), document.createElement("a")];
  anchor.textContent = words;
  anchor.href = href;
  item.append(anchor);
  return item;
}

// Ends when what was given on this page is on the disk.
const settle = () => Promise.all([drafts.flush(), answersWritten()]);

// Draws the view of the address; one that was overtaken by another is let go. Keys that
// are pressed meanwhile are meant for the new view, and wait for it.
async function go() {
  const mine = ++turn;
  keys.hold();
  drawing += 1;
  try {
    await settle().catch((error) => tellTrouble(error) || Promise.reject(error)); // kept in memory
    const { name, id, asked } = place();
    const drawn = await (VIEWS[name] ?? home)(id, asked);
    if (mine === turn) put(drawn);
  } finally {
    drawing -= 1;
    if (mine === turn) keys.release();
    if (missed) catchUp();
  }
}

function put(drawn) {
  view.leave?.();
  drafts.forgetWrong();
  view = drawn;
  frame.replaceChildren(drawn.node);
  head(drawn);
  keys.serve(drawn.keys ?? {});
  window.scrollTo(0, 0);
  const target = drawn.focus?.() ?? document.getElementById("tieu-de");
  target.focus();
}

// A message that stays until it is taken back under the same name.
function say(name, words, { tone = "warn", action, act, href, label } = {}) {
  find(messages, `[data-name="${name}"]`)?.remove();
  if (!words) return;
  const message = fill(part("message"), { words, action, link: label });
  message.dataset.name = name;
  message.dataset.tone = tone;
  if (href) find(message, "a").href = href;
  if (act) find(message, "button").addEventListener("click", act);
  messages.append(message);
}

function follow() {
  const { state } = sender.status();
  const isOut = state === "signed_out";
  const why = "Phiên làm việc đã hết. Phần đã ghi vẫn ở trên máy, đăng nhập lại thì tự gửi tiếp.";
  const started = isOut && !find(messages, "[data-name=session]");
  say("session", isOut ? why : "", { action: "Đăng nhập", act: () => askToSignIn(why) });
  const other = "Trình duyệt đang đăng nhập tài khoản khác. Phần chưa gửi của bạn đợi đến khi bạn đăng nhập lại.";
  say("other", state === "other_user" ? other : "", { tone: "bad" });
  const typing = document.activeElement?.matches("input, textarea, select");
  if (started && !typing) askToSignIn(why);
}

// Says what found no room on this device; returns whether it was that.
function tellTrouble(error) {
  if (!(error instanceof StorageError)) return false;
  const act = () => writeUnsaved().catch((again) => say("storage", again.message, { tone: "bad" }));
  say("storage", error.message, { tone: "bad", action: "Lưu lại", act });
  return true;
}

function hear() {
  listen("record", catchUp);
  listen("outbox", catchUp);
  listen("outdated", () => say("outdated", "Trang này đã cũ: có bản mới mở ở thẻ khác.", { action: "Tải lại", act: () => window.location.reload() }));
  listen("unsaved", () => {
    if (!unsavedCount()) say("storage", "");
  });
  sender.events.addEventListener("change", follow);
  window.addEventListener("hashchange", go);
  window.addEventListener("unhandledrejection", (event) => {
    if (tellTrouble(event.reason)) event.preventDefault();
  });
}

function refuse(words) {
  const { ocopPlain } = document.documentElement.dataset;
  frame.replaceChildren();
  say("blocked", words, { tone: "bad", href: ocopPlain, label: "Ghi trên trang trực tuyến" });
}

// Nobody is known here yet: the first time needs a line and a name.
function askWho() {
  const why = "Máy này chưa có dữ liệu. Đăng nhập một lần khi có mạng, sau đó ghi được cả khi không có mạng.";
  frame.replaceChildren();
  setNext();
  const act = async () => (await askToSignIn(why)) && open();
  say("first", why, { tone: "info", action: "Đăng nhập", act });
}

async function open() {
  const { person } = await device.begin();
  if (!person) return askWho();
  say("first", "");
  tellTrouble(await drafts.takeUp());
  await status.draw();
  const others = await device.othersUnsent();
  const words = others.map(({ name, count }) => `${name} (${count})`).join(", ");
  say("others", words && `Trên máy này còn phần chưa gửi của người khác: ${words}. Người đó đăng nhập lại thì tự gửi.`);
  return go();
}

function keepNew() {
  offline.events.addEventListener("update", () => {
    const act = () => offline.useNew(settle);
    say("update", "Có bản mới của trang này.", { tone: "info", action: "Dùng bản mới", act });
  });
  offline.register().catch(() => {}); // Without a line there is nothing new to keep.
}

async function start() {
  const words = await offline.blocked();
  if (words) return refuse(words);
  keepNew();
  hear();
  status.start();
  device.onLeave(() => window.location.reload());
  return open();
}

all(document, "[data-act=keys]").forEach((button) => {
  button.addEventListener("click", keys.help);
});
start().catch((error) => {
  if (!(error instanceof StorageError)) throw error;
  refuse(error.message);
});
