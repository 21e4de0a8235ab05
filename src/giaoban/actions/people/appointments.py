"""Roles: who holds which at which unit, from when to when, and who takes over."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.audit.unchanged import refuse_changed
from giaoban.actions.people.accounts import (
    NewPerson,
    appointment_facts,
    make_account,
    queue_invitation,
)
from giaoban.actions.people.calendar_feeds import drop_calendar_feed
from giaoban.actions.people.refusals import PeopleRefused
from giaoban.actions.tasks.holding import pass_held_tasks
from giaoban.models import Appointment, Person, Unit
from giaoban.rules.meetings.posts import ROLE_OF, Post
from giaoban.rules.people.permissions import Permission, Role, roles_with


@dataclass(frozen=True)
class SeatText:
    """What a seat in a committee is beside its role; NONE: no seat. `substitute` comes where its
    holder cannot.
    """

    post: Post = Post.NONE
    represents: Unit | None = None
    substitute: Person | None = None


@transaction.atomic
def add_appointment(
    *,
    person: Person,
    unit: Unit,
    role: Role,
    since: date,
    until: date | None = None,
    duties: str = "",
    rank: int = 100,
    by: Person | None,
    now: datetime,
) -> Appointment:
    """Give a role at a unit in [since, until).

    Refused: `until_before_since`, `already_appointed` (since) where the person holds the same role
    at the unit on some of these days, `unit_not_open` (on), `own_role`: nobody gives themselves a
    role, not even by taking over.
    """
    if by is not None and by.pk == person.pk:
        raise PeopleRefused("own_role")
    if until is not None and until <= since:
        raise PeopleRefused("until_before_since")
    if not unit.is_open(since):
        raise PeopleRefused("unit_not_open", on=since)
    for held in person.appointments.filter(unit=unit, role=role):
        ends_before = held.until is not None and held.until <= since
        begins_after = until is not None and held.since >= until
        if not (ends_before or begins_after):
            raise PeopleRefused("already_appointed", since=held.since)
    appointment = Appointment.objects.create(
        person=person, unit=unit, role=role, since=since, until=until, duties=duties, rank=rank
    )
    record(
        actor=by,
        action="add_appointment",
        on=appointment,
        at=now,
        after=appointment_facts(appointment),
    )
    return appointment


@transaction.atomic
def end_appointment(
    *, appointment: Appointment, until: date, by: Person | None, now: datetime
) -> None:
    """`until` is the first day on which the role is no longer held.

    Refused: `until_before_since`, `already_ended` (until).
    """
    if until <= appointment.since:
        raise PeopleRefused("until_before_since")
    if appointment.until is not None and appointment.until <= until:
        raise PeopleRefused("already_ended", until=appointment.until)
    before = appointment_facts(appointment)
    appointment.until = until
    appointment.save(update_fields=["until"])
    record(
        actor=by,
        action="end_appointment",
        on=appointment,
        at=now,
        before=before,
        after=appointment_facts(appointment),
    )


@transaction.atomic
def edit_duties(
    *,
    appointment: Appointment,
    duties: str,
    rank: int,
    by: Person,
    now: datetime,
    seat: SeatText | None = None,
    seen: int | None = None,
) -> None:
    """What a member of a committee is in charge of, the place in its roster, and the `seat` (None:
    as it is).

    Refused: `post_of_another_role`, `substitute_is_oneself`, `two_chairs` (name);
    ChangedMeanwhile after `seen`.
    """
    held: Appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    before = _seat_facts(held)
    held.duties, held.rank = duties.strip(), rank
    if seat is not None:
        _refuse_seat(held, seat)
        held.post, held.represents = seat.post, seat.represents
        held.substitute = seat.substitute
    after = _seat_facts(held)
    changed = {name for name in after if before[name] != after[name]}
    if not changed:
        return
    refuse_changed(on=held, actions={"edit_duties"}, seen=seen)
    held.save(update_fields=["duties", "rank", "post", "represents", "substitute"])
    record(
        actor=by,
        action="edit_duties",
        on=held,
        at=now,
        before={name: before[name] for name in after if name in changed},
        after={name: after[name] for name in after if name in changed},
    )


def _seat_facts(held: Appointment) -> dict[str, Any]:
    return {
        "duties": held.duties,
        "rank": held.rank,
        "seat": held.post,
        "represents": held.represents_id,
        "substitute": held.substitute_id,
    }


def _refuse_seat(held: Appointment, seat: SeatText) -> None:
    if seat.post is not Post.NONE and ROLE_OF[seat.post] != held.role:
        raise PeopleRefused("post_of_another_role")
    if seat.substitute is not None and seat.substitute.pk == held.person_id:
        raise PeopleRefused("substitute_is_oneself")
    if seat.post is Post.CHAIR:
        others = held.unit.appointments.filter(post=Post.CHAIR).exclude(person=held.person_id)
        for other in others.select_related("person"):
            ends_before = other.until is not None and other.until <= held.since
            begins_after = held.until is not None and other.since >= held.until
            if not (ends_before or begins_after):
                raise PeopleRefused("two_chairs", name=other.person.name)


@transaction.atomic
def hand_over(
    *,
    appointment: Appointment,
    successor: Person | NewPerson,
    on: date,
    by: Person,
    now: datetime,
    site: str,
) -> Appointment:
    """End one person's role on a day and begin the successor's on the same day.

    Drafts, returned reports and questions belong to the unit, so from that day the successor finds
    them; tasks that the person held become the successor's, and until that day are for whoever
    works for the unit. A seat in a committee passes on with its role. The private address of the
    leaver's deadlines opens nothing any more.
    Somebody new is invited by the same step. Refused as `add_appointment` and
    `end_appointment` are, and with `same_person`, `person_inactive`, `email_in_use`.
    """
    if isinstance(successor, NewPerson):
        taking_over = make_account(new=successor, by=by, now=now)
        queue_invitation(person=taking_over, unit=appointment.unit, by=by, now=now, site=site)
    else:
        taking_over = successor
    if taking_over.pk == appointment.person_id:
        raise PeopleRefused("same_person")
    if not taking_over.is_active:
        raise PeopleRefused("person_inactive")
    until_then = appointment.until
    end_appointment(appointment=appointment, until=on, by=by, now=now)
    begun = add_appointment(
        person=taking_over,
        unit=appointment.unit,
        role=Role(appointment.role),
        since=on,
        until=until_then,
        duties=appointment.duties,
        rank=appointment.rank,
        by=by,
        now=now,
    )
    if appointment.post:
        # The seat is the agency's: left behind, nobody would sit there and the quorum would fall.
        begun.post, begun.represents = appointment.post, appointment.represents
        begun.save(update_fields=["post", "represents"])
    if Role(appointment.role) in roles_with(Permission.ANSWER_TASK):
        pass_held_tasks(
            unit=appointment.unit,
            leaving=appointment.person,
            successor=taking_over,
            on=on,
            by=by,
            now=now,
        )
    drop_calendar_feed(person=appointment.person, by=by, now=now)
    record(
        actor=by,
        action="hand_over",
        on=appointment,
        at=now,
        after={"from": appointment.person_id, "to": taking_over.pk, "appointment": begun.pk},
    )
    return begun
