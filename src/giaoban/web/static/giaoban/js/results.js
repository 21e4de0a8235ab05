// The explorer: which figure is the panel telling about, and where was one when a choice reloaded it?

const KEPT = "giaoban-chosen";

document.body.addEventListener("htmx:beforeRequest", (event) => {
  const link = event.detail.elt;
  if (!link.closest(".explorer")) return;
  for (const other of document.querySelectorAll(".explorer [aria-current]")) {
    other.removeAttribute("aria-current");
  }
  link.setAttribute("aria-current", "true");
});

const panel = document.getElementById("side-panel");
if (panel) {
  panel.addEventListener("close", () => {
    const told = document.querySelector(".explorer a[aria-current]");
    if (told) told.removeAttribute("aria-current");
  });
}

// A choice applies at once and the page comes anew: the focus goes back to the field that chose.
document.addEventListener("change", (event) => {
  if (event.target.matches("form[data-filters] select")) {
    sessionStorage.setItem(KEPT, event.target.id);
  }
});
const kept = sessionStorage.getItem(KEPT);
sessionStorage.removeItem(KEPT);
const field = kept && document.getElementById(kept);
if (field) field.focus();
