// How far a check has come, counted from what stands on the screen: at once, before it
// has reached the disk.

import { isMissing } from "./answering.js";
import { all, fill, find } from "./dom.js";

export const CELLS = ".answer:not(.answer-same)";

function counted(root) {
  const cells = all(root, CELLS);
  return [cells.filter((cell) => !isMissing(cell)).length, cells.length];
}

export function showProgress(node, editable) {
  const [answered, total] = counted(node);
  find(node, "[data-ocop-answered]").textContent = answered;
  find(node, "[data-ocop-total]").textContent = total;
  const bar = find(node, ".check-progress progress");
  [bar.max, bar.value] = [total || 1, answered];
  find(node, "[data-ocop-missing]").hidden = answered === total;
  for (const section of all(node, ".check-group")) {
    const [done, most] = counted(section);
    fill(section, { count: `${done}/${most}` });
    find(section, "[data-act=group-good]").hidden = !editable || done === most;
  }
}
