"""How far do the sheets of an .ods reach, what do they hold, which formulas failed or call out?

Cells and rows say there how often they repeat, so a file of 1 kB may mean billions of cells. It is
read as a stream: as a tree it would be larger than what it is bounded by. Names are known by what
stands behind their colon, as the reader of workbooks goes by the letters too.
"""

import re
from collections.abc import Set
from dataclasses import dataclass, field
from itertools import product

from giaoban.exchange.reporting.calling_formulas import Calling, calls_out
from giaoban.exchange.reporting.outside_names import outside_names
from giaoban.exchange.reporting.streamed_xml import read_through
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.workbook_formulas import cell_name

_CELLS = frozenset({"table-cell", "covered-table-cell"})
_HOLDING = frozenset(
    {
        *("value-type", "value", "formula"),
        *("date-value", "time-value", "boolean-value", "string-value"),
    }
)
_FAILED = re.compile(r"#[A-Z][A-Z0-9/_]*[!?]|#N/A|Err:[0-9]{3}")
_LONGEST_SHOWN = 20
_LONGEST_NAME = 100  # of a sheet, as it is shown
_MOST_NAMES = 1_000


@dataclass(slots=True)
class Bounds:
    """How much a workbook may hold: cells of a sheet, and of all; sheets; characters of text."""

    most_cells: int
    most_in_all: int
    most_sheets: int
    most_text: int
    most_failed: int


@dataclass(slots=True)
class _Table:
    name: str
    rows: int = 0
    width: int = 0
    reach: int = 0
    column: int = 0
    wide: int = 0
    text: int = 0
    failed: list[tuple[range, str]] = field(default_factory=list)
    """The columns of the row that is read."""
    calling: list[tuple[range, range, Calling]] = field(default_factory=list)
    """Rows and columns: a formula may fill several."""


@dataclass(slots=True)
class _Cell:
    times: int = 1
    is_filled: bool = False
    is_failed: bool = False
    has_formula: bool = False
    calling: Calling | None = None
    fills: tuple[int, int] = (1, 1)
    size: int = 0
    shown: list[str] = field(default_factory=list)


def judged_sheets(content: bytes, bounds: Bounds) -> dict[tuple[str, str], str]:
    """By sheet and cell what stands where a formula failed; one that calls out, as Calling.

    Raises RuleError `workbook_too_large` or `workbook_damaged`.
    """
    reading = _Reading(bounds, outside_names(content))
    read_through(content, reading)
    return reading.failed


