// A block copied in Excel is pasted over the cells to the right of and below the one in focus.
document.querySelector("#targets")?.addEventListener("paste", (event) => {
  const start = event.target.closest("td");
  const text = event.clipboardData.getData("text");
  if (!start || !/[\t\n]/.test(text.trimEnd())) return;
  event.preventDefault();
  const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n");
  const column = start.cellIndex;
  let row = start.parentElement;
  for (const line of lines) {
    if (!row) break;
    line.split("\t").forEach((value, offset) => {
      const input = row.cells[column + offset]?.querySelector("input");
      if (input) input.value = value.trim();
    });
    row = row.nextElementSibling;
  }
  start.querySelector("input").dispatchEvent(new Event("input", { bubbles: true }));
});
