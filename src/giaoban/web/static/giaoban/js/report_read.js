// The page on which a report is read.
import { showLeftOver } from "./report_left_over.js";
import "./printing.js";

showLeftOver();
