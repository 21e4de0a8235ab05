"""Whose term ends soon, or has ended, and who is to know it?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from giaoban.models import Committee, DecisionRules, Person
from giaoban.queries.people.directory import in_force
from giaoban.rules.meetings.posts import days_to_warn
from giaoban.rules.people.permissions import Permission, roles_with


@dataclass(frozen=True)
class EndingTerm:
    """`step` is the warning that is due, in days ahead; None: the term is over."""

    committee: Committee
    ends_on: date
    days_left: int
    step: int | None


def ending_terms(
    today: date, *, unit_ids: Iterable[int] | None = None, with_ended: bool = False
) -> list[EndingTerm]:
    """Of committees at these units (None: all), those whose warning has begun; the soonest first.

    `with_ended`: also of those whose term is over and was not renewed.
    """
    committees = Committee.objects.exclude(term_ends_on=None).select_related(
        "unit", "decision_rules"
    )
    if unit_ids is not None:
        committees = committees.filter(unit__in=list(unit_ids))
    found = []
    for committee in committees.order_by("term_ends_on", "pk"):
        ends_on = committee.term_ends_on
        assert ends_on is not None
        step = days_to_warn(ends_on, today, warned_days(committee))
        if step is not None or (with_ended and ends_on < today):
            found.append(EndingTerm(committee, ends_on, (ends_on - today).days, step))
    return found


def warned_days(committee: Committee) -> list[int]:
    """How many days ahead the end of its term is said."""
    # Read together with the committee; where nobody typed them, the defaults.
    rules = getattr(committee, "decision_rules", None) or DecisionRules(committee=committee)
    return [int(day) for day in rules.term_warned_days.split()]


def keepers_of(committee: Committee, today: date) -> list[Person]:
    """Who works in its secretariat today, with an account in use."""
    held = Q(
        pk__in=committee.unit.appointments.filter(
            in_force(today), role__in=sorted(roles_with(Permission.MANAGE_MEETINGS))
        ).values("person_id")
    )
    return list(Person.objects.filter(held, is_active=True))
