// Items of an agenda are put in order by dragging, or by Alt and an arrow on anything within one.
// The buttons beside each do the same without this script; htmx brings the agenda with its new times.

const said = () => document.querySelector("[data-agenda-said]");
const itemsOf = (list) => [...list.querySelectorAll(":scope > li")];
let dragged = null;
let moving = "";

function rowAt(event) {
  return event.target.closest?.("[data-agenda] > li") ?? null;
}

function clear() {
  for (const row of document.querySelectorAll(".is-target-before, .is-target-after, .is-dragged")) {
    row.classList.remove("is-target-before", "is-target-after", "is-dragged");
  }
}

function isAfter(row, event) {
  const box = row.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
}

function send(row, to) {
  const form = row.querySelector(".agenda-moves");
  const field = form?.querySelector("[name='to']");
  if (!field) return;
  moving = row.dataset.item;
  field.disabled = false;
  field.value = String(to);
  form.requestSubmit();
}

function enable() {
  const list = document.querySelector("[data-agenda]");
  if (!list) return;
  for (const row of itemsOf(list)) if (row.querySelector(".agenda-moves")) row.draggable = true;
}

function tell(key) {
  const list = document.querySelector("[data-agenda]");
  const row = list && document.getElementById(`item-${key}`);
  if (!row) return;
  const number = itemsOf(list).indexOf(row) + 1;
  const line = said();
  if (line) line.textContent = list.dataset.moved.replace("{title}", row.dataset.title).replace("{number}", number);
  const button = row.querySelector(".agenda-moves button:not(:disabled)");
  (button ?? row.querySelector("a"))?.focus();
}

document.addEventListener("dragstart", (event) => {
  dragged = rowAt(event);
  if (!dragged?.draggable) return;
  dragged.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.item);
});

document.addEventListener("dragover", (event) => {
  const row = dragged && rowAt(event);
  if (!row || row.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  for (const other of itemsOf(row.parentElement)) other.classList.remove("is-target-before", "is-target-after");
  if (row !== dragged) row.classList.add(isAfter(row, event) ? "is-target-after" : "is-target-before");
});

document.addEventListener("drop", (event) => {
  const row = dragged && rowAt(event);
  if (!row || row.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  if (row === dragged) return;
  const rest = itemsOf(row.parentElement).filter((each) => each !== dragged);
  send(dragged, rest.indexOf(row) + (isAfter(row, event) ? 1 : 0));
});

document.addEventListener("dragend", () => { clear(); dragged = null; });

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const row = way && rowAt(event);
  if (!row?.querySelector(".agenda-moves")) return;
  event.preventDefault();
  const place = itemsOf(row.parentElement).indexOf(row);
  if (place + way >= 0 && place + way < itemsOf(row.parentElement).length) send(row, place + way);
});

document.addEventListener("submit", (event) => {
  const row = event.target.closest?.("[data-agenda] > li");
  if (row) moving = row.dataset.item;
}, true);

document.body.addEventListener("htmx:afterSettle", () => {
  enable();
  if (moving) tell(moving);
  moving = "";
});

enable();
