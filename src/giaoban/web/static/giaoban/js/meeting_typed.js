// A form whose words are kept on this machine, from the first letter until the server has them:
// whoever goes on to the next item, signs in again or restarts the machine finds them there again.
import { hold } from "./meeting_kept.js";

const LEFT_OUT = ["csrfmiddlewaretoken", "shown"];

export function cellOf(form) {
  const address = form.getAttribute("action") || location.pathname;
  return form.dataset.item ? `${address}#${form.dataset.item}` : address;
}

// `kept` is what lies there from before, if anything.
export function keepTyped(form, store, kept) {
  const cell = cellOf(form);
  const once = document.createElement("input");
  Object.assign(once, { type: "hidden", name: "once", value: fresh() });
  form.append(once);
  const untouched = typed(form);
  hold(cell);
  form.removeAttribute("data-unsaved"); // nothing is lost by leaving

  function keep() {
    const values = typed(form);
    if (isSame(values, untouched)) { store.drop(cell); return; }
    const where = location.pathname + location.search;
    store.put(cell, { label: form.dataset.typed, where, at: Date.now(), values: { ...values, once: once.value } });
  }

  function forget() {
    form.reset();
    fill(form, untouched);
    once.value = fresh();
    store.drop(cell);
    const said = form.querySelector("[data-found]");
    if (said) said.remove();
  }

  if (kept && !isSame(kept.values, untouched)) {
    fill(form, kept.values);
    const around = form.closest("details");
    if (around) around.open = true;
    form.prepend(found(form, forget));
  }
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  return { keep, forget };
}

function typed(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (!LEFT_OUT.includes(name) && name !== "once") values[name] = value;
  }
  return values;
}

function isSame(one, other) {
  const { once: _one, ...left } = one;
  const { once: _other, ...right } = other;
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => left[name] === right[name]);
}

function fill(form, values) {
  for (const field of form.elements) {
    if (!field.name || LEFT_OUT.includes(field.name) || field.tagName === "BUTTON") continue;
    if (field.type === "checkbox") field.checked = field.name in values;
    else if (field.type === "radio") field.checked = values[field.name] === field.value;
    else if (field.name in values) field.value = values[field.name];
  }
}

function found(form, forget) {
  const place = document.createElement("p");
  place.className = "notice term small";
  place.dataset.found = "";
  const said = document.createElement("span");
  said.textContent = form.dataset.found;
  const away = document.createElement("button");
  away.type = "button";
  away.className = "link-button";
  away.textContent = form.dataset.discard;
  away.addEventListener("click", forget);
  place.append(said, " ", away);
  return place;
}

// The server takes what bears the same sign once, however often a broken line sends it.
function fresh() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
