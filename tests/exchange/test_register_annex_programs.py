"""An annex as an office program saves it: merged cells, a head of two rows, pages, bad rows."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from docx import Document as WordFile
from docx.table import Table

from giaoban.exchange.register.annex_tables import annex_in, tables_of
from giaoban.rules.register.annex import Annex
from giaoban.rules.register.named_units import UnitName, UnitNames
from giaoban.rules.register.terms import Every, Term, TermKind

UNITS = UnitNames([UnitName(1, "03037", "Xã Tả Van"), UnitName(2, "03006", "Phường Sa Pa")])
OVER = ["STT", "Nhiệm vụ", "Đơn vị thực hiện", "", "Thời hạn", "Sản phẩm"]
UNDER = ["", "", "Chủ trì", "Phối hợp", "", ""]
PAGES = [
    [
        ["I", "Dữ liệu", "", "", "", ""],
        ["1", "Rà soát dữ liệu", "Xã Tả Van", "Phường Sa Pa", "15/12/2026", "Báo cáo"],
        ["2", "Làm sạch dữ liệu", "", "", "Hằng quý", "Danh sách"],  # led by the one over it
    ],
    [
        ["3", "Tập huấn", "Sở Lạ", "", "Quý I/2027", ""],
        ["4", "", "Xã Tả Van", "", "", ""],
        ["5", "Báo cáo", "Phường Sa Pa", "các thôn", "khi có thể", ""],
        ["1", "Việc khác", "Phường Sa Pa", "", "05 ngày làm việc", ""],
    ],
]
HEAD_MERGES = [(0, column, 1, column) for column in (0, 1, 4, 5)] + [(0, 2, 0, 3)]
SAID = [
    ("Rà soát dữ liệu", 1, Term(TermKind.DATE, on=date(2026, 12, 15)), []),
    ("Làm sạch dữ liệu", 1, Term(TermKind.RECURRING, every=Every.QUARTER, day=31), []),
    ("Tập huấn", None, Term(TermKind.DATE, on=date(2027, 3, 31)), ["annex_lead_unknown"]),
    ("", 1, Term(), ["annex_text_missing"]),
    ("Báo cáo", 2, Term(), ["annex_units_unknown", "annex_term_unknown"]),
    ("Việc khác", 2, Term(TermKind.WORKING_DAYS, working_days=5), ["annex_clause_twice"]),
]


def sheet() -> bytes:
    """One long sheet; a day is a day and no text, and the head comes again on the second page."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("Phụ lục")
    middle = book.add_format({"align": "center"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    page.merge_range(0, 0, 0, 5, "PHỤ LỤC PHÂN CÔNG NHIỆM VỤ", middle)
    place = 2
    for rows in PAGES:
        for top, first, bottom, last in HEAD_MERGES:
            page.merge_range(place + top, first, place + bottom, last, OVER[first], middle)
        page.write_row(place + 1, 2, ["Chủ trì", "Phối hợp"])
        for number, cells in enumerate(rows, place + 2):
            page.write_row(number, 0, [int(cells[0]) if cells[0].isdigit() else cells[0]])
            page.write_row(number, 1, cells[1:])
        place += 2 + len(rows)
    page.write_datetime(5, 4, date(2026, 12, 15), day)
    page.merge_range(5, 2, 6, 2, "Xã Tả Van", middle)
    book.close()
    return out.getvalue()


def word() -> bytes:
    """A table on each page, the first alone with a head, and the table of who signs."""
    file = WordFile()
    file.add_paragraph("PHỤ LỤC PHÂN CÔNG NHIỆM VỤ")
    first = filled(file.add_table(5, 6), [OVER, UNDER, *PAGES[0]])
    for top, left, bottom, right in [*HEAD_MERGES, (3, 2, 4, 2)]:
        first.cell(top, left).merge(first.cell(bottom, right))
    file.add_page_break()
    filled(file.add_table(4, 6), PAGES[1])
    file.add_paragraph()
    filled(file.add_table(1, 2), [["Nơi nhận: Như trên", "TRƯỞNG BAN"]])
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def filled(table: Table, rows: list[list[str]]) -> Table:
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def check(annex: Annex) -> None:
    assert annex.problem is None
    assert {row.draft.heading for row in annex.rows} == {"Dữ liệu"}
    assert annex.rows[0].draft.co_operating_ids == (2,)
    found = [
        (row.draft.text, row.draft.lead_id, row.draft.term, [one.code for one in row.problems])
        for row in annex.rows
    ]
    assert found == SAID


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    "made, name, kinds",
    [
        (sheet, "phu-luc.xlsx", ["xls"]),
        (sheet, "phu-luc.xlsx", ["ods", "xlsx"]),
        (word, "phu-luc.docx", ["docx"]),
    ],
    ids=["xls", "ods and xlsx", "docx"],
)
def test_an_annex_is_read_from_every_kind_of_file_that_an_office_program_saves(
    tmp_path: Path,
    libreoffice: Callable[[Path, str], Path],
    made: Callable[[], bytes],
    name: str,
    kinds: list[str],
) -> None:
    file = tmp_path / name
    file.write_bytes(made())
    check(annex_in(tables_of(name, made()), UNITS))
    for kind in kinds:
        file = libreoffice(file, kind)
        check(annex_in(tables_of(file.name, file.read_bytes()), UNITS))
