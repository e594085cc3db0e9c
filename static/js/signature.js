// Let people sign in the frame [data-ocop-signature-pad]; what is drawn goes as a PNG into
// the field [data-ocop-signature] of the same form. Without the script the frame stays
// hidden, and the form asks for a scan of the signed paper.

import SignaturePad from "../vendor/signature-pad.js";

const FINEST = 2; // drawn dots a pixel: finer ones make the picture heavy, not clearer

function dress(frame) {
  const canvas = frame.querySelector("[data-ocop-signature-canvas]");
  const field = frame.closest("form").querySelector("[data-ocop-signature]");
  frame.hidden = false;
  const pad = new SignaturePad(canvas, { minWidth: 1, maxWidth: 3 });

  // Turning the phone changes the width; what was drawn is kept.
  function fit() {
    const strokes = pad.toData();
    const scale = Math.min(window.devicePixelRatio || 1, FINEST);
    canvas.width = canvas.clientWidth * scale;
    canvas.height = canvas.clientHeight * scale;
    canvas.getContext("2d").scale(scale, scale);
    pad.clear();
    if (strokes.length) pad.fromData(strokes);
    else if (field.value) pad.fromDataURL(field.value);
  }

  pad.addEventListener("endStroke", () => {
    field.value = pad.toDataURL("image/png");
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  frame.querySelector("[data-ocop-signature-clear]").addEventListener("click", () => {
    pad.clear();
    field.value = "";
  });
  new ResizeObserver(fit).observe(canvas);
  fit();
}

document.querySelectorAll("[data-ocop-signature-pad]").forEach(dress);
