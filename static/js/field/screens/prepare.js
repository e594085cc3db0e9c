// "Chuẩn bị đi cơ sở": which places and visits to take along.

import { book } from "../book.js";
import { written } from "../dates.js";
import * as pack from "../pack.js";
import { isLike } from "../text.js";
import { all, fill, find, keyed, on, part, show } from "./dom.js";
import { askToSignIn } from "./signin.js";

// So many places are all taken along unless somebody says otherwise.
const FEW = 5;
const NOTHING = "Chọn ít nhất một địa bàn.";

export async function draw(id, asked) {
  const node = part("prepare");
  show(node, { offer: false, progress: false });
  const own = await book();
  const before = own?.pack.choice ?? { places: [], visits: [] };
  serve(node, asked);
  load(node, { before, campaign: Number(asked.get("dot")) });
  return {
    node,
    title: "Chuẩn bị đi cơ sở",
    lead: "Tải dữ liệu về máy trước khi đến nơi không có mạng.",
    trail: [["Đi cơ sở", "#/"]],
  };
}

async function load(node, wanted) {
  try {
    drawOffer(node, await pack.offer(), wanted);
    find(node, "[type=submit]").disabled = false;
  } catch (error) {
    fill(node, { trouble: error.message });
    if (error.code !== "signed_out") return;
    if (await askToSignIn("Đăng nhập để tải dữ liệu về máy.")) {
      fill(node, { trouble: "" });
      await load(node, wanted);
    }
  }
}

// Ticked is what was taken before, the places of the campaign that a link named, and all
// there is where that is little.
function drawOffer(node, { places, visits, campaigns }, { before, campaign }) {
  show(node, { offer: true, visits: visits.length > 0, search: places.length > 12 });
  const planned = campaigns.find(({ id }) => id === campaign)?.places ?? [];
  const isLittle = !before.places.length && places.length <= FEW;
  const isTaken = {
    places: (key) => isLittle || before.places.includes(key) || planned.includes(key),
    visits: (key) => before.visits.includes(key),
  };
  const box = (group, key, texts) => {
    const line = fill(part("offered"), texts);
    Object.assign(find(line, "input"), { name: group, value: key, checked: isTaken[group](key) });
    return line;
  };
  keyed(find(node, "[data-list=places]"), places, (one) => one.id, (one) =>
    box("places", one.id, { name: one.name, detail: `${one.sites} cơ sở, ${one.products} sản phẩm` }),
  );
  keyed(find(node, "[data-list=visits]"), visits, (one) => one.uuid, (one) =>
    box("visits", one.uuid, { name: one.label, detail: `${written(one.starts_on)} · ${one.sites} cơ sở` }),
  );
}

function serve(node, asked) {
  on(node, "input", "[data-input=search]", ({ value }) => {
    for (const line of all(node, "[data-list=places] > li")) {
      line.hidden = !isLike(line.textContent, value);
    }
  });
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = (name) => all(node, `input[name=${name}]:checked`).map(({ value }) => value);
    const choice = { places: chosen("places").map(Number), visits: chosen("visits") };
    const isEmpty = !choice.places.length && !choice.visits.length;
    fill(node, { trouble: isEmpty ? NOTHING : "" });
    if (!isEmpty) await take(node, choice, asked.get("ve") ?? "#/");
  });
}

async function take(node, choice, back) {
  const button = find(node, "[type=submit]");
  button.disabled = true;
  show(node, { progress: true });
  try {
    await pack.prepare(choice, (share, words) => {
      find(node, "progress").value = share;
      fill(node, { progress: words });
    });
    location.hash = back;
  } catch (error) {
    fill(node, { trouble: error.message });
  } finally {
    button.disabled = false;
  }
}
