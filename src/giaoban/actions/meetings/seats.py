"""A committee's roster: who takes which seat from a day on, by which decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.people.accounts import NewPerson, make_account, queue_invitation
from giaoban.actions.people.appointments import (
    SeatText,
    add_appointment,
    edit_duties,
    end_appointment,
)
from giaoban.actions.people.refusals import PeopleRefused
from giaoban.actions.register.outgoing import OutgoingText, draft_document
from giaoban.models import Appointment, Committee, Document, Person, RosterDecision, Unit
from giaoban.queries.country import country
from giaoban.queries.meetings.notice import body_of
from giaoban.queries.meetings.roster import roster_of
from giaoban.queries.meetings.roster_decisions import is_open_to_redrafting, roster_paper_now
from giaoban.queries.register.kinds import kinds
from giaoban.rules.meetings.posts import ROLE_OF, Post
from giaoban.rules.problems import RuleError


@dataclass(frozen=True)
class NewSeat:
    """A seat to be taken; `substitute` comes where its holder cannot. Somebody new is invited."""

    person: Person | NewPerson
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
    site: str,
    document: Document | None = None,
    drafts_decision: bool = False,
) -> RosterDecision:
    """All these changes from one day on, or none of them.

    `document` is the decision where there is one; else, with `drafts_decision`, the line of it is
    drafted in the committee's register, where it keeps one. Raises RuleError `roster_unchanged`,
    `seat_of_another_committee`, `seat_is_none`, `two_chairs` (name), `own_substitute`,
    `seat_has_ended`, `seat_begins_later`; and PeopleRefused as appointing does (`own_role`,
    `already_appointed`, `unit_not_open`, `person_inactive` …).
    """
    if not moves:
        raise RuleError("roster_unchanged")
    if document is None and drafts_decision:
        document = _drafted(committee, by, now)
    decision: RosterDecision = RosterDecision.objects.create(
        committee=committee, document=document, holds_from=holds_from, made_at=now, made_by=by
    )
    for move in moves:
        if move.leaving is not None:
            _leave(committee, move.leaving, holds_from, document, by, now)
    for move in moves:
        if move.joining is not None:
            _join(committee, move.joining, holds_from, document, by, now, site)
    _refuse_two_chairs(committee, holds_from)
    decision.paper = roster_paper_now(decision).stored()
    decision.save(update_fields=["paper"])
    after = {"moves": len(moves), "holds_from": holds_from.isoformat()}
    record(actor=by, action="change_roster", on=committee, at=now, after=after)
    return decision


@transaction.atomic
def redraft_decision(*, decision: RosterDecision, by: Person | None, now: datetime) -> None:
    """Let a draft say what the seats are now, after one of them was corrected.

    Raises RuleError `decision_issued`.
    """
    held: RosterDecision = (
        RosterDecision.objects.select_for_update(of=("self",))
        .select_related("committee", "document")
        .get(pk=decision.pk)
    )
    if not is_open_to_redrafting(held):
        raise RuleError("decision_issued")
    held.paper = roster_paper_now(held).stored()
    held.save(update_fields=["paper"])
    after = {"holds_from": held.holds_from.isoformat()}
    record(actor=by, action="redraft_roster_decision", on=held.committee, at=now, after=after)


@transaction.atomic
def name_posts(
    *, committee: Committee, posts: Mapping[int, Post], by: Person, now: datetime
) -> int:
    """Say which seats the roles are that have none yet, by the id of the appointment; how many.

    Nobody gains or loses a role by it. Raises RuleError `seat_of_another_committee`; PeopleRefused
    `post_of_another_role`, `two_chairs` (name).
    """
    held = Appointment.objects.select_related("unit").in_bulk(list(posts))
    named = 0
    for appointment_id, post in posts.items():
        seat = held.get(appointment_id)
        if seat is None or seat.unit_id != committee.unit_id:
            raise RuleError("seat_of_another_committee")
        if seat.post or post is Post.NONE:
            continue
        edit_duties(
            appointment=seat,
            duties=seat.duties,
            rank=seat.rank,
            seat=SeatText(post, seat.represents, seat.substitute),
            by=by,
            now=now,
        )
        named += 1
    return named


def _drafted(committee: Committee, by: Person | None, now: datetime) -> Document | None:
    """None where the committee keeps no register, or the register knows no such type."""
    body, said = body_of(committee), country().phrases.roster
    if body is None or said.type_code not in kinds().known:
        return None
    title = said.subject.format(committee=committee.name)
    text = OutgoingText(
        said.type_code, title, signer=committee.signer_name, recipients=committee.recipients
    )
    return draft_document(body=body, text=text, by=by, now=now)


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
    if on <= held.since:
        raise RuleError("seat_begins_later")
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
    site: str,
) -> None:
    if seat.post is Post.NONE:
        raise RuleError("seat_is_none")
    person = seat.person
    if isinstance(person, NewPerson):
        person = make_account(new=person, by=by, now=now)
        queue_invitation(person=person, unit=committee.unit, by=by, now=now, site=site)
    elif not person.is_active:
        raise PeopleRefused("person_inactive")
    if seat.substitute is not None and seat.substitute.pk == person.pk:
        raise RuleError("own_substitute")
    appointment = add_appointment(
        person=person,
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


def _refuse_two_chairs(committee: Committee, on: date) -> None:
    seats = (seat for seat in roster_of(committee, on) if Post(seat.post) is Post.CHAIR)
    chairs = [seat.person.name for seat in seats]
    if len(chairs) > 1:
        raise RuleError("two_chairs", name=chairs[0])
