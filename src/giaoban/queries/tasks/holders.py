"""Who of a unit may hold a task, and who does on a day?"""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from giaoban.models import Appointment, Person
from giaoban.queries.people.directory import in_force
from giaoban.rules.people.permissions import Permission, roles_with


def holders_of(unit_id: int, on: date) -> QuerySet[Person]:
    """The people who answer tasks for this very unit on that day, in the order of their names."""
    return Person.objects.filter(
        pk__in=_serving(on).filter(unit=unit_id).values("person")
    ).order_by("sort_key", "pk")


def is_held(on: date) -> Exists:
    """Of a task: somebody holds it who still works for its unit on that day.

    Who has left holds nothing any more: the task is again for whoever works for the unit.
    """
    return Exists(_serving(on).filter(unit=OuterRef("unit"), person=OuterRef("holder")))


def _serving(on: date) -> QuerySet[Appointment]:
    return Appointment.objects.filter(
        in_force(on),
        person__is_active=True,  # who has no account any more can do nothing
        role__in=sorted(roles_with(Permission.ANSWER_TASK)),
    )
