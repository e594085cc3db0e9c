// What stands in the form of something new that was not added yet: kept with every key,
// and put back when the form is drawn again, for the same person on the same device.

import { owner } from "../store.js";
import { all } from "./dom.js";

const nameOf = ({ dataset, name }) => dataset.field ?? dataset.input ?? name;
const isChosen = ({ type }) => type === "radio" || type === "checkbox";

function saying(form) {
  const fields = all(form, "[data-field], [data-input], input[type=radio]");
  return fields.filter((field) => !isChosen(field) || field.checked).map((field) => [nameOf(field), field.value]);
}

function putBack(form, said) {
  for (const [name, value] of said) {
    for (const field of all(form, "[data-field], [data-input], input[type=radio]")) {
      if (nameOf(field) !== name) continue;
      if (isChosen(field)) field.checked = field.value === value;
      else field.value = value;
    }
  }
}

// Puts back what was left in the form, and keeps what it says from now on. ``place``
// names the form among all of this person; ``aside`` returns what belongs to it and
// stands in no field. Returns {left, save, take}: ``left`` is null, or {aside} of what
// was put back; take() returns what forgets the words once they are added, unless
// others have been typed since.
export function keepUnfinished(form, place, aside = () => null) {
  const key = `ocop-new-${owner().id}-${place}`;
  const left = JSON.parse(localStorage.getItem(key));
  if (left) putBack(form, left.said);
  const save = () => {
    try {
      localStorage.setItem(key, JSON.stringify({ said: saying(form), aside: aside() }));
    } catch {
      // There is no room: it stands on the screen alone until it is added.
    }
  };
  form.addEventListener("input", save);
  const take = () => {
    const taken = localStorage.getItem(key);
    return () => localStorage.getItem(key) === taken && localStorage.removeItem(key);
  };
  return { left, save, take };
}
