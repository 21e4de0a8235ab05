"""What did a decision change in a committee's roster, and who sat there from then on?"""

from dataclasses import dataclass

from giaoban.models import Appointment, Committee, RosterDecision
from giaoban.queries.meetings.roster import held_seats, seat_facts, seats_of
from giaoban.rules.meetings.posts import RosterChange, roster_changes


@dataclass(frozen=True)
class SeatsChanged:
    """One line of a decision; both sides of one person in one post: other duties."""

    left: Appointment | None
    joined: Appointment | None


@dataclass(frozen=True)
class RosterAmended:
    """`roster` are the seats from the decision's day on, in their order."""

    decision: RosterDecision
    changes: list[SeatsChanged]
    roster: list[Appointment]


def roster_amended(decision: RosterDecision) -> RosterAmended:
    """Of a decision that no register has a line of: whatever changed on its day without one."""
    seats = seats_of(decision.committee)
    document, day = decision.document_id, decision.holds_from
    left = [each for each in seats if each.ended_by_id == document and each.until == day]
    joined = [each for each in seats if each.began_by_id == document and each.since == day]
    return RosterAmended(decision, _changes(left, joined), held_seats(seats, day))


def decisions_of(committee: Committee) -> list[RosterDecision]:
    """The newest first."""
    found = RosterDecision.objects.filter(committee=committee).select_related("document")
    return list(found.order_by("-holds_from", "-pk"))


def _changes(left: list[Appointment], joined: list[Appointment]) -> list[SeatsChanged]:
    """What rules.meetings.posts.roster_changes says of the seats; then whose duties changed."""
    by_id = {seat.pk: seat for seat in (*left, *joined)}

    def shown(change: RosterChange) -> SeatsChanged:
        return SeatsChanged(
            by_id[change.left.seat_id] if change.left else None,
            by_id[change.joined.seat_id] if change.joined else None,
        )

    changes = roster_changes(map(seat_facts, left), map(seat_facts, joined))
    stays = {(seat.person_id, seat.post): seat for seat in left}
    again = [
        SeatsChanged(stays[seat.person_id, seat.post], seat)
        for seat in joined
        if (seat.person_id, seat.post) in stays
    ]
    return [*map(shown, changes), *again]
