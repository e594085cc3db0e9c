// On every page of the portal: whose work lies on this device for want of a signal.
//
// Signing out with work that was never sent asks first. After that, or when somebody
// else is signed in, the device no longer opens it by itself: it waits for its owner.

import { unsentOf, USER } from "./unsent.js";

const form = document.querySelector("form[data-ocop-sign-out]");
const id = form?.dataset.ocopSignOut;

async function warn() {
  const count = await unsentOf(id).catch(() => 0); // Nothing may be stored here.
  delete form.dataset.ocopConfirm;
  if (!count) return;
  form.dataset.ocopConfirm =
    `Máy này còn ${count} mục bạn ghi khi đi cơ sở mà chưa gửi. Đăng xuất rồi chúng vẫn nằm trên máy, ` +
    "chờ bạn đăng nhập lại trên chính máy này để gửi; người khác không xem và không gửi được.";
  form.dataset.ocopConfirmAction = "Vẫn đăng xuất";
}

function forget() {
  localStorage.removeItem(USER);
}

if (form) {
  try {
    const known = JSON.parse(localStorage.getItem(USER));
    if (known && String(known.id) !== id) forget();
    warn();
    // Another tab may have sent it, or written more, before the menu is opened.
    form.closest("[popover]").addEventListener("toggle", warn);
    form.addEventListener("submit", forget);
  } catch {
    // A browser that stores nothing has nothing to warn about.
  }
}
