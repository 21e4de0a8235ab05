// A block of cells copied from a spreadsheet spreads from the focused cell, down and to the right,
// over the cells that can be filled in, and no further than the table it began in; a list gets the
// rows that it lacks. What cannot be read is listed and left out; all of it can be undone at once.

let form = null;
let panel = null;
const YES = new Set(["1", "có", "co", "yes", "y", "true", "x"]);
const NO = new Set(["0", "không", "khong", "no", "n", "false"]);
let before = []; // [cell, value], as they stood
let added = []; // rows of a list that were not there

export function pasteBlocks(page) {
  form = page;
  panel = document.getElementById("pasted");
  form.addEventListener("paste", (event) => {
    const start = cellOf(event.target);
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!start) return;
    const block = readBlock(text);
    // One value is pasted as ever; several lines into a narrative are its own lines.
    if (block.length * block[0].length < 2) return;
    if (start.tagName === "TEXTAREA" && block[0].length < 2) return;
    event.preventDefault();
    put(start, block);
  });
  panel.querySelector("[data-undo]").addEventListener("click", undo);
  panel.querySelector("[data-close]").addEventListener("click", () => { panel.hidden = true; });
}

// Rows of cells: tabs part cells; a cell in quotation marks may hold tabs, lines and "" for ".
export function readBlock(text) {
  const rows = [[""]];
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const row = rows[rows.length - 1];
    const letter = text[at];
    if (isQuoted) {
      if (letter === '"' && text[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; }
      else if (letter === '"') isQuoted = false;
      else row[row.length - 1] += letter;
    } else if (letter === '"' && row[row.length - 1] === "") isQuoted = true;
    else if (letter === "\t") row.push("");
    else if (letter === "\n" || letter === "\r") {
      if (letter === "\r" && text[at + 1] === "\n") at += 1;
      rows.push([""]);
    } else row[row.length - 1] += letter;
  }
  const last = rows[rows.length - 1];
  if (rows.length > 1 && last.length === 1 && last[0] === "") rows.pop();
  return rows;
}

// A number as this page's language writes it. "1,234.5" can only be English and "1.234,5" only
// Vietnamese; what can be either is read in the language of the page. Null: no number.
export function readNumber(text, language) {
  const bare = text.replace(/[\s\u00a0\u2007\u2009\u202f]/g, "").replace("−", "-");
  const [decimal, grouping] = language === "vi" ? [",", "."] : [".", ","];
  for (const [mark, group] of [[decimal, grouping], [grouping, decimal]]) {
    const shape = new RegExp(`^[+-]?(\\d+|\\d{1,3}(\\${group}\\d{3})+)(\\${mark}\\d+)?$`);
    if (shape.test(bare)) return bare.replaceAll(group, "").replace(mark, decimal);
  }
  return null;
}

function put(start, block) {
  before = [];
  added = [];
  const refused = [];
  addRows(start, block.length);
  const rows = rowsFrom(start);
  const first = fillable(rows[0]).indexOf(start);
  block.forEach((values, down) => {
    const cells = rows[down] ? fillable(rows[down]).slice(first) : [];
    values.forEach((value, right) => {
      const cell = cells[right];
      if (!cell) {
        if (value.trim()) refused.push([panel.dataset.outside, value]);
      } else if (!fill(cell, value.trim())) refused.push([nameOf(cell), value]);
    });
  });
  for (const [cell] of before) {
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    cell.dispatchEvent(new Event("change", { bubbles: true }));
  }
  start.focus();
  say(before.length, refused);
}

function addRows(start, wanted) {
  const list = start.closest("[data-list]");
  if (!list) return;
  for (let lacking = wanted - rowsFrom(start).length; lacking > 0; lacking -= 1) {
    list.querySelector("[data-add]").click();
    const rows = list.querySelectorAll("[data-rows] [data-list-row]");
    added.push(rows[rows.length - 1]);
  }
}

