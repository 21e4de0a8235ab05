// Filters that apply as they are chosen, and long tables that scroll by keyboard.

export function filterAsYouChoose() {
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-filters]");
    if (form && event.target.matches("select, input[type='checkbox'], input[type='date']")) {
      form.requestSubmit();
    }
  });
}

// A frame that scrolls can be reached by Tab, as browsers do not all do by themselves.
export function keepTableKeys() {
  const reach = () => {
    for (const frame of document.querySelectorAll(".table-frame")) {
      const scrolls =
        frame.scrollWidth > frame.clientWidth + 1 || frame.scrollHeight > frame.clientHeight + 1;
      if (scrolls) frame.tabIndex = 0;
      else frame.removeAttribute("tabindex");
    }
  };
  reach();
  window.addEventListener("resize", reach);
  document.body.addEventListener("htmx:afterSettle", reach);
}
