// A button with data-ocop-copy="id of a field" copies what the field holds. It is hidden
// until it works; where the clipboard is closed, the field is selected instead.

function copied(button, words) {
  const before = button.textContent;
  button.textContent = words;
  setTimeout(() => {
    button.textContent = before;
  }, 3000);
}

async function copy(button) {
  const field = document.getElementById(button.dataset.ocopCopy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    copied(button, "Đã chép");
  } catch {
    copied(button, "Đã chọn, bấm Ctrl+C để chép");
  }
}

for (const button of document.querySelectorAll("[data-ocop-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
