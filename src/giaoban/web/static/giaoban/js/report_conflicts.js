// Where somebody else had changed what was typed here, theirs stands and both are shown, cell by
// cell, until one is chosen. Nothing is chosen by itself, and nothing is forgotten before it is.

import { knownOf, labelOf, placeOf, putValue, shownValue, valueOf } from "./report_fields.js";

export function showConflicts(form, kept) {
  const section = document.getElementById("conflicts");
  const list = section.querySelector(".conflicts");
  const pattern = section.querySelector("template");
  const words = section.dataset;
  const open = new Map(); // key of the cell → its entry and its line

  // entry: { name, row?, column?, mine, theirs?, label }
  function add(entry) {
    const key = keyOf(entry);
    forget(key);
    const line = pattern.content.cloneNode(true).firstElementChild;
    const label = entry.label || nameOf(entry);
    const link = line.querySelector("[data-name]");
    link.textContent = label;
    link.href = `#${anchorOf(entry)}`;
    line.querySelector("[data-mine]").textContent = shown(entry, entry.mine);
    line.querySelector("[data-theirs]").textContent = shown(entry, theirsOf(entry));
    line.querySelector("[data-take]").hidden = !form.elements[entry.name];
    for (const place of line.querySelectorAll("[data-of]")) place.textContent = `: ${label}`;
    line.querySelector("[data-take]").addEventListener("click", () => take(key));
    line.querySelector("[data-leave]").addEventListener("click", () => choose(key));
    list.append(line);
    open.set(key, { entry, line });
    mark(entry, true);
    kept.put(key, { value: entry.mine, conflict: entry, label });
    section.hidden = false;
  }

  function nameOf(entry) {
    const named = labelOf(form, entry.name, words);
    if (entry.column === undefined) return named;
    const column = fieldOf(entry)?.closest("td").dataset.label || entry.column;
    return words.row.replace("{list}", named).replace("{row}", entry.row + 1).replace("{column}", column);
  }

  function anchorOf(entry) {
    if (entry.column !== undefined) return `row-${entry.name.slice(5)}-${entry.row + 1}-${entry.column}`;
    return entry.name.startsWith("rows-") ? `list-${entry.name.slice(5)}` : entry.name;
  }

  function shown(entry, value) {
    if (entry.column === undefined) return shownValue(form, entry.name, value, words.empty);
    const field = fieldOf(entry);
    const option = field?.options && [...field.options].find((one) => one.value === value);
    return (option ? option.textContent.trim() : value) || words.empty;
  }

  function fieldOf(entry) {
    return document.getElementById(anchorOf(entry));
  }

  function theirsOf(entry) {
    return entry.column === undefined ? knownOf(form, entry.name) : entry.theirs;
  }

  function mark(entry, isOpen) {
    const field = entry.column === undefined ? placeOf(form, entry.name) : fieldOf(entry);
    if (field) field.classList.toggle("in-conflict", isOpen);
  }

  function take(key) {
    const { entry } = open.get(key);
    if (entry.column !== undefined && !putIntoRow(entry)) {
      placeOf(form, entry.name).scrollIntoView({ block: "center" });
      return; // the row is another one by now: it is for a person to see where it goes
    }
    if (entry.column === undefined) putValue(form, entry.name, entry.mine);
    const field = form.elements[entry.name];
    const target = field instanceof RadioNodeList ? field[0] : field;
    choose(key);
    target.dispatchEvent(new Event("input", { bubbles: true }));
    target.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function putIntoRow(entry) {
    const field = fieldOf(entry);
    if (!field || field.value !== entry.theirs) return false;
    const rows = JSON.parse(valueOf(form, entry.name) || "[]");
    rows[entry.row] = { ...rows[entry.row], [entry.column]: entry.mine };
    return putValue(form, entry.name, JSON.stringify(rows));
  }

  function choose(key) {
    const { entry } = open.get(key);
    forget(key);
    kept.drop(key);
    (list.querySelector("button") || placeOf(form, entry.name))?.focus();
  }

  function forget(key) {
    const found = open.get(key);
    if (!found) return;
    found.line.remove();
    open.delete(key);
    mark(found.entry, false);
    section.hidden = open.size === 0;
  }

  return {
    add,
    say(before) {
      const place = section.querySelector("[data-who]");
      place.textContent = place.dataset.who.replace("{who}", before.who).replace("{at}", before.at);
      place.hidden = false;
    },
    isOpen() { return open.size > 0; },
    show() {
      section.scrollIntoView({ block: "center" });
      section.focus({ preventScroll: true });
    },
    // What is typed in the cell meanwhile is a third answer, and is shown beside the first.
    typed(name) {
      const found = open.get(keyOf({ name }));
      if (!found) return;
      const present = valueOf(form, name);
      if (present === found.entry.mine) {
        forget(keyOf({ name }));
        kept.drop(keyOf({ name }));
      } else {
        const place = found.line.querySelector("[data-theirs]");
        place.textContent = shownValue(form, name, present, words.empty);
      }
    },
  };
}

function keyOf({ name, row, column }) {
  return column === undefined ? `conflict/${name}` : `conflict/${name}/${row}/${column}`;
}
