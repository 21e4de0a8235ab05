// <a href hx-get hx-target="#side-panel-body"> fills the side panel; it opens when the answer is in.
// On a wide window the page beside it stays usable; on a narrow one the panel is modal.

let opener = null;

export function openPanels() {
  const panel = document.getElementById("side-panel");
  if (!panel) return;
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target && event.detail.target.id === "side-panel-body") {
      if (!panel.contains(event.detail.elt)) opener = event.detail.elt;
    }
  });
  // Settled, so that the links of what came are told apart before the focus lets a key reach them.
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "side-panel-body") return;
    if (!panel.open) {
      if (window.matchMedia("(min-width: 1000px)").matches) panel.show();
      else panel.showModal();
    }
    const heading = panel.querySelector("#side-panel-body h2") || panel.querySelector("button");
    if (heading.tagName === "H2") heading.tabIndex = -1;
    heading.focus();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") panel.close();
  });
  panel.addEventListener("close", () => {
    if (opener && opener.isConnected) opener.focus();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-close]");
    if (button) button.closest("dialog").close();
    const starter = event.target.closest("[data-opens]");
    if (starter) document.getElementById(starter.dataset.opens).showModal();
  });
}
