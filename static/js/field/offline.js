// Whether the workbench opens without a signal, and how a new version of it is taken.
//
// `events` has `update`: a new version waits. It is taken when the person says so, after
// what stands on the screen has been kept, never under somebody's fingers.

import { addresses } from "./addresses.js";
import { room, supported } from "./store.js";

export const events = new EventTarget();
let registration = null;

// Returns in words why this browser cannot work without a signal, or "".
export async function blocked() {
  if (!window.isSecureContext) return "Trang này không được mở qua HTTPS nên không ghi được khi mất mạng.";
  if (!supported() || !navigator.serviceWorker) return "Trình duyệt này không ghi được khi mất mạng.";
  try {
    await room();
    await new Promise((done, refuse) => {
      const trial = indexedDB.open("ocop-trial");
      trial.onsuccess = () => {
        trial.result.close();
        indexedDB.deleteDatabase("ocop-trial");
        done();
      };
      trial.onerror = () => refuse(trial.error);
    });
    return "";
  } catch {
    return "Trình duyệt không cho lưu trên máy này, có thể do đang ở chế độ ẩn danh.";
  }
}

function told() {
  events.dispatchEvent(new CustomEvent("update"));
}

function watch(worker) {
  worker?.addEventListener("statechange", () => {
    if (worker.state === "installed" && navigator.serviceWorker.controller) told();
  });
}

// Keeps the shell on this device; looks for a newer one whenever the page comes back.
export async function register() {
  const { serviceWorker } = navigator;
  registration = await serviceWorker.register(addresses.worker, { scope: addresses.shell });
  registration.addEventListener("updatefound", () => watch(registration.installing));
  if (registration.waiting && serviceWorker.controller) told();
  let controlled = Boolean(serviceWorker.controller);
  serviceWorker.addEventListener("controllerchange", () => {
    // Another tab took the new version: the files of this one are gone.
    if (controlled) told();
    controlled = true;
  });
  window.addEventListener("online", look);
  document.addEventListener("visibilitychange", look);
  return serviceWorker.ready;
}

// Without a signal there is nothing new, and no reason to say so.
function look() {
  if (document.visibilityState === "visible") registration.update().catch(() => {});
}

// Takes the version that waits and opens the page again; `keep` is awaited before.
export async function useNew(keep) {
  await keep();
  const { waiting } = registration;
  if (waiting) {
    const changed = new Promise((done) => {
      navigator.serviceWorker.addEventListener("controllerchange", done, { once: true });
    });
    waiting.postMessage("use");
    await changed;
  }
  window.location.reload();
}
