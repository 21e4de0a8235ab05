// What every page's script does; each module answers for one thing and finds its own elements.
import { confirmBeforeSending } from "./confirm.js";
import { sayWhenTheConnectionFails } from "./connection.js";
import { foldWhenNarrow } from "./folding.js";
import { closeMenus } from "./menus.js";
import { openPanels } from "./panels.js";
import { quickSearch } from "./search.js";
import { filterAsYouChoose, goOnAfterMoreRows, keepTableKeys } from "./tables.js";
import { guardUnsaved } from "./unsaved.js";

quickSearch();
closeMenus();
openPanels();
foldWhenNarrow();
confirmBeforeSending();
guardUnsaved();
filterAsYouChoose();
goOnAfterMoreRows();
keepTableKeys();
sayWhenTheConnectionFails();

const summary = document.querySelector(".error-summary");
if (summary) summary.focus();
