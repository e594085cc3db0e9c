// Warn two minutes before the session ends, and keep what is being typed.
//
// Other tabs may have made the session longer, so the server is asked before anything
// is shown. After signing in again in another tab, the forms that stayed open here get
// a token that the server accepts, provided it is the same person.

const WARN_SECONDS = 120;

const dialog = document.querySelector("[data-ocop-session]");
const words = dialog?.querySelector("[data-ocop-words]");
const extendButton = dialog?.querySelector("[data-ocop-extend]");
const signInLink = dialog?.querySelector("[data-ocop-sign-in]");
let endsAt = 0;
let timer = 0;

function token() {
  return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

function renewToken(value) {
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": value }));
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
    field.value = value;
  }
}

async function state(method) {
  const response = await fetch(dialog.dataset.ocopUrl, {
    method,
    headers: method === "POST" ? { "X-CSRFToken": token() } : {},
  });
  if (!response.ok) throw new Error(`session: ${response.status}`);
  return response.json();
}

function secondsLeft() {
  return Math.max(0, Math.round((endsAt - Date.now()) / 1000));
}

function sleepUntilWarning() {
  window.clearTimeout(timer);
  const wait = Math.max(0, secondsLeft() - WARN_SECONDS);
  timer = window.setTimeout(check, wait * 1000);
}

// Take what the server says: carry on quietly, warn, or say that it is over.
function follow({ seconds, user, token: fresh }) {
  endsAt = Date.now() + seconds * 1000;
  if (seconds > 0 && String(user) !== dialog.dataset.ocopUser) {
    say("Trình duyệt này đang đăng nhập bằng tài khoản khác. Xin chép lại phần đang nhập.");
    return;
  }
  if (seconds > 0) renewToken(fresh);
  if (seconds > WARN_SECONDS) {
    dialog.close();
    sleepUntilWarning();
  } else {
    countDown();
  }
}

async function check(method = "GET") {
  try {
    follow(await state(method));
  } catch {
    // The line is down or the token has grown old; what is known here still counts.
    countDown();
  }
}

function say(text, { canExtend = false, canSignIn = false } = {}) {
  if (words.textContent !== text) words.textContent = text;
  extendButton.hidden = !canExtend;
  signInLink.hidden = !canSignIn;
  if (!dialog.open) dialog.showModal();
}

function countDown() {
  window.clearTimeout(timer);
  const seconds = secondsLeft();
  if (seconds === 0) {
    say("Phiên làm việc đã hết. Phần đang nhập vẫn còn ở đây: xin đăng nhập lại ở thẻ mới rồi quay về gửi tiếp.", { canSignIn: true });
    return;
  }
  const minutes = Math.ceil(seconds / 60);
  const left = seconds > 60 ? `${minutes} phút` : "chưa đầy 1 phút";
  say(`Phiên làm việc còn ${left}. Bấm tiếp tục để không phải đăng nhập lại.`, { canExtend: true });
  timer = window.setTimeout(countDown, 1000);
}

if (dialog) {
  endsAt = Date.now() + Number(dialog.dataset.ocopSeconds) * 1000;
  extendButton.addEventListener("click", () => check("POST"));
  // Coming back to this tab: another one may have signed in, or the machine slept.
  window.addEventListener("focus", () => {
    if (dialog.open || secondsLeft() <= WARN_SECONDS) check();
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && !dialog.open) check();
  });
  sleepUntilWarning();
}
