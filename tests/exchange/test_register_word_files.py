"""What is read of Word files: lines with the numbers that Word shows, tables, stamps in boxes."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document as WordFile
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from giaoban.exchange.register.annex_tables import tables_of
from giaoban.exchange.register.document_text import DocumentText, document_text
from giaoban.rules.problems import RuleError


def saved(word: WordDocument) -> bytes:
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def lines_of(word: WordDocument) -> tuple[str, ...]:
    return document_text("a.docx", saved(word)).lines


def numbered(word: WordDocument, text: str, number: int, level: int) -> None:
    properties = word.add_paragraph(text)._p.get_or_add_pPr()
    place = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
    properties.append(parse_xml(f"<w:numPr {nsdecls('w')}>{place}</w:numPr>"))


def with_list(*levels: tuple[str, str]) -> WordDocument:
    """A document whose list 90 has these levels: kind of number and text; 91 begins it anew."""
    word = WordFile()
    lists = word.part.numbering_part.element
    shapes = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for place, (kind, text) in enumerate(levels)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{shapes}</w:abstractNum>'
    lists.insert(0, parse_xml(abstract))
    for number, change in (
        (90, ""),
        (91, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
    ):
        lists.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="90"/>'
                f"{change}</w:num>"
            )
        )
    return word


def test_numbers_that_word_shows_are_read_like_typed_ones() -> None:
    word = with_list(("upperRoman", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "%3)"))
    for text, level in (
        *(("Mục tiêu", 0), ("Đến 2027", 1), ("hồ sơ", 2), ("dữ liệu", 2), ("Đến 2030", 1)),
        *(("Nhiệm vụ", 0), ("Rà soát", 1), ("xã", 2)),
    ):
        numbered(word, text, 90, level)
    numbered(word, "Lại từ đầu", 91, 0)
    word.add_paragraph("1. Số gõ tay")
    word.add_paragraph("chấm đầu dòng", style="List Bullet")
    assert lines_of(word) == (
        *("I. Mục tiêu", "I.1. Đến 2027", "a) hồ sơ", "b) dữ liệu", "I.2. Đến 2030"),
        *("II. Nhiệm vụ", "II.1. Rà soát", "a) xã", "I. Lại từ đầu", "1. Số gõ tay"),
        "- chấm đầu dòng",
    )


@pytest.mark.parametrize(
    "kind, labels",
    [
        ("decimal", ["1.", "2.", "3."]),
        ("decimalZero", ["01.", "02.", "03."]),
        ("upperLetter", ["A.", "B.", "C."]),
        ("lowerRoman", ["i.", "ii.", "iii."]),
        ("none", ["", "", ""]),
        ("japaneseCounting", ["1.", "2.", "3."]),  # not known: as a plain number
    ],
)
def test_each_kind_of_number_is_written_as_word_writes_it(kind: str, labels: list[str]) -> None:
    word = with_list((kind, "%1."))
    for _label in labels:
        numbered(word, "việc", 90, 0)
    assert lines_of(word) == tuple(f"{label} việc".strip() for label in labels)


def test_what_stands_in_a_text_box_is_read_once_and_heads_of_pages_apart() -> None:
    word = WordFile()
    box = (
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
        '2006"><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>MẬT'
        "</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r>"
        "<w:t>MẬT</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    )
    word.add_paragraph("QUYẾT ĐỊNH")._p.append(parse_xml(box))
    word.sections[0].header.paragraphs[0].text = "Đầu trang"
    assert document_text("a.docx", saved(word)) == DocumentText(
        lines=("QUYẾT ĐỊNH", "MẬT"), around=("Đầu trang",)
    )


def test_a_merged_cell_gives_its_text_in_every_place_that_it_covers() -> None:
    word = WordFile()
    table = word.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    for first, last in (((0, 0), (0, 2)), ((1, 1), (2, 1))):
        merged = table.cell(*first).merge(table.cell(*last))
        merged.text = "gộp"
    as_the_library = [[cell.text for cell in row.cells] for row in table.rows]
    assert tables_of("a.docx", saved(word)) == [as_the_library]
    assert as_the_library == [["gộp"] * 3, ["10", "gộp", "12"], ["20", "gộp", "22"]]


def test_numbers_that_word_shows_in_a_column_are_read() -> None:
    word = with_list(("decimal", "%1."))
    table = word.add_table(2, 2)
    for row in table.rows:
        paragraph = row.cells[0].paragraphs[0]
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>')
        )
        row.cells[1].text = "việc"
    assert tables_of("a.docx", saved(word)) == [[["1.", "việc"], ["2.", "việc"]]]


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.mark.parametrize(
    "name, content, code",
    [
        ("a.docx", b"PK\x03\x04 no zip", "document_damaged"),
        ("a.docx", zipped(other_xml=b"<a/>"), "document_damaged"),
        ("a.docx", zipped(word__document_xml=b"<a"), "document_damaged"),
        (
            "a.docx",
            zipped(word__document_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
            "document_damaged",
        ),
        ("a.docx", zipped(word__document_xml=b"<a>" * 300 + b"</a>" * 300), "document_damaged"),
        (
            "a.docx",
            zipped(word__document_xml=b"<a>" + b" " * 101 * 1024 * 1024 + b"</a>"),
            "document_too_large",
        ),
        (
            "a.docx",
            zipped(
                word__document_xml=f'<w:a xmlns:w="{WORD}"><w:tbl>'.encode()
                + b'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="150"/></w:tcPr></w:tc></w:tr>' * 2000
                + b"</w:tbl></w:a>"
            ),
            "document_too_large",
        ),
        ("a.docx", b"%PDF-1.7", "document_kind_unknown"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "document_kind_unknown"),
        ("a.pdf", b"%PDF-1.7 broken", "document_damaged"),
    ],
)
def test_a_file_that_could_do_harm_or_is_none_is_refused(
    name: str, content: bytes, code: str
) -> None:
    with pytest.raises(RuleError) as refused:
        document_text(name, content)
    assert refused.value.code == code
