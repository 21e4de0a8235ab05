"""Is what a page shows taken away whole, and inert?"""

import csv
import io
from datetime import date

import openpyxl
import pytest

from giaoban.documents.tables import ExportColumn, TableExport

EXPORT = TableExport(
    columns=(
        ExportColumn("Đơn vị", width=30),
        ExportColumn("Số hồ sơ", "#,##0"),
        ExportColumn("Ngày gửi"),
    ),
    rows=(
        ("Xã Tả Van", 1284.0, date(2026, 9, 16)),
        ("=HYPERLINK(1)", -3.25, None),
        ("@cmd", None, None),
    ),
    title="Hồ sơ theo đơn vị",
    notes=("Cập nhật 14:02",),
)


def test_csv_has_a_byte_order_mark_raw_values_and_no_formulas():
    written = EXPORT.to_csv()
    assert written.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))) == [
        ["Đơn vị", "Số hồ sơ", "Ngày gửi"],
        ["Xã Tả Van", "1284", "2026-09-16"],
        ["'=HYPERLINK(1)", "-3.25", ""],
        ["'@cmd", "", ""],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_in_a_csv_begins_like_a_formula(start):
    export = TableExport((ExportColumn("a"),), ((f"{start}1",),), "a")
    rows = list(csv.reader(io.StringIO(export.to_csv().decode("utf-8-sig"), newline="")))
    assert rows[1] == [f"'{start}1"]


def test_the_workbook_holds_the_same_rows_as_numbers_dates_and_texts():
    sheet = openpyxl.load_workbook(io.BytesIO(EXPORT.to_xlsx())).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "Hồ sơ theo đơn vị"
    assert rows[2] == ["Đơn vị", "Số hồ sơ", "Ngày gửi"]
    assert [row[:2] for row in rows[3:6]] == [
        ["Xã Tả Van", 1284],
        ["=HYPERLINK(1)", -3.25],
        ["@cmd", None],
    ]
    assert sheet["A5"].data_type == "s"
    assert rows[3][2].date() == date(2026, 9, 16)
    assert rows[-1][0] == "Cập nhật 14:02"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A4", "A3:C6")
    assert sheet["B4"].number_format == "#,##0"


def test_a_long_text_is_broken_between_words_and_its_row_is_high_enough():
    columns = (ExportColumn("Quá hạn (ngày làm việc)", width=10), ExportColumn("Việc", width=20))
    rows = ((1, "Rà soát các thôn chưa có sóng, lập danh sách điểm cần trạm"), (2, "Ngắn"))
    sheet = openpyxl.load_workbook(io.BytesIO(TableExport(columns, rows, "Việc").to_xlsx())).active
    assert [sheet.row_dimensions[row].height for row in (3, 4, 5)] == [45, 45, None]
    assert sheet["B4"].alignment.wrap_text


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="Row 1 has 2 values for 1"):
        TableExport((ExportColumn("a"),), ((1, 2),), "a")


def test_the_same_rows_give_the_same_bytes():
    assert EXPORT.to_xlsx() == EXPORT.to_xlsx()
