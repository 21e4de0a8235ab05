// Arrow keys move between the cells of the sheet; one Tab passes the sheet by.
import "./kinds.js";

const grid = document.querySelector(".marking-grid");
const cells = [...(grid?.querySelectorAll("a[data-cell]") ?? [])];
const start = grid?.querySelector("a[aria-current]") ?? cells[0];
for (const cell of cells) cell.tabIndex = cell === start ? 0 : -1;

// Where a cell stands, as [row, column], from its name.
function place(cell) {
  const [, letters, number] = cell.dataset.cell.match(/^([A-Z]+)(\d+)$/);
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return [Number(number), column];
}

const WAYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// The nearest cell in the direction, first of all in the same row or column.
function next(from, [down, right]) {
  const [row, column] = place(from);
  let found = null;
  let least = Infinity;
  for (const cell of cells) {
    const [otherRow, otherColumn] = place(cell);
    const along = down ? (otherRow - row) * down : (otherColumn - column) * right;
    const aside = Math.abs(down ? otherColumn - column : otherRow - row);
    if (along > 0 && along + aside * 100 < least) [found, least] = [cell, along + aside * 100];
  }
  return found;
}

grid?.addEventListener("keydown", (event) => {
  const way = WAYS[event.key];
  const from = event.target.closest("a[data-cell]");
  const to = way && from && next(from, way);
  if (!to) return;
  event.preventDefault();
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
});

if (location.hash === "#panel") {
  grid?.querySelector("a[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
