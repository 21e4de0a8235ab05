"""How do a document's tables become a workbook that can be calculated further?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from giaoban.documents import wording
from giaoban.documents.content import AdministrativeDocument, PlacedCell, Table
from giaoban.documents.profiles import LAYOUT, LayoutProfile
from giaoban.documents.sheets import (
    DATE_FORMAT,
    Book,
    freeze,
    lines_needed,
    set_height,
    set_widths,
    write_value,
)

# Characters that share the width of a printed page.
_PORTRAIT, _LANDSCAPE = 92, 136
_NARROWEST = 6


def to_xlsx(document: AdministrativeDocument, profile: LayoutProfile = LAYOUT) -> bytes:
    """One sheet for each table, in reading order; a document without tables gives its title alone.

    Cells carry their raw value where they have one, else their text.
    """
    book = Book(document.title, document.author, wording.property_date(document), profile.faces[0])
    sheets = list(_planned(document, profile))
    for planned in sheets:
        write_sheet(book, planned)
    if not sheets:
        sheet = book.add_sheet(document.type_line, is_landscape=False)
        _write_titles(book, sheet, _titles(document, profile))
    return book.packed()


@dataclass(frozen=True, slots=True)
class PlannedSheet:
    """A table, and the lines above it."""

    table: Table
    name: str
    titles: list[str]
    unit_note: str
    is_landscape: bool


def _planned(document: AdministrativeDocument, profile: LayoutProfile) -> Iterator[PlannedSheet]:
    parts = [("", False, document.blocks)]
    for index, annex in enumerate(document.annexes):
        label = wording.annex_label(document, index, profile)
        parts.append((f"{label}. {annex.title}", annex.lies_wide, annex.blocks))
    number = 0
    for annex_title, lies_wide, blocks in parts:
        for table in document.tables_of(blocks):
            number += 1
            yield PlannedSheet(
                table,
                (table.caption or annex_title or str(number)).split(".")[0],
                [*_titles(document, profile), *filter(None, (annex_title, table.caption))],
                wording.unit_note(table, profile),
                lies_wide or table.is_landscape,
            )


def write_sheet(book: Book, planned: PlannedSheet) -> None:
    table = planned.table
    sheet = book.add_sheet(planned.name, is_landscape=planned.is_landscape)
    whole = sum(column.weight for column in table.columns)
    page = _LANDSCAPE if planned.is_landscape else _PORTRAIT
    widths = [max(column.weight / whole * page, _NARROWEST) for column in table.columns]
    set_widths(sheet, widths)
    row = _write_titles(book, sheet, planned.titles)
    if planned.unit_note:
        look = book.format(italic=True, align="right")
        write_value(sheet, row, len(table.columns) - 1, planned.unit_note, look)
        row += 1
    _write_header(book, sheet, table, row, widths)
    if table.header:
        freeze(sheet, row, row + len(table.header) - 1)
    row += len(table.header)
    for placed_row in table.placed_rows(is_paper=False):
        _write_row(book, sheet, table, placed_row, row)
        _set_height(sheet, row, placed_row, widths)
        row += 1
    for words in table.notes:
        write_value(sheet, row, 0, words, book.format(italic=True))
        row += 1


def _set_height(sheet: Worksheet, row: int, cells: list[PlacedCell], widths: list[float]) -> None:
    """Room for the longest text of a row."""
    lines = 1
    for placed in cells:
        last = placed.column + placed.cell.colspan
        width = sum(widths[placed.column : last])
        needed = lines_needed(placed.cell.text, width, is_bold=placed.is_bold)
        lines = max(lines, ceil(needed / placed.cell.rowspan))
    set_height(sheet, row, lines)


def _titles(document: AdministrativeDocument, profile: LayoutProfile) -> list[str]:
    notices = " · ".join(wording.notice_lines(document, profile))
    issue = f"{document.author} — {wording.number_line(document.letterhead, profile)}"
    return [line for line in (issue, document.type_line, document.subject, notices) if line]


def _write_titles(book: Book, sheet: Worksheet, titles: list[str]) -> int:
    """The row below the titles. Not merged over columns, so that sorting still works."""
    for row, words in enumerate(titles):
        write_value(sheet, row, 0, words, book.format(bold=row > 0))
    return len(titles) + 1


def _write_header(
    book: Book, sheet: Worksheet, table: Table, top: int, widths: list[float]
) -> None:
    look = book.format(bold=True, align="center", text_wrap=True, border=1)
    header = table.placed_header()
    for placed in header:
        cell, row, column = placed.cell, top + placed.row, placed.column
        if cell.rowspan > 1 or cell.colspan > 1:
            last_row, last_column = row + cell.rowspan - 1, column + cell.colspan - 1
            sheet.merge_range(row, column, last_row, last_column, "", look)
        write_value(sheet, row, column, cell.text, look)
    for number in range(len(table.header)):
        cells = [placed for placed in header if placed.row == number]
        _set_height(sheet, top + number, cells, widths)


def _write_row(book: Book, sheet: Worksheet, table: Table, row: list[PlacedCell], at: int) -> None:
    for placed in row:
        cell, column = placed.cell, placed.column
        look = book.format(**_look(table, placed))
        if cell.colspan > 1:
            sheet.merge_range(at, column, at, column + cell.colspan - 1, "", look)
        write_value(sheet, at, column, cell.text if cell.value is None else cell.value, look)


def _look(table: Table, placed: PlacedCell) -> dict[str, object]:
    """Borders and face as on paper; the number format only where there is a number or a date."""
    cell = placed.cell
    number_format = cell.number_format or table.columns[placed.column].number_format
    align = {"justify": "left"}.get(placed.align, placed.align)
    look: dict[str, object] = {"border": 1, "align": align, "bold": placed.is_bold}
    if isinstance(cell.value, (int, float)) and number_format:
        look["num_format"] = number_format
    elif isinstance(cell.value, date):
        look["num_format"] = number_format or DATE_FORMAT
    if cell.italic:
        look["italic"] = True
    if align == "left":
        look |= {"text_wrap": True, "indent": placed.indent}
    return look
