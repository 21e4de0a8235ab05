"""Who sits in a committee on a day, and who is owed a seat at its table?"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from giaoban.models import Appointment, Committee, DecisionRules
from giaoban.queries.people.directory import in_force
from giaoban.rules.meetings.posts import ORDER, ROLE_OF, VOTING, Post, Seat, roster_on


def decision_rules_of(committee: Committee) -> DecisionRules:
    """What its regulation says; the defaults where nobody has typed it, unsaved."""
    found: DecisionRules | None = DecisionRules.objects.filter(committee=committee).first()
    return found or DecisionRules(committee=committee)


def seats_of(committee: Committee) -> list[Appointment]:
    """Every seat there ever was, in no order that means anything."""
    return list(
        Appointment.objects.filter(unit=committee.unit_id)
        .exclude(post=Post.NONE)
        .select_related("person", "represents", "substitute")
    )


def roster_of(committee: Committee, on: date) -> list[Appointment]:
    """The seats held on a day in the order of a founding decision, each person in one."""
    return held_seats(seats_of(committee), on)


def held_seats(seats: Iterable[Appointment], on: date) -> list[Appointment]:
    """The same of seats that were read before."""
    by_id = {seat.pk: seat for seat in seats}
    return [by_id[seat.seat_id] for seat in roster_on(map(seat_facts, by_id.values()), on)]


def every_seat(committee: Committee) -> list[Appointment]:
    """Each seat there ever was: by post, and those of one post as they followed each other."""
    return sorted(
        seats_of(committee), key=lambda seat: (ORDER[Post(seat.post)], seat.since, seat.pk)
    )


def former_seats(seats: Iterable[Appointment], on: date) -> list[Appointment]:
    """Those that had ended by a day, the last to end first."""
    ended = [seat for seat in seats if seat.until is not None and seat.until <= on]
    return sorted(ended, key=lambda seat: (seat.until, seat.pk), reverse=True)


def seat_facts(seat: Appointment) -> Seat:
    held = (seat.since, seat.until)
    return Seat(
        seat.pk, seat.person_id, Post(seat.post), *held, seat.rank, represents=seat.represents_id
    )


def votes_in(seat: Appointment, rules: DecisionRules) -> bool:
    """Whether the seat votes: its committee may have given its secretariat a vote."""
    post = Post(seat.post)
    return post in VOTING or (rules.secretariat_votes and post is not Post.NONE)


def without_seat(committee: Committee, on: date) -> list[Appointment]:
    """Roles of a committee that are held on a day and that nobody said a seat of.

    Of an account that is closed only those that have an end: somebody sat there then.
    """
    return list(
        Appointment.objects.filter(
            in_force(on),
            unit=committee.unit_id,
            post=Post.NONE,
            role__in=sorted(set(ROLE_OF.values())),
        )
        .filter(Q(person__is_active=True) | Q(until__isnull=False))
        .select_related("person")
        .order_by("rank", "since", "person__sort_key")
    )
