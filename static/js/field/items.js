// Which questions of a checklist are asked at one site: the rule of inspections/items.py,
// for rows of the pack. Pure functions; nothing is read or kept here.

const STOPPED = "stopped";

// "item-product" names a question; product 0 stands for the producer.
export const keyOf = (item, product) => `${item}-${product ?? 0}`;

// The products that a check asks about: those of the site that had not been given up by
// the day of the visit, and whatever has an answer. A visit that was handed in asks
// about nothing that came into the registry afterwards. Each comes with the stars that it
// had on the day, if any.
export function askedProducts(products, { site, startsOn, submittedAt, answers }) {
  const answered = new Set(answers.map((one) => one.product));
  return products
    .filter((one) => answered.has(one.id) || isAsked(one, site, startsOn, submittedAt))
    .sort((a, b) => compare(a.name, b.name) || a.id - b.id)
    .map((one) => ({ ...one, star: starOn(one.held, startsOn) }));
}

// ``held`` is [from when, stars], oldest first; an unknown beginning comes before all.
const starOn = (held, day) =>
  held?.filter(([begun]) => !begun || begun <= day).at(-1)?.[1] ?? "";

function isAsked(product, site, startsOn, submittedAt) {
  const { state, state_since: since, created_at: created } = product;
  if (product.site !== site) return false;
  if (state === STOPPED && (!since || since <= startsOn)) return false;
  return !submittedAt || Date.parse(created) <= Date.parse(submittedAt);
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// The questions in the order of the checklist. An item that names sets is asked where a
// product of the site belongs to one of them, or its set is not known; one that names
// stars, of products that had them. ``again`` holds
// [code, product] of what a re-check asks, and nothing else; null asks everything. What
// has been answered is asked, come what may.
export function cellsOf(items, products, answers, again = null) {
  const answered = new Set(answers.map((one) => keyOf(one.item, one.product)));
  const cells = everyCell(items, products, answered);
  if (!again) return cells;
  const wanted = new Set(again.map(([code, product]) => keyOf(code, product)));
  return cells.filter(
    (one) => wanted.has(keyOf(one.item.code, one.product?.id)) || answered.has(one.key),
  );
}

function everyCell(items, products, answered) {
  const cells = [];
  for (const item of items) {
    const named = item.sets?.length ? new Set(item.sets) : null;
    const asked = products.filter(
      (product) =>
        fits(item, named, product) || answered.has(keyOf(item.id, product.id)),
    );
    if (item.subject === "product") {
      for (const product of asked) cells.push(cell(item, product));
    } else if (asked.length || !(named || item.stars) || answered.has(keyOf(item.id, null))) {
      cells.push(cell(item, null));
    }
  }
  return cells;
}

function fits(item, named, product) {
  const inSet = !named || product.set === null || named.has(product.set);
  return inSet && (!item.stars || (product.star && item.stars.includes(product.star)));
}

const cell = (item, product) => ({
  key: keyOf(item.id, product?.id),
  item,
  product,
});

// How far a check has come: questions, those answered, those answered "không đạt".
export function progressOf(cells, answers) {
  const outcomes = new Map(
    answers.map((one) => [keyOf(one.item, one.product), one.outcome]),
  );
  const given = cells.map((one) => outcomes.get(one.key)).filter(Boolean);
  return {
    asked: cells.length,
    answered: given.length,
    failed: given.filter((outcome) => outcome === "failed").length,
  };
}
