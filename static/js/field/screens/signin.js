// Signing in over the open form: the page stays as it is, and what waits goes on.

import { addresses } from "../addresses.js";
import * as sender from "../sender.js";
import { owner } from "../store.js";
import { session } from "../transport.js";
import { fill, find, on, part } from "./dom.js";

const WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng.";
const MORE = "Tài khoản này cần thêm bước xác thực: xin đăng nhập ở thẻ mới rồi quay lại.";
const OTHER = "Đã đăng nhập bằng tài khoản khác; phần chưa gửi giữ cho người đã ghi.";

const parse = (html) => new DOMParser().parseFromString(html, "text/html");

async function page(options = {}) {
  const response = await fetch(addresses.signIn, { cache: "no-store", ...options });
  return { url: response.url, page: parse(await response.text()) };
}

// Returns what is wrong in words, or "" where somebody is signed in now.
async function signIn(form) {
  const { page: before } = await page();
  const token = before.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (token) {
    const body = new URLSearchParams(new FormData(form));
    body.set("csrfmiddlewaretoken", token);
    const { url, page: after } = await page({ method: "POST", body });
    const { user } = await session();
    if (!user) {
      const isMore = new URL(url).pathname !== addresses.signIn;
      const said = after.querySelector(".error-summary, .invalid-feedback, .field-error");
      return isMore ? MORE : said?.textContent.trim() || WRONG;
    }
  }
  const { user } = await session();
  const mine = owner()?.id;
  return mine && String(user) !== String(mine) ? OTHER : "";
}

let open = null;

// Opens the dialog once; resolves to true when somebody has signed in.
export function askToSignIn(why) {
  open ??= show(why).finally(() => {
    open = null;
  });
  return open;
}

function show(why) {
  const dialog = fill(part("sign-in"), { why });
  const form = find(dialog, "form");
  document.body.append(dialog);
  let done = false;

  async function send(event) {
    event.preventDefault();
    const button = find(form, "[type=submit]");
    button.disabled = true;
    let error = "Chưa kết nối được máy chủ.";
    try {
      error = await signIn(form);
    } catch {
      // The line is down: said above, and what was typed stays.
    }
    button.disabled = false;
    fill(dialog, { error });
    if (error) return;
    done = true;
    dialog.close();
  }

  // Somebody may have signed in on another page meanwhile.
  async function look() {
    const { user } = await session().catch(() => ({}));
    if (user && (!owner() || String(user) === String(owner().id))) {
      done = true;
      dialog.close();
    }
  }

  form.addEventListener("submit", send);
  on(dialog, "click", "[data-act=later]", () => dialog.close());
  window.addEventListener("focus", look);
  dialog.showModal();
  return new Promise((settle) => {
    dialog.addEventListener("close", () => {
      window.removeEventListener("focus", look);
      dialog.remove();
      if (done && owner()) sender.sendNow();
      settle(done);
    });
  });
}
