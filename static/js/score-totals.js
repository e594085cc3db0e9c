// Keep the totals of a score sheet up to date while it is filled in; the server
// counts again when it is saved.
const form = document.querySelector("form[data-ocop-score]");

const pointsIn = (group) =>
  [...group.querySelectorAll("input[data-points]:checked")].reduce(
    (sum, input) => sum + Number(input.dataset.points),
    0,
  );

function show() {
  form.querySelector("[data-ocop-score-total]").textContent = pointsIn(form);
  form.querySelector("[data-ocop-score-waiting]").textContent =
    form.querySelectorAll('input[type="radio"][value=""]:checked').length;
  for (const group of form.querySelectorAll("[data-ocop-score-group]")) {
    group.querySelector("[data-ocop-score-sum]").textContent = pointsIn(group);
  }
}

if (form) {
  form.addEventListener("change", show);
  show(); // the browser may have put back what was chosen before
}
