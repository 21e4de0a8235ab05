"""Which incidents does a person see, and from which unit?"""

from collections.abc import Collection
from datetime import date

from django.db.models import F, Q, QuerySet

from giaoban.models import Incident, Period, Regime, Unit
from giaoban.queries.units.lineage import subtree, subtree_ids, unit_and_ancestors
from giaoban.rules.reporting.period_keys import PeriodKind


def incidents_seen(unit_ids: Collection[int], today: date) -> QuerySet[Incident]:
    """Of regimes at or under these units, and those whose area holds one of them or lies under it.

    Going on first, then the newest; not asked for yet.
    """
    held = list(unit_ids)
    above = {pk for unit_id in held for pk in unit_and_ancestors(unit_id, today)}
    below = subtree(held, today)
    seen = Q(regime__unit__in=below) | Q(areas__unit__in=above) | Q(areas__unit__in=below)
    return (
        Incident.objects.filter(seen)
        .select_related("regime__unit")
        .distinct()
        .order_by(F("ended_at").desc(nulls_first=True), "-began_at", "-pk")
    )


def regimes_for_incidents(unit_ids: Collection[int], today: date) -> list[Regime]:
    """The regimes at or under these units under which an incident can be opened."""
    return list(
        Regime.objects.filter(
            unit__in=subtree(unit_ids, today),
            frequency=PeriodKind.INCIDENT,
            forms__published_at__isnull=False,
        )
        .select_related("unit")
        .distinct()
    )


def seen_from(incident: Incident, unit_ids: Collection[int], today: date) -> Unit | None:
    """The highest unit from which the person sees it: the regime's own, else one of theirs.

    None where nothing of it is theirs to see.
    """
    held = list(unit_ids)
    reach = subtree_ids(held, today) if held else set()
    if incident.regime.unit_id in reach:
        return incident.regime.unit
    areas = set(incident.areas.values_list("unit_id", flat=True))
    for unit_id in held:
        line = set(unit_and_ancestors(unit_id, today))
        if line & areas or subtree_ids([unit_id], today) & areas:
            return Unit.objects.get(pk=unit_id)
    return None


def incident_name(period: Period) -> str:
    """The name of the incident that the period is a report of; empty where it is of none."""
    return period.incident.name if period.incident else ""


def finals_of(incident: Incident) -> set[int]:
    """The units that have given their final report of it."""
    return set(incident.final_reports.values_list("unit_id", flat=True))
