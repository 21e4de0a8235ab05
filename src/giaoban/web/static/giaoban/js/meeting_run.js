// The record of a meeting on one page: what others do is seen within seconds, what is pressed here is
// done without leaving the page, and what is typed stays until the server has it.
import { setClock, tick } from "./meeting_clock.js";
import { isOut, keepNotes, sendLeftOver, token } from "./meeting_notes.js";

const EVERY = 4000;
const HIDDEN = 20000;
const room = document.querySelector("[data-run]");
const lost = document.getElementById("connection");
const said = document.querySelector("[data-said]");
const form = document.querySelector("form[data-notes]");
const notes = form ? keepNotes(form) : null;
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
    sendLeftOver(form ? form.getAttribute("action") : "");
  } catch {
    complain(lost.dataset.lost);
  }
}

function show(name, part) {
  const place = room.querySelector(`[data-part="${name}"]`);
  if (!place) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
  place.innerHTML = part.html;
  place.dataset.digest = part.digest;
  const again = focused && document.getElementById(focused);
  if (again) again.focus();
}

async function always() {
  clearTimeout(asking);
  await look();
  asking = setTimeout(always, document.hidden ? HIDDEN : EVERY);
}

async function send(sending, button) {
  const address = (button && button.getAttribute("formaction")) || sending.getAttribute("action") || location.href;
  const body = new FormData(sending, button);
  body.set("csrfmiddlewaretoken", token() || body.get("csrfmiddlewaretoken"));
  const answer = await fetch(address, { method: "POST", body, headers: { "X-Running": "1" }, redirect: "manual" });
  if (answer.status === 422) throw new Error((await answer.json()).message);
  if (isOut(answer)) throw new Error(lost.dataset.signedOut);
  if (!answer.ok) throw new Error(answer.status === 404 ? lost.dataset.missing : lost.dataset.failed);
  return answer.json();
}

function refuse(sending, words) {
  if (!("stays" in sending.dataset)) { tell(words, "late"); return; }
  let place = sending.querySelector("[data-refused]");
  if (!place) {
    place = document.createElement("div");
    place.className = "notice late";
    place.dataset.refused = "";
    place.setAttribute("role", "alert");
    sending.append(place);
  }
  place.textContent = words;
  // It is not sent: leaving the page would lose it.
  sending.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("submit", async (event) => {
  const sending = event.target.closest("[data-run] form:not([data-notes])");
  if (!sending || sending.method !== "post") return;
  event.preventDefault();
  const button = event.submitter;
  try {
    const sent = send(sending, button); // with the button that was pressed among what is sent
    if (button) button.disabled = true;
    const answer = await sent;
    if (answer.go) { location.assign(answer.go); return; }
    const place = sending.querySelector("[data-refused]");
    if (place) place.remove();
    tell(answer.words, "done");
    if ("stays" in sending.dataset) {
      sending.reset();
      sending.closest("details").open = false;
    }
    await always();
  } catch (error) {
    refuse(sending, error instanceof TypeError ? lost.dataset.lost : error.message);
  } finally {
    if (button) button.disabled = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  const lines = [...room.querySelectorAll("[data-line]")];
  const isAmong = lines.includes(document.activeElement);
  const at = lines.findIndex((line) => (isAmong ? line === document.activeElement : line.getAttribute("aria-current")));
  const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "h") {
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

setClock(room.dataset.now);
tick();
setInterval(tick, 1000);
asking = setTimeout(always, EVERY);
sendLeftOver(form ? form.getAttribute("action") : "");
document.addEventListener("visibilitychange", () => { if (!document.hidden) always(); });
