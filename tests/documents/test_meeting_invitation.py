"""The invitation (GM) in the decree's layout: for all with a list, for one by name."""

import io
from datetime import date, timedelta

import pytest
from docx import Document as Word

from giaoban.actions.meetings.agenda import ItemText, add_item
from giaoban.documents.docx import to_docx
from giaoban.documents.meetings.invitation import invitation, invitation_paper
from giaoban.documents.pdf import to_pdf
from giaoban.models import Document, Invitee
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.register.documents import Direction, DocumentState
from tests.cast import Cast
from tests.factories import NOW
from tests.meeting_scene import Sitting, make_sitting
from tests.obligations import make_body


@pytest.fixture
def sitting(cast: Cast) -> Sitting:
    sitting = make_sitting(
        cast, seats=3, runs=False, at=NOW + timedelta(days=10), place="Phòng họp số 1"
    )
    for reach in (Reach.CIRCULATED, Reach.LIMITED):
        text = ItemText(title=f"Nội dung {reach}", rapporteur="Sở Tài chính", reach=reach)
        add_item(meeting=sitting.meeting, text=text, by=cast.chi, now=NOW)
    return sitting


def words_of(
    sitting: Sitting, document: Document | None = None, only: Invitee | None = None
) -> str:
    """All that stands in the Word file, tables and properties with it."""
    drawn = to_docx(invitation(invitation_paper(sitting.meeting, document, only)))
    word = Word(io.BytesIO(drawn))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    core = word.core_properties
    return "\n".join(
        [*(one.text for one in word.paragraphs), *cells, core.title or "", core.subject or ""]
    )


def test_an_invitation_for_all_says_when_where_and_names_everybody(sitting: Sitting) -> None:
    words = words_of(sitting)
    for expected in (
        "GIẤY MỜI",
        "Họp giao ban quý IV",
        "3 đại biểu có tên trong danh sách kèm theo",
        "từ 09 giờ 00, ngày 30 tháng 11 năm 2026 đến 11 giờ 00",
        "Phòng họp số 1",
        "Nội dung circulated",
        "Sở Tài chính",
        "DANH SÁCH ĐẠI BIỂU ĐƯỢC MỜI",
        "Như danh sách kèm theo",
        *(place.name for place in sitting.seats),
    ):
        assert expected in words
    assert "Nội dung limited" not in words


def test_an_invitation_for_one_names_nobody_else(sitting: Sitting) -> None:
    words = words_of(sitting, only=sitting.seats[1])
    assert f"kính mời: {sitting.seats[1].name}" in words
    assert sitting.seats[2].name not in words
    assert "DANH SÁCH" not in words


def test_an_issued_invitation_has_its_number_and_date(sitting: Sitting, cast: Cast) -> None:
    document = Document.objects.create(
        body=make_body(cast.lao_cai, name=cast.committee.name),
        direction=Direction.OUTGOING,
        state=DocumentState.ISSUED,
        type_code="GM",
        symbol="07/GM-BCĐ",
        dated_on=date(2026, 11, 23),
        title=sitting.meeting.title,
        registered_at=NOW,
    )
    words = words_of(sitting, document)
    assert "07/GM-BCĐ" in words
    assert "ngày 23 tháng 11 năm 2026" in words


def test_an_invitation_is_drawn_as_pdf(sitting: Sitting) -> None:
    content = to_pdf(invitation(invitation_paper(sitting.meeting, None)))
    assert content.startswith(b"%PDF-")
