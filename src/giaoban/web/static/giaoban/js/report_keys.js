// Cells like those of a spreadsheet: Enter and the down arrow go on, the up arrow goes back.

export function walkByKeys(form) {
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches("[data-walks]") || event.altKey || event.ctrlKey || event.metaKey) return;
    if (walkInGrid(cell, event)) {
      event.preventDefault();
      return;
    }
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
  // A tilde in a number marks it as estimated, and takes the mark away again.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "~" || !event.target.matches("input[data-walks]")) return;
    const code = event.target.name.slice("cell-".length);
    const mark = form.elements[`estimate-${code}`];
    if (!mark) return;
    event.preventDefault();
    mark.click();
  });
  // Shift+F2 writes a note, as in a spreadsheet; Escape goes back to the cell.
  for (const summary of form.querySelectorAll("[data-cell-more]")) summary.tabIndex = -1;
  form.addEventListener("keydown", (event) => {
    if (event.key === "F2" && event.shiftKey && event.target.matches("[data-walks]")) {
      const note = form.elements[`note-${event.target.name.slice("cell-".length)}`];
      if (!note) return;
      event.preventDefault();
      note.closest("details").open = true;
      note.focus();
    } else if (event.key === "Escape" && event.target.name && event.target.closest(".cell-more")) {
      const code = event.target.name.replace(/^(note|estimate)-/, "");
      event.target.closest("details").open = false;
      form.elements[`cell-${code}`].focus();
    }
  });
  // Like a spreadsheet, a click or Tab takes the whole content, so that typing replaces it.
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("input[data-walks]")) event.target.select();
  });
}

// In a table the arrows go to the cell above, below, left and right; sideways only from the edge of
// what is typed, and never out of a list's text.
function walkInGrid(cell, event) {
  const grid = cell.closest("table.grid-table");
  if (!grid) return false;
  const isList = grid.matches(".list-table");
  const isChoice = cell.tagName === "SELECT";
  const here = cell.closest("td");
  let next = null;
  if (event.key === "Enter" && !isList) next = below(here, event.shiftKey ? -1 : 1);
  else if (!isChoice && event.key === "ArrowDown" && cell.tagName !== "TEXTAREA") next = below(here, 1);
  else if (!isChoice && event.key === "ArrowUp" && cell.tagName !== "TEXTAREA") next = below(here, -1);
  else if (event.key === "ArrowRight" && isAtEdge(cell, 1)) next = beside(here, 1);
  else if (event.key === "ArrowLeft" && isAtEdge(cell, -1)) next = beside(here, -1);
  else return false;
  if (!next) return false; // out of the table, on to what follows
  next.focus();
  if (next.select) next.select();
  return true;
}

function isAtEdge(cell, step) {
  if (cell.tagName === "SELECT") return true;
  const isWhole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  return isWhole || (step > 0 ? cell.selectionStart === cell.value.length : cell.selectionEnd === 0);
}

function below(here, step) {
  const rows = [...here.closest("tbody").rows].filter((row) => row.querySelector("[data-walks]"));
  for (let at = rows.indexOf(here.parentElement) + step; rows[at]; at += step) {
    const found = rows[at].cells[here.cellIndex]?.querySelector("[data-walks]");
    if (found) return found;
  }
  return null;
}

function beside(here, step) {
  const cells = here.parentElement.cells;
  for (let at = here.cellIndex + step; cells[at]; at += step) {
    const found = cells[at].querySelector("[data-walks]");
    if (found) return found;
  }
  return null;
}
