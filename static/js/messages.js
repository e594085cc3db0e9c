// Messages can be dismissed; a failed htmx request leaves one with "Thử lại".

const region = () => document.getElementById("messages");

function revealCloseButtons(root) {
  root.querySelectorAll("[data-ocop-dismiss]").forEach((button) => {
    button.hidden = false;
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-ocop-dismiss]");
  if (!button) return;
  button.closest("[data-tone]").remove();
  document.getElementById("noi-dung")?.focus();
});

function show(text, retry) {
  region().querySelectorAll("[data-ocop-failure]").forEach((old) => old.remove());
  const message = document.createElement("div");
  message.className = "message";
  message.dataset.tone = "bad";
  message.dataset.ocopFailure = "";
  const words = document.createElement("p");
  words.textContent = text;
  message.append(words);
  if (retry) {
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn-secondary";
    again.textContent = "Thử lại";
    again.addEventListener("click", () => {
      message.remove();
      retry();
    });
    message.append(again);
  }
  region().append(message);
  message.scrollIntoView({ block: "nearest" });
}

// Asks the same thing again, with what the fields hold by then.
function repeat({ elt, requestConfig, target }) {
  return () =>
    window.htmx.ajax(requestConfig.verb.toUpperCase(), requestConfig.path, {
      source: elt,
      target,
    });
}

const WORDS = {
  0: "Chưa gửi được vì mất kết nối.",
  400: "Dữ liệu gửi lên không đọc được.",
  403: "Bạn chưa được giao quyền này, hoặc phiên làm việc đã hết. Xin tải lại trang.",
  404: "Không tìm thấy nội dung này, hoặc nội dung nằm ngoài địa bàn của bạn.",
  413: "Dữ liệu gửi lên quá lớn.",
};

function failed(event) {
  const status = event.detail.xhr?.status ?? 0;
  const words = WORDS[status] ?? "Hệ thống chưa xử lý được yêu cầu này.";
  const mayHelp = status === 0 || status >= 500;
  show(words, mayHelp ? repeat(event.detail) : null);
}

document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:timeout", failed);
document.addEventListener("htmx:responseError", failed);
document.addEventListener("htmx:load", (event) => revealCloseButtons(event.detail.elt));
revealCloseButtons(document);
