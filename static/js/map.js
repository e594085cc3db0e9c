// Draw the map [data-ocop-map]: outlines shaded by a number, producers and inspections
// as points that gather into clusters. Leaflet stands before this module in the page.
// Without the script the frame stays hidden; the table of the page says the same.

const { L } = window;
const CLOSEST = 15; // the zoom that a single point is shown at

// Inspections stand up and left of their place: the site itself is drawn there too.
const PIN = { sites: [12, 12], checks: [26, 24] };
const CLUSTER = { sites: [20, 20], checks: [46, 36] };

const WORDS = {
  sites: { layer: "Cơ sở sản xuất", unit: "cơ sở", open: "Mở hồ sơ chủ thể" },
  checks: { unit: "lượt kiểm tra", open: "Mở phiếu kiểm tra" },
  areas: { layer: "Xã, phường", unit: "xã, phường", open: "Mở danh sách" },
};

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

function popup(words, { name, where, note, url }) {
  const made = document.createElement("div");
  made.append(element("strong", name));
  [where, note].filter(Boolean).forEach((text) => made.append(element("p", text)));
  if (url) made.append(element("a", words.open, { href: url }));
  return made;
}

function pin(kind) {
  return L.divIcon({ className: `map-pin map-pin-${kind}`, iconSize: [24, 24], iconAnchor: PIN[kind] });
}

function clusterIcon(kind, cluster) {
  const face = document.createElement("div");
  face.append(String(cluster.getChildCount()));
  face.append(element("span", ` ${WORDS[kind].unit}, phóng to`, { class: "visually-hidden" }));
  const className = `map-cluster map-cluster-${kind}`;
  return L.divIcon({ html: face, className, iconSize: [40, 40], iconAnchor: CLUSTER[kind] });
}

function points(kind, data) {
  const group = L.markerClusterGroup({
    iconCreateFunction: (cluster) => clusterIcon(kind, cluster),
    showCoverageOnHover: false,
    animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  const icon = pin(kind);
  data.features.forEach(({ geometry, properties }) => {
    const [longitude, latitude] = geometry.coordinates;
    const marker = L.marker([latitude, longitude], { icon, title: properties.name });
    group.addLayer(marker.bindPopup(() => popup(WORDS[kind], properties)));
  });
  return group;
}

function outlines(data) {
  return L.geoJSON(data, {
    style: ({ properties }) => ({ className: `map-area shade-${properties.shade}`, weight: 1 }),
    onEachFeature: ({ properties }, layer) => {
      layer.bindTooltip(`${properties.name}: ${properties.note}`, { sticky: true });
      layer.bindPopup(() => popup(WORDS.areas, properties));
    },
  });
}

async function load(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer.json();
}

function ground(canvas, { tiles, attribution }) {
  const map = L.map(canvas, {
    zoomControl: false,
    zoomSnap: tiles ? 1 : 0.25,
    maxZoom: 18,
    scrollWheelZoom: false, // the wheel scrolls the page
    fadeAnimation: false, // words are legible at once
  });
  L.control.zoom({ zoomInTitle: "Phóng to", zoomOutTitle: "Thu nhỏ" }).addTo(map);
  map.attributionControl.setPrefix(false);
  // Tile servers ask who sends people to them; the rest of the portal tells nobody.
  if (tiles) {
    const credit = element("span", attribution).innerHTML;
    L.tileLayer(tiles, { attribution: credit, maxZoom: 18, referrerPolicy: "origin" }).addTo(map);
  }
  return map;
}

function told(found) {
  const parts = Object.entries(found)
    .filter(([, { features }]) => features.length)
    .map(([kind, { features }]) => `${features.length.toLocaleString("vi")} ${WORDS[kind].unit}`);
  if (!parts.length) return "Địa bàn này chưa có ranh giới và tọa độ nào để vẽ; số liệu ở bảng bên dưới.";
  const shaded = found.areas.features.length ? "" : " Chưa nạp ranh giới xã, phường.";
  return `Bản đồ có ${parts.join(", ")}.${shaded}`;
}

function draw(frame, found) {
  const canvas = frame.querySelector("[data-ocop-map-canvas]");
  const layers = [
    [outlines(found.areas), WORDS.areas.layer],
    [points("checks", found.checks), frame.dataset.checksLabel],
    [points("sites", found.sites), WORDS.sites.layer],
  ].filter(([layer]) => layer.getLayers().length);
  canvas.hidden = !layers.length;
  if (!layers.length) return;
  const map = ground(canvas, frame.dataset);
  const bounds = L.latLngBounds([]);
  layers.forEach(([layer]) => bounds.extend(layer.getBounds()));
  map.fitBounds(bounds, { maxZoom: CLOSEST, animate: false });
  const names = layers.map(([layer, name]) => [name, layer]);
  const choice = L.control.layers(null, Object.fromEntries(names), { collapsed: false }).addTo(map);
  canvas.before(choice.getContainer()); // on a phone it would cover the map
  layers.forEach(([layer]) => layer.addTo(map));
  frame.querySelector("[data-ocop-map-legend]").hidden = !found.areas.features.length;
}

async function open(frame) {
  const state = frame.querySelector("[data-ocop-map-state]");
  const { sites, checks, areas } = frame.dataset;
  frame.hidden = false;
  try {
    const kinds = [["sites", sites], ["checks", checks], ["areas", areas]];
    const loaded = await Promise.all(kinds.map(async ([kind, url]) => [kind, await load(url)]));
    const found = Object.fromEntries(loaded);
    draw(frame, found);
    state.textContent = told(found);
  } catch {
    frame.querySelector("[data-ocop-map-canvas]").hidden = true;
    state.textContent = "Chưa tải được bản đồ; số liệu ở bảng bên dưới.";
  }
}

document.querySelectorAll("[data-ocop-map]").forEach(open);
