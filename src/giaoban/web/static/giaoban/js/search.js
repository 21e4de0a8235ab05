// `/` goes to the search box; arrows walk through what was found; Escape closes it.

const isTyping = (element) =>
  element.closest("input, textarea, select, [contenteditable='true']") !== null;

export function quickSearch() {
  const box = document.getElementById("search-box");
  const found = document.getElementById("quick-results");
  if (!box || !found) return;

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  const form = box.form;
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      found.replaceChildren();
      box.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const stops = [box, ...found.querySelectorAll("a")];
      const at = stops.indexOf(document.activeElement);
      const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) found.replaceChildren();
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) found.replaceChildren();
  });
}
