// What stands in place of a visit or a check that is not on the device yet.

import { book } from "../book.js";
import * as pack from "../pack.js";
import { fill, on, part } from "./dom.js";

const UNKNOWN = "Máy chủ không có phiếu này trong địa bàn của bạn.";

// ``visit`` is fetched beside what was chosen before; without one the way home is left.
export async function notHere(visit, redraw) {
  const node = part("not-here");
  const own = await book();
  on(node, "click", "[data-act=fetch]", async (button) => {
    if (!visit) {
      location.hash = "#/chuan-bi";
      return;
    }
    button.disabled = true;
    const before = own?.pack.choice ?? { places: [], visits: [] };
    const visits = [...new Set([...before.visits, visit])];
    try {
      await pack.prepare({ ...before, visits }, () => {});
      fill(node, { trouble: UNKNOWN });
      redraw();
    } catch (error) {
      fill(node, { trouble: error.message });
    }
    button.disabled = false;
  });
  return { node, title: "Chưa có trên máy", trail: [["Đi cơ sở", "#/"]] };
}
