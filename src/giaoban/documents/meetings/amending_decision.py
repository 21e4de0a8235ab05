"""The decision that changes a committee's roster (QĐ kiện toàn; NĐ 30/2020/NĐ-CP, form 1.2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.timezone import make_naive

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
from giaoban.documents.numbers import capital_first, long_date
from giaoban.documents.profiles import LAYOUT
from giaoban.documents.register.document_names import type_in_words
from giaoban.documents.reporting.report_words import LANGUAGE, SAID
from giaoban.models import RosterDecision
from giaoban.queries.register.headings import body_heading
from giaoban.queries.reporting.consolidation_heading import paper_heading
from giaoban.rules.meetings.roster_paper import ChangeSaid, RosterPaper, SeatSaid, read_paper
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.reporting.consolidated_facts import Heading

ARTICLES = 3


@dataclass(frozen=True, slots=True)
class AmendingPaper:
    decision: RosterDecision
    heading: Heading
    said: RosterPaper


def amending_paper(decision: RosterDecision) -> AmendingPaper:
    """What it is made of; a constant number of queries."""
    document, committee = decision.document, decision.committee
    kind = SAID.roster.type_code
    if document is None:
        heading = paper_heading(committee.unit, committee, kind)
    else:
        symbol = document.symbol.partition("/")[2]
        heading = body_heading(document.body, kind, symbol=symbol)
    return AmendingPaper(decision, heading, read_paper(decision.paper))


def amending_decision(paper: AmendingPaper) -> AdministrativeDocument:
    """A draft until it is issued; then with its number and its date."""
    decision, heading = paper.decision, paper.heading
    document = decision.document
    made_on = make_naive(decision.made_at).date()
    return AdministrativeDocument(
        letterhead=letterhead_of(
            heading,
            number=document.symbol.partition("/")[0] if document else "",
            issued_on=document.dated_on if document else None,
            year=made_on.year,
        ),
        type_line=type_in_words(SAID.roster.type_code).upper(),
        subject=_subject(decision),
        blocks=tuple(_blocks(paper)),
        signature=signature_of(heading, name=document.signer if document else ""),
        recipients=heading.recipients,
        filing=heading.filing,
        annexes=(Annex(SAID.roster.annex, (_roster_table(paper.said.roster),)),),
        is_draft=document is None or document.state == DocumentState.DRAFT,
        made_on=made_on,
    )


def _subject(decision: RosterDecision) -> str:
    if decision.document is not None:
        return decision.document.title
    return SAID.roster.subject.format(committee=decision.committee.name)


def _blocks(paper: AmendingPaper) -> Iterator[Block]:
    """The authority comes before the grounds, the word of deciding after them."""
    said, heading = SAID.roster, paper.heading
    yield Paragraph((Run(heading.agency, bold=True),), align="center", leads_in=True)
    for place, ground in enumerate(heading.grounds, start=1):
        end = LAYOUT.ground_last_end if place == len(heading.grounds) else LAYOUT.ground_end
        yield Paragraph((Run(ground.rstrip(" ;.,") + end, italic=True),))
    decides = SAID.assignment.decides
    yield Paragraph((Run(decides, bold=True),), align="center", leads_in=True)
    opening = said.changed.format(agency=heading.agency_in_text)
    yield _article(1, opening, leads_in=True)
    for number, change in enumerate(paper.said.changes, start=1):
        yield Paragraph(text(f"{number}. {capital_first(_line(change))}."))
    yield _article(2, _in_force(paper.decision))
    yield _article(ARTICLES, said.carried_out.format(agency=heading.agency_in_text))


def _article(number: int, words: str, *, leads_in: bool = False) -> Paragraph:
    title = Run(SAID.assignment.article.format(number=number), bold=True)
    return Paragraph((title, Run(capital_first(words))), leads_in=leads_in)


def _in_force(decision: RosterDecision) -> str:
    said, founding = SAID.roster, decision.committee.founding_decision.strip()
    day = long_date(decision.holds_from, LANGUAGE)
    if not founding:
        return said.in_force.format(day=day)
    return said.in_force_amending.format(day=day, decision=_named(founding))


def _named(founding: str) -> str:
    """As a sentence names it, where the committee's page has its number and symbol alone."""
    kind = type_in_words(SAID.roster.type_code)
    if founding.casefold().startswith(kind.casefold()):
        return founding
    return SAID.assignment.named.format(type=kind, symbol=founding)


def _line(change: ChangeSaid) -> str:
    said, left, joined = SAID.roster, change.left, change.joined
    if joined is None:
        assert left is not None
        return said.leaves.format(person=_person(left), seat=said.posts[left.seat])
    seat = said.posts[joined.seat]
    if left is None:
        line = said.joins.format(person=_person(joined), seat=seat)
    elif left.person_id != joined.person_id:
        line = said.takes_over.format(person=_person(joined), seat=seat, leaving=_named_last(left))
    elif left.seat != joined.seat:
        before = said.posts[left.seat]
        line = said.moves.format(person=_person(joined), before=before, seat=seat)
    elif joined.duties and joined.duties != left.duties:
        person = _named_last(joined)
        return said.duties_again.format(person=person, seat=seat, duties=joined.duties)
    else:  # for another agency, at another place among those of the seat, or until another day
        return said.stays.format(person=_person(joined), seat=seat)
    return line + said.duties.format(duties=joined.duties) if joined.duties else line


def _person(seat: SeatSaid) -> str:
    post = _post_and_agency(seat)
    if post:
        return SAID.roster.person_of.format(name=seat.name, post=post)
    return SAID.roster.person.format(name=seat.name)


def _named_last(seat: SeatSaid) -> str:
    """Where the sentence ends with the name, or goes on with a comma of its own."""
    return _person(seat).rstrip(",")


def _post_and_agency(seat: SeatSaid) -> str:
    """The agency is named after the post, unless the post says it: "Giám đốc Sở Tài chính" at Sở
    Tài chính tỉnh Lào Cai is Giám đốc Sở Tài chính tỉnh Lào Cai.
    """
    post, agency = seat.post.split(), seat.agency.split()
    if seat.agency.casefold() in seat.post.casefold():
        return seat.post
    for length in range(len(agency), 1, -1):
        if [word.casefold() for word in post[-length:]] == [
            word.casefold() for word in agency[:length]
        ]:
            return " ".join([*post, *agency[length:]])
    return ", ".join(filter(None, (seat.post, seat.agency)))


def _roster_table(roster: tuple[SeatSaid, ...]) -> Table:
    rows = tuple(
        Row(
            (
                Cell(str(number), number),
                Cell(seat.name),
                Cell(_post_and_agency(seat)),
                Cell(SAID.roster.posts[seat.seat]),
                Cell(seat.duties),
            )
        )
        for number, seat in enumerate(roster, start=1)
    )
    return Table(
        columns=(Column(0.5, "center"), Column(2.2), Column(3.0), Column(2.0), Column(2.6)),
        header=(tuple(Cell(title) for title in SAID.roster.head),),
        rows=rows,
        indent_column=1,
    )
