// <button hidden data-copy-from="ID"> puts what stands in that field where it can be pasted.
for (const button of document.querySelectorAll("[data-copy-from]")) {
  const field = document.getElementById(button.dataset.copyFrom);
  const told = document.querySelector("[data-copied-told]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // without HTTPS there is no clipboard to write to
    }
    button.querySelector("[data-not-copied]").hidden = true;
    button.querySelector("[data-copied]").hidden = false;
    if (told) told.textContent = told.dataset.words;
  });
}
