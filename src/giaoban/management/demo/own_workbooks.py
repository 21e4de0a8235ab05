"""Which workbooks did the demo's people use before? A committee's form, a commune's own sheet."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from giaoban.management.demo.figures import Answer

Row = tuple[str, str, str]
"""A code, its name and its measure."""

_HEAD_ROW = 5
_FACE = "Times New Roman"


def workbook_used_before(words: Mapping[str, Any], rows: Sequence[Row]) -> bytes:
    """A framed table under title, unit and period, as `words` of the content call them."""
    book = Workbook()
    sheet = book.active
    sheet.title = words["sheet"]
    last = len(words["heads"])
    sheet["A1"] = words["title"]
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=last)
    sheet["A1"].font = Font(name=_FACE, size=14, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["A2"], sheet["A3"] = words["unit"], words["period"]
    line = Side(style="thin")
    frame = Border(left=line, right=line, top=line, bottom=line)
    table = [words["heads"], *((number, *row[1:]) for number, row in enumerate(rows, start=1))]
    for down, texts in enumerate(table):
        for across in range(last):
            cell = sheet.cell(_HEAD_ROW + down, across + 1)
            cell.value = texts[across] if across < len(texts) else None
            cell.border = frame
            cell.font = Font(name=_FACE, size=12, bold=down == 0)
            if down == 0:
                cell.fill = PatternFill("solid", fgColor="DDEBF7")
                cell.alignment = Alignment(horizontal="center", vertical="center")
            elif across == 3:
                cell.number_format = "#,##0.##"
    sheet.cell(_HEAD_ROW + len(table) + 1, last - 1).value = words["signed"]
    for letter, width in zip("ABCDE", (6, 44, 14, 14, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.paperSize = 9
    return _bytes(book)


def filled_in(content: bytes, rows: Sequence[Row], answer: Answer) -> bytes:
    """The workbook after somebody typed the figures into it."""
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    for down, (code, _name, _measure) in enumerate(rows, start=1):
        sheet.cell(_HEAD_ROW + down, 4).value = answer[code]
    return _bytes(book)


def _bytes(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()
