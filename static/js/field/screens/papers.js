// What is on file of a producer: how its products stand today, and its papers. The pack
// may be some days old, so what has run out since then is told from its date.

import { today, written } from "../dates.js";
import { fill, find, keyed, part, show, slot } from "./dom.js";

const TONES = { valid: "good", expiring: "warn", extended: "warn", expired: "bad", revoked: "bad", removed: "bad" };
const RUNNING = ["valid", "expiring", "extended"];
const IN_DATE = "còn hạn";

function standing({ stars, status, status_words: words, valid_to: last }) {
  if (!status) return { grade: "chưa được công nhận", tone: "plain", detail: "" };
  const isOver = RUNNING.includes(status) && last && last < today();
  return {
    grade: [stars, isOver ? "hết hạn" : words].filter(Boolean).join(", "),
    tone: isOver ? "bad" : (TONES[status] ?? "plain"),
    detail: last ? `thời hạn đến ngày ${written(last)}` : "",
  };
}

function validity({ expires_on: last, status }) {
  if (!last) return { grade: "không ghi thời hạn", tone: "plain" };
  if (last < today()) return { grade: `đã hết hạn ngày ${written(last)}`, tone: "bad" };
  return { grade: `còn hạn đến ngày ${written(last)}`, tone: status === IN_DATE ? "good" : "warn" };
}

export function drawPapers(node, { own, producer, products }) {
  const papers = own.pack.papers.filter((paper) => paper.producer === producer?.id);
  const over = papers.filter(({ expires_on: last }) => last && last < today()).length;
  fill(node, {
    recognitions: `(${products.length})`,
    papers: over ? `(${papers.length}, ${over} đã hết hạn)` : `(${papers.length})`,
  });
  show(node, { on_file: products.length + papers.length > 0, recognitions: products.length > 0, papers: papers.length > 0 });
  drawLines(find(node, "[data-list=recognitions]"), products, (product) => ({ text: product.name, ...standing(product) }));
  drawLines(find(node, "[data-list=papers]"), papers, (paper) => ({
    text: [paper.kind, paper.number && `số ${paper.number}`].filter(Boolean).join(" "),
    detail: own.get("product", paper.product)?.name ?? "",
    ...validity(paper),
  }));
}

function drawLines(list, rows, say) {
  const told = rows.map((row, index) => ({ index, ...say(row) }));
  keyed(list, told, ({ index }) => index, ({ text, grade, detail, tone }) => {
    const line = fill(part("open-line"), { text, grade, detail });
    slot(line, "grade").dataset.tone = tone;
    return line;
  });
}
