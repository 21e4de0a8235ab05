"""The sentences for what stands against a change of the tree or a row of a units file.

One table for the pages and the command: what is wrong, and how to mend it.
"""

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from giaoban.exchange.row_words import row_words
from giaoban.queries.written_days import day_text
from giaoban.rules.units.csv_rows import RowProblem

_SENTENCES: Mapping[str, Promise] = {
    "column_unknown": gettext_lazy("The column “%(column)s” is not known: remove or rename it."),
    "column_missing": gettext_lazy("The column “%(column)s” is missing: add it."),
    "column_twice": gettext_lazy("The column “%(column)s” stands twice: keep one."),
    "row_length_differs": gettext_lazy(
        "The row has %(cells)s cells and the header %(columns)s: check commas and quotation marks."
    ),
    "unit_code_missing": gettext_lazy("There is no code: give one."),
    "unit_name_missing": gettext_lazy("There is no name: give one."),
    "unit_text_too_long": gettext_lazy("The text is too long: at most %(longest)s characters."),
    "date_malformed": gettext_lazy(
        "“%(value)s” is no date: write it as year-month-day, such as 2025-07-01."
    ),
    "date_out_of_range": gettext_lazy("The date “%(value)s” cannot be right: correct it."),
    "unit_closes_before_it_opens": gettext_lazy(
        "It closes on %(closed_on)s, not after it opens on %(opened_on)s: correct the dates."
    ),
    "unit_code_twice": gettext_lazy(
        "Row %(first)s bears the same code at the same time: end one before the other begins."
    ),
    "unit_code_in_use": gettext_lazy(
        "%(name)s bears the code %(code)s on %(on)s: close it first, or begin later."
    ),
    "unit_differs_from_existing": gettext_lazy(
        "The unit exists and differs in %(columns)s: make that change on the unit's page, "
        "or correct the row."
    ),
    "unit_parent_unknown": gettext_lazy(
        "No unit above bears that code: add it to the file, or correct the code."
    ),
    "unit_parent_not_open": gettext_lazy(
        "The unit above is not open on %(on)s: choose another unit above, or another date."
    ),
    "unit_parent_closes_first": gettext_lazy(
        "The unit above closes first, on %(closed_on)s: choose another one, or correct the dates."
    ),
    "unit_under_itself": gettext_lazy("A unit would hang under itself: choose another unit above."),
    "several_roots": gettext_lazy(
        "Row %(first)s has no unit above either: give a parent, or place the file under a unit."
    ),
    "unit_under_unknown": gettext_lazy(
        "No unit bears the code %(code)s today: correct the code of the unit to place it under."
    ),
    "file_empty": gettext_lazy("The file has no rows: add the units, one a row."),
    "unit_out_of_reach": gettext_lazy(
        "The unit above is not one that you look after: choose one in your own area."
    ),
    "not_utf8": gettext_lazy(
        "The file is not UTF-8 text: in Excel, save it as “CSV UTF-8 (comma delimited)”."
    ),
    "not_csv": gettext_lazy("The file is not a CSV table: check its quotation marks."),
    "unit_unknown": gettext_lazy("The unit no longer exists."),
    "unit_not_open": gettext_lazy("The unit is not open on %(on)s: choose another date."),
    "unit_rename_before_latest": gettext_lazy(
        "Its present name holds since %(latest)s: choose a later date."
    ),
    "unit_name_unchanged": gettext_lazy("That is its name already: type the new one."),
    "unit_move_before_latest": gettext_lazy(
        "It has its present place since %(latest)s: choose a later date."
    ),
    "unit_already_there": gettext_lazy("It hangs there already: choose another unit above."),
    "unit_already_closed": gettext_lazy("It was closed on %(closed_on)s already."),
    "unit_close_before_opening": gettext_lazy("It opened on %(opened_on)s: choose a later date."),
    "unit_close_before_latest_placement": gettext_lazy(
        "It has its present place since %(latest)s: choose a later date."
    ),
    "unit_has_open_children": gettext_lazy(
        "These units are still under it: %(children)s. Move or close them first."
    ),
    "reason_needed": gettext_lazy(
        "The date is past, so figures already reported may move: give the reason."
    ),
}
PROBLEM_CODES = frozenset(_SENTENCES)
_SHOWN_CHILDREN = 5


def sentence(code: str, params: Mapping[str, object]) -> str:
    """The sentence of a problem in the language in force."""
    return str(_SENTENCES[code]) % {key: _shown(value) for key, value in params.items()}


def row_sentence(problem: RowProblem) -> str:
    """Where in the file, then what is wrong and how to mend it, on one line."""
    words = sentence(problem.code, {"column": problem.column, **problem.params})
    return row_words(problem.line, problem.column, words)


def _shown(value: object) -> str:
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, (tuple, list)):
        shown = ", ".join(map(str, value[:_SHOWN_CHILDREN]))
        return (
            f"{shown}, … (+{len(value) - _SHOWN_CHILDREN})"
            if len(value) > _SHOWN_CHILDREN
            else shown
        )
    return str(value)
