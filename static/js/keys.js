// Keyboard: "/" goes to the search box, Ctrl+S saves the form in hand.

const TYPES_TEXT = "input, textarea, select, [contenteditable]";

function focusSearch(event) {
  if (event.target.closest(TYPES_TEXT)) return;
  const box = document.querySelector("[data-ocop-search]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

function save(event) {
  const inHand = document.activeElement?.closest("form[data-ocop-save]");
  const form = inHand ?? document.querySelector("form[data-ocop-save]");
  if (!form) return;
  event.preventDefault();
  if (event.repeat) return;
  form.requestSubmit(form.querySelector("[data-ocop-primary]"));
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return;
  const command = event.ctrlKey || event.metaKey;
  if (event.key === "/" && !command) focusSearch(event);
  if (event.key.toLowerCase() === "s" && command && !event.shiftKey) save(event);
});
