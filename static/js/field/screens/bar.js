// The bar below every view: beside what is sent stands the next step.

import { all } from "./dom.js";

// The next step is a link, or an act that may have to wait; nothing where there is none.
export function setNext({ words, href, act, disabled = false } = {}) {
  const [link, button] = all(document, "[data-next]");
  link.hidden = !href;
  button.hidden = !act;
  if (href) [link.textContent, link.href] = [words, href];
  if (act) [button.textContent, button.onclick, button.disabled] = [words, act, disabled];
}
