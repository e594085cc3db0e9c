// Minutes of one check, read and then signed on the screen by both sides.

import { clock } from "../dates.js";
import { isSame, readOf, sign } from "../minutes.js";
import * as records from "../records.js";
import { sheetOf } from "../sheet.js";
import { readField, sayWrong } from "./bound.js";
import { all, ask, fill, find, keyed, on, part, show, slot } from "./dom.js";
import { notHere } from "./fetching.js";
import { missing, ORDER, signingWords } from "./minutes-part.js";
import { padOn } from "./pad.js";
import { sectionsOf } from "./reading.js";
import { sayState } from "./saying.js";
import { keepUnfinished } from "./unfinished.js";
import { put } from "./values.js";
import { titleOf } from "./visit.js";
import { choices, word } from "./words.js";

const TEAM = ["head", "secretary"];
const SIGNED = "signed";
const CHANGED = "Nội dung vừa thay đổi. Xin đọc lại rồi ký.";

export async function draw(record) {
  const sheet = await sheetOf(record);
  if (!sheet) return notHere("", () => {});
  const { own, visit, check } = sheet;
  const node = part("signing", "ky");
  const state = { sheet, read: {}, signers: {}, side: "", pad: padOn(find(node, "canvas")) };
  serve(node, state);
  // Who signs is put back; the strokes are not: they stand under what was read then.
  state.kept = keepUnfinished(find(node, "form"), `signature-${record}`);
  if (state.kept.left) goOn(node, state);
  await refresh(node, state);
  return {
    node,
    title: `Biên bản: ${own.nameOf(check.fields.site)}`,
    lead: titleOf(own, visit),
    trail: [["Đi cơ sở", "#/"], [titleOf(own, visit), `#/buoi/${visit.record}`], [own.nameOf(check.fields.site), `#/phieu/${record}`]],
    next: { words: "Về phiếu", href: `#/phieu/${record}` },
    changed: async () => {
      state.sheet = (await sheetOf(record)) ?? state.sheet;
      await refresh(node, state);
    },
  };
}

async function refresh(node, state) {
  const { sheet } = state;
  const { signing, visit } = sheet;
  state.read = await readOf(sheet.check.record);
  drawSections(find(node, "[data-list=sections]"), await sectionsOf(sheet));
  drawSignatures(find(node, "[data-list=signatures]"), signing);
  const left = missing(signing);
  const maySign = left.length > 0 && visit.fields.status !== SIGNED;
  const { conflicts, refused } = await records.progressOf(visit.record);
  const stopped = [...conflicts, ...refused].filter((one) => one.check === sheet.check.record && one.kind !== "minutes");
  show(node, { may_sign: maySign, ready: !stopped.length });
  fill(node, {
    state: signing.signatures.length || signing.reason ? signingWords(signing) : "",
    not_yet: stopped.length ? `Phiếu còn ${stopped.length} mục máy chủ chưa nhận. Xử lý xong rồi mới ký.` : "",
  });
  for (const box of all(node, "input[name=side]")) box.closest("label").hidden = !left.includes(box.value);
  const named = left.map(async (side) => [side, await signerOf(sheet, side)]);
  state.signers = Object.fromEntries(await Promise.all(named));
  if (maySign && !left.includes(state.side)) choose(node, state, left[0]);
}

function drawSections(place, sections) {
  keyed(place, sections, ({ title }) => title, ({ title }) => fill(part("read-section"), { title }), (section, { lines }) => {
    const rows = lines.map((line, index) => ({ ...line, index }));
    keyed(find(section, "[data-list=lines]"), rows, ({ index }) => index, () => part("read-line"), fill);
  });
}

