"""How do a document's tables become a workbook that can be calculated further?"""

from datetime import date

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from giaoban.documents import wording
from giaoban.documents.content import AdministrativeDocument, PlacedCell, Table
from giaoban.documents.profiles import VIETNAM, LayoutProfile
from giaoban.documents.sheets import DATE_FORMAT, Book, freeze, set_widths, write_value

# Characters that share the width of a printed page.
_PORTRAIT, _LANDSCAPE = 92, 136
_NARROWEST = 6


def to_xlsx(document: AdministrativeDocument, profile: LayoutProfile = VIETNAM) -> bytes:
    """One sheet for each table, in reading order; a document without tables gives its title alone.

    Cells carry their raw value where they have one, else their text.
    """
    book = Book(document.title, document.author, wording.property_date(document), profile.faces[0])
    placed = [(table, "", False) for table in document.tables_of(document.blocks)] + [
        (
            table,
            f"{wording.annex_label(document, index, profile)}. {annex.title}",
            annex.lies_wide,
        )
        for index, annex in enumerate(document.annexes)
        for table in document.tables_of(annex.blocks)
    ]
    for number, (table, annex_title, lies_wide) in enumerate(placed, start=1):
        _write_sheet(book, document, table, profile, number, annex_title, lies_wide)
    if not placed:
        sheet = book.add_sheet(document.type_line, is_landscape=False)
        _write_titles(book, sheet, _titles(document, profile), 1)
    return book.packed()


def _write_sheet(
    book: Book,
    document: AdministrativeDocument,
    table: Table,
    profile: LayoutProfile,
    number: int,
    annex_title: str,
    lies_wide: bool,
) -> None:
    is_landscape = lies_wide or table.is_landscape
    name = (table.caption or annex_title or str(number)).split(".")[0]
    sheet = book.add_sheet(name, is_landscape=is_landscape)
    titles = [*_titles(document, profile), *filter(None, (annex_title, table.caption))]
    row = _write_titles(book, sheet, titles, len(table.columns))
    note = wording.unit_note(table, profile)
    if note:
        write_value(
            sheet, row, len(table.columns) - 1, note, book.format(italic=True, align="right")
        )
        row += 1
    _write_header(book, sheet, table, row)
    if table.header:
        freeze(sheet, row, row + len(table.header) - 1)
    row += len(table.header)
    for placed_row in table.placed_rows():
        _write_row(book, sheet, table, placed_row, row)
        row += 1
    for words in table.notes:
        write_value(sheet, row, 0, words, book.format(italic=True))
        row += 1
    whole = sum(column.weight for column in table.columns)
    page = _LANDSCAPE if is_landscape else _PORTRAIT
    set_widths(sheet, [max(c.weight / whole * page, _NARROWEST) for c in table.columns])


def _titles(document: AdministrativeDocument, profile: LayoutProfile) -> list[str]:
    notices = " · ".join(wording.notice_lines(document, profile))
    issue = f"{document.author} — {wording.number_line(document.letterhead, profile)}"
    return [line for line in (issue, document.type_line, document.subject, notices) if line]


def _write_titles(book: Book, sheet: Worksheet, titles: list[str], columns: int) -> int:
    """The row below the titles. Not merged over columns, so that sorting still works."""
    for row, words in enumerate(titles):
        write_value(sheet, row, 0, words, book.format(bold=row > 0))
    return len(titles) + 1


def _write_header(book: Book, sheet: Worksheet, table: Table, top: int) -> None:
    look = book.format(bold=True, align="center", text_wrap=True, border=1)
    for placed in table.placed_header():
        cell, row, column = placed.cell, top + placed.row, placed.column
        if cell.rowspan > 1 or cell.colspan > 1:
            last_row, last_column = row + cell.rowspan - 1, column + cell.colspan - 1
            sheet.merge_range(row, column, last_row, last_column, "", look)
        write_value(sheet, row, column, cell.text, look)


def _write_row(book: Book, sheet: Worksheet, table: Table, row: list[PlacedCell], at: int) -> None:
    for placed in row:
        cell, column = placed.cell, placed.column
        look = book.format(**_look(table, placed))
        if cell.colspan > 1:
            sheet.merge_range(at, column, at, column + cell.colspan - 1, "", look)
        write_value(sheet, at, column, cell.text if cell.value is None else cell.value, look)


def _look(table: Table, placed: PlacedCell) -> dict[str, object]:
    """Borders and face as on paper; the number format only where there is a number or a date."""
    cell, number_format = placed.cell, table.columns[placed.column].number_format
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
