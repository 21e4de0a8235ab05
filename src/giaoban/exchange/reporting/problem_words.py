"""What keeps a file of figures from being taken, in words, and how to mend it.

One table for the pages, the commands and the list of errors that can be downloaded.
"""

from collections.abc import Mapping
from datetime import date
from math import isfinite

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.exchange.reporting.map_words import MAP_SENTENCES
from giaoban.queries.written_days import day_text
from giaoban.rules.problems import Problem

_SENTENCES: Mapping[str, str] = {
    **MAP_SENTENCES,
    # remarks, on the page and in a file
    "note_too_long": gettext_lazy(
        "The note has %(length)s characters and at most %(most)s are kept: shorten it."
    ),
    "remark_too_long": gettext_lazy(
        "The note on the whole report has %(length)s characters and at most %(most)s are kept: "
        "shorten it."
    ),
    "reason_too_long": gettext_lazy(
        "The reason has %(length)s characters and at most %(most)s are kept: shorten it."
    ),
    # the file as a whole
    "file_kind_unknown": gettext_lazy(
        "This is neither a workbook (.xlsx, .xls, .ods), a table (.csv) nor a zip: leave it out, "
        "or save it as one of these."
    ),
    "file_unreadable": gettext_lazy("The file cannot be opened: %(why)s."),
    "file_damaged": gettext_lazy("The file is damaged: copy or save it again."),
    "file_too_large": gettext_lazy("The file is larger than %(megabytes)s MB: send it in parts."),
    "archive_damaged": gettext_lazy("The zip is damaged: make it again."),
    "archive_locked": gettext_lazy("The file is locked with a password: make the zip without one."),
    "archive_empty": gettext_lazy("There is no file in the zip: make it again."),
    "archive_link": gettext_lazy(
        "This is only a link to a file elsewhere: put the file itself into the zip."
    ),
    "archive_nested": gettext_lazy("A zip inside a zip is not opened: send it by itself."),
    "archive_path_escapes": gettext_lazy(
        "The name of this file points outside the zip: make the zip again from a plain folder."
    ),
    "archive_too_many_files": gettext_lazy(
        "There are more than %(most)s files in the zip: send it in parts."
    ),
    "archive_too_large": gettext_lazy(
        "The zip unpacks to more than %(megabytes)s MB: send it in parts."
    ),
    "workbook_damaged": gettext_lazy(
        "The file is no Excel workbook, or it is damaged: open it in Excel or LibreOffice and save "
        "it again as .xlsx."
    ),
    "workbook_locked": gettext_lazy(
        "The workbook is protected with a password: open it and take the password off, in Excel "
        "under File, Info, Protect Workbook, Encrypt with Password, in LibreOffice by Save As "
        "without “Save with password”; then save it and send it again."
    ),
    "workbook_too_large": gettext_lazy(
        "The workbook holds far more than a report, or cells far outside the form: download the "
        "template again and copy the figures over."
    ),
    "sheet_too_large": gettext_lazy(
        "The sheet “%(sheet)s” holds far more than a report, or cells far outside the form: "
        "download the template again and copy the figures over."
    ),
    "old_workbook_too_large": gettext_lazy(
        "The .xls cannot be read safely: it is damaged, or says that it holds far more than a "
        "report. Open it in Excel or LibreOffice, save it as .xlsx, and send that file."
    ),
    "file_breaks_reader": gettext_lazy(
        "The file could not be read, and nothing of it was taken: download the template again and "
        "copy the figures over."
    ),
    "workbook_is_no_template": gettext_lazy(
        "The workbook was not made from a template of this system: download the template and fill "
        "that in."
    ),
    "workbook_format_unknown": gettext_lazy(
        "The template is of another version of this system (%(version)s): download it again and "
        "copy the figures over."
    ),
    "workbook_sheet_missing": gettext_lazy(
        "The sheet “%(sheet)s” is missing or was renamed: give it back its name, or fill in the "
        "marked copy or a new template."
    ),
    "workbook_rows_moved": gettext_lazy(
        "Rows of the sheet “%(sheet)s” were moved, inserted or deleted: fill in the marked copy or "
        "a new template, and leave its rows where they are."
    ),
    # in the marked copy of such a file
    "sheet_renamed": gettext_lazy(
        "The sheet “%(sheet)s” was renamed “%(now)s”; here it has its own name again: leave it so."
    ),
    "sheet_lost": gettext_lazy(
        "The sheet “%(sheet)s” is missing from the file that came, and so is what stood on it: "
        "fill it in here."
    ),
    "row_stood_elsewhere": gettext_lazy(
        "In the file that came this stood in row %(row)s, not %(meant)s: look whether it is right."
    ),
    "row_lost": gettext_lazy(
        "The row of this is missing from the file that came, or stands there several times: type "
        "here what belongs in it."
    ),
    "row_foreign": gettext_lazy(
        "Row %(row)s, “%(label)s”, is not of the form and was left out: add its figure to the row "
        "that it belongs to, or say it in a note."
    ),
    "figure_stood_elsewhere": gettext_lazy(
        "Cells of the workbook were moved or renamed: look whether the figure is right."
    ),
    "list_stood_elsewhere": gettext_lazy(
        "The rows of this list stood elsewhere in the file that came: look whether they are right."
    ),
    "list_lost": gettext_lazy(
        "Columns of this list are missing from the file that came: fill them in here."
    ),
    "cell_map_broken": gettext_lazy(
        "The hidden part of the workbook was changed: download the template again and copy the "
        "figures over."
    ),
    "workbook_of_another_regime": gettext_lazy(
        "The workbook belongs to another reporting regime (code %(regime)s): send it there."
    ),
    "workbook_of_another_unit": gettext_lazy(
        "The workbook belongs to another unit (code %(code)s): choose the file of this unit."
    ),
    "workbook_of_another_period": gettext_lazy(
        "The workbook belongs to another period (%(period)s): choose the file of this period."
    ),
    "workbook_form_outdated": gettext_lazy(
        "The workbook was made from version %(form)s of the form, and version %(present)s is in "
        "force: fill in the marked copy or a new template."
    ),
    "nothing_arose_but_filled": gettext_lazy(
        "The workbook says that nothing arose, yet there are figures in it: clear the one or the "
        "other."
    ),
    # tables
    "not_utf8": gettext_lazy(
        "The file is not UTF-8 text: in Excel, save it as “CSV UTF-8 (comma delimited)”."
    ),
    "not_csv": gettext_lazy("The file is not a CSV table: check its quotation marks."),
    "file_without_rows": gettext_lazy("The file has no rows: add the values, one a row."),
    "column_unknown": gettext_lazy("The column “%(column)s” is not known: remove or rename it."),
    "column_missing": gettext_lazy("The column “%(column)s” is missing: add it."),
    "column_twice": gettext_lazy("The column “%(column)s” stands twice: keep one."),
    "table_too_long": gettext_lazy("The table has more than %(most)s rows: send it in parts."),
    "row_length_differs": gettext_lazy(
        "The row has %(cells)s cells and the header %(columns)s: check commas and quotation marks."
    ),
    "cell_twice": gettext_lazy("Row %(row)s gives the same cell already: keep one of them."),
    "estimate_not_a_number": gettext_lazy(
        "Only a number can be an estimate: leave the column “estimate” empty here."
    ),
    "value_missing": gettext_lazy("There is no value: type one, or delete the row."),
    "file_not_by_table": gettext_lazy(
        "The indicator %(code)s asks for a file: attach it on the report's page and delete the row."
    ),
    # whose it is and when
    "unit_unknown_in_period": gettext_lazy(
        "No unit bears the code %(code)s in the period %(period)s: correct the code."
    ),
    "unit_out_of_reach": gettext_lazy(
        "%(unit)s is not a unit that you may report for: leave it out, or ask the administrator."
    ),
    "unit_not_asked": gettext_lazy(
        "The regime does not ask this unit in the period %(period)s: correct the unit or the "
        "period."
    ),
    "period_key_unknown_form": gettext_lazy(
        "“%(key)s” names no period: write it such as 2026-07, 2026Q3 or 2026."
    ),
    "period_year_out_of_range": gettext_lazy("The year of “%(key)s” cannot be right: correct it."),
    "period_number_out_of_range": gettext_lazy("There is no period “%(key)s”: correct it."),
    "period_name_malformed": gettext_lazy("“%(key)s” names no period: correct it."),
    "period_not_of_frequency": gettext_lazy(
        "The regime is not reported for periods such as %(key)s: correct the period."
    ),
    "period_once_without_dates": gettext_lazy(
        "The regime is reported once and has no dates yet: set them first."
    ),
    "period_not_begun": gettext_lazy(
        "The period %(key)s begins on %(starts_on)s: wait until then."
    ),
    "period_is_derived": gettext_lazy(
        "No unit reports for %(period)s: it is made from shorter periods."
    ),
    "regime_ended": gettext_lazy(
        "The regime ended on %(ended_on)s, before the period %(key)s: correct the period."
    ),
    "regime_without_form": gettext_lazy(
        "The regime “%(regime)s” has no published form yet: publish it first."
    ),
    "period_locked": gettext_lazy(
        "The period %(period)s is closed: ask the secretariat to open it again."
    ),
    "report_locked": gettext_lazy(
        "The report of the period %(period)s is closed: ask the secretariat to open it again."
    ),
    "withdraw_first": gettext_lazy("The report is sent already: withdraw it first."),
    "correction_needs_reason": gettext_lazy("The report is accepted: give a reason to correct it."),
    # values
    "unknown_indicator": gettext_lazy(
        "The form of this period has no indicator with the code %(code)s: correct the code."
    ),
    "ratio_is_computed": gettext_lazy(
        "The indicator %(code)s is worked out from others: delete the value."
    ),
    "ratio_overtyped": gettext_lazy(
        "“%(text)s” was typed over a ratio that is worked out: clear the cell, or correct the "
        "figures that the ratio is made of."
    ),
    "not_a_number": gettext_lazy("“%(text)s” is no number: type digits only."),
    "formula_failed": gettext_lazy(
        "The formula in this cell failed, and the cell shows “%(text)s”: mend the formula, or type "
        "over it what belongs there."
    ),
    "formula_calls_out": gettext_lazy(
        "The formula in this cell takes “%(text)s” from outside the workbook, from another file, "
        "an address or a program, where nobody can check it: type the figure itself over it."
    ),
    "misplaced_grouping": gettext_lazy(
        "“%(text)s” can be read in two ways: type it with “%(decimal)s” before the decimals and "
        "nothing between the thousands."
    ),
    "estimate_mark_unknown": gettext_lazy(
        "“%(text)s” is no mark of an estimate: choose “est.” from the list, or leave the cell "
        "empty."
    ),
    "too_large": gettext_lazy("“%(text)s” is too large to be right: correct it."),
    "not_yes_or_no": gettext_lazy("“%(text)s” is neither yes nor no: choose one of the two."),
    "required_missing": gettext_lazy("This must be filled in."),
    "not_finite": gettext_lazy("This is no number: type digits only."),
    "negative": gettext_lazy("%(value)s is below 0: correct it."),
    "not_whole": gettext_lazy("%(value)s is not a whole number: correct it."),
    "not_yes_no": gettext_lazy("%(value)s is neither yes nor no: choose one of the two."),
    "not_a_choice": gettext_lazy("“%(value)s” is not one of the choices: choose from the list."),
    "below_minimum": gettext_lazy("%(value)s is below the least allowed, %(minimum)s: correct it."),
    "above_maximum": gettext_lazy("%(value)s is above the most allowed, %(maximum)s: correct it."),
    "check_failed": gettext_lazy("Check not met: %(message)s"),
    "cumulative_falls": gettext_lazy(
        "%(value)s since the year began is less than what was reported before, %(before)s: correct "
        "it."
    ),
    "not_asked": gettext_lazy(
        "The unit takes no part in this project, or the project does not run in this period: "
        "clear the cell."
    ),
    "parts_exceed": gettext_lazy(
        "The parts add up to %(sum)s, more than %(value)s: correct the parts or the whole."
    ),
    "parts_differ": gettext_lazy(
        "The parts add up to %(sum)s, not to %(value)s: correct the parts or the whole."
    ),
    "computed_from_list": gettext_lazy(
        "The indicator %(code)s is worked out from the rows of its list: delete the value."
    ),
    # lists
    "in_list_row": gettext_lazy("Row %(row)s, “%(column)s”: %(problem)s"),
    "none_but_filled": gettext_lazy(
        "“%(list)s” says that there were none, but has rows: clear one of the two."
    ),
    "too_many_rows": gettext_lazy("A list has at most %(most)s rows: leave some out."),
    "list_changed_meanwhile": gettext_lazy(
        "Somebody else changed the list “%(list)s” meanwhile: reload it and enter the rows again."
    ),
    "unknown_list": gettext_lazy("The form has no list with the code %(code)s: correct the code."),
    "unknown_column": gettext_lazy(
        "Row %(row)s of “%(list)s” has no column %(column)s: leave it out."
    ),
    "wrong_row_cell": gettext_lazy(
        "Row %(row)s of “%(list)s”: what stands under “%(column)s” is of another kind."
    ),
    "not_a_date": gettext_lazy("“%(text)s” is no date: type it like 21/11/2026."),
}
PROBLEM_CODES = frozenset(_SENTENCES)


