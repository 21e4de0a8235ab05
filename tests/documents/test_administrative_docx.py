"""Is the Word file what was written, laid out as the decree asks, and the same every time?"""

import io
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from pypdf import PdfReader

from giaoban.documents.content import (
    Cell,
    Chart,
    Column,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    Table,
    text,
)
from giaoban.documents.docx import to_docx
from giaoban.documents.profiles import VIETNAM
from giaoban.documents.text_widths import bold_width
from giaoban.rules.country.layouts import PLAIN, LayoutProfile
from tests import parts
from tests.documents.samples import (
    EVERY_LETTER,
    LETTERHEAD,
    SIGNATURE,
    line_chart,
    plain_table,
    quarterly_report,
    short_document,
)
from tests.documents.test_administrative_pdf import HOSTILE, squeezed


def opened(document):
    return docx.Document(io.BytesIO(to_docx(document)))


def all_text(word):
    return "".join(node.text or "" for node in word.element.body.iter(qn("w:t")))


def test_every_vietnamese_letter_is_read_back_precomposed():
    assert EVERY_LETTER in all_text(opened(short_document(Paragraph(text(EVERY_LETTER)))))
    apart = short_document(Paragraph(text("Tie\u0302\u0301ng Vie\u0323\u0302t")))
    assert "Tiếng Việt" in all_text(opened(apart))


def test_the_page_has_the_decrees_size_and_margins():
    section = opened(short_document()).sections[0]
    measures = (section.page_width, section.page_height, section.left_margin)
    assert [round(length.mm) for length in measures] == [210, 297, 30]
    edges = (section.top_margin, section.bottom_margin, section.right_margin)
    assert [round(length.mm) for length in edges] == [20, 20, 15]


def test_the_page_number_is_a_field_at_the_head_of_all_pages_but_the_first():
    section = opened(short_document()).sections[0]
    assert section.different_first_page_header_footer
    fields = section.header._element.iter(qn("w:instrText"))
    assert [field.text.strip() for field in fields] == ["PAGE"]
    assert not list(section.first_page_header._element.iter(qn("w:instrText")))


def test_a_wide_table_gets_a_page_across_and_what_follows_an_upright_one():
    wide = replace(plain_table(3), is_landscape=True)
    word = opened(short_document(Heading(1, "I."), wide, Heading(1, "II.")))
    turned = [section.orientation for section in word.sections]
    assert turned == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    first_page_hidden = [section.different_first_page_header_footer for section in word.sections]
    assert first_page_hidden == [True, False, False]


def test_an_annex_counts_its_pages_from_one():
    word = opened(quarterly_report())
    starts = [section._sectPr.xpath("w:pgNumType/@w:start") for section in word.sections]
    assert starts == [["1"], ["1"]]


def test_every_style_in_use_has_the_face_in_all_four_slots():
    word = opened(quarterly_report())
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        fonts = word.styles[name].element.rPr.rFonts
        faces = {slot: fonts.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "cs", "eastAsia")}
        assert set(faces.values()) == {"Times New Roman"}
        assert not [key for key in fonts.attrib if "Theme" in key]


def test_the_language_is_vietnamese_and_the_properties_name_title_author_and_date():
    word = opened(quarterly_report())
    language = word.styles.element.find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "vi-VN"
    kept = word.core_properties
    assert (kept.title, kept.author) == (quarterly_report().title, "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ")
    assert kept.created.date() == LETTERHEAD.issued_on
    assert kept.language == "vi-VN"


@pytest.mark.parametrize("profile, is_balanced", [(VIETNAM, False), (PLAIN, True)])
def test_a_title_breaks_into_even_lines_by_the_widths_of_its_own_face(
    profile: LayoutProfile, is_balanced: bool
):
    title = "Work plan of the Coast and River Resilience Programme for 2026"
    document = replace(short_document(), subject=title)
    word = docx.Document(io.BytesIO(to_docx(document, profile)))
    shown = next(line for line in word.paragraphs if line.text == title)
    assert (shown.paragraph_format.left_indent > Mm(10)) == is_balanced


def test_lines_typed_apart_stay_apart():
    table = Table((Column(),), (), (Row((Cell("dòng ba\ndòng bốn"),)),))
    word = opened(short_document(Paragraph(text("dòng một\ndòng hai")), table))
    assert word.tables[1].cell(0, 0).text == "dòng ba\ndòng bốn"
    assert "dòng một\ndòng hai" in [paragraph.text for paragraph in word.paragraphs]


def test_a_line_that_ends_by_a_break_is_not_stretched():
    with ZipFile(io.BytesIO(to_docx(short_document(Paragraph(text("Một\nhai"))), VIETNAM))) as word:
        settings = word.read("word/settings.xml").decode()
    assert settings.count("<w:doNotExpandShiftReturn/>") == 1


def test_a_document_not_yet_issued_is_written_as_well():
    undated = replace(LETTERHEAD, number="", issued_on=None)
    word = opened(short_document(letterhead=undated, made_on=LETTERHEAD.issued_on))
    assert "ngày …… tháng …… năm ……" in all_text(word)
    assert word.core_properties.created.date() == LETTERHEAD.issued_on
    assert opened(short_document(letterhead=undated)).core_properties.created.year == 1980


