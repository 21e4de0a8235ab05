// What a field of the report's page holds, what it is called, and how something is put into it.

export function valueOf(form, name) {
  const field = form.elements[name];
  if (field && field.type === "checkbox") return field.checked ? field.value : "";
  return field ? field.value : "";
}

// What the page last knew to be stored in the field.
export function knownOf(form, name) {
  const known = form.elements[`was-${name}`];
  return known ? known.value : "";
}

// Whether a field no longer holds what the server wrote into it.
export function wasTypedEarlier(field) {
  if (field.type === "hidden") return false;
  if (/^(checkbox|radio)$/.test(field.type)) return field.checked !== field.defaultChecked;
  if (field.options) {
    const written = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(written, 0);
  }
  return field.value !== field.defaultValue;
}

// Whether anything was changed by it.
export function putValue(form, name, value) {
  const field = form.elements[name];
  if (!field || valueOf(form, name) === value) return false;
  if (field.type === "checkbox") {
    field.checked = value === field.value;
    return true;
  }
  if (field.options && ![...field.options].some((option) => option.value === value)) {
    field.add(new Option(value)); // a choice that is offered no longer
  }
  field.value = value;
  // A group of radios takes no empty value, unless one of them says so.
  if (field instanceof RadioNodeList) for (const radio of field) radio.checked = radio.value === value;
  const folded = field.closest ? field.closest("details.cell-note, details.cell-more") : null;
  if (folded && value) folded.open = true;
  redrawn(form, name);
  return true;
}

// Of a list the field is hidden: its rows are drawn from it.
export function redrawn(form, name) {
  if (!name.startsWith("rows-")) return;
  form.dispatchEvent(new CustomEvent("list-redrawn", { detail: { name } }));
}

// The field or what stands for it, to be focused.
export function placeOf(form, name) {
  if (name.startsWith("rows-")) return document.getElementById(`list-${name.slice("rows-".length)}`);
  const field = form.elements[name];
  return field && field.closest ? field : document.getElementById(name);
}

// In the words of the page: the name of the indicator, and whether it is its note or a reason.
export function labelOf(form, name, words) {
  const place = placeOf(form, name);
  if (!place) return name;
  if (name.startsWith("rows-")) return textOf(place.getAttribute("aria-labelledby"));
  if (name.startsWith("reason-")) {
    const row = place.closest("[data-below]");
    return `${textOf(row && `name-${row.dataset.below}`)}: ${words.reason}`;
  }
  const named = place.closest("[aria-labelledby]");
  if (named && form.contains(named) && named !== form) return textOf(named.getAttribute("aria-labelledby"));
  return place.getAttribute("aria-label") || (place.labels?.[0]?.firstChild.textContent || name).trim();
}

// As it is read: the words of a choice or of yes and no, the rows of a list one after the other.
export function shownValue(form, name, value, empty) {
  if (!value) return empty;
  if (name.startsWith("rows-")) return shownRows(value) || empty;
  const field = form.elements[name];
  const options = field && field.options ? [...field.options] : [];
  const option = options.find((one) => one.value === value);
  if (option) return option.textContent.trim() || empty;
  if (field instanceof RadioNodeList) {
    const radio = [...field].find((one) => one.value === value && one.type === "radio");
    return radio ? radio.closest("label").textContent.trim() : value;
  }
  return value;
}

export function shownRows(text) {
  try {
    return JSON.parse(text).map((row) => Object.values(row).join(" · ")).join("; ");
  } catch {
    return "";
  }
}

function textOf(ids) {
  const texts = (ids || "").split(" ").map((id) => document.getElementById(id)?.textContent.trim() || "");
  return texts.join(" ").trim();
}
