// <form data-unsaved> keeps a person from leaving with something typed and not yet sent.

export function guardUnsaved() {
  let typed = false;
  const guarded = (element) => element.closest("form[data-unsaved]");
  document.addEventListener("input", (event) => {
    if (guarded(event.target)) typed = true;
  });
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && guarded(event.target)) typed = false;
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && guarded(event.detail.elt)) typed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (typed) event.preventDefault();
  });
}
