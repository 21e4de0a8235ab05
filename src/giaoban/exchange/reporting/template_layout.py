"""Where does everything stand in a report's workbook? Shared by the writer and the reader.

The hidden sheet names regime, unit, period and form, and where each cell is; the reader trusts
nothing else about the layout, so that a later format may lay sheets out differently.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.form_structure import PlacedItem
from giaoban.rules.reporting.indicators import IndicatorKind
from giaoban.rules.reporting.regime_facts import Asked
from giaoban.rules.reporting.row_numbers import row_numbers

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
KEY_CELL = "cell"  # code, sheet, cell, cell of the note, this, previous, last year, of estimate
KEY_REASON = "reason"  # index of the check, sheet, cell
KEY_CHOICE = "choice"  # code, text
KEY_IN_TABLE = "in_table"  # code, sheet, cell, cell that names its row, then numbers as for a cell
KEY_COMPUTED = "computed"  # code, sheet, cell: worked out from a list, never read
KEY_LIST = "list"  # code, code of a column, sheet, its first cell
KEY_MARKED = "marked"  # code, sheet, cell, cell and words of its label and of its head, its sums
KEY_LISTED = "listed"  # list, column, sheet, cell, cell and words of head, and of foot; "formula"
KEY_NONE = "none"  # code of a list, sheet, cell that says that there were none

# Columns of the report sheet, counted from 0.
NUMBER, NAME, MEASURE, NOW, ESTIMATE, PREVIOUS, LAST_YEAR, TARGET, NOTE, CHECK, CODE = range(11)
CODE_BEFORE_ESTIMATES = 9
"""Where the codes stood in workbooks that have no column for estimates."""
# Columns of the sheet of checks.
CHECK_NUMBER, CHECK_MESSAGE, CHECK_LEVEL, CHECK_RESULT, CHECK_REASON, CHECK_RAW = range(6)
# Columns of a KEY_CELL row of the hidden sheet that formulas look at.
HIDDEN_NOW, HIDDEN_PREVIOUS, HIDDEN_LAST_YEAR, HIDDEN_ESTIMATE = 5, 6, 7, 8

TITLE_ROW, PERIOD_ROW, UNIT_ROW, DUE_ROW, STATE_ROW, NOTHING_ROW, HEADER_ROW = 0, 1, 2, 3, 4, 5, 7
CHECKS_HEADER_ROW = 2
# The sheet of a table: a hidden column that names the rows, the names, then the columns.
TABLE_HEADER_ROW, TABLE_GUARD, TABLE_NAME, TABLE_FIRST = 3, 0, 1, 2
# The sheet of a list: its columns' codes stand hidden between the headings and the rows.
LIST_NONE_ROW, LIST_HEADER_ROW, LIST_GUARD_ROW, LIST_FIRST_ROW = 2, 4, 5, 6
LIST_FIRST = 1
LIST_ROWS_SHOWN = 200
"""Rows with a frame and checks of their own; more are taken."""
COMMENT_BOX = {"x_scale": 2.2, "y_scale": 1.2}
"""How large a comment is that says what another report holds, against Excel's usual one."""


@dataclass(frozen=True, slots=True)
class SectionRow:
    row: int
    title: str


@dataclass(frozen=True, slots=True)
class PointerRow:
    """Where the report names a table that stands on a sheet of its own."""

    row: int
    number: str
    table: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """What is asked on its row of the report; `leads` is the first of the rows nested under one."""

    row: int
    number: str
    item: PlacedItem
    leads: bool = False

    @property
    def asked(self) -> Asked:
        return self.item.asked

    @property
    def is_typed(self) -> bool:
        """A ratio and what comes from a list are worked out; files go to the report's page."""
        by_hand = {IndicatorKind.RATIO, IndicatorKind.FILE}
        return self.asked.kind not in by_hand and not self.item.place.is_computed

    @property
    def may_be_estimated(self) -> bool:
        return self.is_typed and self.asked.kind in {IndicatorKind.COUNT, IndicatorKind.AMOUNT}

    @property
    def indent(self) -> int:
        place = self.item.place
        return min(place.depth, 10) + bool(place.list and place.column)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure stands."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        return cell_name(self.row, self.column)

    @property
    def absolute(self) -> str:
        return absolute(self.sheet, self.row, self.column)


def rows_of(items: Sequence[PlacedItem]) -> Iterator[SectionRow | PointerRow | ItemRow]:
    """The rows below the header as on the paper form: a section's title, then what it asks."""
    numbers = row_numbers((item.asked.code, item.place) for item in items)
    row, section = HEADER_ROW, ""
    tables: set[str] = set()
    parents: set[str] = set()
    for item in items:
        asked, place = item.asked, item.place
        if asked.section and asked.section != section:
            row += 1
            yield SectionRow(row, asked.section)
        section = asked.section
        if place.table in tables:
            continue
        row += 1
        number = numbers[asked.code]
        if place.table:
            tables.add(place.table)
            yield PointerRow(row, number, place.table)
            continue
        leads = bool(place.part_of and not place.breakdown) and place.part_of not in parents
        if leads:
            parents.add(place.part_of)
        is_sum = bool(place.list and place.column)
        yield ItemRow(row, "" if is_sum else number, item, leads)


def cell_name(row: int, column: int) -> str:
    """`D8` for row 7, column 3."""
    return f"{letters_of(column)}{row + 1}"


def absolute(sheet: str, row: int, column: int) -> str:
    """`'Báo cáo'!$D$8`: the same cell from any sheet."""
    return f"{sheet_in_formula(sheet)}!${letters_of(column)}${row + 1}"


def sheet_in_formula(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def letters_of(column: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters = chr(ord("A") + letter) + letters
        column -= 1
    return letters


def sheet_name(number: str, name: str) -> str:
    """A name that Excel takes: at most 31 letters, none of those that it refuses.

    The number of the block parts two of the same name.
    """
    safe = "".join(" " if letter in "[]:*?/\\'" else letter for letter in name)
    return f"{number} {' '.join(safe.split())}"[:31].strip()


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
