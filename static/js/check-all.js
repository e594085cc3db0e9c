// Let the box data-ocop-all-box tick all others of its data-ocop-all, and show how many
// are ticked. Without the script the server adds what the box stands for, or the box
// is not there (data-ocop-all-shown). Boxes marked data-ocop-all-apart are others.

function dress(part) {
  const all = part.querySelector("[data-ocop-all-box]");
  if (!all || part.dataset.ocopDressed) return; // nothing to tick, or seen to
  part.dataset.ocopDressed = "yes";
  const count = part.querySelector("[data-ocop-ticked]");
  const boxes = [
    ...part.querySelectorAll("input[type=checkbox]:not([data-ocop-all-apart])"),
  ].filter((box) => box !== all);
  all.removeAttribute("name"); // each box now says for itself what is meant
  const shown = part.querySelector("[data-ocop-all-shown]");
  if (shown) shown.hidden = boxes.length === 0;

  function settle() {
    const ticked = boxes.filter((box) => box.checked).length;
    count.textContent = String(ticked);
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }

  part.addEventListener("change", (event) => {
    if (event.target === all) boxes.forEach((box) => (box.checked = all.checked));
    settle();
  });
  settle();
}

function dressAll(root) {
  if (root.matches?.("[data-ocop-all]")) dress(root);
  root.querySelectorAll("[data-ocop-all]").forEach(dress);
}

dressAll(document);
document.addEventListener("htmx:load", (event) => dressAll(event.detail.elt));
