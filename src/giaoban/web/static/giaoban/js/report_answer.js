// The server's answer to a save is put on the page; a cell in which somebody types again is left
// alone. What is missing in the answer is empty.

import { putValue, redrawn } from "./report_fields.js";

export function show(form, answer, isTypedAgain, sent) {
  const unreadable = new Set(answer.unreadable);
  const inConflict = new Set(answer.conflicts.map((each) => each.name));
  for (const known of form.querySelectorAll("input[name^='was-cell-']")) {
    const name = known.name.slice("was-".length);
    const text = answer.cells[name] || "";
    const isOthers = known.value !== text && (!sent.has(name) || inConflict.has(name));
    known.value = text;
    if (unreadable.has(name) || isTypedAgain(name)) continue;
    const field = form.elements[name];
    const isBeingTyped = field === document.activeElement && sent.has(name) && !inConflict.has(name);
    if (isBeingTyped || !putValue(form, name, text)) continue;
    if (isOthers && field.closest) field.closest("tr").classList.add("flash");
  }
  for (const [code, text] of Object.entries(answer.figures)) {
    const figure = form.querySelector(`[data-figure="${code}"]`);
    if (figure) figure.textContent = text;
  }
  for (const [name, list] of Object.entries(answer.lists)) {
    showList(form, name, list, isTypedAgain(name), sent.has(name));
  }
  for (const [key, figure] of Object.entries(answer.sums)) {
    for (const place of form.querySelectorAll(`[data-sum="${key}"]`)) {
      place.textContent = figure;
      place.parentElement.hidden = !figure;
    }
  }
  for (const place of form.querySelectorAll("[data-below]")) {
    showBelow(place, answer.below[place.dataset.below] || "");
    showMark(place.dataset.below, answer.marks[place.dataset.below]);
  }
  showTexts(form, answer, isTypedAgain, sent);
  for (const id of ["offers", "jumps", "sections", "counts"]) {
    const place = document.getElementById(id);
    if (place && place.innerHTML !== answer[id]) place.innerHTML = answer[id];
  }
}

// Notes, reasons, the remark on the whole report and marks for estimates: others set them too.
function showTexts(form, answer, isTypedAgain, sent) {
  const kinds = ["was-note-", "was-reason-", "was-remark", "was-estimate-"];
  const selector = kinds.map((kind) => `input[name^='${kind}']`).join();
  for (const known of form.querySelectorAll(selector)) {
    const name = known.name.slice("was-".length);
    const field = form.elements[name];
    known.value = answer.texts[name] || "";
    const isInConflict = answer.conflicts.some((each) => each.name === name);
    const isOwn = sent.has(name) || field === document.activeElement;
    if (isInConflict || (field && !isOwn && !isTypedAgain(name))) putValue(form, name, known.value);
  }
  for (const place of form.querySelectorAll("[data-too-long]")) {
    const name = place.dataset.tooLong;
    if (!sent.has(name)) continue;
    place.textContent = answer.too_long[name] || "";
    place.hidden = !place.textContent;
    if (place.hidden) form.elements[name].removeAttribute("aria-invalid");
    else form.elements[name].setAttribute("aria-invalid", "true");
  }
}

// The rows of somebody else are drawn; one's own stay as they are typed.
function showList(form, name, list, isTypedAgain, wasSent) {
  const known = form.elements[`was-${name}`];
  if (!known) return;
  const isOthers = list.is_newer || (known.value !== list.known && !wasSent);
  known.value = list.known;
  if (isTypedAgain) return;
  if (isOthers) {
    form.elements[name].value = list.known;
    redrawn(form, name);
  }
  const detail = { name, answer: list, wasSent: wasSent || isOthers };
  form.dispatchEvent(new CustomEvent("list-answered", { detail }));
}

function showBelow(place, html) {
  if ((place.dataset.html || "") === html && (html || place.parentElement.hidden)) return;
  const writing = place.contains(document.activeElement) ? document.activeElement : null;
  if (writing && html.includes(`name="${writing.name}"`)) return; // a reason is being written
  // A reason that is too long to be stored stays as it was typed.
  const reasons = [...place.querySelectorAll("textarea")];
  if (reasons.some((field) => field.value.length > field.maxLength)) return;
  place.innerHTML = html;
  place.dataset.html = html;
  place.parentElement.hidden = !html;
}

function showMark(code, mark) {
  const field = document.getElementById(`cell-${code}`);
  if (!field || !field.classList.contains("input")) return;
  if (mark === "error") field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  field.classList.toggle("has-warning", mark === "warning");
}
