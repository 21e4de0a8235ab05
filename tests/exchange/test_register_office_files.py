"""What is read of workbooks and slides: words to search for, and the stamps that they bear."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from xlsxwriter import Workbook

from giaoban.actions.register.files import read_file
from giaoban.exchange.register.document_text import OFFICE, READABLE, document_text
from giaoban.rules.problems import RuleError

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def workbook(*cells: object, head: str = "", box: str = "") -> bytes:
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Số liệu")
    for row, cell in enumerate(cells):
        sheet.write(row, 0, cell)
    if head:
        sheet.set_header(head)
    if box:
        sheet.insert_textbox(2, 2, box)
    book.close()
    return out.getvalue()


def slides(**parts: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, text in parts.items():
            folder = "notesSlides" if name.startswith("notes") else "slides"
            drawn = f'<a:p xmlns:a="{_DRAWING}"><a:r><a:t>{text}</a:t></a:r></a:p>'
            archive.writestr(f"ppt/{folder}/{name}.xml", f"<s>{drawn}</s>")
    return out.getvalue()


def test_a_workbook_says_its_words_and_not_its_numbers() -> None:
    read = document_text("a.xlsx", workbook("Đơn vị", 12, "Xã Tả Van\nhai lớp"), OFFICE)
    assert read.lines == ("Số liệu", "Đơn vị", "Xã Tả Van", "hai lớp")


def test_slides_are_read_in_their_order_with_the_notes_to_them() -> None:
    read = document_text("a.pptx", slides(slide10="Mười", slide2="Hai", notes1="Ghi chú"), OFFICE)
    assert read.lines == ("Hai", "Mười", "Ghi chú")


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.xlsx", workbook("Kế hoạch", "MẬT")),
        ("a.xlsx", workbook("Kế hoạch", head='&L&"Times,Bold"&12TỐI MẬT&RSố 12')),
        ("a.xlsx", workbook("Kế hoạch", box="TUYỆT MẬT")),
        ("a.pptx", slides(slide1="Kế hoạch", slide2="MẬT")),
    ],
)
def test_a_stamp_is_found_in_a_cell_over_the_cells_and_on_any_slide(
    name: str, content: bytes
) -> None:
    with pytest.raises(RuleError, match="state_secret"):
        read_file(name, content, OFFICE)


@pytest.mark.parametrize(
    "name, content, kinds, code",
    [
        ("a.xlsx", workbook("Kế hoạch"), READABLE, "document_kind_unknown"),
        ("a.xlsx", b"PK\x03\x04 no archive", OFFICE, "document_damaged"),
        ("a.xlsx", slides(slide1="x"), OFFICE, "document_damaged"),
        ("a.pptx", workbook("Kế hoạch"), OFFICE, "document_damaged"),
        ("a.pptx", b"%PDF-", OFFICE, "document_kind_unknown"),
    ],
)
def test_what_is_another_kind_or_broken_is_refused(
    name: str, content: bytes, kinds: frozenset[str], code: str
) -> None:
    with pytest.raises(RuleError, match=code):
        document_text(name, content, kinds)
