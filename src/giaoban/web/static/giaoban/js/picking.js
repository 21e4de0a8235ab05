// Ticking units for a call sheet: with Shift everything between two ticks, and a count on the button.

const form = document.querySelector("form[data-picking]");

if (form) {
  let last = null;
  const boxes = () => [...form.querySelectorAll("input[name='pick']")];
  const show = () => {
    const count = boxes().filter((box) => box.checked).length;
    document.querySelector("[data-picked-none]").hidden = count > 0;
    document.querySelector("[data-picked-some]").hidden = count === 0;
    document.querySelector("[data-picked-count]").textContent = String(count);
  };
  form.addEventListener("click", (event) => {
    const box = event.target.closest("input[name='pick']");
    if (!box) return;
    if (event.shiftKey && last) {
      const all = boxes();
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const between of all.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
    show();
  });
  window.addEventListener("pageshow", show);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
