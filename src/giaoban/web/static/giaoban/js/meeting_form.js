// A form of a meeting's record on a page of its own.
import { openTyped } from "./meeting_kept.js";
import { Refused, sayRefused, sayTaken, send } from "./meeting_sending.js";
import { cellOf, keepTyped } from "./meeting_typed.js";

for (const form of document.querySelectorAll("form[data-typed]")) start(form);

async function start(form) {
  const store = openTyped(form.dataset.keep);
  const kept = (await store.all()).find((entry) => entry.cell === cellOf(form));
  const typed = keepTyped(form, store, kept);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter;
    const sent = send(form, button); // with the button that was pressed among what is sent
    if (button) button.disabled = true;
    sayTaken(form);
    try {
      const answer = await sent;
      typed.forget();
      await store.settled();
      location.assign(answer.go || form.dataset.back);
    } catch (error) {
      sayRefused(form, error);
      if (error instanceof Refused) typed.keep();
    } finally {
      if (button) button.disabled = false;
    }
  });
  // Left on purpose, or taken out: nothing of it waits any more.
  for (const away of document.querySelectorAll("[data-leaves]")) {
    away.addEventListener(away.tagName === "FORM" ? "submit" : "click", typed.forget);
  }
}
