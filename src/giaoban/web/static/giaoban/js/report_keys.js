// Cells like those of a spreadsheet: Enter and the down arrow go on, the up arrow goes back.

export function walkByKeys(form) {
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches("[data-walks]") || event.altKey || event.ctrlKey || event.metaKey) return;
    let step = 0;
    if (event.key === "Enter") step = event.shiftKey ? -1 : 1;
    else if (cell.tagName === "INPUT" && event.key === "ArrowDown") step = 1;
    else if (cell.tagName === "INPUT" && event.key === "ArrowUp") step = -1;
    if (!step) return;
    event.preventDefault();
    const cells = [...form.querySelectorAll("[data-walks]")].filter((one) => one.offsetParent);
    const next = cells[cells.indexOf(cell) + step];
    if (!next) return;
    next.focus();
    if (next.select) next.select();
  });
  // Like a spreadsheet, a click or Tab takes the whole content, so that typing replaces it.
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("input[data-walks]")) event.target.select();
  });
}
