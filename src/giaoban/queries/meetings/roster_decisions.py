"""What did a decision change in a committee's roster, and who sat there from then on?"""

from datetime import date, timedelta

from giaoban.models import Appointment, Committee, Document, RosterDecision
from giaoban.queries.meetings.roster import held_seats, seat_facts, seats_of
from giaoban.queries.register.seen import Reading, documents_seen
from giaoban.rules.meetings.posts import RosterChange, roster_changes
from giaoban.rules.meetings.roster_paper import (
    ChangeSaid,
    RosterPaper,
    SeatSaid,
    named_in,
    read_paper,
)
from giaoban.rules.register.documents import DocumentState

_A_YEAR = timedelta(days=366)
"""Numbers begin again each year (NĐ 30/2020/NĐ-CP art. 15): an older one is another decision."""


def document_named(
    text: str, *, before: date | None, reading: Reading, on: date
) -> Document | None:
    """The decision that a line names, where a register has it and the reader sees it.

    The symbol alone names one of several years: it counts with the date in the line, or in the year
    that ends on `before`, or where no other document bears it. One query.
    """
    named = named_in(text)
    if named is None:
        return None
    found: list[Document] = list(
        documents_seen(reading, on)
        .filter(bare_symbol=named.symbol, dated_on__isnull=False)
        .exclude(state__in=[DocumentState.DRAFT, DocumentState.CALLED_OFF])
        .order_by("-dated_on", "pk")
    )
    if named.dated_on is not None:
        return next((one for one in found if one.dated_on == named.dated_on), None)
    if before is None:
        return found[0] if len(found) == 1 else None
    days = [one for one in found if one.dated_on and before - _A_YEAR < one.dated_on <= before]
    return days[0] if days else None


def roster_paper_now(decision: RosterDecision) -> RosterPaper:
    """As the seats stand, that began and ended by it.

    Of a decision that no register has a line of: whatever changed on its day without one.
    """
    seats = seats_of(decision.committee)
    document, day = decision.document_id, decision.holds_from
    left = [each for each in seats if each.ended_by_id == document and each.until == day]
    joined = [each for each in seats if each.began_by_id == document and each.since == day]
    roster = tuple(map(_said, held_seats(seats, day)))
    return RosterPaper(tuple(_changes(left, joined)), roster)


def decisions_of(committee: Committee) -> list[RosterDecision]:
    """The newest first."""
    found = RosterDecision.objects.filter(committee=committee).select_related("document")
    return list(found.order_by("-holds_from", "-pk"))


def symbols_by_day(decisions: list[RosterDecision]) -> dict[date, str]:
    """What the decisions are called that no register here has, which no seat points to."""
    return {one.holds_from: one.symbol for one in decisions if one.document_id is None}


def is_open_to_redrafting(decision: RosterDecision) -> bool:
    """Until it is issued or called off; what no register has is issued by nobody here, and what was
    written elsewhere says what it says.
    """
    is_draft = decision.document is None or decision.document.state == DocumentState.DRAFT
    return bool(decision.paper) and is_draft


def is_behind_the_seats(decision: RosterDecision) -> bool:
    """Whether a draft says something else than the seats that were corrected since."""
    return is_open_to_redrafting(decision) and (
        read_paper(decision.paper) != roster_paper_now(decision)
    )


def _changes(left: list[Appointment], joined: list[Appointment]) -> list[ChangeSaid]:
    """What rules.meetings.posts.roster_changes says of the seats; then whose duties changed."""
    by_id = {seat.pk: _said(seat) for seat in (*left, *joined)}

    def said(change: RosterChange) -> ChangeSaid:
        return ChangeSaid(
            by_id[change.left.seat_id] if change.left else None,
            by_id[change.joined.seat_id] if change.joined else None,
        )

    changes = roster_changes(map(seat_facts, left), map(seat_facts, joined))
    stays = {(seat.person_id, seat.post): seat for seat in left}
    again = [
        ChangeSaid(_said(stays[seat.person_id, seat.post]), _said(seat))
        for seat in joined
        if (seat.person_id, seat.post) in stays
    ]
    return [*map(said, changes), *again]


def _said(seat: Appointment) -> SeatSaid:
    agency = seat.represents.name if seat.represents is not None else ""
    person = seat.person
    return SeatSaid(person.pk, person.name, person.post, agency, seat.post, seat.duties)