def sentence(problem: Problem) -> str:
    """What is wrong and how to mend it, in the language in force; ends without a line break."""
    shown = {key: _shown(value) for key, value in problem.params.items()}
    if problem.code == "in_list_row":
        shown["problem"] = str(_SENTENCES[str(problem.params["problem"])]) % shown
    is_of_sheet = problem.code == "workbook_too_large" and "sheet" in shown
    words = str(_SENTENCES["sheet_too_large" if is_of_sheet else problem.code]) % shown
    if (
        problem.code in {"check_failed", "cumulative_falls"}
        and problem.params.get("level") == "warning"
    ):
        words = _("%(warning)s (a warning: correct it or give a reason)") % {"warning": words}
    return " ".join(words.split())


def place(sheet: str, cell: str, row: int, column: str) -> str:
    """Where it stands in the file; empty for the whole file."""
    if row and column:
        return _("row %(row)s, column %(column)s") % {"row": row, "column": column}
    if row:
        return _("row %(row)s") % {"row": row}
    if sheet and cell:
        return _("sheet “%(sheet)s”, cell %(cell)s") % {"sheet": sheet, "cell": cell}
    return ""


def _shown(value: object) -> str:
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, float) and isfinite(value):
        return str(localize(int(value) if value == int(value) else value))
    return str(value)
