"""What stands in the marked cells of a workbook, wherever they have moved to?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from giaoban.exchange.reporting.workbook_cells import FailedFormula, Raw, as_text
from giaoban.rules.reporting.workbook_formulas import cell_name
from giaoban.rules.reporting.workbook_grid import Cell
from giaoban.rules.reporting.workbook_lists import FoundList, found_list, list_columns
from giaoban.rules.reporting.workbook_marks import Mark, MarkKind, Marks
from giaoban.rules.reporting.workbook_shape import Words, found_marks, plain, sheet_of

Rows = Sequence[Sequence[Raw]]


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """A figure as it stands."""

    code: str
    sheet: str
    cell: str
    value: Raw


@dataclass(frozen=True, slots=True)
class MarkedCells:
    """The figures, and what the cells of the unit and the period say, with where that stands."""

    figures: tuple[MarkedCell, ...]
    said: Mapping[str, tuple[str, str, str]]  # by MarkKind: sheet, cell, text
    lists: tuple[FoundList, ...] = ()


@dataclass
class OpenedSheets:
    """The sheets of one file, read once however many maps it is held against."""

    names: Sequence[str]
    rows_of: Callable[[str], Rows]
    words: dict[str, Words] = field(default_factory=dict)

    def words_of(self, sheet: str) -> Words:
        if sheet not in self.words:
            self.words[sheet] = Words(
                ((row, column), plain(text))
                for row, values in enumerate(self.rows_of(sheet))
                for column, value in enumerate(values)
                if value not in (None, "")
                and not isinstance(value, FailedFormula)
                and (text := as_text(value))
            )
        return self.words[sheet]

    def value(self, sheet: str, cell: Cell) -> Raw:
        """What stands in a cell; empty where the sheet is shorter."""
        rows = self.rows_of(sheet)
        row, column = cell
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def marked_cells(marks: Marks, sheets: OpenedSheets) -> MarkedCells:
    """Every marked cell; raises RuleError as found_marks does.

    A program that calculates nothing leaves a sum empty: it is then worked out from its parts.
    """
    lists = tuple(_lists(marks, sheets))
    found = found_marks(marks, sheets.names, sheets.words_of, _entries(lists, sheets))
    values = {
        each.mark.code: sheets.value(each.sheet, each.cell)
        for each in found
        if each.mark.kind == MarkKind.FIGURE
    }
    for mark in marks:
        if mark.sums and values.get(mark.code) in (None, ""):
            values[mark.code] = _sum(values, mark.sums)
    return MarkedCells(
        tuple(
            MarkedCell(each.mark.code, each.sheet, cell_name(each.cell), values[each.mark.code])
            for each in found
            if each.mark.kind == MarkKind.FIGURE
        ),
        {
            each.mark.kind: (
                each.sheet,
                cell_name(each.cell),
                as_text(sheets.value(each.sheet, each.cell)),
            )
            for each in found
            if each.mark.kind != MarkKind.FIGURE
        },
        lists,
    )


def _lists(marks: Marks, sheets: OpenedSheets) -> Iterator[FoundList]:
    """On a sheet that was renamed they are where its figures are."""
    by_sheet: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.kind != MarkKind.LIST:
            by_sheet.setdefault(mark.sheet, []).append(mark)
    for code, columns in list_columns(marks).items():
        sheet = columns[0].sheet
        beside = by_sheet.get(sheet, [])
        actual = sheet_of(sheet, beside, sheets.names, by_sheet, sheets.words_of)
        others = [
            mark
            for mark in marks
            if mark.kind == MarkKind.LIST and mark.sheet == sheet and mark.asking.list != code
        ]
        yield found_list(code, columns, actual, sheets.words_of(actual), others)


def _entries(lists: Sequence[FoundList], sheets: OpenedSheets) -> dict[str, set[int]]:
    rows: dict[str, set[int]] = {}
    for each in lists:
        end = len(sheets.rows_of(each.sheet)) if each.end is None else each.end
        rows.setdefault(each.sheet, set()).update(range(each.first, end))
    return rows


def _sum(values: Mapping[str, Raw], codes: Sequence[str]) -> Raw:
    """Where at least one part is there and all that are there are numbers, as Excel adds."""
    there = [value for code in codes if (value := values.get(code)) not in (None, "")]
    numbers = [
        float(value)
        for value in there
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    return sum(numbers) if there and len(numbers) == len(there) else None
