"""Which workbooks did the demo's people use before? A committee's form, a commune's own sheet."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from giaoban.management.demo.figures import Answer

Row = tuple[str, str, str]
"""A code, its name and its measure."""

_HEAD_ROW = 4
_FIGURES = 3
_WIDTHS = (6, 44, 14, 14, 24)
_FACE = {"font_name": "Times New Roman", "font_size": 12}


def workbook_used_before(
    words: Mapping[str, Any], rows: Sequence[Row], answer: Answer | None = None
) -> bytes:
    """A framed table under title, unit and period, as `words` of the content call them.

    Empty, or with the figures of the answer typed in.
    """
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    plain = book.add_format(_FACE)
    framed = book.add_format({**_FACE, "border": 1})
    number = book.add_format({**_FACE, "border": 1, "num_format": "#,##0.##"})
    head = book.add_format({**_FACE, "border": 1, "bold": True, "bg_color": "#DDEBF7"})
    title = book.add_format({**_FACE, "bold": True, "font_size": 14, "align": "center"})
    sheet = book.add_worksheet(words["sheet"])
    last = len(words["heads"]) - 1
    sheet.merge_range(0, 0, 0, last, words["title"], title)
    sheet.write_string(1, 0, words["unit"], plain)
    sheet.write_string(2, 0, words["period"], plain)
    for column, text in enumerate(words["heads"]):
        sheet.set_column(column, column, _WIDTHS[column])
        sheet.write_string(_HEAD_ROW, column, text, head)
    for count, (code, name, measure) in enumerate(rows, start=1):
        down = _HEAD_ROW + count
        sheet.write_number(down, 0, count, framed)
        sheet.write_string(down, 1, name, framed)
        sheet.write_string(down, 2, measure, framed)
        sheet.write_blank(down, _FIGURES, None, number)
        if answer is not None:
            sheet.write_number(down, _FIGURES, float(answer[code]), number)
        for column in range(_FIGURES + 1, last + 1):
            sheet.write_blank(down, column, None, framed)
    sheet.write_string(_HEAD_ROW + len(rows) + 2, last - 1, words["signed"], plain)
    sheet.set_paper(9)
    book.close()
    return out.getvalue()
