// Modules come after the page, on a slow line long after it. Whoever presses meanwhile what asks
// first is asked as soon as confirm.js has come, and by the browser itself where it does not come.
(() => {
  let held = null;
  const hold = (event) => {
    const button = event.submitter;
    const words = (button && button.dataset.confirm) || event.target.dataset.confirm;
    if (!words) return;
    if (document.readyState === "complete" && window.confirm(words)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = { form: event.target, button };
  };
  document.addEventListener("submit", hold, true);
  // Gives what was pressed to whoever asks from now on.
  window.takeOverEarly = () => {
    document.removeEventListener("submit", hold, true);
    return held;
  };
})();
