// Filters that apply as they are chosen, rows that are added, and long tables that scroll by keyboard.

export function filterAsYouChoose() {
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-filters]");
    if (form && event.target.matches("select, input[type='checkbox'], input[type='date']")) {
      form.requestSubmit();
    }
  });
}

// "50 more": the button that was pressed is gone, so the focus goes to the first row that came.
export function goOnAfterMoreRows() {
  let last = null;
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { elt } = event.detail.requestConfig;
    if (elt.closest(".more-rows")) last = event.detail.target.lastElementChild;
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    const came = last && last.nextElementSibling;
    last = null;
    const stop = came && came.querySelector("a, button, input, textarea");
    if (stop) stop.focus();
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
