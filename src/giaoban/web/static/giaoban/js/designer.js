// Dragging an indicator to another place; the buttons beside it do the same from the keyboard.
const designer = document.querySelector("[data-arrange]");
let dragged = null;

function rowsOf(section) {
  return [...section.querySelectorAll("[data-code]")];
}

function send(code, section, place) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = designer.dataset.arrange;
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const fields = { csrfmiddlewaretoken: token, edit: "place_indicator", code, section, place,
    anchor: `indicator-${code}` };
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

if (designer) {
  designer.addEventListener("dragstart", (event) => {
    // Only the grip is draggable, so that a row's text can still be selected.
    dragged = event.target.closest("[data-code]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.code);
    event.dataTransfer.setDragImage(dragged, 8, 8);
    dragged.classList.add("is-dragged");
  });
  designer.addEventListener("dragover", (event) => {
    const section = event.target.closest("[data-section]");
    if (!dragged || !section) return;
    event.preventDefault();
    for (const row of designer.querySelectorAll(".is-target")) row.classList.remove("is-target");
    event.target.closest("[data-code]")?.classList.add("is-target");
  });
  designer.addEventListener("drop", (event) => {
    const section = event.target.closest("[data-section]");
    if (!dragged || !section) return;
    event.preventDefault();
    const others = rowsOf(section).filter((row) => row !== dragged);
    const onto = event.target.closest("[data-code]");
    const place = onto && onto !== dragged ? others.indexOf(onto) : others.length;
    send(dragged.dataset.code, section.dataset.section, place);
  });
  designer.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    for (const row of designer.querySelectorAll(".is-target")) row.classList.remove("is-target");
  });
}
