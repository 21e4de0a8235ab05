"""How is what a page shows taken away as a file?

The caller gives the rows exactly as shown, sorted and filtered; nothing is looked up here.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date

from giaoban.documents.content import Align, CellValue
from giaoban.documents.sheets import (
    DATE_FORMAT,
    Book,
    freeze,
    lines_needed,
    set_height,
    set_widths,
    write_value,
)
from giaoban.documents.writable import writable
from giaoban.rules.formula_starts import harmless

BYTE_ORDER_MARK = "\ufeff"
_SCREEN_FACE = "Arial"


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """`width` is in characters; `number_format` is a spreadsheet's and may be empty."""

    title: str
    number_format: str = ""
    width: float = 14
    align: Align | None = None


@dataclass(frozen=True, slots=True)
class TableExport:
    """Raw values under column titles, with a title line above and notes below (XLSX only).

    Raises `ValueError` where a row has more or fewer values than there are columns.
    """

    columns: tuple[ExportColumn, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    title: str
    notes: tuple[str, ...] = ()
    made_on: date | None = None

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"Row {number} has {len(row)} values for {len(self.columns)}.")

    def to_xlsx(self) -> bytes:
        """One A4 sheet with a frozen, filterable, repeated head."""
        book = Book(self.title, "", self.made_on, _SCREEN_FACE)
        sheet = book.add_sheet(self.title, is_landscape=len(self.columns) > 6)
        write_value(sheet, 0, 0, self.title, book.format(bold=True, font_size=13))
        top, last = 2, len(self.columns) - 1
        head = book.format(bold=True, align="center", text_wrap=True, border=1)
        for column, given in enumerate(self.columns):
            write_value(sheet, top, column, given.title, head)
        heads = [lines_needed(one.title, one.width, is_bold=True) for one in self.columns]
        set_height(sheet, top, max(heads, default=1))
        for row, values in enumerate(self.rows, start=top + 1):
            lines = 1
            for given, value in zip(self.columns, values, strict=True):
                if isinstance(value, str) and value:
                    lines = max(lines, lines_needed(value, given.width))
            set_height(sheet, row, lines)
            for column, value in enumerate(values):
                look = book.format(**_look(self.columns[column], value))
                write_value(sheet, row, column, value, look)
        below = top + len(self.rows) + 2
        for row, note in enumerate(self.notes, start=below):
            write_value(sheet, row, 0, note, book.format(italic=True))
        freeze(sheet, top, top)
        if self.columns:
            sheet.autofilter(top, 0, top + len(self.rows), last)
        set_widths(sheet, [column.width for column in self.columns])
        return book.packed()

    def to_csv(self) -> bytes:
        """UTF-8 with a byte order mark, point decimals, dates as YYYY-MM-DD, missing as empty.

        A text that a spreadsheet would calculate is preceded by an apostrophe.
        """
        written = io.StringIO(newline="")
        writer = csv.writer(written, lineterminator="\r\n")
        writer.writerow([_plain(column.title) for column in self.columns])
        writer.writerows([_plain(value) for value in row] for row in self.rows)
        return (BYTE_ORDER_MARK + written.getvalue()).encode("utf-8")


def _look(column: ExportColumn, value: CellValue) -> dict[str, object]:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    align = column.align or ("right" if is_number else "left")
    look: dict[str, object] = {"border": 1, "align": {"justify": "left"}.get(align, align)}
    if isinstance(value, str):
        look["text_wrap"] = True
    if is_number and column.number_format:
        look["num_format"] = column.number_format
    elif isinstance(value, date):
        look["num_format"] = column.number_format or DATE_FORMAT
    return look


def _plain(value: CellValue) -> str:
    match value:
        case None:
            return ""
        case str():
            return harmless(writable(value))
        case date():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case _:
            return str(value)