function fill(cell, value) {
  const given = asTyped(cell, value);
  if (given === null) return false;
  const present = valueOf(cell);
  if (present !== given) {
    before.push([cell, present]);
    setValue(cell, given);
  }
  return true;
}

// What the cell takes of a value; null where it takes none.
function asTyped(cell, value) {
  if (value === "") return "";
  if (cell.tagName === "TEXTAREA") return value.length <= cell.maxLength ? value : null;
  if (cell.type === "date") {
    const day = value.match(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/);
    const iso = day ? `${day[3]}-${day[2].padStart(2, "0")}-${day[1].padStart(2, "0")}` : value;
    return Number.isNaN(Date.parse(iso)) || iso.length !== 10 ? null : iso;
  }
  if (cell.type === "radio" || cell.matches("select")) return chosen(cell, value);
  if (cell.matches("[inputmode]")) return readNumber(value, document.documentElement.lang.slice(0, 2));
  return value;
}

function chosen(cell, value) {
  const wanted = value.toLowerCase();
  const values = cell.type === "radio" ? ["1", "0"] : [...cell.options].map((each) => each.value);
  if (values.includes("1") && values.includes("0") && values.length <= 3) {
    if (YES.has(wanted)) return "1";
    return NO.has(wanted) ? "0" : null;
  }
  return values.find((each) => each && each.toLowerCase() === wanted) ?? null;
}

function valueOf(cell) {
  return cell.type === "radio" ? form.elements[cell.name].value : cell.value;
}

function setValue(cell, value) {
  if (cell.type !== "radio") cell.value = value;
  else for (const one of form.elements[cell.name]) if (one.type === "radio") one.checked = one.value === value;
}

function undo() {
  for (const [cell, value] of before) {
    setValue(cell, value);
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    cell.dispatchEvent(new Event("change", { bubbles: true }));
  }
  for (const row of added.reverse()) if (row.isConnected) row.querySelector("[data-remove]").click();
  before = [];
  added = [];
  panel.hidden = true;
}

function say(filled, refused) {
  panel.querySelector("[data-filled]").textContent = panel.dataset.filled.replace("{n}", String(filled));
  const list = panel.querySelector("[data-refused]");
  list.replaceChildren(...refused.slice(0, 20).map(([name, value]) => {
    const line = document.createElement("li");
    line.textContent = panel.dataset.line.replace("{name}", name).replace("{text}", value.slice(0, 60));
    return line;
  }));
  const count = panel.querySelector("[data-count]");
  count.textContent = panel.dataset.refusedCount.replace("{n}", String(refused.length));
  count.hidden = list.hidden = !refused.length;
  panel.querySelector("[data-undo]").hidden = !filled;
  panel.hidden = false;
}

// The answers of a row, one for each cell: of a yes and no the first of its buttons.
function fillable(row) {
  const cells = [...row.querySelectorAll("[name^='cell-'][data-saves], [data-column]")];
  const seen = new Set();
  return cells.filter((cell) => {
    if (cell.type === "hidden" || cell.disabled || !isShown(cell)) return false;
    if (cell.name && seen.has(cell.name)) return false; // the cells of a list have no names
    seen.add(cell.name);
    return true;
  });
}

function isShown(cell) {
  return cell.offsetParent !== null || Boolean(cell.closest("label")?.offsetParent);
}

function rowsFrom(start) {
  const table = start.closest("table.grid-table") || form;
  const rows = [...table.querySelectorAll("tr")].filter((row) => fillable(row).length);
  return rows.slice(rows.indexOf(start.closest("tr")));
}

function cellOf(target) {
  const row = target.closest ? target.closest("tr") : null;
  return row ? fillable(row).find((cell) => cell === target) : undefined;
}

function nameOf(cell) {
  const named = cell.closest("[aria-labelledby]");
  if (!named) return cell.getAttribute("aria-label") || "";
  const ids = named.getAttribute("aria-labelledby").split(" ");
  return ids.map((id) => document.getElementById(id)?.textContent.trim() || "").join(" ").trim();
}
