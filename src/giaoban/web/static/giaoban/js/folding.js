// What would take the place of a page's first content is folded while the screen is narrow.
const narrow = matchMedia("(max-width: 719px)");

export function foldWhenNarrow() {
  const fold = () => {
    for (const one of document.querySelectorAll("[data-folds-when-narrow]")) one.open = !narrow.matches;
  };
  narrow.addEventListener("change", fold);
  fold();
}
