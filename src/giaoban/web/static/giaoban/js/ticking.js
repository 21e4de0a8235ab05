// One tick for all rows of a list, and with Shift everything between two ticks.
const all = document.querySelector("[data-tick-all]");
if (all) {
  const form = all.closest("form");
  const boxes = () => [...form.querySelectorAll("input[name='pick']")];
  let last = null;
  all.addEventListener("change", () => { for (const box of boxes()) box.checked = all.checked; });
  form.addEventListener("click", (event) => {
    const box = event.target.closest("input[name='pick']");
    if (!box) return;
    if (event.shiftKey && last) {
      const [from, to] = [boxes().indexOf(last), boxes().indexOf(box)].sort((a, b) => a - b);
      for (const between of boxes().slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
  });
}
