// Only the fields that the chosen kind has are shown; the server ignores all others anyway.
// <form data-kind-of="name of the radio buttons"> … <div data-kinds="values that have it">
for (const form of document.querySelectorAll("form[data-kind-of]")) {
  const show = () => {
    const kind = form.querySelector(`input[name=${form.dataset.kindOf}]:checked`)?.value;
    for (const part of form.querySelectorAll("[data-kinds]")) {
      part.hidden = Boolean(kind) && !part.dataset.kinds.split(" ").includes(kind);
    }
  };
  form.addEventListener("change", show);
  show();
}
