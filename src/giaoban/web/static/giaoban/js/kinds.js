// Only the fields that the chosen kind has are shown; the server ignores all others anyway.
// <form data-kind-of="name of the radio buttons or the list"> … <div data-kinds="values that have
// it"> …; a part that goes by another choice says so itself: data-kinds-of="its name".
for (const form of document.querySelectorAll("form[data-kind-of]")) {
  const chosen = (name) =>
    (form.querySelector(`input[name=${name}]:checked`) ?? form.querySelector(`select[name=${name}]`))
      ?.value;
  const show = () => {
    for (const part of form.querySelectorAll("[data-kinds]")) {
      const kind = chosen(part.dataset.kindsOf ?? form.dataset.kindOf);
      part.hidden = Boolean(kind) && !part.dataset.kinds.split(" ").includes(kind);
    }
  };
  form.addEventListener("change", show);
  show();
}

// Rows of a form that have a kind of their own: <fieldset data-kinds-in="name of its list">.
for (const row of document.querySelectorAll("[data-kinds-in]")) {
  const list = row.querySelector(`select[name="${row.dataset.kindsIn}"]`);
  const show = () => {
    for (const part of row.querySelectorAll("[data-kinds]")) {
      part.hidden = !part.dataset.kinds.split(" ").includes(list.value);
    }
  };
  list.addEventListener("change", show);
  show();
}
