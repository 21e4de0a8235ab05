"""What does a filled workbook say, and which of its cells cannot be read?

Everything is found by the hidden sheet. A workbook that has none, is damaged or is locked with a
password is refused as a whole; of a readable one every bad cell is named.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO
from math import isclose, isfinite

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from giaoban.exchange.reporting import template_layout as at
from giaoban.exchange.reporting.marked_cells import MarkedCells, OpenedSheets, marked_cells
from giaoban.exchange.reporting.marked_cells import Rows as Rows
from giaoban.exchange.reporting.workbook_bounds import refuse_unbounded
from giaoban.exchange.reporting.workbook_cells import (
    CallingFormula,
    CountedSheets,
    as_estimate_mark,
    as_number,
    as_text,
    as_yes_no,
    refuse_failed,
)
from giaoban.exchange.reporting.workbook_cells import Raw as Raw
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.indicators import IndicatorFacts, IndicatorKind, ratio_value
from giaoban.rules.reporting.workbook_lists import FoundList
from giaoban.rules.reporting.workbook_marks import MOST_MARKS, Asking, Mark, MarkKind

_LONGEST_PLACE = 120
_SAME_RATIO = 1e-9  # Excel divides in the same doubles, but may write fewer digits


@dataclass(frozen=True, slots=True)
class PlacedProblem:
    """What is wrong, in which sheet and cell, and about which indicator; empty: the whole file."""

    problem: Problem
    sheet: str = ""
    cell: str = ""
    indicator: str = ""


class UnreadableWorkbook(Exception):
    """The file is no workbook of a report; carries the one problem that says why."""

    def __init__(self, code: str, /, **params: object) -> None:
        self.problem = Problem(code, params)
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell to be filled, as it stands: `note` is the remark beside it."""

    code: str
    sheet: str
    cell: str
    value: Raw
    note: str
    estimate: Raw = None
    estimate_cell: str = ""
    """Where it can be marked as an estimate; empty where the workbook has no place for it."""


@dataclass(frozen=True, slots=True)
class RawList:
    """The rows of a list as they stand: each its row on the sheet, counted from 0, and its cells.

    `columns` are the columns of the sheet by code; `is_none` where it is said that there are none.
    """

    code: str
    sheet: str
    columns: Mapping[str, int]
    rows: tuple[tuple[int, Mapping[str, Raw]], ...]
    is_none: bool


