// Suggest units while the name of a place is typed (ARIA combobox with a list). The
// field marked data-ocop-place-picker names the address that suggests; the key of the
// chosen unit goes into the hidden field beside it.

const PAUSE = 250;
let count = 0;

function element(tag, attributes) {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

function dress(box) {
  const frame = box.parentElement;
  const id = `place-options-${++count}`;
  const list = element("ul", { id, class: "place-options", role: "listbox", "aria-label": "Nơi gợi ý" });
  const status = element("div", { class: "visually-hidden", role: "status" });
  let results = [];
  let active = -1;
  let composing = false;
  let timer;
  let request;

  const isOpen = () => !list.hidden;

  function open(isShown) {
    list.hidden = !isShown;
    box.setAttribute("aria-expanded", String(isShown));
    mark(-1);
  }

  function mark(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[index];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  }

  function move(step) {
    const stops = results.length + 1; // the box itself is one of them
    mark(((active + 1 + step + stops) % stops) - 1);
  }

  function setKey(value) {
    frame.querySelector(".place-choices")?.remove();
    let key = frame.querySelector("input[type=hidden]");
    if (!key) {
      key = element("input", { type: "hidden", name: box.name.replace(/_text$/, "") });
      frame.append(key);
    }
    key.value = value;
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    open(false);
  }

  function choose(index) {
    box.value = results[index].text;
    setKey(results[index].id);
    close();
    status.textContent = `Đã chọn ${box.value}.`;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function show(found, more) {
    results = found;
    const option = { role: "option", "aria-selected": "false" };
    list.replaceChildren(...found.map(({ text }, index) => {
      const line = element("li", { ...option, id: `${id}-${index}` });
      line.textContent = text;
      return line;
    }));
    open(found.length > 0);
    const many = more ? `Hơn ${found.length} nơi, hãy gõ thêm.` : `${found.length} nơi.`;
    status.textContent = found.length ? many : "Không có nơi nào như vậy trong địa bàn.";
  }

  async function suggest() {
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    const url = new URL(box.dataset.ocopPlacePicker, document.baseURI);
    url.searchParams.set("q", box.value);
    try {
      const answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const { results: found, more } = await answer.json();
      if (document.activeElement === box) show(found, more);
    } catch {
      if (signal.aborted) return;
      open(false);
      status.textContent = "Chưa tải được gợi ý; vẫn có thể gõ đầy đủ tên.";
    }
  }

  function typed() {
    setKey("");
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  }

  box.addEventListener("compositionstart", () => { composing = true; });
  box.addEventListener("compositionend", () => {
    composing = false;
    typed();
  });
  box.addEventListener("input", () => { if (!composing) typed(); });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || composing) return;
    if (step && isOpen()) move(step);
    else if (step) suggest();
    else if (event.key === "Enter" && isOpen() && active >= 0) choose(active);
    else if (event.key === "Escape" && isOpen()) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // Keep the focus in the box while the mouse chooses.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose([...list.children].indexOf(option));
  });

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", id);
  frame.append(list, status);
  open(false);
}

function dressAll(root) {
  root.querySelectorAll("[data-ocop-place-picker]:not([role=combobox])").forEach(dress);
}

dressAll(document);
document.addEventListener("htmx:load", (event) => dressAll(event.detail.elt));
