"""Are a document's tables a workbook that can be calculated further?"""

import io
from dataclasses import replace
from datetime import date

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from giaoban.documents.content import Annex, Cell, Column, Row, Table
from giaoban.documents.docx import to_docx
from giaoban.documents.pdf import to_pdf
from giaoban.documents.xlsx import to_xlsx
from tests.documents.samples import EVERY_LETTER, plain_table, quarterly_report, short_document

FORMULA_LIKE = ["=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(1)", "http://example.org", "{=1+1}"]


def opened(document):
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(document)))


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_each_table_is_a_sheet_named_after_its_caption_or_annex():
    assert opened(quarterly_report()).sheetnames == ["Bảng 1", "Phụ lục"]


def test_numbers_are_numbers_with_their_format_and_missing_ones_their_text():
    sheet = opened(quarterly_report())["Bảng 1"]
    row = next(row for row in sheet.iter_rows() if row[1].value == "Hồ sơ tiếp nhận trực tuyến")
    assert [cell.value for cell in row[3:7]] == [48210, 41905, 33020, 160000]
    assert row[7].value == pytest.approx(48210 / 160000)
    assert (row[3].number_format, row[7].number_format) == ("#,##0", "0.0%")
    last = next(row for row in sheet.iter_rows() if str(row[1].value).startswith("Thành viên"))
    assert last[5].value == "—"


def test_the_sheet_is_headed_and_ready_to_print():
    sheet = opened(quarterly_report())["Phụ lục"]
    assert sheet["A1"].value == "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ — Số: 05/BC-BCĐ"
    assert sheet["A4"].value == "DỰ THẢO · Số liệu minh họa"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$8:$9"
    assert sheet.freeze_panes == "A10"
    assert "C8:E8" in {str(merged) for merged in sheet.merged_cells.ranges}


def test_texts_that_look_like_formulas_or_links_are_texts():
    table = Table((Column(),), ((Cell("=1+1"),),), tuple(Row((Cell(w),)) for w in FORMULA_LIKE))
    sheet = opened(short_document(table)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells[-len(FORMULA_LIKE) :]] == FORMULA_LIKE
    assert not [cell for cell in cells if cell.hyperlink]


def test_dates_and_letters_survive():
    rows = (Row((Cell("05/02/2026", date(2026, 2, 5)),)), Row((Cell(EVERY_LETTER),)))
    sheet = opened(short_document(Table((Column(),), (), rows))).worksheets[0]
    day, letters = [row[0] for row in sheet.iter_rows() if row[0].value][-2:]
    assert day.value.date() == date(2026, 2, 5)
    assert day.number_format == "dd/mm/yyyy"
    assert letters.value == EVERY_LETTER


def test_sheets_of_one_name_are_told_apart_and_names_that_excel_refuses_are_mended():
    table = replace(plain_table(1), caption="Bảng: [tổng hợp] kết quả rất dài của các đơn vị")
    names = opened(short_document(table, table)).sheetnames
    assert names == ["Bảng tổng hợp kết quả rất dài c", "Bảng tổng hợp kết quả rất dài 2"]


def test_a_document_without_tables_is_one_sheet_with_its_title():
    assert values(opened(short_document()).worksheets[0])[1] == ["BÁO CÁO"]


def test_an_annex_without_a_wide_page_keeps_its_tables_upright():
    document = replace(short_document(), annexes=(Annex("A", (plain_table(1),)),))
    assert opened(document).worksheets[0].page_setup.orientation == "portrait"


def test_the_same_content_gives_the_same_bytes():
    assert to_xlsx(quarterly_report()) == to_xlsx(quarterly_report())


def test_rows_are_high_enough_for_their_texts():
    rows = (Row((Cell("một dòng"),)), Row((Cell("rất dài " * 40),)))
    sheet = opened(short_document(Table((Column(),), ((Cell("Đầu"),),), rows))).worksheets[0]
    heights = [sheet.row_dimensions[row].height for row in range(5, 8)]
    assert heights == [None, None, 60]


def test_rows_beyond_those_of_the_paper_stand_in_the_spreadsheet_alone():
    table = Table(
        columns=(Column(20),),
        header=((Cell("Nội dung"),),),
        rows=(Row((Cell("đầu tiên"),)),),
        beyond=(Row((Cell("phần còn lại"),)),),
        notes=("Ghi chú.",),
        paper_notes=("Và 1 dòng nữa.",),
    )
    document = short_document(table)
    cells = [row[0] for row in values(opened(document).worksheets[0]) if row and row[0]]
    assert cells[-4:] == ["Nội dung", "đầu tiên", "phần còn lại", "Ghi chú."]
    word = "".join(
        node.text or ""
        for node in docx.Document(io.BytesIO(to_docx(document))).element.body.iter(qn("w:t"))
    )
    page = "".join(part.extract_text() for part in PdfReader(io.BytesIO(to_pdf(document))).pages)
    for said in (word, page):
        on_paper = [words in said for words in ("đầu tiên", "phần còn lại", "Và 1 dòng nữa.")]
        assert on_paper == [True, False, True]
