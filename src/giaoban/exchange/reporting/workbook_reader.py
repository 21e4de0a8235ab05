"""What does a filled workbook say, and which of its cells cannot be read?

Everything is found by the hidden sheet. A workbook that has none, is damaged or is locked with a
password is refused as a whole; of a readable one every bad cell is named.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from math import isclose

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from giaoban.exchange.reporting import template_layout as at
from giaoban.exchange.reporting.workbook_bounds import refuse_unbounded
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.cell_input import finite, typed_number, yes_or_no
from giaoban.rules.reporting.indicators import IndicatorFacts, IndicatorKind, ratio_value

Raw = int | float | str | bool | date | time | datetime | None
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # names the part of a file with a password
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

    def __init__(self, code: str, **params: object) -> None:
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


@dataclass(slots=True)
class ReadCells:
    """The cells by indicator code: numbers, texts, remarks and places, and what was unreadable."""

    numbers: dict[str, float] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    problems: list[PlacedProblem] = field(default_factory=list)


def read_workbook(content: bytes) -> FilledWorkbook:
    """Open a workbook from its bytes; raises UnreadableWorkbook."""
    try:
        failed = refuse_unbounded(content)
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        if at.HIDDEN_SHEET not in workbook.sheet_names:
            raise UnreadableWorkbook("workbook_is_no_template")
        return _Reading(workbook, failed).filled()
    except PasswordError as error:
        raise UnreadableWorkbook("workbook_locked") from error
    except (CalamineError, ZipError, OSError, ValueError) as error:
        if isinstance(error, RuleError):
            raise UnreadableWorkbook(error.code, **error.params) from error
        locked = _ENCRYPTED in content
        raise UnreadableWorkbook("workbook_locked" if locked else "workbook_damaged") from error
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
    unread = {problem.indicator for problem in read.problems}
    for cell, indicator in ratios:
        # What a formula makes of a part that could not be read says nothing about this cell.
        parts_are_read = unread.isdisjoint({indicator.numerator, indicator.denominator})
        if parts_are_read and not _is_worked_out(cell.value, ratio_value(indicator, read.numbers)):
            typed = cell.value if isinstance(cell.value, float) else _text(cell.value)
            problem = Problem("ratio_overtyped", {"text": typed})
            read.problems.append(PlacedProblem(problem, cell.sheet, cell.cell, cell.code))
    return read


def _is_worked_out(value: Raw, expected: float | None) -> bool:
    """Whether a ratio's cell is empty, as a program leaves it that calculates nothing, or right."""
    if value is None or value == "" or (isinstance(value, str) and value.startswith("#")):
        return True
    if isinstance(value, bool) or not isinstance(value, int | float) or expected is None:
        return False
    return isclose(value, expected, rel_tol=_SAME_RATIO, abs_tol=_SAME_RATIO)


def _judge(cell: RawCell, kind: IndicatorKind, language: str, read: ReadCells) -> None:
    value = cell.value
    if cell.note:
        read.notes[cell.code] = cell.note
    number: float | None = None
    text = ""
    if kind is IndicatorKind.YES_NO:
        number = _yes_no(value)
    elif kind in {IndicatorKind.COUNT, IndicatorKind.AMOUNT}:
        number = _number(value, language)
    else:
        text = _text(value)
    if number is not None:
        read.numbers[cell.code] = number
    elif text:
        read.texts[cell.code] = text
    elif not cell.note:
        return
    read.places[cell.code] = f"{cell.sheet}!{cell.cell}"[:_LONGEST_PLACE]


def _number(value: Raw, language: str) -> float | None:
    if type(value) is float:  # nearly all of them: thousands of workbooks come at once
        return finite(value, "")
    if value is None:
        return None
    if isinstance(value, str):
        return typed_number(value, language)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RuleError("not_a_number", text=_text(value))
    return finite(float(value), str(value))


def _yes_no(value: Raw) -> float | None:
    if value is None or isinstance(value, str):
        return yes_or_no(value or "")
    if isinstance(value, bool | int | float) and value in (0, 1):
        return float(value)
    raise RuleError("not_yes_or_no", text=_text(value))


def _text(value: Raw) -> str:
    """A cell as the person sees it: 5 rather than 5.0, days as dd/mm/yyyy."""
    if value is None:
        return ""
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    return str(value).strip()


class _Reading:
    """One workbook being read: its hidden sheet, and the sheets that this one names."""

    def __init__(self, workbook: CalamineWorkbook, failed: Mapping[tuple[str, str], str]) -> None:
        self.workbook = workbook
        self.failed = failed  # by sheet and cell, such as #REF!
        self.sheets: dict[str, Sequence[Sequence[Raw]]] = {}
        self.keys: dict[str, list[str]] = {}
        self.cells: list[list[str]] = []
        self.reasons: list[list[str]] = []
        for row in self.rows(at.HIDDEN_SHEET):
            texts = [_text(value) for value in row[:5]]
            if texts[0] == at.KEY_CELL and len(texts) == 5:
                self.cells.append(texts)
            elif texts[0] == at.KEY_REASON:
                self.reasons.append(texts)
            elif texts[0] != at.KEY_CHOICE:
                self.keys[texts[0]] = texts[1:]

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
            note=_text(self.at(*self.place(at.KEY_NOTE))),
            nothing_arose=bool(_yes_no(self.at(*self.place(at.KEY_NOTHING_AROSE)))),
            reasons={
                int(index): text
                for _key, index, sheet, cell, *_rest in self.reasons
                if (text := _text(self.at(sheet, cell)))
            },
        )

    def raw_cells(self) -> list[RawCell]:
        found = []
        for _key, code, sheet, cell, note in self.cells:
            rows = self.rows(sheet)
            row, column = at.place_of(cell)
            if _text(_value(rows, row, at.CODE)) != code:
                raise UnreadableWorkbook("workbook_rows_moved", sheet=sheet, cell=cell)
            remark = _text(_value(rows, *at.place_of(note)))
            value = _value(rows, row, column)
            if value is None or value == "":
                value = self.failed.get((sheet, cell), value)
            found.append(RawCell(code, sheet, cell, value, remark))
        return found

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
        return _value(self.rows(sheet), *at.place_of(cell))

    def rows(self, sheet: str) -> Sequence[Sequence[Raw]]:
        if sheet not in self.sheets:
            if sheet not in self.workbook.sheet_names:
                raise UnreadableWorkbook("workbook_sheet_missing", sheet=sheet)
            found = self.workbook.get_sheet_by_name(sheet)
            self.sheets[sheet] = found.to_python(skip_empty_area=False)
        return self.sheets[sheet]


def _value(rows: Sequence[Sequence[Raw]], row: int, column: int) -> Raw:
    """The cell, empty where the sheet is shorter."""
    if row >= len(rows) or column >= len(rows[row]):
        return None
    return rows[row][column]
