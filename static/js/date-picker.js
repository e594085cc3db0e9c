// Give each date field marked data-ocop-date the browser's own calendar; typing
// dd/mm/yyyy works without it.

const SPRITE = document.querySelector("meta[name=ocop-icons]")?.content;

function toIso(text) {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  return match ? `${match[3]}-${match[2].padStart(2, "0")}-${match[1].padStart(2, "0")}` : "";
}

function toText(iso) {
  return iso.split("-").reverse().join("/");
}

function calendarIcon() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${SPRITE}#calendar3`);
  svg.append(use);
  return svg;
}

function dress(field) {
  const calendar = document.createElement("input");
  if (!("showPicker" in calendar)) return;
  calendar.type = "date";
  calendar.tabIndex = -1;
  calendar.setAttribute("aria-hidden", "true");

  const label = field.labels?.[0]?.firstChild?.textContent.trim() ?? "";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary";
  button.setAttribute("aria-label", `Mở lịch: ${label}`);
  button.append(calendarIcon());

  const frame = document.createElement("div");
  frame.className = "date-field";
  field.before(frame);
  frame.append(field, button, calendar);

  button.addEventListener("click", () => {
    calendar.value = toIso(field.value);
    calendar.showPicker();
  });
  calendar.addEventListener("change", (event) => {
    event.stopPropagation();
    field.value = calendar.value ? toText(calendar.value) : "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function dressAll(root) {
  root.querySelectorAll("input[data-ocop-date]:not(.date-field input)").forEach(dress);
}

dressAll(document);
document.addEventListener("htmx:load", (event) => dressAll(event.detail.elt));
