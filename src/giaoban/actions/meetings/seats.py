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
from giaoban.documents.content import AdministrativeDocument
from giaoban.documents.meetings.amending_decision import amending_decision, amending_paper
from giaoban.models import Appointment, Committee, Document, Person, RosterDecision, Unit
from giaoban.queries.country import country
from giaoban.queries.meetings.notice import body_of
from giaoban.queries.meetings.roster import seat_facts, seats_of
from giaoban.queries.meetings.roster_decisions import is_open_to_redrafting, roster_paper_now
from giaoban.queries.register.kinds import kinds
from giaoban.rules.meetings.posts import ROLE_OF, Post, two_chairs
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
    symbol: str = "",
    drafts_decision: bool = False,
) -> RosterDecision:
    """All these changes from one day on, or none of them.

    With `drafts_decision` the decision's words are made, and its line in the committee's register
    where it keeps one. Else it was issued already: `document` is it, or `symbol` what it is called
    where no register here has it. Raises RuleError `roster_unchanged`,
    `seat_of_another_committee`, `seat_is_none`, `two_chairs` (name), `own_substitute`,
    `seat_has_ended`, `seat_begins_later`, `seat_as_before` (name), `decision_of_another_day`
    (day), `decision_of_another_committee`; and PeopleRefused as appointing does (`own_role`,
    `already_appointed`, `unit_not_open`, `person_inactive` …).
    """
    if not moves:
        raise RuleError("roster_unchanged")
    # Held, so that of two who change it at once the second sees whom the first has seated.
    committee = Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    if drafts_decision:
        document = _drafted(committee, by, now)
    _refuse_as_before(moves)
    decision = _decision(committee, document, symbol.strip(), holds_from)
    decision.made_at, decision.made_by = now, by
    decision.save()
    for move in moves:
        if move.leaving is not None:
            _leave(committee, move.leaving, holds_from, document, by, now)
    for move in moves:
        if move.joining is not None:
            _join(committee, move.joining, holds_from, document, by, now, site)
    _refuse_two_chairs(committee, holds_from)
    if drafts_decision:
        decision.paper = roster_paper_now(decision).stored()
        decision.save(update_fields=["paper"])
    after = {"moves": len(moves), "holds_from": holds_from.isoformat()}
    record(actor=by, action="change_roster", on=committee, at=now, after=after)
    return decision


def roster_preview(
    *,
    committee: Committee,
    moves: Sequence[RosterMove],
    holds_from: date,
    by: Person | None,
    now: datetime,
    site: str,
) -> AdministrativeDocument:
    """The decision that change_roster would draft; nothing is kept, nobody is written to.

    Raises as change_roster.
    """
    with transaction.atomic():
        decision = change_roster(
            committee=committee,
            moves=moves,
            holds_from=holds_from,
            by=by,
            now=now,
            site=site,
            drafts_decision=True,
        )
        drawn = amending_decision(amending_paper(decision))
        transaction.set_rollback(True)
    return drawn


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


def _decision(
    committee: Committee, document: Document | None, symbol: str, holds_from: date
) -> RosterDecision:
    """The one that is known by this document or, in no register, by its words and its day: what is
    typed in several goes is one decision.
    """
    found: RosterDecision | None
    if document is not None:
        found = RosterDecision.objects.filter(document=document).first()
        if found is not None and found.committee_id != committee.pk:
            raise RuleError("decision_of_another_committee")
        if found is not None and found.holds_from != holds_from:
            raise RuleError("decision_of_another_day", day=found.holds_from)
    else:
        known = RosterDecision.objects.filter(committee=committee, document=None, symbol=symbol)
        found = known.filter(holds_from=holds_from).first()
    return found or RosterDecision(
        committee=committee, document=document, symbol=symbol, holds_from=holds_from
    )


def _refuse_as_before(moves: Sequence[RosterMove]) -> None:
    """Who leaves a seat and takes the very same again is a line that nobody filled in."""
    left = [move.leaving for move in moves if move.leaving is not None]
    for seat in (move.joining for move in moves if move.joining is not None):
        for old in left:
            if isinstance(seat.person, Person) and _facts(old) == _facts_of_new(seat):
                raise RuleError("seat_as_before", name=seat.person.name)


def _facts(old: Appointment) -> tuple[object, ...]:
    place = (old.person_id, old.post, old.duties, old.rank)
    return (*place, old.represents_id, old.substitute_id, old.until)


def _facts_of_new(seat: NewSeat) -> tuple[object, ...]:
    place = (seat.person.pk, seat.post.value, seat.duties.strip(), seat.rank)  # type: ignore[union-attr]
    represents = seat.represents.pk if seat.represents else None
    return (*place, represents, seat.substitute.pk if seat.substitute else None, seat.until)


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


def _refuse_two_chairs(committee: Committee, since: date) -> None:
    """Also where the two meet only later, such as a chair who was appointed ahead."""
    seats = {seat.pk: seat for seat in seats_of(committee)}
    both = two_chairs(map(seat_facts, seats.values()), since)
    if both is not None:
        raise RuleError("two_chairs", name=seats[both[0].seat_id].person.name)
