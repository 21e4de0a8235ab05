"""Files of minutes and notices: no word of a withheld passage anywhere, properties included."""

import io
from zipfile import ZipFile

import pytest
from docx import Document as WordFile
from pypdf import PdfReader

from giaoban.actions.meetings.minutes import content_of
from giaoban.documents.docx import to_docx
from giaoban.documents.meetings.meeting_paper import paper_document
from giaoban.documents.pdf import to_pdf
from giaoban.rules.meetings.passages import Reach
from tests.obligations import make_body
from tests.papers_scene import LIMITED, MEMBERS, OPEN, make_held


def everything_in(packed: bytes) -> str:
    """Every member of a Word file, its properties among them."""
    with ZipFile(io.BytesIO(packed)) as file:
        return "\n".join(file.read(name).decode("utf-8", "ignore") for name in file.namelist())


def everything_of(pdf: bytes) -> str:
    read = PdfReader(io.BytesIO(pdf))
    xmp = read.xmp_metadata.stream.get_data().decode() if read.xmp_metadata else ""
    pages = " ".join(" ".join(page.extract_text().split()) for page in read.pages)
    outline = str(read.outline)
    return f"{pages}\n{read.metadata}\n{xmp}\n{outline}"


@pytest.mark.parametrize("kind", ["minutes", "conclusions"])
def test_what_is_withheld_is_in_no_part_of_a_file(cast, kind):
    make_body(cast.lao_cai, name=cast.committee.name)
    content = content_of(make_held(cast).paper(kind))
    for upto, hidden in (
        (Reach.CIRCULATED, [LIMITED, MEMBERS]),
        (Reach.MEMBERS, [LIMITED]),
    ):
        document = paper_document(content, upto)
        written = everything_in(to_docx(document)) + everything_of(to_pdf(document))
        assert [words for words in hidden if words in written] == []
    whole = paper_document(content, Reach.LIMITED)
    assert LIMITED in everything_in(to_docx(whole))
    assert LIMITED in everything_of(to_pdf(whole))


def test_minutes_are_signed_by_who_kept_them_and_by_who_presided(cast):
    document = paper_document(content_of(make_held(cast).paper()), Reach.CIRCULATED)
    word = WordFile(io.BytesIO(to_docx(document)))
    [keeper, chair] = word.tables[-1].rows[0].cells
    assert [each.text for each in keeper.paragraphs if each.text] == ["THƯ KÝ", cast.chi.name]
    assert [each.text for each in chair.paragraphs if each.text] == ["CHỦ TRÌ", cast.dung.name]
    said = everything_of(to_pdf(document))
    assert "THƯ KÝ" in said
    assert "CHỦ TRÌ" in said
    assert OPEN in said


def test_a_version_for_the_committee_says_so_on_every_page(cast):
    content = content_of(make_held(cast).paper())
    assert paper_document(content, Reach.CIRCULATED).notices == ()
    assert paper_document(content, Reach.MEMBERS).notices == ("Bản dành cho thành viên",)
