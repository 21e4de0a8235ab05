"""Who could preside over a committee's meeting, and whose report could it hear?"""

from datetime import date

from django.db.models import Q, QuerySet

from giaoban.models import Committee, Period, Person
from giaoban.rules.people.permissions import Role

AT_THE_TABLE = (Role.CHAIR, Role.MEMBER, Role.SECRETARIAT)
_MOST_PERIODS = 24


def who_could_preside(committee: Committee, on: date) -> list[Person]:
    """Whoever has a role at the committee's table on that day, in the order of the roster."""
    held = Q(appointments__until=None) | Q(appointments__until__gt=on)
    people = Person.objects.filter(
        held,
        is_active=True,
        appointments__unit=committee.unit_id,
        appointments__role__in=AT_THE_TABLE,
        appointments__since__lte=on,
    ).order_by("appointments__rank", "sort_key", "pk")
    return list({person.pk: person for person in people}.values())


def periods_of(committee: Committee) -> QuerySet[Period]:
    """Those of its reporting regimes, without incidents."""
    own = Q(regime__committee=committee) | Q(regime__committee=None, regime__unit=committee.unit_id)
    return Period.objects.filter(own, incident=None)


def periods_to_hear(committee: Committee, on: date) -> list[Period]:
    """Those that have begun, the last first."""
    found = periods_of(committee).filter(starts_on__lte=on).select_related("regime", "incident")
    return list(found.order_by("-ends_on", "starts_on", "pk")[:_MOST_PERIODS])
