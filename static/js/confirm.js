// Ask before a form marked data-ocop-confirm="Question" is sent. The button that goes
// on says data-ocop-confirm-action, or "Đồng ý".

function button(className, text) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn ${className}`;
  made.textContent = text;
  return made;
}

function ask(question, action, proceed) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const words = document.createElement("p");
  words.id = "ocop-question";
  words.className = "mb-0";
  words.textContent = question;
  dialog.setAttribute("aria-labelledby", words.id);
  const actions = document.createElement("div");
  actions.className = "dialog-actions";
  const back = button("btn-secondary", "Quay lại");
  const yes = button("btn-danger", action);
  back.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", () => {
    dialog.close();
    proceed();
  });
  dialog.addEventListener("close", () => dialog.remove());
  actions.append(back, yes);
  dialog.append(words, actions);
  document.body.append(dialog);
  dialog.showModal();
  back.focus();
}

// Before any other listener, so that nothing is sent or forgotten until the answer.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const marked = event.submitter?.dataset.ocopConfirm ? event.submitter : form;
    const question = marked.dataset.ocopConfirm;
    if (!question) return;
    if (form.dataset.ocopConfirmed) {
      delete form.dataset.ocopConfirmed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(question, marked.dataset.ocopConfirmAction ?? "Đồng ý", () => {
      form.dataset.ocopConfirmed = "yes";
      form.requestSubmit(event.submitter);
    });
  },
  true,
);
