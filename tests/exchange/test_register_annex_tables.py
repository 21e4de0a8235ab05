"""The annex of an assignment as offices send it: a workbook, a Word file, among other tables."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter
from docx import Document as WordFile
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from giaoban.exchange.register.annex_tables import (
    annex_in,
    annex_numbered,
    annexes_in,
    named_tables_of,
    tables_of,
)
from giaoban.exchange.register.document_text import document_text
from giaoban.rules.problems import RuleError
from giaoban.rules.register.annex import Annex
from giaoban.rules.register.named_units import UnitName, UnitNames

UNITS = UnitNames([UnitName(1, "03037", "Xã Tả Van"), UnitName(2, "03006", "Phường Sa Pa")])
HEAD = ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm"]
ROW = ["1", "Rà soát dữ liệu", "Xã Tả Van", "Phường Sa Pa", "15/12/2026", "Báo cáo"]


def workbook(sheets: list[list[list[Any]]], *merged: tuple[int, int, int, int]) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for rows in sheets:
        sheet = book.add_worksheet()
        for place, cells in enumerate(rows):
            sheet.write_row(place, 0, cells)
    for first_row, first, last_row, last in merged:
        text = sheets[-1][first_row][first]
        sheet.merge_range(first_row, first, last_row, last, text)
    book.close()
    return out.getvalue()


def word(*tables: list[list[str]]) -> bytes:
    file = WordFile()
    for rows in tables:
        table = file.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def drafts(annex: Annex) -> list[tuple[str, int | None]]:
    return [(row.draft.text, row.draft.lead_id) for row in annex.rows]


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.docx", word([["UBND TỈNH", "CỘNG HÒA"]], [HEAD, ROW])),
        ("a.xlsx", workbook([[["Ghi chú"]], [["PHỤ LỤC"], [], HEAD, ROW]])),
    ],
)
def test_the_first_table_that_is_an_annex_is_taken(name: str, content: bytes) -> None:
    annex = annex_in(tables_of(name, content), UNITS)
    assert (annex.problem, drafts(annex)) == (None, [("Rà soát dữ liệu", 1)])
    assert annex.rows[0].draft.co_operating_ids == (2,)


def test_a_unit_merged_over_two_rows_leads_both() -> None:
    second = ["2", "Tập huấn", "", "", "15/12/2026", "Báo cáo"]
    content = workbook([[HEAD, ROW, second]], (1, 2, 2, 2))
    assert drafts(annex_in(tables_of("a.xlsx", content), UNITS)) == [
        ("Rà soát dữ liệu", 1),
        ("Tập huấn", 1),
    ]


@pytest.mark.parametrize(
    "tables, code",
    [
        ([], "annex_without_table"),
        ([[["a"]]], "annex_without_head"),
        ([[["a"]], [HEAD]], "annex_without_rows"),
        ([[HEAD, *[ROW] * 5000]], "annex_too_long"),
    ],
)
def test_why_there_is_no_annex_is_said(tables: list[list[list[str]]], code: str) -> None:
    problem = annex_in(tables, UNITS).problem
    assert problem is not None
    assert problem.code == code


@pytest.mark.parametrize(
    "name, content, code",
    [
        ("a.pdf", b"%PDF-1.7", "annex_kind_unknown"),
        ("a.xlsx", b"no workbook", "workbook_damaged"),
        ("a.docx", b"PK\x03\x04", "document_damaged"),
        ("a.xlsx", workbook([[["a"] * 10_000, *[[]] * 1000, ["b"]]]), "workbook_too_large"),
    ],
)
def test_what_is_no_annex_or_too_much_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        tables_of(name, content)
    assert refused.value.code == code


def test_a_merge_over_a_whole_sheet_costs_no_more_than_the_sheet() -> None:
    small = BytesIO(workbook([[["gộp", ""], ["", "b"]]], (0, 0, 0, 1)))
    large = BytesIO()
    with ZipFile(small) as read, ZipFile(large, "w") as write:
        for name in read.namelist():
            write.writestr(name, read.read(name).replace(b'"A1:B1"/', b'"A1:XFD1048576"/'))
    assert tables_of("a.xlsx", large.getvalue()) == [[["gộp", "gộp"], ["gộp", "gộp"]]]


def pdf(*, locked: bool) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if locked:
        writer.encrypt("giaoban")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_scanned_pdf_has_no_lines_and_a_locked_one_is_refused() -> None:
    assert document_text("a.pdf", pdf(locked=False)).lines == ()
    with pytest.raises(RuleError) as refused:
        document_text("a.pdf", pdf(locked=True))
    assert refused.value.code == "document_locked"


def text_pdf(text: bytes) -> bytes:
    """A page that shows the bytes as they stand, in a font of the reader."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    shown = StreamObject()
    shown.set_data(b"BT /F1 12 Tf 20 100 Td (" + text + b") Tj ET")
    page[NameObject("/Contents")] = writer._add_object(shown)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_no_database_keeps_is_left_out_of_a_text() -> None:
    assert document_text("a.pdf", text_pdf(b"Ra\\000 so\\001at")).lines == ("Ra soat",)


def titled(*parts: str | list[list[str]]) -> bytes:
    """Lines and tables one after another."""
    file = WordFile()
    for part in parts:
        if isinstance(part, str):
            file.add_paragraph(part)
            continue
        table = file.add_table(len(part), len(part[0]))
        for row, texts in zip(table.rows, part, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def test_annexes_with_the_same_head_are_parted_by_their_titles_and_go_on_over_pages() -> None:
    more = [["2", "Tập huấn", "Phường Sa Pa", "", "", ""]]
    content = titled(
        *("Nơi nhận:", [["UBND TỈNH", "CỘNG HÒA"]]),
        *("PHỤ LỤC I", "NHIỆM VỤ CỦA XÃ", "(Kèm theo Kế hoạch)", [HEAD, ROW]),
        *("PHỤ LỤC I (tiếp theo)", [HEAD, *more], "Trang 3", more),
        *("PHỤ LỤC II", [HEAD, ROW]),
    )
    found = annexes_in(named_tables_of("a.docx", content), UNITS)
    assert [(one.number, one.name, len(one.annex.rows)) for one in found] == [
        (1, "PHỤ LỤC I: NHIỆM VỤ CỦA XÃ", 3),
        (2, "PHỤ LỤC II", 1),
    ]


def test_an_annex_that_is_too_long_is_named_beside_the_others(settings: Any) -> None:
    settings.ANNEX_MOST_ROWS = 2
    content = workbook([[HEAD, ROW, ROW], [["x"]] * 3, [["PHỤ LỤC 2"], HEAD], [HEAD, ROW]])
    found = annexes_in(named_tables_of("a.xlsx", content), UNITS)
    assert [(one.name, one.annex.problem and one.annex.problem.code) for one in found] == [
        ("Sheet1", "annex_too_long"),
        ("Sheet4", None),
    ]
    for number, code in ((1, "annex_too_long"), (0, "annex_number_unknown")):
        with pytest.raises(RuleError) as refused:
            annex_numbered(found, number)
        assert refused.value.code == code
