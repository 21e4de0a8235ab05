// What another report of the unit says already is taken without leaving the page: the press goes
// with whatever is being saved, the answer is put on the page as after every save, and what stood in
// the cells can be put back. Without this script the button sends the whole form.

import { placeOf, putValue, valueOf } from "./report_fields.js";

export function takeInPlace(form, { send, changed }) {
  const place = document.getElementById("took");
  const undo = place.querySelector("[data-undo]");
  let pressed = null; // { name, value, isSent }
  let before = []; // { name, was, is } of the cells that were filled last
  let origin = ""; // what the server gave to be sent with them when they are put back
  let back = null; // { origin, isSent }: they were put back, and not yet acknowledged

  const say = (text, mayUndo) => {
    place.querySelector("[data-text]").textContent = text;
    undo.hidden = !mayUndo;
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name='takes'], button[name^='take-']");
    if (!button) return;
    event.preventDefault();
    if (pressed) return;
    pressed = { name: button.name, value: button.value, isSent: false };
    send();
  });

  // In the empty cell: Alt+Enter takes what is offered beside it, where only one thing is.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.altKey || !/^cell-/.test(event.target.name || "")) return;
    const offers = form.querySelectorAll(`button[name="${event.target.name.replace("cell-", "take-")}"]`);
    if (offers.length !== 1) return;
    event.preventDefault();
    offers[0].click();
  });

  // Ctrl+Z where a figure was taken, before anything else was typed there.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    if (!before.some(({ name, is }) => name === event.target.name && valueOf(form, name) === is)) return;
    event.preventDefault();
    putBack();
  });
  undo.addEventListener("click", putBack);

  function putBack() {
    const still = before.filter(({ name, is }) => valueOf(form, name) === is);
    if (origin && still.length) back = { origin, isSent: false };
    for (const { name, was } of still) {
      putValue(form, name, was);
      changed({ name });
    }
    before = [];
    say(place.dataset.undone, false);
    const cell = still.find(({ name }) => name.startsWith("cell-"));
    if (cell) focusOn(cell.name);
  }

  function focusOn(name) {
    const cell = placeOf(form, name);
    if (cell) cell.focus({ preventScroll: true });
  }

  return {
    isWaiting: () => Boolean(pressed && !pressed.isSent),
    write(body) {
      if (back) {
        back.isSent = true;
        body.append("puts-back", back.origin);
      }
      if (!pressed) return;
      pressed.isSent = true;
      body.append(pressed.name, pressed.value);
    },
    acknowledged() {
      if (back && back.isSent) back = null;
    },
    // Before the answer is put on the page: what stands there now. The mark of an estimate first,
    // since without its number it would not be stored.
    remember({ codes }) {
      const names = codes.flatMap((code) => [`estimate-${code}`, `cell-${code}`]);
      before = names.filter((name) => form.elements[name]).map((name) => ({ name, was: valueOf(form, name) }));
    },
    answered({ codes, said, back: given }) {
      origin = given;
      for (const each of before) each.is = valueOf(form, each.name);
      const { name } = pressed;
      pressed = null;
      say(said, codes.length > 0);
      if (name !== "takes") focusOn(name.replace("take-", "cell-"));
      else if (codes.length) undo.focus();
      else document.getElementById("jumps").focus();
    },
    failed() {
      if (back) back.isSent = false;
      if (!pressed) return;
      pressed = null;
      say(place.dataset.lost, false);
    },
  };
}
