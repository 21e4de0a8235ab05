// A report that takes nothing any more may have been filled in on this machine while it had no
// connection. What was typed is shown, to be copied; it is never thrown away unseen.

import { shownRows } from "./report_fields.js";
import { openKept } from "./report_kept.js";

export async function showLeftOver() {
  const section = document.getElementById("left-over");
  if (!section) return;
  const kept = openKept(section.dataset.keep);
  const entries = await kept.all();
  if (entries.length === 0) return;
  const lines = entries.map(({ cell, label, value }) => {
    const text = cell.startsWith("rows-") && !cell.includes("/") ? shownRows(value) : value;
    return `${label || cell}\t${text || section.dataset.empty}`;
  });
  const title = section.querySelector("[data-title]");
  title.textContent = title.dataset.title.replace("{n}", String(entries.length));
  section.querySelector("textarea").value = lines.join("\n");
  section.hidden = false;
  section.querySelector("[data-forget]").addEventListener("click", async () => {
    for (const { cell } of entries) kept.drop(cell);
    await kept.settled();
    section.hidden = true;
  });
}
