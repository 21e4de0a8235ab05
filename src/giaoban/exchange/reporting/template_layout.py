"""Where does everything stand in a report's workbook? Shared by the writer and the reader.

The hidden sheet names regime, unit, period and form, and where each cell is; the reader trusts
nothing else about the layout, so that a later format may lay sheets out differently.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.indicators import IndicatorKind
from giaoban.rules.reporting.regime_facts import Asked, FormText

FORMAT = 1
HIDDEN_SHEET = "giaoban"

# Keys in the first column of the hidden sheet; what follows each in its row stands beside it.
KEY_FORMAT = "format"  # the version of this layout
KEY_REGIME = "regime"  # code
KEY_UNIT = "unit"  # code, on the period's last day
KEY_PERIOD = "period"  # key
KEY_FORM = "form"  # number of the form's version
KEY_LANGUAGE = "language"  # of typed numbers
KEY_NOTHING_AROSE = "nothing_arose"  # sheet, cell
KEY_NOTE = "note"  # sheet, cell
KEY_CELL = "cell"  # code, sheet, cell, cell of the note, this, previous, last year as numbers
KEY_REASON = "reason"  # index of the check, sheet, cell
KEY_CHOICE = "choice"  # code, text

# Columns of the report sheet, counted from 0.
NUMBER, NAME, MEASURE, NOW, PREVIOUS, LAST_YEAR, TARGET, NOTE, CHECK, CODE = range(10)
# Columns of the sheet of checks.
CHECK_NUMBER, CHECK_MESSAGE, CHECK_LEVEL, CHECK_RESULT, CHECK_REASON, CHECK_RAW = range(6)
# Columns of a KEY_CELL row of the hidden sheet that formulas look at.
HIDDEN_NOW, HIDDEN_PREVIOUS, HIDDEN_LAST_YEAR = 5, 6, 7

TITLE_ROW, PERIOD_ROW, UNIT_ROW, DUE_ROW, STATE_ROW, NOTHING_ROW, HEADER_ROW = 0, 1, 2, 3, 4, 5, 7
CHECKS_HEADER_ROW = 2


@dataclass(frozen=True, slots=True)
class SectionRow:
    row: int
    title: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An indicator on its row; `position` is its index in the form, `number` counts from 1."""

    row: int
    position: int
    number: int
    asked: Asked

    @property
    def is_typed(self) -> bool:
        """A ratio is worked out, and a file is attached on the report's page."""
        return self.asked.kind not in {IndicatorKind.RATIO, IndicatorKind.FILE}


def rows_of(form: FormText) -> Iterator[SectionRow | ItemRow]:
    """The rows below the header as on the paper form: a section's title, then what it asks."""
    row, section = HEADER_ROW, ""
    for position, asked in enumerate(form.asked):
        if asked.section and asked.section != section:
            row += 1
            yield SectionRow(row, asked.section)
        section = asked.section
        row += 1
        yield ItemRow(row, position, position + 1, asked)


def cell_name(row: int, column: int) -> str:
    """`D8` for row 7, column 3; columns up to Z."""
    return f"{chr(ord('A') + column)}{row + 1}"


def absolute(sheet: str, row: int, column: int) -> str:
    """`'Báo cáo'!$D$8`: the same cell from any sheet."""
    return f"'{sheet}'!${chr(ord('A') + column)}${row + 1}"


@lru_cache(maxsize=4096)
def place_of(name: str) -> tuple[int, int]:
    """(row, column) counted from 0 of a name such as D8; raises RuleError `cell_map_broken`."""
    letters = name.rstrip("0123456789")
    digits = name[len(letters) :]
    if not digits or not letters.isascii() or not letters.isupper() or len(letters) > 3:
        raise RuleError("cell_map_broken")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1