@dataclass(frozen=True, slots=True)
class FilledWorkbook:
    """A workbook as it came back, nothing judged yet."""

    regime: str
    unit: str
    period: str
    form: int
    language: str
    cells: tuple[RawCell, ...]
    note: str
    nothing_arose: bool
    reasons: Mapping[int, str]
    lists: tuple[RawList, ...] = ()
    computed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Sheet and cell of what is worked out from lists, by code; where it says nothing is read."""
    is_mapped: bool = False
    """Whether it was read by a map, so that it says only what the map covers, of no form."""
    map_id: int | None = None
    """The map that it was read by."""


@dataclass(slots=True)
class ReadCells:
    """The cells by indicator code: numbers, texts, remarks and places, and what was unreadable."""

    numbers: dict[str, float] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    estimates: dict[str, bool] = field(default_factory=dict)
    problems: list[PlacedProblem] = field(default_factory=list)


def read_workbook(content: bytes) -> FilledWorkbook:
    """Open a template from its bytes; raises UnreadableWorkbook."""
    with opened(content) as (workbook, failed):
        if at.HIDDEN_SHEET not in workbook.sheet_names:
            raise UnreadableWorkbook("workbook_is_no_template")
        return TemplateReading(workbook, failed).filled()


@contextmanager
def opened(content: bytes) -> Iterator[tuple[CalamineWorkbook, Mapping[tuple[str, str], str]]]:
    """The workbook, and by sheet and cell what stands where a formula failed.

    Whatever goes wrong with it meanwhile is raised as UnreadableWorkbook.
    """
    try:
        failed = refuse_unbounded(content)
        yield CalamineWorkbook.from_filelike(BytesIO(content)), failed
    except PasswordError as error:
        raise UnreadableWorkbook("workbook_locked") from error
    except (CalamineError, ZipError, OSError, ValueError) as error:
        if isinstance(error, RuleError):
            raise UnreadableWorkbook(error.code, **error.params) from error
        raise UnreadableWorkbook("workbook_damaged") from error
    except BaseException as error:
        # A reader written in Rust that breaks down says so by an exception of its own kind.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableWorkbook("workbook_damaged") from error


def judge_cells(workbook: FilledWorkbook, indicators: Iterable[IndicatorFacts]) -> ReadCells:
    """Turn what stands in the cells into numbers and texts by the kinds of the indicators.

    Numbers typed as text are read in the workbook's language, and refused where that is ambiguous.
    A ratio is worked out again; a cell that says anything else was typed over and is refused.
    """
    read = ReadCells()
    known = {indicator.code: indicator for indicator in indicators}
    ratios: list[tuple[RawCell, IndicatorFacts]] = []
    for cell in workbook.cells:
        indicator = known.get(cell.code)
        if indicator is None or indicator.kind is IndicatorKind.FILE:
            continue
        if indicator.kind is IndicatorKind.RATIO:
            ratios.append((cell, indicator))
            continue
        try:
            _judge(cell, indicator.kind, workbook.language, read)
        except RuleError as error:
            read.problems.append(PlacedProblem(error.problem, cell.sheet, cell.cell, cell.code))
        try:
            if cell.estimate_cell:
                read.estimates[cell.code] = as_estimate_mark(cell.estimate)
        except RuleError as error:
            place = cell.sheet, cell.estimate_cell, cell.code
            read.problems.append(PlacedProblem(error.problem, *place))
    unread = {problem.indicator for problem in read.problems}
    for cell, indicator in ratios:
        if isinstance(cell.value, CallingFormula):
            text = as_text(cell.value) or cell.value.formula
            problem = Problem("formula_calls_out", {"text": text})
            read.problems.append(PlacedProblem(problem, cell.sheet, cell.cell, cell.code))
            continue
        # What a formula makes of a part that could not be read says nothing about this cell.
        parts_are_read = unread.isdisjoint({indicator.numerator, indicator.denominator})
        if parts_are_read and not _is_worked_out(cell.value, ratio_value(indicator, read.numbers)):
            value = cell.value
            # Problems are stored as JSON, which has no infinite number.
            is_number = isinstance(value, float) and isfinite(value)
            problem = Problem("ratio_overtyped", {"text": value if is_number else as_text(value)})
            read.problems.append(PlacedProblem(problem, cell.sheet, cell.cell, cell.code))
    return read


def _is_worked_out(value: Raw, expected: float | None) -> bool:
    """Whether a ratio's cell is empty, as a program leaves it that calculates nothing, or right."""
    if value is None or value == "" or (isinstance(value, str) and value.startswith(("#", "Err:"))):
        return True
    if isinstance(value, bool) or not isinstance(value, int | float) or expected is None:
        return False
    return isclose(value, expected, rel_tol=_SAME_RATIO, abs_tol=_SAME_RATIO)


def _judge(cell: RawCell, kind: IndicatorKind, language: str, read: ReadCells) -> None:
    value = cell.value
    if cell.note:
        read.notes[cell.code] = cell.note
    refuse_failed(value)
    number: float | None = None
    text = ""
    if kind is IndicatorKind.YES_NO:
        number = as_yes_no(value)
    elif kind in {IndicatorKind.COUNT, IndicatorKind.AMOUNT}:
        number = as_number(value, language)
    else:
        text = as_text(value)
    if number is not None:
        read.numbers[cell.code] = number
    elif text:
        read.texts[cell.code] = text
    elif not cell.note:
        return
    read.places[cell.code] = f"{cell.sheet}!{cell.cell}"[:_LONGEST_PLACE]


