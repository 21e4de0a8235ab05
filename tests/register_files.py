"""Files of documents as offices send them: a directive in Word, an annex as a table, a stamp."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document as WordFile
from xlsxwriter import Workbook

ANNEX_HEAD = ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn", "Sản phẩm")


def word_text(*paragraphs: str) -> bytes:
    file = WordFile()
    for paragraph in paragraphs:
        file.add_paragraph(paragraph)
    return _saved(file)


def word_annex(*rows: Sequence[str], head: Sequence[str] = ANNEX_HEAD) -> bytes:
    file = WordFile()
    table = file.add_table(rows=0, cols=len(head))
    for row in [head, *rows]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return _saved(file)


def word_annexes(**annexes: Sequence[Sequence[str]]) -> bytes:
    """A plan and behind it one annex after another, each under its title (`_` a space), as offices
    write them: the same head over all.
    """
    file = WordFile()
    file.add_paragraph("KẾ HOẠCH")
    for name, rows in annexes.items():
        file.add_page_break()
        for line in (name.replace("_", " "), "(Kèm theo Kế hoạch số 05/KH-BCĐ)"):
            file.add_paragraph(line)
        table = file.add_table(rows=0, cols=len(ANNEX_HEAD))
        for row in [ANNEX_HEAD, *rows]:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return _saved(file)


def annex_workbook(**sheets: Sequence[Sequence[str]]) -> bytes:
    """A sheet for each name, with the head of an annex over its rows."""
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate([ANNEX_HEAD, *rows]):
            sheet.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def _saved(file: object) -> bytes:
    stream = BytesIO()
    file.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()
