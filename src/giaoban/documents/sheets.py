"""How is a table laid on a worksheet, so that figures stay figures and text stays text?

Numbers are stored as numbers under their number format; every text is written as a string, so one
that begins with = + - or @ is shown and never calculated.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import ceil, isfinite
from textwrap import wrap
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from giaoban.documents.content import CellValue
from giaoban.documents.wording import NO_DAY
from giaoban.documents.writable import writable
from giaoban.queries.country import country

A4 = 9
DATE_FORMAT = country().dates.in_language(country().layout.language)
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_NAME = 31
# A worksheet cell holds no more characters.
_LONGEST_TEXT = 32767
# Points; how wide a letter is on the average, in digits, by which a column is measured.
_LINE_HEIGHT, _LETTER, _BOLD_LETTER = 15, 0.9, 1.15
_MOST_LINES = 27
"""No row is higher than 409 points."""


@dataclass
class Book:
    """A workbook in the making: formats shared, names unique, bytes without a clock."""

    title: str
    author: str
    made_on: date | None
    face: str
    _formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._packed = io.BytesIO()
        self._workbook = xlsxwriter.Workbook(
            self._packed,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        moment = datetime.combine(self.made_on or NO_DAY, time())
        self._workbook.set_properties(
            {"title": writable(self.title)[:255], "author": writable(self.author)[:255]}
            | {"created": moment}
        )

    def add_sheet(self, name: str, *, is_landscape: bool) -> Worksheet:
        """A4, fitted to one page's width, ready to print. The head is set with `freeze`."""
        sheet = self._workbook.add_worksheet(self._unique_name(name))
        sheet.set_paper(A4)
        if is_landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        sheet.set_header("&C&P")
        return sheet

    def format(self, **properties: Any) -> Format:
        """One shared format for each set of properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": self.face, "font_size": 11, "valign": "vcenter"}
            self._formats[key] = self._workbook.add_format(base | properties)
        return self._formats[key]

    def packed(self) -> bytes:
        self._workbook.close()
        return self._packed.getvalue()

    def _unique_name(self, name: str) -> str:
        """Excel refuses some characters, more than 31 of them, and the same name in other case."""
        plain = " ".join(writable(name).translate(_FORBIDDEN_IN_NAMES).split())[:_LONGEST_NAME]
        candidate, number = plain or "1", 2
        while candidate.lower() in self._names or candidate.lower() == "history":
            tail = f" {number}"
            candidate = plain[: _LONGEST_NAME - len(tail)] + tail
            number += 1
        self._names.add(candidate.lower())
        return candidate


def freeze(sheet: Worksheet, first_row: int, last_row: int) -> None:
    """The head stays in sight while scrolling and is printed on every page."""
    sheet.repeat_rows(first_row, last_row)
    sheet.freeze_panes(last_row + 1, 0)


def write_value(sheet: Worksheet, row: int, column: int, value: CellValue, look: Format) -> None:
    """A number as a number, a date as a date, text as a string, nothing as an empty cell."""
    match value:
        case bool():
            sheet.write_boolean(row, column, value, look)
        case int() | float() if isfinite(value):
            sheet.write_number(row, column, value, look)
        case date():
            sheet.write_datetime(row, column, _without_zone(value), look)
        case str() if value:
            sheet.write_string(row, column, writable(value)[:_LONGEST_TEXT], look)
        case _:
            sheet.write_blank(row, column, None, look)


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def lines_needed(text: str, width: float, *, is_bold: bool = False) -> int:
    """Of a text that is broken between words in a column of that width, in digits."""
    letters = max(width / (_BOLD_LETTER if is_bold else _LETTER), 1)
    if len(text) <= letters and "\n" not in text:
        return 1
    return sum(len(wrap(line, ceil(letters))) or 1 for line in text.splitlines())


def set_height(sheet: Worksheet, row: int, lines: int) -> None:
    """Room for so many lines: not every program measures wrapped texts when it opens a file."""
    if lines > 1:
        sheet.set_row(row, min(lines, _MOST_LINES) * _LINE_HEIGHT)


def _without_zone(value: date) -> date:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value
