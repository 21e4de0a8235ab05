// Only the settings that the chosen kind has are shown; the server ignores all others anyway.
const form = document.querySelector("form[data-indicator]");

function show() {
  const kind = form.querySelector("input[name=kind]:checked")?.value;
  for (const part of form.querySelectorAll("[data-kinds]")) {
    part.hidden = Boolean(kind) && !part.dataset.kinds.split(" ").includes(kind);
  }
}

if (form) {
  form.addEventListener("change", show);
  show();
}
