// Where a visit was received: one of the units that were there on its day. Communes and
// districts of before 1/7/2025 stand in the pack beside those that came of them.

import { written } from "../dates.js";
import * as records from "../records.js";
import { fill, find, on, slot } from "./dom.js";

const ONLINE = "Ghi trên trang trực tuyến";

// Returns what draws the part anew.
export function placePart(node, own, record, editable) {
  const select = find(node, "[data-input=place]");
  select.disabled = !editable;
  slot(node, "elsewhere").href = document.documentElement.dataset.ocopPlain;
  on(node, "change", "[data-input=place]", async ({ value }) => {
    const { fields } = await records.read("visit", { record });
    const place = Number(value);
    await records.write("visit", { record }, { place, host: own.hostOf(place, fields.starts_on) });
  });
  return async () => {
    const { fields } = await records.read("visit", { record });
    const { place, starts_on: day } = fields;
    const there = own.placesOn(day);
    const fits = there.some(({ id }) => id === place);
    const chosen = own.get("place", place);
    const shown = fits || !chosen ? there : [chosen, ...there];
    offer(select, shown);
    select.value = String(place ?? "");
    const wrong = editable && !fits && chosen;
    fill(node, {
      trouble: wrong ? whyNot(chosen, day, there) : "",
      elsewhere: wrong && !there.length ? ONLINE : "",
    });
  };
}

// A list that is open stays open while nothing in it changes.
function offer(select, places) {
  const shown = places.map(({ id }) => id).join();
  if (select.dataset.shown === shown) return;
  select.dataset.shown = shown;
  select.replaceChildren(...places.map(({ id, full_name: name }) => new Option(name, id)));
}

function whyNot({ full_name: name }, day, there) {
  const gone = `Ngày ${written(day)} không có ${name}.`;
  return there.length
    ? `${gone} Chọn xã, huyện của thời kỳ đó.`
    : `${gone} Dữ liệu trên máy không có xã, huyện của thời kỳ đó.`;
}
