// <form data-confirm="Sentence that says what will happen" data-confirm-button="Delete"> asks first.

export function confirmBeforeSending() {
  const dialog = document.getElementById("confirm");
  if (!dialog) return;
  let agree = null;
  const go = dialog.querySelector("[data-go]");
  const usual = go.textContent;

  const ask = (asking, then) => {
    dialog.querySelector("[data-text]").textContent = asking.dataset.confirm;
    go.textContent = asking.dataset.confirmButton || usual;
    agree = then;
    dialog.showModal();
  };
  go.addEventListener("click", () => {
    dialog.close();
    if (agree) agree();
    agree = null;
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const asking = event.submitter && event.submitter.dataset.confirm ? event.submitter : form;
    if (!asking.dataset.confirm || asking.dataset.agreed) return;
    event.preventDefault();
    event.stopPropagation();
    const submitter = event.submitter;
    ask(asking, () => {
      asking.dataset.agreed = "yes";
      form.requestSubmit(submitter);
      delete asking.dataset.agreed;
    });
  }, true);

  // The same for requests of htmx, whose own question would be the browser's grey box.
  document.body.addEventListener("htmx:confirm", (event) => {
    const asking = event.detail.elt;
    if (!asking.dataset.confirm || asking.tagName === "FORM") return;
    event.preventDefault();
    ask(asking, () => event.detail.issueRequest(true));
  });

  const early = window.takeOverEarly();
  if (early && early.form.isConnected) early.form.requestSubmit(early.button);
}
