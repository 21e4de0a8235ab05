// On the wall: what is heard now, a few seconds after the secretary went on to it.
import { setClock, tick } from "./meeting_clock.js";

const EVERY = 3000;
const room = document.querySelector("[data-projector]");
const lost = document.querySelector("[data-lost]");
const out = document.querySelector("[data-signed-out]");
const full = document.querySelector("[data-full]");

let shown = room.dataset.item; // whose figures stand there
let again = 0; // not before then, where they could not be drawn

async function look() {
  try {
    const answer = await fetch(`${room.dataset.address}?digest=${room.dataset.digest}`, { redirect: "manual", cache: "no-store" });
    out.hidden = answer.type !== "opaqueredirect";
    lost.hidden = answer.ok || !out.hidden;
    if (!answer.ok) return;
    const found = await answer.json();
    setClock(found.now);
    if (found.html !== undefined) {
      room.querySelector("[data-drawn]").innerHTML = found.html;
      room.dataset.digest = found.digest;
      room.dataset.item = String(found.item);
      tick();
    }
    if (room.dataset.item !== shown && Date.now() >= again) exhibit(room.dataset.item);
  } catch {
    lost.hidden = false;
  }
}

// The clock and the votes go on meanwhile, and where the figures cannot be drawn at once.
async function exhibit(item) {
  const place = room.querySelector("[data-exhibit]");
  place.textContent = item === "0" ? "" : place.dataset.waiting;
  again = Infinity;
  if (item !== "0") {
    const answer = await fetch(`${room.dataset.exhibits}${item}/`, { redirect: "manual", cache: "no-store" }).catch(() => null);
    const drawn = answer && answer.ok ? await answer.text().catch(() => "") : "";
    again = drawn || item !== room.dataset.item ? 0 : Date.now() + 15000;
    if (item !== room.dataset.item) return; // it went on
    place.innerHTML = drawn;
    if (!answer || !answer.ok) return;
    if (window.htmx) window.htmx.process(place);
  }
  const panel = document.getElementById("side-panel");
  if (panel && panel.open) panel.close();
  again = 0;
  shown = item;
}

async function always() {
  await look();
  setTimeout(always, EVERY);
}

if (full && document.documentElement.requestFullscreen) {
  full.hidden = false;
  full.addEventListener("click", () => document.documentElement.requestFullscreen());
}
setClock(room.dataset.now);
tick();
setInterval(tick, 1000);
setTimeout(always, EVERY);
