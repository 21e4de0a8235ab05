// A file that is too large is refused before it is sent: on a weak line that would take minutes.
document.addEventListener("change", ({ target }) => {
  if (!target.dataset.mostMegabytes) return;
  const most = Number(target.dataset.mostMegabytes) * 1024 * 1024;
  const large = [...target.files].find((file) => file.size > most);
  target.setCustomValidity(large ? `${large.name}: ${target.dataset.tooLarge}` : "");
  target.reportValidity();
});

// Whoever chooses again begins anew: the same name, made smaller, is no change to the browser.
document.addEventListener("click", ({ target }) => {
  if (!target.dataset.mostMegabytes || !target.validity.customError) return;
  target.value = "";
  target.setCustomValidity("");
});
