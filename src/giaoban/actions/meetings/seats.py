"""A committee's roster: who takes which seat from a day on, by which decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.people.appointments import add_appointment, end_appointment
from giaoban.models import Appointment, Committee, Document, Person, RosterDecision, Unit
from giaoban.queries.meetings.roster import roster_of
from giaoban.rules.meetings.posts import Post
from giaoban.rules.people.permissions import Role
from giaoban.rules.problems import RuleError

ROLE_OF: dict[Post, Role] = {
    Post.CHAIR: Role.CHAIR,
    Post.STANDING_DEPUTY: Role.CHAIR,
    Post.DEPUTY: Role.MEMBER,
    Post.STANDING_MEMBER: Role.MEMBER,
    Post.MEMBER: Role.MEMBER,
    Post.SECRETARIAT_HEAD: Role.SECRETARIAT,
    Post.SECRETARIAT: Role.SECRETARIAT,
}
"""What who takes a seat may do. A standing deputy stands in for the chair."""


@dataclass(frozen=True)
class NewSeat:
    """A seat to be taken; `substitute` comes where its holder cannot."""

    person: Person
    post: Post
    duties: str = ""
    rank: int = 100
    represents: Unit | None = None
    substitute: Person | None = None
    until: date | None = None


@dataclass(frozen=True)
class RosterMove:
    """One line of a decision: who leaves, who takes a seat, or both."""

    leaving: Appointment | None = None
    joining: NewSeat | None = None


@transaction.atomic
def change_roster(
    *,
    committee: Committee,
    moves: Sequence[RosterMove],
    holds_from: date,
    by: Person | None,
    now: datetime,
    document: Document | None = None,
) -> RosterDecision:
    """All these changes from one day on, or none of them.

    Raises RuleError `roster_unchanged`, `seat_of_another_committee`, `seat_is_none`,
    `two_chairs` (name), `substitute_is_oneself`, `seat_has_ended`; and PeopleRefused as appointing
    does (`own_role`, `already_appointed`, `unit_not_open` …).
    """
    if not moves:
        raise RuleError("roster_unchanged")
    decision = RosterDecision.objects.create(
        committee=committee, document=document, holds_from=holds_from, made_at=now, made_by=by
    )
    for move in moves:
        if move.leaving is not None:
            _leave(committee, move.leaving, holds_from, document, by, now)
    for move in moves:
        if move.joining is not None:
            _join(committee, move.joining, holds_from, document, by, now)
    chairs = [
        seat.person.name
        for seat in roster_of(committee, holds_from)
        if Post(seat.post) is Post.CHAIR
    ]
    if len(chairs) > 1:
        raise RuleError("two_chairs", name=chairs[0])
    after = {"moves": len(moves), "holds_from": holds_from.isoformat()}
    record(actor=by, action="change_roster", on=committee, at=now, after=after)
    return decision


def _leave(
    committee: Committee,
    seat: Appointment,
    on: date,
    document: Document | None,
    by: Person | None,
    now: datetime,
) -> None:
    held: Appointment = Appointment.objects.select_for_update().get(pk=seat.pk)
    if held.unit_id != committee.unit_id or not held.post:
        raise RuleError("seat_of_another_committee")
    if held.until is not None and held.until <= on:
        raise RuleError("seat_has_ended")
    end_appointment(appointment=held, until=on, by=by, now=now)
    held.ended_by = document
    held.save(update_fields=["ended_by"])


def _join(
    committee: Committee,
    seat: NewSeat,
    on: date,
    document: Document | None,
    by: Person | None,
    now: datetime,
) -> None:
    if seat.post is Post.NONE:
        raise RuleError("seat_is_none")
    if seat.substitute is not None and seat.substitute.pk == seat.person.pk:
        raise RuleError("substitute_is_oneself")
    appointment = add_appointment(
        person=seat.person,
        unit=committee.unit,
        role=ROLE_OF[seat.post],
        since=on,
        until=seat.until,
        duties=seat.duties.strip(),
        rank=seat.rank,
        by=by,
        now=now,
    )
    appointment.post, appointment.represents = seat.post, seat.represents
    appointment.substitute, appointment.began_by = seat.substitute, document
    appointment.save(update_fields=["post", "represents", "substitute", "began_by"])
