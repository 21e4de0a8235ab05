// The page on which a report is filled in: each module answers for one thing.
import { walkByKeys } from "./report_keys.js";
import { keepLists } from "./report_lists.js";
import { pasteBlocks } from "./report_paste.js";
import { saveAsTyped } from "./report_saving.js";

document.documentElement.classList.add("has-script");

const form = document.getElementById("report-form");
if (form) {
  keepLists(form);
  pasteBlocks(form);
  walkByKeys(form);
  saveAsTyped(form);
}

// A link to a cell opens the folded part that it lies in, and puts the cursor there.
function goTo(id) {
  const target = document.getElementById(id);
  if (!target) return;
  const folded = target.closest("details:not([open])");
  if (folded) folded.open = true;
  target.scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link || !/^#(cell|reason|row|note)-/.test(link.hash)) return;
  event.preventDefault();
  goTo(link.hash.slice(1));
});
