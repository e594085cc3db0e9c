// The pack with its rows at hand by their keys, and what records of a visit mean in it.

import { askedProducts, cellsOf, progressOf } from "./items.js";
import { packed } from "./pack.js";
import * as records from "./records.js";
import { all } from "./store.js";

const PARTS = {
  site: "sites",
  producer: "producers",
  product: "products",
  agency: "agencies",
  place: "places",
  campaign: "campaigns",
};

let pack = null;
let made = null;

// Returns the book of the pack on the device, or null before the first one.
export async function book() {
  const current = await packed();
  if (current !== pack) {
    pack = current;
    made = current && new Book(current);
  }
  return made;
}

class Book {
  constructor(rows) {
    this.pack = rows;
    this.maps = Object.fromEntries(
      Object.entries(PARTS).map(([name, part]) => [
        name,
        new Map((rows[part] ?? []).map((row) => [row.id, row])),
      ]),
    );
  }

  get(part, id) {
    return this.maps[part].get(id) ?? null;
  }

  get latestChecklist() {
    return Math.max(...Object.keys(this.pack.checklists).map(Number));
  }

  checklistOf(visit) {
    const { checklists } = this.pack;
    return checklists[visit.fields.checklist] ?? checklists[this.latestChecklist];
  }

  // The sites that a visit may go to: those of its place.
  sitesFor(visit) {
    const { sites } = this.pack;
    const inside = sites.filter((site) => site.of?.includes(visit.fields.place));
    return inside.length ? inside : sites;
  }

  // The units that received teams on a day.
  placesOn(day) {
    return this.pack.places.filter((place) => isThere(place, day));
  }

  producerOf(site) {
    return this.get("producer", this.get("site", site)?.producer);
  }

  nameOf(site) {
    return this.producerOf(site)?.name ?? "Cơ sở không còn trong dữ liệu đã tải";
  }

  placeOf(site) {
    const { address, place } = this.get("site", site) ?? {};
    return address || this.get("place", place)?.full_name || "";
  }

  productsAt(visit, check, answers) {
    return askedProducts(this.pack.products, {
      site: check.fields.site,
      startsOn: visit.fields.starts_on,
      submittedAt: isHandedIn(visit) ? visit.fields.submitted_at : null,
      answers,
    });
  }

  hostOf(place, on) {
    const committees = this.pack.agencies.filter(
      (one) => one.area === place && one.code === "UBND" && isThere(one, on),
    );
    return committees[0]?.id ?? null;
  }
}

const isThere = ({ valid_from: from, valid_to: to }, on) =>
  (!from || from <= on) && (!to || to >= on);

const HANDED_IN = ["submitted", "approved", "signed"];

export const isHandedIn = (visit) => HANDED_IN.includes(visit.fields.status);

// Whether a visit may still be written to: a draft of this person's places that nobody
// has handed in, here or elsewhere.
export async function isOpen(visit) {
  if (isHandedIn(visit) || visit.fields.editable === false) return false;
  const operations = await all("outbox", "visit", visit.record);
  return !operations.some(({ kind }) => kind === "submit");
}

// The answers of a check as plain rows {item, product, outcome, note, severity}.
export async function answersOf(check) {
  const rows = await records.answersOf(check);
  return [...rows.values()].map(({ key, item, product, fields }) => ({
    key,
    item,
    product: product ?? null,
    outcome: fields.outcome ?? "",
    note: fields.note ?? "",
    severity: fields.severity ?? "",
  }));
}

export async function progressAt(own, visit, check) {
  const answers = await answersOf(check.record);
  const products = own.productsAt(visit, check, answers);
  const cells = cellsOf(own.checklistOf(visit).items, products, answers, check.fields.again);
  return { ...progressOf(cells, answers), products: products.length };
}

const STOPPED = ["conflict", "refused"];

// What keeps records of a visit from being sent: Map(key → operation). One that waits for
// a person says more than the edits that wait behind it.
export async function unsentOf(visit) {
  const operations = await all("outbox", "visit", visit);
  const unsent = new Map();
  for (const op of operations) {
    if (!STOPPED.includes(unsent.get(op.key)?.state)) unsent.set(op.key, op);
  }
  return unsent;
}
