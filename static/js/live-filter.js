// Send a filter form marked data-ocop-live as it changes: choices at once, typing
// after a pause, and never in the middle of a composed word (Telex, VNI, IME).

const PAUSE = 300;
// Half a date is no date: those are sent when they are left.
const TYPED = ":is([type=search], [type=text], [type=number]):not([data-ocop-date])";

function watch(form) {
  let timer;
  let composing = false;

  const send = () => {
    clearTimeout(timer);
    if (!composing && form.isConnected) form.requestSubmit();
  };
  const sendSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  };

  form.addEventListener("compositionstart", () => {
    composing = true;
    clearTimeout(timer);
  });
  form.addEventListener("compositionend", () => {
    composing = false;
    sendSoon();
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches(TYPED) && !event.isComposing) sendSoon();
  });
  form.addEventListener("change", (event) => {
    if (!event.target.matches(TYPED)) send();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.isComposing || composing)) event.preventDefault();
  });
  // A sent form needs no second sending, and an address needs no empty parts.
  form.addEventListener("submit", () => clearTimeout(timer));
  form.addEventListener("htmx:configRequest", (event) => {
    const { parameters } = event.detail;
    for (const name of new Set(Object.keys(parameters))) {
      if (parameters[name] === "") delete parameters[name];
    }
  });
}

const seen = new WeakSet();
function watchAll() {
  document.querySelectorAll("form[data-ocop-live][hx-get]").forEach((form) => {
    if (seen.has(form)) return;
    seen.add(form);
    watch(form);
  });
}

watchAll();
document.addEventListener("htmx:load", watchAll);
