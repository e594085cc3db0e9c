// Rows that were added already: opened to be changed, and taken out once that is sure.

import * as records from "../records.js";
import { ask, find, on } from "./dom.js";

// Serves the acts of the rows inside ``node``; ``first`` is the field that editing goes
// to, `question` and `action` ask before a row is taken out.
export function serveEditing(node, kind, { first = "textarea", question, action }) {
  on(node, "click", "[data-act=edit]", (button) => {
    const edit = find(button.closest("li"), "[data-part=edit]");
    edit.hidden = !edit.hidden;
    if (!edit.hidden) find(edit, first).focus();
  });
  on(node, "click", "[data-act=drop]", async (button) => {
    const record = button.closest("[data-key]").dataset.key.split("|")[1];
    if (await ask(question, action)) await records.remove(kind, { record });
  });
}
