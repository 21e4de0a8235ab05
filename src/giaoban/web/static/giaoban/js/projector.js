// On the wall: what is heard now, a few seconds after the secretary went on to it.
import { setClock, tick } from "./meeting_clock.js";

const EVERY = 3000;
const room = document.querySelector("[data-projector]");
const lost = document.querySelector("[data-lost]");
const full = document.querySelector("[data-full]");

async function look() {
  try {
    const answer = await fetch(`${room.dataset.address}?digest=${room.dataset.digest}`, { redirect: "manual", cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    setClock(found.now);
    lost.hidden = true;
    if (found.html === undefined) return;
    if (String(found.item) !== room.dataset.item) await exhibit(found.item);
    room.querySelector("[data-drawn]").innerHTML = found.html;
    room.dataset.digest = found.digest;
    tick();
  } catch {
    lost.hidden = false;
  }
}

async function exhibit(item) {
  const place = room.querySelector("[data-exhibit]");
  if (!item) {
    place.innerHTML = "";
  } else {
    const answer = await fetch(`${room.dataset.exhibits}${item}/`, { redirect: "manual", cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    place.innerHTML = await answer.text();
  }
  room.dataset.item = String(item);
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
