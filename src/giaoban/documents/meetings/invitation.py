"""The invitation to a meeting (GM) of NĐ 30/2020/NĐ-CP appendix III, for one guest or for all.

It says no more of the agenda than what may be circulated: it leaves the committee.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import make_naive
from django.utils.translation import override

from giaoban.documents.content import (
    AdministrativeDocument,
    Annex,
    Block,
    Cell,
    Column,
    Paragraph,
    Row,
    Run,
    Table,
    text,
)
from giaoban.documents.heading_lines import letterhead_of, signature_of
from giaoban.documents.numbers import format_number, long_date
from giaoban.documents.reporting.report_words import LANGUAGE, SAID
from giaoban.models import AgendaItem, Document, Invitee, Meeting
from giaoban.queries.meetings.agenda_seen import agenda_upto
from giaoban.queries.meetings.item_names import item_name
from giaoban.queries.register.headings import body_heading
from giaoban.queries.reporting.consolidation_heading import paper_heading
from giaoban.rules.meetings.agenda import Slot
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.posts import post_at
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.reporting.consolidated_facts import Heading


@dataclass(frozen=True, slots=True)
class InvitationPaper:
    """`document` is its line in a register, which has its number once it is issued; None where the
    committee keeps none. `invited` are all of them, or the one whose copy it is.
    """

    meeting: Meeting
    heading: Heading
    document: Document | None
    agenda: Sequence[tuple[AgendaItem, Slot]]
    invited: Sequence[Invitee]
    is_for_one: bool


def invitation_paper(
    meeting: Meeting, document: Document | None, only: Invitee | None = None
) -> InvitationPaper:
    """What it is made of; a constant number of queries."""
    kind = SAID.invitation.type_code
    if document is not None:
        symbol = document.symbol.partition("/")[2]
        heading = body_heading(document.body, kind, symbol=symbol)
    else:
        heading = paper_heading(meeting.committee.unit, meeting.committee, kind)
    invited = [only] if only else list(meeting.invitees.filter(removed_at=None))
    agenda = agenda_upto(meeting, Reach.CIRCULATED)
    return InvitationPaper(meeting, heading, document, agenda, invited, only is not None)


def invitation(paper: InvitationPaper) -> AdministrativeDocument:
    """A draft until it is issued; then with its number and its date."""
    document, said = paper.document, SAID.invitation
    made_at = paper.meeting.announced_at or paper.meeting.made_at
    made_on = make_naive(made_at).date()
    annexes = () if paper.is_for_one else (Annex(said.annex, (_invited_table(paper),)),)
    return AdministrativeDocument(
        letterhead=letterhead_of(
            paper.heading,
            number=document.symbol.partition("/")[0] if document else "",
            issued_on=document.dated_on if document else None,
            year=made_on.year,
        ),
        type_line=said.type_line,
        subject=paper.meeting.title,
        blocks=tuple(_blocks(paper)),
        signature=signature_of(paper.heading, name=document.signer if document else ""),
        # To whom the committee's reports go is invited to nothing by that.
        recipients=(SAID.frame.as_above if paper.is_for_one else said.as_listed,),
        filing=paper.heading.filing,
        annexes=annexes,
        is_draft=document is None or document.state == DocumentState.DRAFT,
        made_on=made_on,
    )


def _blocks(paper: InvitationPaper) -> Iterator[Block]:
    said, meeting, agency = SAID.invitation, paper.meeting, paper.heading.agency_in_text
    if paper.is_for_one:
        guest = _named(paper.invited[0])
        yield Paragraph(text(said.invites.format(agency=agency, guest=guest)))
    else:
        count = format_number(len(paper.invited), LANGUAGE)
        yield Paragraph(text(said.invites_listed.format(agency=agency, count=count)))
    yield Paragraph(text(said.to.format(title=meeting.title.rstrip("."))))
    if meeting.chair is not None:
        named = ", ".join(filter(None, (meeting.chair.name, meeting.chair.post)))
        yield Paragraph(text(said.presided.format(name=named)))
    yield Paragraph(text(_time(meeting)))
    if meeting.place:
        yield Paragraph(text(said.place.format(place=meeting.place.rstrip("."))))
    if meeting.online_url:
        yield Paragraph(text(said.online.format(address=meeting.online_url)))
    if paper.agenda:
        yield Paragraph((Run(said.agenda, bold=True),), leads_in=True)
        yield _agenda_table(paper)
    yield Paragraph(text(said.answer))


def _time(meeting: Meeting) -> str:
    said = SAID.invitation
    begins, ends = make_naive(meeting.starts_at), make_naive(meeting.ends_at)
    if begins.date() == ends.date():
        return said.time.format(begins=_moment(begins), hour=f"{ends:%H}", minute=f"{ends:%M}")
    return said.time_over_days.format(begins=_moment(begins), ends=_moment(ends))


def _moment(moment: datetime) -> str:
    day = long_date(moment.date(), LANGUAGE)
    return SAID.invitation.moment.format(hour=f"{moment:%H}", minute=f"{moment:%M}", day=day)


def _agenda_table(paper: InvitationPaper) -> Table:
    rows = []
    with override(LANGUAGE):
        for number, (item, slot) in enumerate(paper.agenda, start=1):
            begins, ends = make_naive(slot.begins_at), make_naive(slot.ends_at)
            rapporteur = item.rapporteur or (item.unit.name if item.unit else "")
            rows.append(
                Row(
                    (
                        Cell(str(number), number),
                        Cell(f"{begins:%H:%M}–{ends:%H:%M}"),
                        Cell(item_name(item.kind, item.title)),
                        Cell(rapporteur),
                    )
                )
            )
    return Table(
        columns=(Column(0.5, "center"), Column(1.4, "center"), Column(5.0), Column(2.6)),
        header=(tuple(Cell(title) for title in SAID.invitation.head),),
        rows=tuple(rows),
    )


def _invited_table(paper: InvitationPaper) -> Table:
    rows = [
        Row((Cell(str(number), number), Cell(one.name), Cell(one.post), Cell(one.agency)))
        for number, one in enumerate(paper.invited, start=1)
    ]
    return Table(
        columns=(Column(0.5, "center"), Column(2.6), Column(3.0), Column(3.4)),
        header=(tuple(Cell(title) for title in SAID.invitation.annex_head),),
        rows=tuple(rows),
    )


def _named(invitee: Invitee) -> str:
    return ", ".join(filter(None, (invitee.name, post_at(invitee.post, invitee.agency))))
