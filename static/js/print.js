// Show the button data-ocop-print, which opens the print dialogue of the browser.

document.querySelectorAll("[data-ocop-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
