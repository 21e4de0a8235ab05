"""A committee's workbook as it is in use, made up: two sheets to fill in and one to read.

Merged titles, dotted lines for unit and period, "trong đó", formulas, a grid of columns, a picture,
print settings and old figures that somebody left in it.
"""

from io import BytesIO
from struct import pack
from typing import Any
from zlib import compress, crc32

from openpyxl import load_workbook
from xlsxwriter import Workbook

SERVICES, CLASSES, GUIDE = "Biểu 01-DVC", "Biểu 02-Đào tạo", "Hướng dẫn"
FIGURES = {
    "tong_so_ho_so": (SERVICES, "D8"),
    "nop_truc_tuyen": (SERVICES, "D9"),
    "nop_truc_tiep": (SERVICES, "D10"),
    "ty_le_truc_tuyen": (SERVICES, "D11"),
    "kinh_phi_da_chi": (SERVICES, "D13"),
}
_ROWS = (
    ("I", "Dịch vụ công", "", None),
    ("1", "Tổng số hồ sơ", "hồ sơ", "=SUM(D9:D10)"),
    ("", "- Trong đó: nộp trực tuyến", "hồ sơ", 120),
    ("", "- Nộp trực tiếp", "hồ sơ", ""),
    ("2", "Tỷ lệ trực tuyến", "", "=D9/D8"),
    ("II", "Kinh phí", "", None),
    ("1", "Kinh phí đã chi", "triệu đồng", ""),
)


ASKED = (
    {"code": "received", "name": "Tổng số hồ sơ", "is_required": True},
    {"code": "online", "name": "Nộp trực tuyến"},
    {"code": "paper", "name": "Nộp trực tiếp"},
    {"code": "cost", "name": "Kinh phí đã chi", "kind": "amount", "measure": "triệu đồng"},
    {"code": "remark", "name": "Khó khăn", "kind": "text"},
)
"""What a form asks that this workbook has a place for, by name; and one thing that it has not."""


def workbook_in_use() -> bytes:
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    styles = {
        "title": book.add_format({"bold": True, "align": "center", "font_name": "Times New Roman"}),
        "head": book.add_format({"bold": True, "border": 1, "bg_color": "#DDEBF7"}),
        "cell": book.add_format({"border": 1}),
        "number": book.add_format({"border": 1, "num_format": "#,##0"}),
        "share": book.add_format({"border": 1, "num_format": "0.0%"}),
    }
    _services(book, styles)
    _classes(book, styles)
    guide = book.add_worksheet(GUIDE)
    guide.write_string(0, 0, "Ghi đúng đơn vị tính. Số liệu đến ngày cuối tháng.")
    guide.insert_image(2, 0, "huy-hieu.png", {"image_data": BytesIO(_picture())})
    book.close()
    return out.getvalue()


def _services(book: Workbook, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(SERVICES)
    sheet.set_column(1, 1, 42)
    sheet.merge_range("A1:E1", "BÁO CÁO KẾT QUẢ CHUYỂN ĐỔI SỐ", styles["title"])
    sheet.write_string("A2", "Đơn vị báo cáo: ……………………")
    sheet.merge_range("A3:E3", "(Tháng …… năm 2026)", styles["title"])
    heads = ("TT", "Chỉ tiêu", "Đơn vị tính", "Kỳ này", "Ghi chú")
    for column, text in enumerate(heads):
        sheet.write_string(4, column, text, styles["head"])
        sheet.write_string(5, column, f"({column + 1})", styles["head"])
    for row, (number, name, measure, value) in enumerate(_ROWS, start=6):
        sheet.write_string(row, 0, number, styles["cell"])
        sheet.write_string(row, 1, name, styles["cell"])
        sheet.write_string(row, 2, measure, styles["cell"])
        style = styles["share" if name.startswith("Tỷ lệ") else "number"]
        if value is None or value == "":
            sheet.write_blank(row, 3, None, style)
        elif isinstance(value, str):
            sheet.write_formula(row, 3, value, style)
        else:
            sheet.write_number(row, 3, value, style)
        sheet.write_blank(row, 4, None, styles["cell"])
    sheet.write_string("D16", "NGƯỜI LẬP BIỂU")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(4)
    sheet.set_footer("&CTrang &P")


def _classes(book: Workbook, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(CLASSES)
    sheet.merge_range("A1:D1", "ĐÀO TẠO KỸ NĂNG SỐ", styles["title"])
    sheet.merge_range("A3:A4", "Nội dung", styles["head"])
    sheet.merge_range("B3:B4", "Số lớp", styles["head"])
    sheet.merge_range("C3:D3", "Học viên", styles["head"])
    sheet.write_string("C4", "Nam", styles["head"])
    sheet.write_string("D4", "Nữ", styles["head"])
    for row, name in enumerate(("Khóa cơ bản", "Khóa nâng cao"), start=4):
        sheet.write_string(row, 0, name, styles["cell"])
        for column in (1, 2, 3):
            sheet.write_blank(row, column, None, styles["number"])
    sheet.write_string(6, 0, "Cộng", styles["cell"])
    for column, letter in enumerate("BCD", start=1):
        sheet.write_formula(6, column, f"=SUM({letter}5:{letter}6)", styles["number"])


def typed_into(content: bytes, cells: dict[tuple[str, str], object]) -> bytes:
    """The workbook after somebody typed into it, in a program that calculates nothing."""
    book = load_workbook(BytesIO(content))
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _picture() -> bytes:
    """A PNG of one red point."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + kind + body + pack(">I", crc32(kind + body))

    head = pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )
