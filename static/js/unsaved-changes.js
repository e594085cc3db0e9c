// Ask before leaving a form marked data-ocop-unsaved while it has edits.

const edited = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-ocop-unsaved]");
  if (form) edited.add(form);
});

document.addEventListener("submit", (event) => edited.delete(event.target));

// A fragment that replaced the form took its edits with it.
document.addEventListener("htmx:afterSwap", () => {
  edited.forEach((form) => form.isConnected || edited.delete(form));
});

window.addEventListener("beforeunload", (event) => {
  if (edited.size) event.preventDefault();
});
