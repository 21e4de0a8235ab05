// The record of a meeting on one page: what others do is seen within seconds, what is pressed here is
// done without leaving the page, and what is typed stays until the server has it.
import { setClock, tick } from "./meeting_clock.js";
import { isHeldElsewhere, isHere, openTyped, showUnsent } from "./meeting_kept.js";
import { keepNotes, sendLeftOver } from "./meeting_notes.js";
import { Refused, isOut, sayRefused, sayTaken, send } from "./meeting_sending.js";
import { cellOf, keepTyped } from "./meeting_typed.js";

const EVERY = 4000;
const HIDDEN = 20000;
const room = document.querySelector("[data-run]");
const lost = document.getElementById("connection");
const said = document.querySelector("[data-said]");
const store = openTyped(room.dataset.keep);
const refusedNotes = new Set();
const kept = new Map(); // form → what keeps its words
let notes = null;
let asking = 0;

function complain(words) {
  lost.querySelector("[data-text]").textContent = words;
  lost.hidden = false;
}

// What was done, or why it was not, until the next thing is.
function tell(words, tone) {
  said.className = `notice ${tone} run-said`;
  said.textContent = words;
  said.hidden = !words;
}

async function look() {
  const asked = new URLSearchParams({ item: room.dataset.item });
  if (notes) asked.set("notes", notes.revision);
  for (const part of room.querySelectorAll("[data-part]")) asked.set(part.dataset.part, part.dataset.digest);
  try {
    const answer = await fetch(`${room.dataset.address}?${asked}`, { redirect: "manual", cache: "no-store" });
    if (isOut(answer)) { complain(lost.dataset.signedOut); return; }
    if (!answer.ok) { complain(answer.status === 404 ? lost.dataset.missing : lost.dataset.failed); return; }
    const found = await answer.json();
    lost.hidden = true;
    setClock(found.now);
    for (const [name, part] of Object.entries(found.parts)) show(name, part);
    if (notes && found.notes) notes.receive(found.notes.item, found.notes.text, found.notes.revision);
    tick();
    await lookForUnsent();
  } catch {
    complain(lost.dataset.lost);
  }
}

async function lookForUnsent() {
  await sendLeftOver(store, refusedNotes);
  const waiting = [];
  for (const entry of await store.all()) {
    if (isHere(entry.cell) || (entry.isNotes && !refusedNotes.has(entry.cell))) continue;
    if (!(await isHeldElsewhere(entry.cell))) waiting.push(entry);
  }
  showUnsent(room.querySelector("[data-unsent]"), store, waiting);
}

function show(name, part) {
  const place = room.querySelector(`[data-part="${name}"]`);
  if (!place) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
  const typed = [...place.querySelectorAll("input[id]")].map((field) => [field.id, field.value]);
  const opened = [...place.querySelectorAll("details[id][open]")].map((one) => one.id);
  place.innerHTML = part.html;
  place.dataset.digest = part.digest;
  for (const [id, value] of typed) { const field = document.getElementById(id); if (field) field.value = value; }
  for (const id of opened) { const one = document.getElementById(id); if (one) one.open = true; }
  const again = focused && document.getElementById(focused);
  if (again) again.focus();
}

async function always() {
  clearTimeout(asking);
  await look();
  clearTimeout(asking);
  asking = setTimeout(always, document.hidden ? HIDDEN : EVERY);
}

async function submit(sending, button) {
  const typed = kept.get(sending);
  const sent = send(sending, button); // with the button that was pressed among what is sent
  if (button) button.disabled = true;
  if (typed) sayTaken(sending);
  try {
    const answer = await sent;
    if (typed) typed.forget();
    await store.settled();
    if (answer.go) { location.assign(answer.go); return; }
    tell(answer.words, "done");
    if (typed) {
      const around = sending.closest("details");
      around.open = false;
      around.querySelector("summary").focus();
    }
    await always();
  } catch (error) {
    if (!typed) { tell(error.message, "late"); return; }
    sayRefused(sending, error);
    if (error instanceof Refused) typed.keep();
  } finally {
    if (button) button.disabled = false;
  }
}

document.addEventListener("submit", (event) => {
  const sending = event.target.closest("[data-run] form:not([data-notes])");
  if (!sending || sending.method !== "post") return;
  event.preventDefault();
  submit(sending, event.submitter);
});

// Where a key leads to: the box in which one types.
const PLACES = { n: "#notes", o: "#note-opinion textarea", c: "#write-conclusion textarea" };

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("form[data-typed]");
  if (typing && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    // Of two the quieter one: a vote is opened by its own button alone.
    typing.requestSubmit([...typing.querySelectorAll(".form-actions button")].at(-1));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  const lines = [...room.querySelectorAll("[data-line]")];
  const isAmong = lines.includes(document.activeElement);
  const at = lines.findIndex((line) => (isAmong ? line === document.activeElement : line.getAttribute("aria-current")));
  const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  const place = PLACES[event.key] && room.querySelector(PLACES[event.key]);
  if (place) {
    event.preventDefault();
    const around = place.closest("details");
    if (around) around.open = true;
    place.focus();
  } else if (event.key === "h") {
    const hear = room.querySelector("[data-hear]");
    if (hear) hear.click();
  } else if (step && event.key.startsWith("Arrow") && isAmong) {
    event.preventDefault();
    const next = lines[at + step];
    if (next) next.focus();
  } else if (step && !event.key.startsWith("Arrow")) {
    const next = lines[lines.findIndex((line) => line.getAttribute("aria-current")) + step];
    if (next) next.click();
  }
});

async function begin() {
  const entries = await store.all();
  const of = (cell) => entries.find((entry) => entry.cell === cell);
  for (const form of room.querySelectorAll("form[data-typed]")) kept.set(form, keepTyped(form, store, of(cellOf(form))));
  const form = document.querySelector("form[data-notes]");
  if (form) notes = keepNotes(form, store, of(form.getAttribute("action")));
  await lookForUnsent();
}

setClock(room.dataset.now);
tick();
setInterval(tick, 1000);
begin();
asking = setTimeout(always, EVERY);
document.addEventListener("visibilitychange", () => { if (!document.hidden) always(); });
