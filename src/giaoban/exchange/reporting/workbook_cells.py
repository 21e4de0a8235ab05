"""What does one cell of a workbook say, as a number, as yes or no, as a text?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from math import isfinite

from django.conf import settings
from python_calamine import CalamineWorkbook

from giaoban.exchange.reporting.calling_formulas import Calling
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.cell_input import counted, typed_number, yes_or_no
from giaoban.rules.reporting.workbook_formulas import cell_named

ESTIMATED = frozenset({"ước", "est.", "est", "x", "~", "có", "yes", "1", "true"})
NOT_ESTIMATED = frozenset({"", "không", "no", "0", "false"})


class FailedFormula(str):
    """What a formula left that failed, such as #REF!: no figure, no text, and not empty either."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class CallingFormula:
    """A formula that fetches from outside the workbook, and what it left: no figure to be taken."""

    formula: str
    left: "Raw"


Raw = int | float | str | bool | date | time | datetime | CallingFormula | None
"""A cell as the reader of workbooks gives it."""


def rows_of(
    workbook: CalamineWorkbook, sheet: str, failed: Mapping[tuple[str, str], str]
) -> list[list[Raw]]:
    """A sheet row by row from A1 on, with the formulas that failed or call out as such.

    `failed` says by sheet and cell what stands there, of a formula that calls out the formula.
    Raises RuleError `workbook_too_large` where such a cell lies far outside the sheet.
    """
    rows: list[list[Raw]] = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    held = sum(map(len, rows))
    for (where, name), shown in failed.items():
        place = cell_named(name) if where == sheet else None
        if place is not None:
            row, column = place
            beside = len(rows[row]) if row < len(rows) else 0
            held += max(row + 1 - len(rows), 0) + max(column + 1 - beside, 0)
            if held > 2 * settings.WORKBOOK_MOST_CELLS:  # empty rows count as well
                raise RuleError("workbook_too_large")
            rows += ([] for _each in range(row + 1 - len(rows)))
            rows[row] += [None] * (column + 1 - len(rows[row]))
            left = rows[row][column]
            is_calling = isinstance(shown, Calling)
            rows[row][column] = CallingFormula(shown, left) if is_calling else FailedFormula(shown)
    return rows


@dataclass
class CountedSheets:
    """The sheets of one file as they are read; many may be the same part of it, measured once."""

    workbook: CalamineWorkbook
    failed: Mapping[tuple[str, str], str]
    cells: int = 0

    def rows_of(self, sheet: str) -> list[list[Raw]]:
        """As rows_of; raises RuleError `workbook_too_large` where all that were read hold more."""
        rows = rows_of(self.workbook, sheet, self.failed)
        self.cells += sum(map(len, rows))
        if self.cells > settings.WORKBOOK_MOST_CELLS_IN_ALL:
            raise RuleError("workbook_too_large")
        return rows


def refuse_failed(value: Raw) -> None:
    """Raises RuleError `formula_failed` or `formula_calls_out` (text)."""
    if isinstance(value, CallingFormula):
        raise RuleError("formula_calls_out", text=as_text(value) or value.formula)
    if isinstance(value, FailedFormula):
        raise RuleError("formula_failed", text=str(value))


def as_number(value: Raw, language: str) -> float | None:
    """Raises RuleError `not_a_number` (text), and as typed_number does."""
    if type(value) is float:  # nearly all of them: thousands of workbooks come at once
        return counted(value)
    if value is None:
        return None
    if isinstance(value, str):
        return typed_number(value, language)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RuleError("not_a_number", text=as_text(value))
    return counted(float(value))


def as_yes_no(value: Raw) -> float | None:
    """Raises RuleError `not_yes_or_no` (text)."""
    if isinstance(value, CallingFormula):
        return as_yes_no(value.left)
    if value is None or isinstance(value, str):
        return yes_or_no(value or "")
    if isinstance(value, bool | int | float) and value in (0, 1):
        return float(value)
    raise RuleError("not_yes_or_no", text=as_text(value))


def as_estimate_mark(value: Raw) -> bool:
    """Whether a figure is an estimate; raises RuleError `estimate_mark_unknown` (text)."""
    text = as_text(value).casefold()
    if text in ESTIMATED:
        return True
    if text in NOT_ESTIMATED:
        return False
    raise RuleError("estimate_mark_unknown", text=as_text(value))


def as_text(value: Raw) -> str:
    """A cell as the person sees it: 5 rather than 5.0, days as dd/mm/yyyy."""
    if value is None:
        return ""
    if isinstance(value, CallingFormula):
        return as_text(value.left)  # names and remarks are taken; figures were refused before
    if isinstance(value, float) and isfinite(value) and value == int(value):
        return str(int(value))
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    return str(value).strip()
