// Parts of the page: every piece of markup stands in a <template> of the shell, is
// cloned here and filled with text. Nothing is ever read as HTML.

// Clones <template id="t-NAME">; "__key__" in its attributes becomes ``key``.
export function part(name, key = "") {
  const { content } = document.getElementById(`t-${name}`);
  const node = content.firstElementChild.cloneNode(true);
  if (key) nameAll(node, key);
  return node;
}

function nameAll(root, key) {
  for (const node of [root, ...root.querySelectorAll("*")]) {
    for (const attribute of node.attributes) {
      if (attribute.value.includes("__key__")) {
        attribute.value = attribute.value.replaceAll("__key__", key);
      }
    }
  }
}

export const find = (root, selector) => root.querySelector(selector);
export const all = (root, selector) => [...root.querySelectorAll(selector)];

// Puts text into [data-slot=NAME]; a slot without text is hidden.
export function fill(root, texts) {
  for (const [name, text] of Object.entries(texts)) {
    for (const slot of slots(root, name)) {
      const empty = text === null || text === undefined || text === "";
      slot.hidden = empty;
      const words = empty ? "" : String(text);
      if (slot.textContent !== words) slot.textContent = words;
    }
  }
  return root;
}

export function slots(root, name) {
  const within = all(root, `[data-slot="${name}"]`);
  return root.matches?.(`[data-slot="${name}"]`) ? [root, ...within] : within;
}

export const slot = (root, name) => slots(root, name)[0];

// Hides or shows what carries data-show=NAME.
export function show(root, states) {
  for (const [name, shown] of Object.entries(states)) {
    for (const node of all(root, `[data-show="${name}"]`)) node.hidden = !shown;
  }
  return root;
}

// Makes the children of a list agree with rows. Those that stay are kept as they are,
// with whatever has been typed into them.
export function keyed(list, rows, keyOf, make, update = () => {}) {
  const kept = new Map(all(list, ":scope > [data-key]").map((n) => [n.dataset.key, n]));
  let at = list.firstElementChild;
  for (const row of rows) {
    const key = String(keyOf(row));
    let node = kept.get(key);
    if (node) {
      kept.delete(key);
    } else {
      node = make(row);
      node.dataset.key = key;
    }
    update(node, row);
    if (node === at) at = at.nextElementSibling;
    else list.insertBefore(node, at);
  }
  for (const node of kept.values()) node.remove();
}

// Calls ``act`` with what carries the attribute, wherever inside it the event began.
export function on(root, type, selector, act) {
  root.addEventListener(type, (event) => {
    const hit = event.target.closest?.(selector);
    if (hit && root.contains(hit)) act(hit, event);
  });
}

// Asks before something is taken out; resolves to true if it may go on.
export function ask(question, action) {
  const dialog = fill(part("question"), { question, action });
  document.body.append(dialog);
  return new Promise((done) => {
    on(dialog, "click", "button", (button) => dialog.close(button.value));
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}
