// What keeps one record from being sent, said beside it.

const STATES = {
  conflict: ["Người khác vừa sửa: cần chọn bản giữ lại.", "warn"],
  refused: ["Máy chủ không nhận.", "bad"],
  held: ["Nháp trên máy", "plain"],
  waiting: ["Chờ gửi", "plain"],
};

// What the server says of an operation says more than its state: why it was refused, or
// that the record was handed in or signed meanwhile.
function wordsOf({ state, answer }) {
  const [words] = STATES[state] ?? STATES.waiting;
  if (!answer?.message) return words;
  if (state === "conflict" && answer.code === "frozen") return answer.message;
  return state === "refused" ? `${words} ${answer.message}` : words;
}

// ``op`` is the operation that waits, or nothing where all has been sent.
export function sayState(node, op) {
  node.hidden = !op;
  if (!op) return;
  const [, tone] = STATES[op.state] ?? STATES.waiting;
  node.dataset.tone = tone;
  const said = wordsOf(op);
  const page = op.state === "conflict" && op.answer?.page;
  if (node.textContent === said && !page) return;
  node.replaceChildren(said);
  if (!page) return;
  const link = document.createElement("a");
  link.href = page;
  link.textContent = op.answer.code === "frozen" ? "Xem phần đã giữ lại" : "Mở trang chọn";
  node.append(" ", link);
}