class _Reading:
    def __init__(self, bounds: Bounds, names: Set[str]) -> None:
        self.bounds = bounds
        self.named_outside = names
        self.failed: dict[tuple[str, str], str] = {}
        self.tables: list[_Table] = []  # one in another: a sheet within a drawing
        self.cells: list[_Cell] = []
        self.repeats: list[int] = []  # of the rows that are open
        self.names: dict[str, str] = {}
        self.in_all = 0
        self.in_failed = 0
        self.text = 0
        self.sheets = 0
        self.written = 0  # cells and rows, as they stand in the file

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = self.local(name)
        if local in _CELLS:
            self._count()
            self.cells.append(_cell(attributes, self.named_outside))
        elif local == "table-row":
            self._count()
            self.repeats.append(_row_times(attributes))
            if self.tables:
                self.tables[-1].column = self.tables[-1].wide = self.tables[-1].text = 0
        elif local == "table":
            self.sheets += 1
            if self.sheets > self.bounds.most_sheets:
                raise RuleError("workbook_too_large")
            said = (value for key, value in attributes.items() if key.endswith(":name"))
            self.tables.append(_Table(next(said, "")))
        elif self.cells:
            self.cells[-1].is_filled = True

    def local(self, name: str) -> str:
        """What stands behind the colon; kept, as there may be a million of a few names."""
        found = self.names.get(name)
        if found is None:
            found = name.rpartition(":")[2]
            if len(self.names) < _MOST_NAMES:
                self.names[name] = found
        return found

    def said(self, text: str) -> None:
        if self.cells:
            cell = self.cells[-1]
            cell.size += len(text)
            cell.is_filled = cell.is_filled or not text.isspace()
            if (cell.has_formula or cell.is_failed) and len(cell.shown) < _LONGEST_SHOWN:
                cell.shown.append(text[:_LONGEST_SHOWN])

    def end(self, name: str) -> None:
        local = self.local(name)
        if local in _CELLS:
            self._end_cell(self.cells.pop())
        elif local == "table-row":
            self._end_row(self.repeats.pop())
        elif local == "table" and self.tables:
            self.in_all += self.tables.pop().reach
            if self.in_all > self.bounds.most_in_all:
                raise RuleError("workbook_too_large")

    def _end_cell(self, cell: _Cell) -> None:
        if not self.tables:
            return
        table = self.tables[-1]
        shown = "".join(cell.shown).strip()
        if cell.is_failed or (cell.has_formula and _FAILED.fullmatch(shown)):
            columns = range(table.column, table.column + cell.times)
            table.failed.append((columns, shown[:_LONGEST_SHOWN] or "#"))
        if cell.calling is not None:
            rows, wide = cell.fills
            columns = range(table.column, table.column + max(cell.times, wide))
            table.calling.append((range(table.rows, table.rows + rows), columns, cell.calling))
        table.column += cell.times
        table.text += cell.size * cell.times
        if cell.is_filled:
            table.wide = table.column

    def _end_row(self, times: int) -> None:
        if not self.tables:
            return
        table = self.tables[-1]
        row = table.rows
        table.rows += times
        self.text += table.text * times
        if table.wide:
            table.width = max(table.width, table.wide)
            table.reach = table.rows * table.width
        if table.reach > self.bounds.most_cells:
            raise self._reaching(table, (table.rows - 1, table.width - 1))
        if self.text > self.bounds.most_text:
            raise RuleError("workbook_too_large")
        rows = range(row, table.rows)
        found: list[tuple[range, range, str]] = [(rows, *each) for each in table.failed]
        # To mend a failed formula that calls out would not help: what calls comes last.
        for down, columns, calling in table.calling:
            found.append((range(row, max(table.rows, down.stop)), columns, calling))
        for down, columns, _shown in found:  # their len() may be beyond a machine's integer
            self.in_failed += (down.stop - down.start) * (columns.stop - columns.start)
        if self.in_failed > self.bounds.most_failed:
            raise RuleError("workbook_too_large")
        for down, columns, shown in found:
            for place in product(down, columns):
                self.failed[table.name, cell_name(place)] = shown
        table.failed.clear()
        table.calling.clear()

    def _count(self) -> None:
        self.written += 1
        if self.written > self.bounds.most_cells:
            table = self.tables[-1] if self.tables else _Table("")
            raise self._reaching(table, (table.rows, table.column))

    def _reaching(self, table: _Table, place: tuple[int, int]) -> RuleError:
        told = {"sheet": table.name[:_LONGEST_NAME], "cell": cell_name(place)}
        return RuleError("workbook_too_large", most=self.bounds.most_cells, **told)


def _cell(attributes: dict[str, str], names: Set[str]) -> _Cell:
    """Raises RuleError `workbook_damaged`."""
    cell = _Cell()
    for key, value in attributes.items():
        local = key.rpartition(":")[2]
        if local in _HOLDING:
            cell.is_filled = True
            cell.size += len(value)
            if local == "formula":
                cell.has_formula = True
                cell.calling = _calling(value, names)
            cell.is_failed = cell.is_failed or (local == "value-type" and value == "error")
        elif local == "number-columns-repeated":
            cell.times = _number(value)
        elif local == "number-matrix-rows-spanned":
            cell.fills = _number(value), cell.fills[1]
        elif local == "number-matrix-columns-spanned":
            cell.fills = cell.fills[0], _number(value)
    return cell


def _calling(formula: str, names: Set[str]) -> Calling | None:
    """Without what says how it is written, such as `of:=`."""
    return Calling(formula.partition("=")[2] or formula) if calls_out(formula, names) else None


def _row_times(attributes: dict[str, str]) -> int:
    for key, value in attributes.items():
        if key.endswith("number-rows-repeated"):
            return _number(value)
    return 1


def _number(said: str) -> int:
    """How often; raises RuleError `workbook_damaged`."""
    digits = said.strip().removeprefix("+")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 40):
        raise RuleError("workbook_damaged")
    return int(digits)