class TemplateReading:
    """One workbook being read: its hidden sheet, and the sheets that this one names."""

    def __init__(self, workbook: CalamineWorkbook, failed: Mapping[tuple[str, str], str]) -> None:
        self.workbook = workbook
        self.counted = CountedSheets(workbook, failed)
        self.sheets: dict[str, Sequence[Sequence[Raw]]] = {}
        self.keys: dict[str, list[str]] = {}
        self.cells: list[list[str]] = []
        self.in_tables: list[list[str]] = []
        self.computed: dict[str, tuple[str, str]] = {}
        self.lists: dict[str, list[list[str]]] = {}
        self.nones: dict[str, tuple[str, str]] = {}
        self.reasons: list[list[str]] = []
        self.marks: list[Mark] = []
        self.of_lists: dict[tuple[str, int], str] = {}
        for row in self.rows(at.HIDDEN_SHEET):
            texts = [as_text(value) for value in row[:5]]
            if texts[0] == at.KEY_MARKED:
                self.marks.append(_mark([as_text(value) for value in row[1:9]]))
            elif texts[0] == at.KEY_LISTED:
                self.marks.append(_listed([as_text(value) for value in row[1:10]]))
            elif texts[0] == at.KEY_CELL and len(texts) == 5:
                estimate = as_text(row[at.HIDDEN_ESTIMATE]) if len(row) > at.HIDDEN_ESTIMATE else ""
                self.cells.append([*texts, estimate])
            elif texts[0] == at.KEY_IN_TABLE and len(texts) == 5:
                self.in_tables.append(texts)
            elif texts[0] == at.KEY_COMPUTED:
                self.computed[texts[1]] = texts[2], texts[3]
            elif texts[0] == at.KEY_LIST:
                self.lists.setdefault(texts[1], []).append(texts)
            elif texts[0] == at.KEY_NONE:
                self.nones[texts[1]] = texts[2], texts[3]
            elif texts[0] == at.KEY_REASON:
                self.reasons.append(texts)
            elif texts[0] != at.KEY_CHOICE:
                self.keys[texts[0]] = texts[1:]
        if len(self.marks) > MOST_MARKS:
            raise UnreadableWorkbook("cell_map_broken")

    def filled(self) -> FilledWorkbook:
        version = self.key(at.KEY_FORMAT)
        if version != str(at.FORMAT):
            raise UnreadableWorkbook("workbook_format_unknown", version=version)
        form = self.key(at.KEY_FORM)
        return FilledWorkbook(
            regime=self.key(at.KEY_REGIME),
            unit=self.key(at.KEY_UNIT),
            period=self.key(at.KEY_PERIOD),
            form=int(form) if form.isdecimal() else 0,
            language=self.key(at.KEY_LANGUAGE),
            cells=tuple(self.raw_cells()),
            note=as_text(self.said(at.KEY_NOTE)),
            nothing_arose=bool(as_yes_no(self.said(at.KEY_NOTHING_AROSE))),
            reasons={
                int(index): text
                for _key, index, sheet, cell, *_rest in self.reasons
                if (text := as_text(self.at(sheet, cell)))
            },
            lists=(
                *(self.raw_list(code, columns) for code, columns in self.lists.items()),
                *self.marked_lists(),
            ),
            computed=self.computed,
        )

    def guards(self) -> tuple[int, int]:
        """The columns of the report's sheet that may name the code of a row."""
        has_estimates = any(estimate for *_texts, estimate in self.cells)
        return (at.CODE if has_estimates else at.CODE_BEFORE_ESTIMATES), at.CODE

    def raw_cells(self) -> list[RawCell]:
        found = []
        guards = self.guards()
        for _key, code, sheet, cell, note, estimate in self.cells:
            rows, row = self.rows(sheet), at.place_of(cell)[0]
            if code not in {as_text(value_at(rows, row, column)) for column in guards}:
                raise UnreadableWorkbook("workbook_rows_moved", sheet=sheet, cell=cell)
            found.append(self.raw_cell(code, sheet, cell, note, estimate))
        for _key, code, sheet, cell, guard in self.in_tables:
            if code.rpartition("__")[0] != as_text(self.at(sheet, guard)):
                raise UnreadableWorkbook("workbook_rows_moved", sheet=sheet, cell=cell)
            found.append(RawCell(code, sheet, cell, self.at(sheet, cell), ""))
        for each in self.marked.figures:
            found.append(RawCell(each.code, each.sheet, each.cell, each.value, ""))
        return found

    @cached_property
    def marked(self) -> MarkedCells:
        """What the workbook in use holds; nothing in a built-in template."""
        sheets = OpenedSheets(self.workbook.sheet_names, self.rows)
        return marked_cells(tuple(self.marks), sheets)

    def marked_lists(self) -> list[RawList]:
        return [marked_list(each, self.rows(each.sheet)) for each in self.marked.lists]

    def raw_cell(self, code: str, sheet: str, cell: str, note: str, estimate: str) -> RawCell:
        remark = as_text(self.at(sheet, note))
        marked = self.at(sheet, estimate) if estimate else None
        return RawCell(code, sheet, cell, self.at(sheet, cell), remark, marked, estimate)

    def said(self, name: str) -> Raw:
        """What stands in a cell of its own; the workbook in use has none for these."""
        if self.marks and name not in self.keys:
            return None
        return self.at(*self.place(name))

    def raw_list(self, code: str, columns: Sequence[Sequence[str]]) -> RawList:
        """Every row that holds anything, however many there are."""
        sheet = columns[0][3]
        rows = self.rows(sheet)
        places = {}
        first = 0
        for _key, _list, column, _sheet, cell in columns:
            first, places[column] = at.place_of(cell)
            if as_text(value_at(rows, first - 1, places[column])) != f"{code}__{column}":
                raise UnreadableWorkbook("workbook_rows_moved", sheet=sheet, cell=cell)
        is_none = bool(as_yes_no(self.at(*self.nones[code]))) if code in self.nones else False
        return self.list_from(code, sheet, places, first, is_none=is_none)

    def list_from(
        self, code: str, sheet: str, places: Mapping[str, int], first: int, *, is_none: bool
    ) -> RawList:
        """Its rows from the first on. A column of a sheet is that of one list, so each is gone
        through once; raises UnreadableWorkbook."""
        for column in places.values():
            if self.of_lists.setdefault((sheet, column), code) != code:
                raise UnreadableWorkbook("cell_map_broken")
        rows = self.rows(sheet) if places else []
        return list_below(code, sheet, places, first, rows, is_none=is_none)

    def key(self, name: str) -> str:
        values = self.keys.get(name)
        if not values or not values[0]:
            raise UnreadableWorkbook("workbook_is_no_template")
        return values[0]

    def place(self, name: str) -> tuple[str, str]:
        values = self.keys.get(name, [])
        if len(values) < 2:
            raise UnreadableWorkbook("workbook_is_no_template")
        return values[0], values[1]

    def at(self, sheet: str, cell: str) -> Raw:
        return value_at(self.rows(sheet), *at.place_of(cell))

    def rows(self, sheet: str) -> Sequence[Sequence[Raw]]:
        if sheet not in self.sheets:
            if sheet not in self.workbook.sheet_names:
                raise UnreadableWorkbook("workbook_sheet_missing", sheet=sheet)
            self.sheets[sheet] = self.counted.rows_of(sheet)
        return self.sheets[sheet]


