// A frame on the screen to sign in with a finger.

import SignaturePad from "../../../vendor/signature-pad.js";

const FINEST = 2; // drawn dots a pixel: finer ones make the picture heavy, not clearer

// Returns {isEmpty, clear, png}; png() is the picture in base64.
export function padOn(canvas) {
  const pad = new SignaturePad(canvas, { minWidth: 1, maxWidth: 3 });

  // Turning the phone changes the width; what was drawn is kept.
  function fit() {
    if (!canvas.clientWidth) return;
    const strokes = pad.toData();
    const scale = Math.min(window.devicePixelRatio || 1, FINEST);
    canvas.width = canvas.clientWidth * scale;
    canvas.height = canvas.clientHeight * scale;
    canvas.getContext("2d").scale(scale, scale);
    pad.clear();
    if (strokes.length) pad.fromData(strokes);
  }

  new ResizeObserver(fit).observe(canvas);
  return {
    isEmpty: () => pad.isEmpty(),
    clear: () => pad.clear(),
    png: () => pad.toDataURL("image/png").split(",")[1],
  };
}
