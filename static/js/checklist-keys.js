// Help with a form marked data-ocop-checklist: digits answer the question in focus
// (1 passed, 2 failed, 3 not applicable, 0 not checked), one answer fills all products,
// a failed answer opens its note, and the progress follows.

const form = document.querySelector("form[data-ocop-checklist]");
const OUTCOMES = { 1: "passed", 2: "failed", 3: "na", 0: "" };
const TYPES_TEXT = "textarea, select, input:not([type=radio], [type=checkbox])";

const all = (root, selector) => [...root.querySelectorAll(selector)];

function choose(cell, outcome) {
  const choice = cell.querySelector(`input[type=radio][value="${outcome}"]`);
  if (!choice) return null;
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  return choice;
}

function answerByDigit(event) {
  const outcome = OUTCOMES[event.key];
  const other = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (outcome === undefined || other || event.target.matches(TYPES_TEXT)) return;
  const cell = event.target.closest(".answer");
  if (!cell) return;
  event.preventDefault();
  choose(cell, outcome)?.focus();
}

// The choice is taken back once it has been carried out, so that a later answer for
// one product is not overruled when the plain form is sent.
function answerForAll(same) {
  const outcome = same.querySelector("input:checked").value;
  const cells = all(same.closest("[data-ocop-line]"), "[data-ocop-answer]");
  cells.forEach((cell) => choose(cell, outcome));
  all(same, "input").forEach((input) => {
    input.checked = false;
  });
}

function openNote(cell) {
  const { value } = cell.querySelector("input[type=radio]:checked");
  const good = cell.querySelector("input[type=checkbox]").checked;
  if (value === "failed" || (value === "passed" && good)) {
    cell.querySelector("details").open = true;
  }
}

const isMissing = (cell) => cell.querySelector("input[type=radio]:checked")?.value === "";

function count(root) {
  const cells = all(root, "[data-ocop-answer]");
  return [cells.filter((cell) => !isMissing(cell)).length, cells.length];
}

function showProgress() {
  const [answered, total] = count(form);
  form.querySelector("[data-ocop-answered]").textContent = answered;
  form.querySelector("progress").value = answered;
  for (const group of all(form, "section")) {
    group.querySelector("[data-ocop-count]").textContent = count(group).join("/");
  }
  const link = form.querySelector("[data-ocop-missing]");
  if (link) link.hidden = answered === total;
}

function goToMissing(event) {
  event.preventDefault();
  const cell = all(form, "[data-ocop-answer]").find(isMissing);
  if (!cell) return;
  cell.scrollIntoView({ block: "center" });
  cell.querySelector("input").focus({ preventScroll: true });
}

if (form) {
  form.addEventListener("keydown", answerByDigit);
  form.addEventListener("change", (event) => {
    const same = event.target.closest("[data-ocop-same]");
    if (same) return answerForAll(same);
    const cell = event.target.closest("[data-ocop-answer]");
    if (cell) openNote(cell);
    return showProgress();
  });
  form.addEventListener("ocop:answered", showProgress);
  form.querySelector("[data-ocop-missing]")?.addEventListener("click", goToMissing);
  showProgress();
}
