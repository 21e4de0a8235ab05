// Units × periods by mouse and key. A square or a name opens; with Shift held it ticks its row, and
// everything between it and the last one ticked. Arrow keys move over the grid, so that Tab passes
// it in one step; Space ticks, Shift+Space ticks up to here.

const form = document.querySelector("form[data-picking]");

function tick(form) {
  let last = null;
  const boxes = () => [...form.querySelectorAll("input[name='pick']")];
  const count = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    for (const words of document.querySelectorAll("[data-picked-none]")) words.hidden = ticked > 0;
    for (const words of document.querySelectorAll("[data-picked-some]")) words.hidden = ticked === 0;
    document.querySelector("[data-picked-count]").textContent = String(ticked);
  };
  const settle = (box, isRange) => {
    if (isRange && last && last.isConnected) {
      const all = boxes();
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const between of all.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
    count();
  };
  const toggle = (row, isRange) => {
    const box = row.querySelector("input[name='pick']");
    if (!box) return;
    // A stretch takes the state of its first row, as in a spreadsheet.
    box.checked = isRange && last ? last.checked : !box.checked;
    settle(box, isRange);
  };
  form.addEventListener("click", (event) => {
    const box = event.target.closest("input[name='pick']");
    if (box) {
      settle(box, event.shiftKey);
      return;
    }
    if (!event.shiftKey || event.target.closest("label")) return;
    const row = event.target.closest("tbody tr");
    if (!row) return;
    event.preventDefault();
    window.getSelection().removeAllRanges();
    toggle(row, true);
  });
  form.addEventListener("mousedown", (event) => {
    if (event.shiftKey && event.target.closest("tbody tr")) event.preventDefault();
  });
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest("tbody tr");
    if (event.key !== " " || !row || event.target.matches("input")) return;
    event.preventDefault();
    toggle(row, event.shiftKey);
  });
  window.addEventListener("pageshow", count);
}

// One stop for Tab; the arrows, Home, End, Page Up and Page Down go over rows and columns.
function moveByArrows(table) {
  let rows = [];
  let stops = [];
  const look = () => {
    rows = [...table.querySelectorAll("tbody tr")].map((row) =>
      [...row.cells].map((cell) => cell.querySelector("input, a")),
    );
    stops = [...table.querySelectorAll("tbody :is(input, a)")];
    const stop = stops.find((each) => each === document.activeElement) || rows.flat().find(Boolean);
    for (const each of stops) each.tabIndex = each === stop ? 0 : -1;
  };
  look();
  document.body.addEventListener("htmx:afterSettle", look); // more rows came
  table.addEventListener("focusin", (event) => {
    if (!stops.includes(event.target)) return;
    for (const stop of stops) stop.tabIndex = stop === event.target ? 0 : -1;
  });
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("tbody td, tbody th");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = cell.parentElement.rowIndex - table.tHead.rows.length;
    const column = cell.cellIndex;
    const last = rows.length - 1;
    const goals = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, rows[row].length - 1],
      PageUp: [Math.max(row - 10, 0), column],
      PageDown: [Math.min(row + 10, last), column],
    };
    const goal = goals[event.key];
    if (!goal) return;
    event.preventDefault();
    // A cell without anything to press, such as the share at the end, passes on to its neighbour.
    const step = event.key === "End" || event.key === "ArrowLeft" ? -1 : 1;
    const line = rows[goal[0]] || [];
    let at = goal[1];
    while (at >= 0 && at < line.length && !line[at]) at += step;
    if (line[at]) line[at].focus();
  });
}

// The newest period stands last: where the frame is too narrow for all, it shows that end first.
function showTheNewest(frame) {
  frame.scrollLeft = frame.scrollWidth;
}

if (form) {
  tick(form);
  moveByArrows(form.querySelector("table"));
  showTheNewest(form.querySelector(".table-frame"));
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
