"""Which own reports of units have arrived, and who receives them?"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from giaoban.models import Appointment, ConsolidatedReport, Person
from giaoban.queries.people.directory import in_force
from giaoban.rules.people.permissions import Role


def receivers(unit_id: int, on: date) -> list[Person]:
    """The secretariat at a unit, or where there is none its officers; one query."""
    wanted = [Role.SECRETARIAT, Role.UNIT_OFFICER]
    held = Appointment.objects.filter(
        in_force(on), unit=unit_id, role__in=wanted, person__is_active=True
    ).select_related("person")
    found = {role: {one.person for one in held if one.role == role} for role in wanted}
    people = found[Role.SECRETARIAT] or found[Role.UNIT_OFFICER]
    return sorted(people, key=lambda person: person.sort_key)


def arrived_reports(unit_ids: Collection[int]) -> QuerySet[ConsolidatedReport]:
    """Those sent to these units whose receipt nobody confirmed yet, the oldest first."""
    return (
        ConsolidatedReport.objects.filter(sent_to__in=list(unit_ids), received_at=None)
        .select_related("unit", "period__regime")
        .order_by("sent_at", "pk")
    )


def sent_reports(period_id: int, unit_id: int) -> Iterable[ConsolidatedReport]:
    """What a unit sent about a period in its own words, the newest first; one query."""
    return ConsolidatedReport.objects.filter(
        unit=unit_id, period=period_id, to_superior=True, sent_at__isnull=False
    ).order_by("-number")
