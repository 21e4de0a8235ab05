// What was typed on the pages of a meeting's record and did not reach the server yet: kept in this
// browser, by meeting and person, where the report form keeps what is typed into it.
import { openKept } from "./report_kept.js";

const ANSWERS_WITHIN = 400;
const held = new Set(); // what this page itself will send
const others = "BroadcastChannel" in window ? new BroadcastChannel("giaoban-record") : null;

if (others) {
  others.addEventListener("message", (event) => {
    if (held.has(event.data.asked)) others.postMessage({ held: event.data.asked });
  });
}

export function openTyped(place) {
  return openKept(`record:${place}`);
}

export function hold(cell) {
  held.add(cell);
}

export function isHere(cell) {
  return held.has(cell);
}

// Whether another window shows it: that one sends it, so that nothing is joined with itself.
export function isHeldElsewhere(cell) {
  if (!others) return Promise.resolve(false);
  return new Promise((resolve) => {
    const hear = (event) => { if (event.data.held === cell) answer(true); };
    const answer = (isHeld) => {
      others.removeEventListener("message", hear);
      resolve(isHeld);
    };
    others.addEventListener("message", hear);
    others.postMessage({ asked: cell });
    setTimeout(() => answer(false), ANSWERS_WITHIN);
  });
}

// Said on the page: what was typed on another one and waits there, or can go nowhere any more.
export function showUnsent(place, store, entries) {
  if (!place) return;
  const list = place.querySelector("ul");
  list.replaceChildren(...entries.map((entry) => line(place, store, entry)));
  place.hidden = entries.length === 0;
}

function line(place, store, entry) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = entry.where;
  link.textContent = entry.label;
  const words = document.createElement("p");
  words.className = "small run-kept";
  words.textContent = entry.typed || (entry.values && entry.values.text) || "";
  const away = document.createElement("button");
  away.type = "button";
  away.className = "link-button small";
  away.textContent = place.dataset.discard;
  away.addEventListener("click", () => {
    store.drop(entry.cell);
    item.remove();
    place.hidden = !place.querySelector("li");
  });
  item.append(link, words, away);
  return item;
}
