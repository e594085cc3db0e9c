// The three states in words, always in sight: draft here, waiting to be sent, sent.

import { clock, hoursSince, span } from "../dates.js";
import * as records from "../records.js";
import * as sender from "../sender.js";
import { listen, owner } from "../store.js";
import { calm } from "./calm.js";
import { fill } from "./dom.js";
import * as drafts from "./drafts.js";

const MOST_HOURS = 24;
const DRAFT = "Nháp trên máy";
const TROUBLE = {
  offline: "không có mạng",
  signed_out: "hết phiên đăng nhập",
  other_user: "đang đăng nhập tài khoản khác",
};

const bar = () => document.querySelector("[data-sync]");

// Returns each state in words: {draft, waiting, sent, old, tone, now}.
export async function words() {
  // Counted before the disk is read: what gets there meanwhile is counted in both, and
  // never in neither.
  const inPage = drafts.count() + records.unsavedCount();
  const { waiting, held, oldest, ...found } = await records.progressOf();
  const { state, lastSent } = sender.status();
  const [conflicts, refused] = [found.conflicts.length, found.refused.length];
  const draft = held + inPage;
  const sent = lastSent ? `Đã gửi ${clock(lastSent)}` : "";
  const hours = oldest ? hoursSince(oldest) : 0;
  const stale = hours > MOST_HOURS;
  const trouble = [
    conflicts && `Cần chọn (${conflicts})`,
    refused && `Cần sửa (${refused})`,
    TROUBLE[state],
  ].filter(Boolean);
  const now = [
    draft && `${DRAFT} (${draft})`,
    waiting && `${state === "sending" ? "Đang gửi" : "Chờ gửi"} (${waiting})`,
    !(draft || waiting || conflicts || refused) && (sent || "Chưa có gì để gửi"),
    ...trouble,
  ];
  return {
    draft: draft ? `${DRAFT} (${draft})` : `${DRAFT}: không có`,
    waiting: `Chờ gửi (${waiting})`,
    sent: sent || "Chưa gửi lần nào",
    old: stale ? `Có phần chưa gửi đã ${span(hours)}. Xin vào nơi có mạng để gửi.` : "",
    tone: conflicts || refused || stale ? "bad" : trouble.length ? "warn" : "good",
    now: now.filter(Boolean).join(" · "),
  };
}

let shown = "";

function show(now) {
  shown = now;
  fill(bar(), { now });
}

export const draw = calm(async () => {
  if (!owner()) return;
  const { now, tone } = await words();
  bar().dataset.tone = tone;
  show(now);
  document.dispatchEvent(new Event("ocop:status"));
});

// Says at once that there is a draft: from the first letter on not all is sent.
function typed() {
  const draft = drafts.count();
  if (draft && !shown.startsWith(DRAFT)) show(`${DRAFT} (${draft})`);
  return draw();
}

export function start() {
  sender.events.addEventListener("change", draw);
  drafts.drafts.addEventListener("change", typed);
  listen("unsaved", draw);
  listen("outbox", draw);
  // What found no room stands in this page alone.
  window.addEventListener("beforeunload", (event) => {
    if (records.unsavedCount()) event.preventDefault();
  });
}