def test_headings_are_headings():
    word = opened(short_document(Heading(1, "I. MỘT"), Heading(2, "1. Hai"), Heading(3, "a) Ba")))
    styles = {p.text: p.style.name for p in word.paragraphs if p.style.name.startswith("Heading")}
    assert styles == {"I. MỘT": "Heading 1", "1. Hai": "Heading 2", "a) Ba": "Heading 3"}


@pytest.mark.parametrize("count, is_kept", [(7, True), (8, False)])
def test_a_short_table_stays_on_one_page(count: int, is_kept: bool):
    rows = tuple(Row((Cell(f"{place}"),)) for place in range(count))
    drawn = opened(short_document(Table((Column(1),), ((Cell("a"),),), rows))).tables[1]
    kept = [bool(row._tr.xpath("w:tc/w:p/w:pPr/w:keepNext")) for row in drawn.rows]
    assert kept == [True, *[is_kept] * (count - 1), False]


def test_table_heads_repeat_and_no_row_splits():
    header = (
        (Cell("a", rowspan=2), Cell("b", colspan=2)),
        (Cell("c"), Cell("d")),
    )
    rows = (
        Row(tuple(Cell(word) for word in "xyz"), indent=1, leads_in=True),
        Row((Cell("w", colspan=3),)),
    )
    table = Table((Column(1), Column(2), Column(1)), header, rows)
    drawn = opened(short_document(table)).tables[1]
    repeated = [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in drawn.rows]
    assert repeated == [True, True, False, False]
    assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in drawn.rows)
    kept = [bool(row._tr.xpath("w:tc/w:p/w:pPr/w:keepNext")) for row in drawn.rows]
    assert kept == [True, True, True, False]
    grid = [[cell.text for cell in row.cells] for row in drawn.rows]
    assert grid == [["a", "b", "b"], ["a", "c", "d"], ["x", "y", "z"], ["w", "w", "w"]]
    widths = [column.width for column in drawn.columns]
    assert widths[1] == pytest.approx(2 * widths[0], rel=0.001)
    assert sum(widths) == pytest.approx(Mm(165), rel=0.001)


def test_a_chart_is_a_picture_with_words_for_those_who_do_not_see_it():
    word = opened(short_document(Chart(line_chart(), "Cao hơn cùng kỳ", "Đường đi lên.")))
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == "Đường đi lên."
    assert shape.width <= Mm(165)
    assert "Cao hơn cùng kỳ" in all_text(word)


def test_the_rules_under_motto_and_agency_have_the_decrees_length():
    word = opened(short_document())
    lengths = []
    for cell, share in zip(word.tables[0].rows[0].cells, (0.41, 0.59), strict=True):
        rule = next(p for p in cell.paragraphs if p._p.xpath("w:pPr/w:pBdr"))
        sides = (rule.paragraph_format.left_indent, rule.paragraph_format.right_indent)
        lengths.append(165 * share - sum(side.mm for side in sides))
    agency, motto = lengths
    assert motto == pytest.approx(bold_width(VIETNAM.motto, VIETNAM.size_motto), abs=0.2)
    assert 1 / 3 < agency / bold_width(LETTERHEAD.agency[-1], VIETNAM.size_agency) < 1 / 2


def test_the_same_content_gives_the_same_bytes():
    assert to_docx(quarterly_report()) == to_docx(quarterly_report())
    packed = ZipFile(io.BytesIO(to_docx(quarterly_report())))
    assert {member.date_time for member in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_markup_in_texts_is_printed_and_never_obeyed():
    hostile = f"{HOSTILE} </w:t><w:p/>&amp;\x00\x0b"
    table = Table((Column(),), ((Cell(hostile),),), (Row((Cell(hostile),)),), caption=hostile)
    document = short_document(
        Paragraph(text(hostile)),
        table,
        PageBreak(),
        subject=hostile,
        notices=(hostile,),
        signature=replace(SIGNATURE, name=hostile),
    )
    printed = squeezed(all_text(opened(document)))
    assert printed.count(squeezed(f"{HOSTILE} </w:t><w:p/>&amp;")) == 6


def test_three_thousand_rows_cost_about_a_second_at_most():
    document = short_document(plain_table(3000))
    fastest = min(_seconds_to_draw(document) for _ in range(3))
    assert fastest < 1.5
    assert len(opened(document).tables[1]._tbl.tr_lst) == 3001


def _seconds_to_draw(document):
    started = time.process_time()
    to_docx(document)
    return time.process_time() - started


@pytest.mark.libreoffice
def test_libreoffice_prints_the_file_with_every_letter_and_the_pages_numbered(tmp_path: Path):
    report = quarterly_report()
    report = replace(report, blocks=(*report.blocks, Paragraph(text(EVERY_LETTER))))
    file = tmp_path / "bao-cao.docx"
    file.write_bytes(to_docx(report))
    subprocess.run(
        [
            parts.PARTS["libreoffice"].find() or "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    printed = [page.extract_text() for page in PdfReader(tmp_path / "bao-cao.pdf").pages]
    annex = next(number for number, page in enumerate(printed) if "Phụ lục" in page)
    heads = [squeezed(page.strip().splitlines()[0]) for page in printed]
    notice = squeezed("DỰ THẢO · Số liệu minh họa")
    assert heads[:annex] == [notice, *[f"{n}{notice}" for n in range(2, annex + 1)]]
    assert heads[annex:] == [notice, *[f"{n}{notice}" for n in range(2, len(heads) - annex + 1)]]
    assert EVERY_LETTER in squeezed("".join(printed))
    assert all("Kế hoạch năm" in page for page in printed[annex:])
