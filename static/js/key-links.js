// One letter leads to what is marked data-ocop-key="p"; "S-p" is with Shift. A link is
// followed, a folded part opened, anything else takes the focus. In a list marked
// data-ocop-walk, "p" and Shift+p go from row to row. "?" shows the dialog data-ocop-keys.

const TYPES_TEXT = "textarea, select, input:not([type=radio], [type=checkbox])";
const FIELDS = "textarea, input:not([type=hidden]), select";

function go(target) {
  if (target.matches("a")) return target.click();
  if (target.matches("details")) {
    target.open = true;
    return (target.querySelector(FIELDS) ?? target.querySelector("summary")).focus();
  }
  target.scrollIntoView({ block: "center" });
  return target.focus({ preventScroll: true });
}

function walk(list, step) {
  const links = [...list.querySelectorAll("a.row-link")];
  const next = links.indexOf(document.activeElement) + step;
  links[Math.max(0, Math.min(next, links.length - 1))]?.focus();
}

function act(name) {
  const marked = document.querySelector(`[data-ocop-key="${name}"]`);
  if (marked) return go(marked);
  const list = document.querySelector("[data-ocop-walk]");
  if (list && name === "p") return walk(list, 1);
  if (list && name === "S-p") return walk(list, -1);
  return false;
}

const keys = document.querySelector("dialog[data-ocop-keys]");
const opener = document.querySelector("[data-ocop-keys-open]");
opener.hidden = false;
opener.addEventListener("click", () => keys.showModal());

document.addEventListener("keydown", (event) => {
  const foreign = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (foreign || document.querySelector("dialog[open]")) return;
  if (event.target.matches(TYPES_TEXT)) return;
  if (event.key === "?") {
    event.preventDefault();
    keys.showModal();
    return;
  }
  if (!/^[a-z]$/i.test(event.key)) return;
  const letter = event.key.toLowerCase();
  if (act(event.shiftKey ? `S-${letter}` : letter) !== false) event.preventDefault();
});
