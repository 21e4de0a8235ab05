"""Which people who serve at units that a person may see bear this name?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from giaoban.models import Appointment, Person
from giaoban.queries.units.lineage import subtree_ids


@dataclass(frozen=True)
class PersonFound:
    """A person and one of the appointments through which they were found."""

    person: Person
    appointment: Appointment


def people_matching(
    words: str, *, seen_at: Iterable[int], on: date, most: int
) -> list[PersonFound]:
    """Active people with a role in force under `seen_at` on that day, whose name or e-mail has
    every word. `words` is folded text as of rules.units.naming.search_key. Two queries.
    """
    if not words:
        return []
    seen = subtree_ids(seen_at, on)
    wanted = Q(person__is_active=True, since__lte=on) & (Q(until=None) | Q(until__gt=on))
    for word in words.split():
        wanted &= Q(person__search_key__contains=word)
    appointments = (
        Appointment.objects.filter(wanted)
        .select_related("person", "unit")
        .order_by("person__sort_key", "person_id", "rank", "id")
    )
    found: dict[int, PersonFound] = {}
    for appointment in appointments:
        if appointment.unit_id in seen:
            found.setdefault(appointment.person_id, PersonFound(appointment.person, appointment))
    return list(found.values())[:most]
