// <button data-print> prints the page as its print styles lay it out.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