def _mark(texts: Sequence[str]) -> Mark:
    """A row of the hidden sheet of the workbook in use."""
    code, sheet, cell, label, label_text, head, head_text, *sums = [*texts, *[""] * 8][:8]
    return Mark(
        MarkKind.FIGURE,
        sheet,
        cell,
        code,
        label,
        label_text,
        head,
        head_text,
        tuple(sums[0].split()),
    )


def _listed(texts: Sequence[str]) -> Mark:
    """A row of the hidden sheet that names a column of a list in the workbook in use."""
    code, column, sheet, cell, head, head_text, foot, foot_text, formula = [*texts, *[""] * 9][:9]
    return Mark(
        MarkKind.LIST,
        sheet,
        cell,
        f"{code}__{column}",
        foot,
        foot_text,
        head,
        head_text,
        is_worked_out=bool(formula),
        asking=Asking(list=code, column=column),
    )


def marked_list(found: FoundList, rows: Rows) -> RawList:
    """Its entries: the rows in which anything was typed, up to the words that end them."""
    raw = list_below(
        found.code, found.sheet, found.columns, found.first, rows[: found.end], is_none=False
    )
    typed = tuple((row, cells) for row, cells in raw.rows if cells.keys() - found.worked_out)
    return replace(raw, rows=typed)


def list_below(
    code: str, sheet: str, places: Mapping[str, int], first: int, rows: Rows, *, is_none: bool
) -> RawList:
    """Every row from the first on that holds anything, however many there are."""
    found = []
    for row in range(first, len(rows)):
        cells = {
            column: value
            for column, place in places.items()
            if (value := value_at(rows, row, place)) is not None and value != ""
        }
        if cells:
            found.append((row, cells))
    return RawList(code, sheet, places, tuple(found), is_none)


def value_at(rows: Sequence[Sequence[Raw]], row: int, column: int) -> Raw:
    """The cell, empty where the sheet is shorter."""
    if row >= len(rows) or column >= len(rows[row]):
        return None
    return rows[row][column]
