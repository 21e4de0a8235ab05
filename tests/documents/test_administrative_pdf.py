"""Is the PDF what was written, laid out as the decree asks, and the same every time?"""

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from giaoban.documents import typesetting
from giaoban.documents.content import Cell, Column, Paragraph, Row, Table, text
from giaoban.documents.pdf import STAND_IN, to_pdf
from giaoban.documents.profiles import VIETNAM
from tests.documents.samples import (
    EVERY_LETTER,
    LETTERHEAD,
    SIGNATURE,
    plain_table,
    quarterly_report,
    short_document,
)

HOSTILE = '#import "x" *đậm* $x$ ] #read("/etc/passwd") \\ <w:t> =cmd|calc {{ {% `a` //b'
POINTS_PER_MILLIMETRE = 72 / 25.4


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


def test_every_vietnamese_letter_is_read_back_precomposed():
    assert len(EVERY_LETTER) == 134
    assert EVERY_LETTER in squeezed(pages(to_pdf(short_document(Paragraph(text(EVERY_LETTER)))))[0])


def test_letters_typed_as_base_and_marks_are_read_back_precomposed():
    apart = short_document(Paragraph(text("Tie\u0302\u0301ng Vie\u0323\u0302t")))
    assert "Tiếng Việt" in pages(to_pdf(apart))[0]


def test_the_page_number_is_hidden_on_the_first_page_of_each_part():
    printed = pages(to_pdf(quarterly_report()))
    heads = [page.strip().splitlines()[0] for page in printed]
    notice = "DỰ THẢO · Số liệu minh họa"
    annex_start = next(n for n, page in enumerate(printed) if "Phụ lục" in page)
    for number, head in enumerate(heads):
        within = number if number < annex_start else number - annex_start
        assert squeezed(head) == squeezed(f"{within + 1 if within else ''}{notice}")


def test_wide_annexes_lie_across_and_everything_else_upright():
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(to_pdf(quarterly_report()))).pages]
    shapes = ["wide" if box.width > box.height else "tall" for box in boxes]
    assert shapes == sorted(shapes)
    assert {round(float(box.width) / POINTS_PER_MILLIMETRE) for box in boxes} == {210, 297}


def test_the_same_content_gives_the_same_bytes():
    assert to_pdf(quarterly_report()) == to_pdf(quarterly_report())


def test_the_file_declares_pdf_a_its_title_and_its_author():
    reader = PdfReader(io.BytesIO(to_pdf(quarterly_report())))
    declared = reader.xmp_metadata.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in declared
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in declared
    assert reader.metadata.title == quarterly_report().title
    assert reader.metadata.author == "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ"
    assert reader.metadata.creation_date.date() == quarterly_report().letterhead.issued_on


def test_markup_in_texts_is_printed_and_never_obeyed():
    table = Table((Column(),), ((Cell(HOSTILE),),), (Row((Cell(HOSTILE),)),), caption=HOSTILE)
    document = short_document(
        Paragraph(text(HOSTILE)),
        table,
        subject=HOSTILE,
        recipients=(HOSTILE,),
        signature=replace(SIGNATURE, name=HOSTILE),
    )
    printed = squeezed(" ".join(pages(to_pdf(document))))
    assert printed.count(squeezed(HOSTILE)) == 7


def test_what_no_face_can_show_has_a_stand_in_and_the_rest_stays():
    document = short_document(Paragraph(text("Tốt 😀 漢 \x00\x1b nhé")))
    assert squeezed(f"Tốt {STAND_IN} {STAND_IN} nhé") in squeezed(pages(to_pdf(document))[0])


def test_the_head_of_a_long_table_stands_on_each_page():
    printed = pages(to_pdf(short_document(plain_table(200))))
    assert len(printed) > 3
    assert all("Đơn vị" in page for page in printed)
    assert all(f"Xã số {number}" in " ".join(printed) for number in (1, 100, 200))


def test_a_heading_among_rows_stands_on_the_page_of_the_row_below_it():
    heading = Row((Cell("Đầu mục"),), is_emphasised=True, leads_in=True)
    rows = [Row((Cell(f"hàng {number}"),)) for number in range(60)]
    for place in range(30, 42):  # the foot of the page lies somewhere among them
        table = Table((Column(),), ((Cell("Đầu bảng"),),), (*rows[:place], heading, *rows[place:]))
        held = [page for page in pages(to_pdf(short_document(table))) if "Đầu mục" in page]
        assert [f"hàng {place}" in page.split("Đầu mục")[1] for page in held] == [True]


def test_a_short_table_is_not_parted_between_two_pages():
    rows = tuple(Row((Cell(f"hàng {place}"),)) for place in range(7))
    table = Table((Column(1),), ((Cell("Đầu bảng"),),), rows, caption="Bảng 1")
    filler = [Paragraph(text(f"Đoạn {number}.")) for number in range(24)]
    for count in range(14, 24, 3):
        printed = pages(to_pdf(short_document(*filler[:count], table)))
        page = next(page for page in printed if "Bảng 1" in page)
        assert all(f"hàng {place}" in page for place in range(7))


def test_no_signature_stands_alone_on_its_page():
    filler = [Paragraph(text(f"Đoạn {number}.")) for number in range(24)]
    for count in range(14, 24):
        last = Paragraph(text("Trân trọng báo cáo./."))
        printed = pages(to_pdf(short_document(*filler[:count], last, signature=SIGNATURE)))
        assert "Trân trọng báo cáo" in next(page for page in printed if SIGNATURE.name in page)


def test_a_machine_without_fonts_still_prints_every_letter(monkeypatch):
    monkeypatch.setattr(typesetting, "_font_folders", list)
    typesetting.fonts.cache_clear()
    try:
        pdf = to_pdf(short_document(Paragraph(text(EVERY_LETTER))))
        assert typesetting.available_faces(VIETNAM.faces) == ["Libertinus Serif"]
        assert EVERY_LETTER in squeezed(pages(pdf)[0])
    finally:
        typesetting.fonts.cache_clear()


def test_lines_typed_apart_stay_apart():
    table = Table((Column(),), (), (Row((Cell("dòng ba\ndòng bốn"),)),))
    printed = pages(to_pdf(short_document(Paragraph(text("dòng một\ndòng hai")), table)))[0]
    lines = [line.strip() for line in printed.splitlines()]
    assert [line for line in lines if line.startswith("dòng")] == [
        "dòng một",
        "dòng hai",
        "dòng ba",
        "dòng bốn",
    ]


def test_a_document_not_yet_issued_is_set_as_well():
    undated = short_document(letterhead=replace(LETTERHEAD, number="", issued_on=None))
    assert "Số: ……/BC-BCĐ" in pages(to_pdf(undated))[0]


@pytest.mark.parametrize("field", ["blocks", "recipients", "grounds", "addressees"])
def test_an_empty_part_is_left_out_without_harm(field):
    assert len(pages(to_pdf(replace(quarterly_report(), annexes=(), **{field: ()})))) >= 1
