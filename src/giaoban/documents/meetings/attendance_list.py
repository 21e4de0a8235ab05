"""Who was at the meeting, with a column to sign in? Printed before it, and kept after it.

A sheet beside the minutes: it bears no number of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.timezone import make_naive

from giaoban.documents.content import (
    AdministrativeDocument,
    Block,
    Cell,
    Column,
    Paragraph,
    Row,
    Signature,
    Table,
    text,
)
from giaoban.documents.heading_lines import letterhead_of
from giaoban.documents.meetings.record_words import meeting_in_text
from giaoban.documents.numbers import format_number
from giaoban.documents.reporting.report_words import LANGUAGE, SAID
from giaoban.models import Meeting
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.attendance import quorum_shown
from giaoban.queries.meetings.attendance_page import Attendee, attendees
from giaoban.queries.reporting.consolidation_heading import paper_heading
from giaoban.queries.written_days import day_text
from giaoban.rules.meetings.quorum import Quorum
from giaoban.rules.reporting.consolidated_facts import Heading

_COLUMNS = (
    Column(0.7, "center", "00"),
    Column(3.2),
    Column(3.6),
    Column(1.1, "center"),
    Column(1.1, "center"),
    Column(2.4),
)


@dataclass(frozen=True, slots=True)
class AttendancePaper:
    """`quorum` is that of its end, or of now; None before the meeting began."""

    meeting: Meeting
    heading: Heading
    attendees: Sequence[Attendee]
    quorum: Quorum | None


def attendance_paper(meeting: Meeting, *, now: datetime) -> AttendancePaper:
    committee = meeting.committee
    return AttendancePaper(
        meeting,
        paper_heading(committee.unit, committee, ""),
        attendees(meeting, now),
        quorum_shown(meeting, now) if meeting.began_at else None,
    )


def attendance_list(paper: AttendancePaper) -> AdministrativeDocument:
    """Everybody who was asked, with the times of those who came; empty lines of times to fill in
    by hand where nobody has come yet.
    """
    said, meeting = SAID.attendance, paper.meeting
    day = held_on(meeting)
    letterhead = letterhead_of(paper.heading, year=day.year, issued_on=day)
    secretary = meeting.secretary.name if meeting.secretary else ""
    return AdministrativeDocument(
        letterhead=replace(letterhead, symbol=""),
        type_line=said.type_line,
        subject=said.subject.format(title=meeting_in_text(meeting)),
        blocks=tuple(_blocks(paper)),
        signature=Signature((), said.secretary, secretary),
        made_on=day,
    )


def list_name(paper: AttendancePaper) -> str:
    """Of the file, without its ending."""
    return f"{SAID.attendance.file}-{held_on(paper.meeting)}"


def _blocks(paper: AttendancePaper) -> Iterator[Block]:
    said, meeting = SAID.attendance, paper.meeting
    yield Paragraph(text(said.time.format(when=_when(meeting))))
    if meeting.place:
        yield Paragraph(text(said.place.format(place=meeting.place)))
    if paper.quorum is not None:
        there = sum(bool(one.stays) for one in paper.attendees)
        invited = len(paper.attendees)
        yield Paragraph(text(said.counted.format(there=_number(there), invited=_number(invited))))
        yield Paragraph(text(_quorum(paper.quorum)))
    head = tuple(Cell(words) for words in said.head)
    rows = [_row(number, one) for number, one in enumerate(paper.attendees, start=1)]
    yield Table(_COLUMNS, (head,), tuple(rows))


def _row(number: int, attendee: Attendee) -> Row:
    stays = attendee.stays
    came = "; ".join(_clock(stay.arrived_at) for stay in stays)
    left = "; ".join(_clock(stay.left_at) for stay in stays if stay.left_at)
    is_online = any(stay.is_online for stay in stays)
    cells = (
        Cell(_number(number), number),
        Cell(_name(attendee)),
        Cell(_post(attendee)),
        Cell(came),
        Cell(left),
        Cell(SAID.attendance.online if is_online else ""),
    )
    return Row(cells)


def _name(attendee: Attendee) -> str:
    if not attendee.is_substituted:
        return attendee.name
    other = attendee.invitee.name
    return SAID.attendance.for_another.format(name=attendee.name, other=other)


def _post(attendee: Attendee) -> str:
    seat = SAID.roster.posts.get(attendee.invitee.seat, "")
    return "; ".join(part for part in (attendee.post, seat) if part)


def _quorum(quorum: Quorum) -> str:
    said = SAID.attendance
    return said.quorum.format(
        present=_number(quorum.present),
        entitled=_number(quorum.entitled),
        needed=_number(quorum.needed),
        enough=said.enough if quorum.is_reached else said.not_enough,
    )


def _when(meeting: Meeting) -> str:
    begins, ends = make_naive(meeting.starts_at), make_naive(meeting.ends_at)
    return f"{begins:%H:%M}–{ends:%H:%M}, {day_text(begins, LANGUAGE)}"


def _clock(moment: datetime) -> str:
    return f"{make_naive(moment):%H:%M}"


def _number(value: int) -> str:
    return format_number(value, LANGUAGE)
