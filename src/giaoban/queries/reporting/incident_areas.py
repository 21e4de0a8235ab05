"""Which of a regime's units does an incident ask: where it struck, until their final report?"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from giaoban.models import FinalReport, IncidentArea, Period
from giaoban.rules.reporting.period_keys import parse_key
from giaoban.rules.units.tree import Tree


class IncidentAreas:
    """Areas and final reports of some incidents, read by two queries; none for no incident."""

    def __init__(self, incident_ids: Iterable[int]) -> None:
        wanted = set(incident_ids)
        self._areas: defaultdict[int, set[int]] = defaultdict(set)
        self._final: defaultdict[int, dict[int, int]] = defaultdict(dict)
        if not wanted:
            return
        areas = IncidentArea.objects.filter(incident__in=wanted)
        for incident_id, unit_id in areas.values_list("incident_id", "unit_id"):
            self._areas[incident_id].add(unit_id)
        final = FinalReport.objects.filter(incident__in=wanted)
        for incident_id, unit_id, number in final.values_list("incident_id", "unit_id", "number"):
            self._final[incident_id][unit_id] = number

    def asked(self, period: Period, units: Collection[int], present: Tree) -> set[int]:
        """Those of the units that the period asks: all of them where it is of no incident.

        The whole incident asks whoever was asked for any of its reports.
        """
        if period.incident_id is None:
            return set(units)
        area = self._areas[period.incident_id]
        final = self._final[period.incident_id]
        number = parse_key(period.key).number
        return {
            unit_id
            for unit_id in units
            if not area.isdisjoint((unit_id, *present.ancestors_of(unit_id)))
            and not 0 < final.get(unit_id, number) < number
        }


def areas_of(periods: Iterable[Period]) -> IncidentAreas:
    """The areas of whatever incidents these periods belong to."""
    return IncidentAreas(period.incident_id for period in periods if period.incident_id is not None)
