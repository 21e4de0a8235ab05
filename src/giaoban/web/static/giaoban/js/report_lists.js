// Lists whose rows are added, removed and moved on the page. A list is saved as one field, so that
// it takes the same way as every cell: kept on this machine, sent, acknowledged.

export function keepLists(form) {
  const lists = new Map();
  for (const section of form.querySelectorAll("[data-list]")) {
    lists.set(`rows-${section.dataset.list}`, new RowsOfList(form, section));
  }
  form.addEventListener("list-redrawn", (event) => lists.get(event.detail.name)?.redraw());
  form.addEventListener("list-answered", (event) => {
    lists.get(event.detail.name)?.answered(event.detail.answer, event.detail.wasSent);
  });
}

class RowsOfList {
  constructor(form, section) {
    this.code = section.dataset.list;
    this.section = section;
    this.body = section.querySelector("[data-rows]");
    this.pattern = section.querySelector("template[data-row]");
    this.field = form.elements[`rows-${this.code}`];
    this.known = form.elements[`was-rows-${this.code}`];
    this.said = section.querySelector("[data-said]");
    // The blank row at the end is for who has no scripts.
    const rows = this.rows();
    const last = rows[rows.length - 1];
    if (last && Object.keys(textsOf(last)).length === 0) last.remove();
    this.number();
    if (this.rows().length || this.known.value) this.field.value = this.text();
    section.addEventListener("input", (event) => this.typed(event, "input"));
    section.addEventListener("change", (event) => this.typed(event, "change"));
    section.addEventListener("click", (event) => this.pressed(event));
    section.addEventListener("keydown", (event) => this.key(event));
  }

  rows() {
    return [...this.body.querySelectorAll("[data-list-row]")];
  }

  text() {
    return JSON.stringify(this.rows().map(textsOf));
  }

  typed(event, kind) {
    if (event.target.matches("[data-column]")) this.changed(kind);
  }

  // The hidden field speaks for the rows, to whoever saves and keeps what is typed.
  changed(kind = "change") {
    this.field.value = this.text();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    if (kind === "change") this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  number() {
    const rows = this.rows();
    rows.forEach((row, index) => {
      row.querySelector("[data-number]").textContent = String(index + 1);
      row.querySelector("[data-up]").disabled = index === 0;
      row.querySelector("[data-down]").disabled = index === rows.length - 1;
      for (const field of row.querySelectorAll("[data-column]")) {
        field.removeAttribute("name"); // the list goes as one field
        field.id = `row-${this.code}-${index + 1}-${field.dataset.column}`;
        field.setAttribute("aria-label", `${field.closest("td").dataset.label}, ${index + 1}`);
      }
    });
    const none = this.section.querySelector("[data-none]");
    if (none) none.hidden = rows.length > 0 || this.known.value !== "";
  }

  add() {
    this.body.append(this.pattern.content.cloneNode(true));
    this.number();
    const rows = this.rows();
    rows[rows.length - 1].querySelector("[data-column]").focus();
  }

  remove(row) {
    const rows = this.rows();
    const index = rows.indexOf(row);
    row.remove();
    this.number();
    const next = this.rows()[Math.min(index, rows.length - 2)];
    (next?.querySelector("[data-remove]") || this.section.querySelector("[data-add]")).focus();
    this.announce(this.section.dataset.removed.replace("{n}", String(index + 1)));
    this.changed();
  }

  move(row, step, focused) {
    const rows = this.rows();
    const index = rows.indexOf(row);
    const other = rows[index + step];
    if (!other) return;
    if (step < 0) other.before(row);
    else other.after(row);
    this.number();
    if (focused.disabled) row.querySelector(step < 0 ? "[data-down]" : "[data-up]").focus();
    else focused.focus();
    const words = this.section.dataset.moved.replace("{n}", String(index + 1));
    this.announce(words.replace("{m}", String(index + 1 + step)));
    this.changed();
  }

  pressed(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const row = button.closest("[data-list-row]");
    if (button.matches("[data-add]")) this.add();
    else if (button.matches("[data-remove]")) this.remove(row);
    else if (button.matches("[data-up]")) this.move(row, -1, button);
    else if (button.matches("[data-down]")) this.move(row, 1, button);
    else if (button.matches("[data-none]")) {
      event.preventDefault();
      this.changed();
      button.hidden = true;
      this.section.querySelector("[data-add]").focus();
    }
  }

  key(event) {
    const row = event.target.closest("[data-list-row]");
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && step) {
      event.preventDefault();
      this.move(row, step, event.target);
    } else if (event.key === "Enter" && !event.altKey && event.target.matches("[data-column]")) {
      // Enter in the last cell goes on in a new row, as on a sheet of paper.
      const fields = [...this.body.querySelectorAll("[data-column]")];
      const own = [...row.querySelectorAll("[data-column]")];
      if (event.target !== fields[fields.length - 1]) {
        event.preventDefault();
        fields[fields.indexOf(event.target) + 1].focus();
      } else if (own.some((field) => field.value.trim())) {
        event.preventDefault();
        this.add();
      }
      event.stopPropagation();
    }
  }

  announce(words) {
    this.section.querySelector("[data-announces]").textContent = words;
  }

  // What the field holds now is what the rows shall show: put back, or somebody else's.
  redraw() {
    let rows = [];
    try {
      rows = JSON.parse(this.field.value || "[]");
    } catch {
      return;
    }
    this.body.replaceChildren();
    for (const texts of rows) {
      const row = this.pattern.content.cloneNode(true);
      for (const field of row.querySelectorAll("[data-column]")) put(field, texts[field.dataset.column] || "");
      this.body.append(row);
    }
    this.number();
  }

  answered(answer, wasSent) {
    if (answer.said || wasSent) {
      this.said.textContent = answer.said;
      this.said.hidden = !answer.said;
    }
    const none = this.section.querySelector("[data-none]");
    if (none && this.known.value) none.hidden = true;
    if (!wasSent) return;
    this.rows().forEach((row, index) => {
      const problems = answer.problems[index] || {};
      for (const place of row.querySelectorAll("[data-problem]")) {
        const words = problems[place.dataset.problem] || "";
        place.textContent = words;
        place.hidden = !words;
        const field = row.querySelector(`[data-column="${place.dataset.problem}"]`);
        if (words) field.setAttribute("aria-invalid", "true");
        else field.removeAttribute("aria-invalid");
      }
    });
  }
}

function textsOf(row) {
  const texts = {};
  for (const field of row.querySelectorAll("[data-column]")) {
    if (field.value.trim()) texts[field.dataset.column] = field.value;
  }
  return texts;
}

function put(field, text) {
  if (field.tagName === "SELECT" && text && ![...field.options].some((one) => one.value === text)) {
    field.add(new Option(text));
  }
  field.value = text;
}
