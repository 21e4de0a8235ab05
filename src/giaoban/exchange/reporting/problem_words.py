"""What keeps a file of figures from being taken, in words, and how to mend it.

One table for the pages, the commands and the list of errors that can be downloaded.
"""

from collections.abc import Mapping
from datetime import date
from math import isfinite

from django.utils.formats import localize, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.exchange.reporting.figure_words import FIGURE_SENTENCES
from giaoban.exchange.reporting.file_words import FILE_SENTENCES, TOO_LARGE
from giaoban.exchange.reporting.map_words import MAP_SENTENCES
from giaoban.queries.written_days import day_text
from giaoban.rules.problems import Problem

_SENTENCES: Mapping[str, str] = {
    **MAP_SENTENCES,
    **FILE_SENTENCES,
    **FIGURE_SENTENCES,
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
}
PROBLEM_CODES = frozenset(_SENTENCES)


def sentence(problem: Problem) -> str:
    """What is wrong and how to mend it, in the language in force; ends without a line break."""
    shown = {
        key: number_format(value, force_grouping=True)
        if key == "most" and isinstance(value, int)
        else _shown(value)
        for key, value in problem.params.items()
    }
    if problem.code == "in_list_row":
        shown["problem"] = str(_SENTENCES[str(problem.params["problem"])]) % shown
    words = str(_SENTENCES[_key(problem)]) % shown
    if (
        problem.code in {"check_failed", "cumulative_falls"}
        and problem.params.get("level") == "warning"
    ):
        words = _("%(warning)s (a warning: correct it or give a reason)") % {"warning": words}
    return " ".join(words.split())


def _key(problem: Problem) -> str:
    """Of a workbook that is too large the sheet and the cell are told where they are known."""
    if problem.code in TOO_LARGE and "cell" in problem.params:
        return TOO_LARGE[problem.code] if problem.params.get("sheet") else "workbook_reaches_far"
    return problem.code


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
