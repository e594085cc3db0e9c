// Add lines to a list of forms marked data-ocop-rows, one at a time. Without the script
// a few blank lines stand ready; with it all blank ones but the first wait to be asked for.

function dress(rows) {
  const form = rows.closest("form");
  const template = form.querySelector("template[data-ocop-row-template]");
  const button = form.querySelector("[data-ocop-add-row]");
  const total = form.querySelector("input[name$='-TOTAL_FORMS']");
  const most = form.querySelector("input[name$='-MAX_NUM_FORMS']");
  if (!template || !button || !total) return;

  function settle() {
    total.value = String(rows.children.length);
    button.hidden = rows.children.length >= Number(most.value);
  }

  function dropBlankLines() {
    while (rows.children.length > 1 && rows.lastElementChild.dataset.ocopRow === "blank") {
      rows.lastElementChild.remove();
    }
  }

  function add() {
    const index = rows.children.length;
    const line = document.createElement("div");
    line.innerHTML = template.innerHTML
      .replaceAll("__prefix__", String(index))
      .replaceAll("__number__", String(index + 1));
    const row = line.firstElementChild;
    rows.append(row);
    settle();
    row.querySelector("select, input:not([type=hidden])")?.focus();
  }

  dropBlankLines();
  settle();
  button.addEventListener("click", add);
}

document.querySelectorAll("[data-ocop-rows]").forEach(dress);