function drawSignatures(place, signing) {
  const shown = ORDER.map((side) => ({ side, ...signing.signatures.find((one) => one.side === side) }));
  keyed(place, shown, ({ side }) => side, () => part("signature"), (line, { side, name, title, kind, refusal, witnesses, png, signed_at: at, op }) => {
    fill(line, {
      side: word("signature_side", side),
      none: name ? "" : "Chưa ký.",
      who: [name, title].filter(Boolean).join(", "),
      refusal: refusal && `${refusal} Người làm chứng: ${witnesses}.`,
      how: name && `${word("signature_kind", kind)} lúc ${clock(at)}`,
      for: ` của ${name ?? ""}`,
    });
    const image = find(line, "img");
    image.hidden = !png;
    image.alt = `Chữ ký của ${name}`;
    if (png) image.src = `data:image/png;base64,${png}`;
    sayState(slot(line, "op"), op);
    const drop = find(line, "[data-act=drop]");
    drop.hidden = !op || !(op.state === "refused" || op.body === undefined);
    drop.dataset.record = op?.record ?? "";
  });
}

// At once: nothing that is typed after it may be lost.
function choose(node, state, side) {
  state.side = side;
  find(node, `input[name=side][value=${side}]`).checked = true;
  show(node, { refusing: !TEAM.includes(side) });
  state.pad.clear();
  const values = { name: "", title: "", refusal: "", witnesses: "", ...state.signers[side] };
  for (const [key, value] of Object.entries(values)) put(field(node, key), value);
}

function goOn(node, state) {
  state.side = find(node, "input[name=side]:checked").value;
  show(node, { refusing: !TEAM.includes(state.side) });
  find(node, "details").open = field(node, "refusal").value !== "";
}

// Returns whom the visit knows for a side: {name, title}, or nothing.
async function signerOf({ visit, check, producer }, side) {
  const rows = async (kind) => (await records.read(kind, { record: visit.record }))?.fields.rows ?? [];
  const who = ({ name, title }) => ({ name, title });
  if (side !== "producer") return who((await rows("team")).find(({ role }) => role === side) ?? {});
  const [name, ...rest] = (check.fields.producer_side ?? "").split(", ");
  if (name) return { name, title: rest.join(", ") };
  return who((await rows("participants")).find((one) => producer && one.producer === producer.id) ?? {});
}

const field = (node, name) => find(node, `[data-field=${name}]`);

// Returns the signature that the form says, or words for what it lacks.
function said(node, { side, pad }) {
  const names = ["name", "title", "refusal", "witnesses"];
  const values = Object.fromEntries(names.map((name) => [name, readField(node, field(node, name))]));
  const { refusal, witnesses, ...who } = values;
  if (!who.name) return ["name", "Hãy ghi họ và tên người ký."];
  if (refusal && !TEAM.includes(side)) {
    return witnesses ? { side, ...who, refusal, witnesses } : ["witnesses", "Hãy ghi người làm chứng."];
  }
  return pad.isEmpty() ? ["", "Hãy ký vào khung."] : { side, ...who, png: pad.png() };
}

async function putDown(node, state) {
  const signature = said(node, state);
  if (Array.isArray(signature)) {
    const [name, words] = signature;
    if (name) sayWrong(node, field(node, name), words);
    return fill(node, { error: words });
  }
  const check = state.sheet.check.record;
  const isRead = isSame(state.read, await readOf(check));
  fill(node, { error: isRead ? "" : CHANGED });
  if (!isRead) return null;
  const forget = state.kept.take();
  await sign(check, signature, state.read);
  return forget();
}

function serve(node, state) {
  const form = find(node, "form");
  let writing = false; // a second tap signs nothing twice
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (writing) return;
    writing = true;
    await putDown(node, state).finally(() => {
      writing = false;
    });
  });
  on(node, "change", "input[name=side]", ({ value }) => {
    choose(node, state, value);
    state.kept.save();
  });
  on(node, "click", "[data-act=clear]", () => state.pad.clear());
  on(node, "click", "[data-act=drop]", async ({ dataset: { record } }) => {
    if (await ask("Bỏ chữ ký này? Người ký sẽ phải ký lại.", "Bỏ chữ ký")) await records.remove("minutes", { record });
  });
}
