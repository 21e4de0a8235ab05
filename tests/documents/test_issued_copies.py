"""A signed copy beside its report: real files of our own renderers, altered as people do."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from giaoban.documents.content import AdministrativeDocument
from giaoban.documents.docx import to_docx
from giaoban.documents.issued_copies.comparing import compared
from giaoban.documents.pdf import to_pdf
from giaoban.documents.reporting.consolidated_report import Issue, consolidated_report
from giaoban.documents.word_templates.rendering import filled_template
from giaoban.documents.word_templates.starter import starter_template
from giaoban.rules.reporting.consolidated_facts import Compared, ConsolidatedFacts
from tests.report_samples import content, facts

FACTS = facts()


def document(of: ConsolidatedFacts = FACTS) -> AdministrativeDocument:
    return consolidated_report(content(), of, Issue("Tình hình quý III", "05/BC-BCĐ"))


def altered() -> ConsolidatedFacts:
    """Tả Van's 1.000 is 1.001 in the annex and in the prose, and nothing else differs."""
    first, *rest = FACTS.children
    changed = replace(first, figures={"online": Compared(now=1001.0, previous=400.0)})
    return replace(FACTS, children=(changed, *rest))


@pytest.mark.parametrize("draw", [to_docx, to_pdf])
def test_a_copy_that_was_only_signed_has_every_figure(draw: object) -> None:
    found = compared(document(), None, draw(document()))  # type: ignore[operator]
    assert (found["state"], found["missed"], found["extra"]) == ("compared", (), ())
    assert found["matched"] == found["figures"] > 20
    assert found["changed"] == ()


@pytest.mark.parametrize("draw", [to_docx, to_pdf])
def test_a_figure_that_was_altered_is_found_where_it_stands(draw: object) -> None:
    found = compared(document(), None, draw(document(altered())))  # type: ignore[operator]
    assert {(missed["expected"], missed["near"]) for missed in found["missed"]} == {
        ("1.000", ("1.001",))
    }
    assert any("Xã Tả Van" in missed["where"] for missed in found["missed"])
    assert found["figures"] - found["matched"] == len(found["missed"])


def test_thousands_in_another_language_and_a_lost_per_cent_are_differences() -> None:
    made = docx.Document(BytesIO(to_docx(document())))
    for table in made.tables:
        for cell in table._cells:
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.text = run.text.replace("1.234,5", "1,234.5")
    held = BytesIO()
    made.save(held)
    found = compared(document(), None, held.getvalue())
    assert {missed["expected"] for missed in found["missed"]} == {"1.234,5"}
    assert {missed["near"][0] for missed in found["missed"]} == {"1,234.5"}
    assert found["missed"][0]["place"]["table"] > 0


def test_a_sentence_that_was_rewritten_is_shown_before_and_after() -> None:
    made = docx.Document(BytesIO(to_docx(document())))
    for paragraph in made.paragraphs:
        if paragraph.text == "Bố trí kinh phí.":
            paragraph.runs[0].text = "Bố trí đủ kinh phí."
    held = BytesIO()
    made.save(held)
    found = compared(document(), None, held.getvalue())
    assert [(each["before"], each["after"]) for each in found["changed"]] == [("", "đủ")]
    assert found["missed"] == ()


def test_a_copy_made_by_the_template_in_use_is_held_against_what_the_template_says() -> None:
    own = filled_template(starter_template(), document(), FACTS)
    found = compared(document(), own, own)
    assert (found["missed"], found["extra"], found["changed"]) == ((), (), ())


def test_a_scan_says_that_it_has_no_text() -> None:
    found = compared(document(), None, blank(PdfWriter()))
    assert found == {"state": "no_text", "signatures": []}


def test_a_signature_is_named_and_not_judged() -> None:
    writer = PdfWriter()
    signed = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Sig"),
            NameObject("/Name"): TextStringObject("Trần Dũng"),
        }
    )
    field = DictionaryObject(
        {NameObject("/FT"): NameObject("/Sig"), NameObject("/V"): writer._add_object(signed)}
    )
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
    writer.root_object[NameObject("/AcroForm")] = form
    found = compared(document(), None, blank(writer))
    assert found["signatures"] == [{"name": "Trần Dũng", "at": ""}]


@pytest.mark.parametrize("broken", [b"%PDF-1.7 nothing", b"PK\x03\x04 nothing"])
def test_what_cannot_be_read_is_said_so(broken: bytes) -> None:
    assert compared(document(), None, broken) == {"state": "unreadable", "signatures": []}


def damaged(word_file: bytes) -> bytes:
    """The text's packed bytes no longer unpack, and the rest of the file is whole."""
    with ZipFile(BytesIO(word_file)) as archive:
        place = archive.getinfo("word/document.xml").header_offset + 50
    return word_file[:place] + b"\xff" * 40 + word_file[place + 40 :]


def test_a_word_copy_damaged_on_its_way_is_said_unreadable() -> None:
    broken = damaged(to_docx(document()))
    assert compared(document(), None, broken) == {"state": "unreadable", "signatures": []}


def test_a_template_s_file_that_cannot_be_read_is_left_out_of_the_comparison() -> None:
    copy = to_docx(document())
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr("other/document.xml", "<a/>")
    expected = compared(document(), None, copy)
    assert expected["state"] == "compared"
    assert compared(document(), held.getvalue(), copy) == expected
    assert compared(document(), damaged(copy), copy) == expected


def blank(writer: PdfWriter) -> bytes:
    writer.add_blank_page(595, 842)
    held = BytesIO()
    writer.write(held)
    return held.getvalue()
