// How long is the item heard already? By the server's clock, whatever the machine's own says.

let ahead = 0; // milliseconds by which the server's clock is ahead of this one

export function setClock(now) {
  ahead = Date.parse(now) - Date.now();
}

export function tick() {
  for (const place of document.querySelectorAll("[data-clock]")) {
    const seconds = Math.max(0, Math.floor((Date.now() + ahead - Date.parse(place.dataset.opened)) / 1000));
    place.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    place.parentElement.classList.toggle("over", seconds > Number(place.dataset.planned) * 60);
  }
}
