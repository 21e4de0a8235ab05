// A paragraph, a table or the pictures of a section go up or down: by button, or by Alt and an arrow.
// What stands on the line with the cursor changes places with the next line that says something, so
// that the blank lines between them stay.

function lineOf(lines, offset) {
  let end = -1;
  for (let number = 0; number < lines.length; number += 1) {
    end += lines[number].length + 1;
    if (offset <= end) return number;
  }
  return lines.length - 1;
}

function says(line) {
  return line !== undefined && line.trim() !== "";
}

function move(box, step) {
  const lines = box.value.split("\n");
  const from = lineOf(lines, box.selectionStart);
  if (!says(lines[from])) return false;
  let to = from + step;
  while (to >= 0 && to < lines.length && !says(lines[to])) to += step;
  if (!says(lines[to])) return false;
  const before = lines.slice(0, from).join("\n").length + (from > 0 ? 1 : 0);
  const within = box.selectionStart - before;
  [lines[from], lines[to]] = [lines[to], lines[from]];
  box.value = lines.join("\n");
  const start = lines.slice(0, to).join("\n").length + (to > 0 ? 1 : 0);
  box.setSelectionRange(start + within, start + within);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

for (const row of document.querySelectorAll("[data-move-lines]")) {
  const box = document.getElementById(row.dataset.moveLines);
  const said = row.querySelector("[data-moved]");
  const step = (button) => {
    said.textContent = "";
    if (!box.readOnly && move(box, Number(button.dataset.way))) said.textContent = button.dataset.said;
    box.focus();
  };
  row.hidden = false;
  for (const button of row.querySelectorAll("[data-way]")) button.addEventListener("click", () => step(button));
  box.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const way = { ArrowUp: "-1", ArrowDown: "1" }[event.key];
    if (!way) return;
    event.preventDefault();
    step(row.querySelector(`[data-way="${way}"]`));
  });
}
