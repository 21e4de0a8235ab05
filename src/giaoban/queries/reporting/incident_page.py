"""What is known of an incident now: figures, who has reported, who is missing.

The number of queries grows neither with units nor with reports.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
from django.db.models import F

from giaoban.models import Incident, Period, Submission, Total, Unit, Value
from giaoban.queries.reporting.due_dates import due_dates
from giaoban.queries.reporting.incident_areas import areas_of
from giaoban.queries.reporting.incidents import finals_of
from giaoban.queries.reporting.measures import Measure, Measures, measures_of
from giaoban.queries.reporting.periods import expected_units
from giaoban.queries.reporting.totals import figures, stale_under
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting import rollup
from giaoban.rules.reporting.coverage import Coverage
from giaoban.rules.reporting.period_keys import parse_key
from giaoban.rules.units.tree import DatedTree, Tree


class Reported(StrEnum):
    """How a unit stands with the report that is asked for now; words are in web."""

    ON_TIME = "on_time"
    LATE = "received_late"
    WITHIN_TERM = "within_term"
    MISSING = "missing"
    FINAL = "final"


@dataclass(frozen=True)
class Round:
    """One report of the incident, as the units under `top` gave it."""

    period: Period
    number: int
    coverage: Coverage


@dataclass(frozen=True)
class Place:
    """A square of the map. `is_asked` and `has_sent` are of the newest report alone."""

    unit: Unit
    standing: Reported
    is_asked: bool
    has_sent: bool


@dataclass(frozen=True)
class Area:
    """The squares under one unit."""

    name: str
    places: list[Place]


@dataclass(frozen=True)
class NowFigure:
    """The latest figure, and what it was before the newest report was asked for."""

    measure: Measure
    now: float | None
    before: float | None

    @property
    def moved(self) -> float | None:
        if self.now is None or self.before is None:
            return None
        return self.now - self.before


@dataclass(frozen=True)
class IncidentNow:
    incident: Incident
    top: Unit
    whole: Period
    standing: Coverage  # of the whole: whose latest figures are in it, of all that were ever asked
    rounds: list[Round]  # the newest first
    figures: list[NowFigure]
    map: list[Area]
    is_stale: bool
    final: set[int]  # units that have given their final report, seen from anywhere
    last_asked: int | None  # the only unit that is still asked: its final report closes it

    @property
    def newest(self) -> Round:
        return self.rounds[0]

    @property
    def places(self) -> int:
        return sum(len(area.places) for area in self.map)

    @property
    def missing(self) -> list[Place]:
        waiting = {Reported.MISSING, Reported.WITHIN_TERM}
        return [place for area in self.map for place in area.places if place.standing in waiting]


def incident_now(incident: Incident, top: Unit, now: datetime) -> IncidentNow:
    """The incident as seen from `top`."""
    periods = list(Period.objects.filter(incident=incident).select_related("regime__unit"))
    whole = next(period for period in periods if not period.is_reported)
    reported = sorted(
        (period for period in periods if period.is_reported),
        key=lambda period: -parse_key(period.key).number,
    )
    coverage = {
        total.period_id: Coverage(
            total.expected, total.received, total.late, total.returned, total.accepted
        )
        for total in Total.objects.filter(period__in=periods, unit=top).defer("figures")
    }
    measures = measures_of(incident.regime)
    tree = load_dated_tree()
    final = finals_of(incident)
    still_asked = expected_units(reported[0], tree) - final
    return IncidentNow(
        incident=incident,
        top=top,
        whole=whole,
        standing=coverage.get(whole.pk, Coverage()),
        rounds=[
            Round(period, parse_key(period.key).number, coverage.get(period.pk, Coverage()))
            for period in reported
        ],
        figures=_figures(measures, top, whole, reported),
        map=_map(top, whole, reported[0], tree, final, now),
        is_stale=stale_under(top.pk, whole),
        final=final,
        last_asked=still_asked.pop() if len(still_asked) == 1 else None,
    )


def _figures(
    measures: Measures, top: Unit, whole: Period, reported: Sequence[Period]
) -> list[NowFigure]:
    found = figures(measures, [top.pk], [whole.pk])
    before = _before_newest(measures, top, whole, reported)
    return [
        NowFigure(measure, found.value(measure.code, top.pk, whole.pk), before.get(measure.code))
        for measure in measures
    ]


def _before_newest(
    measures: Measures, top: Unit, whole: Period, reported: Sequence[Period]
) -> dict[str, float]:
    """What the figures were without the newest report; from the values, as it is kept nowhere."""
    earlier = sorted(reported[1:], key=lambda period: parse_key(period.key).number)
    if not earlier:
        return {}
    tree = load_dated_tree().for_totals(whole.ends_on)
    below = list(tree.subtree_of(top.pk)) if top.pk in tree else []
    place_of = {unit_id: place for place, unit_id in enumerate(below)}
    number_of = {period.pk: number for number, period in enumerate(earlier)}
    slot_of = {measure.id: measure.slot for measure in measures if measure.slot is not None}
    # One more than there are, which stays empty: a single one would count as the round itself.
    stacked = np.full((len(below), len(earlier) + 1, measures.slots), np.nan)
    rows = Value.objects.filter(
        version__submission__period__in=earlier,
        version__submission__counted=F("version"),
        number__isnull=False,
    ).values_list(
        "version__submission__unit_id", "version__submission__period_id", "indicator_id", "number"
    )
    for unit_id, period_id, indicator_id, number in rows:
        if unit_id in place_of and indicator_id in slot_of:
            place = place_of[unit_id], number_of[period_id], slot_of[indicator_id]
            stacked[place] = number
    ordered = sorted((m for m in measures if m.slot is not None), key=lambda m: m.slot or 0)
    by_slot = {measure.slot: measure for measure in ordered}
    kept = [slot for slot in range(measures.slots) if slot in by_slot]
    own = rollup.own_figures(
        rollup.over_time(stacked[..., kept], [by_slot[slot].over_time for slot in kept])
    )
    total = rollup.combine(own, [by_slot[slot].over_units for slot in kept])
    values = {
        by_slot[slot].code: float(rollup.value(total[place], by_slot[slot].over_units))
        for place, slot in enumerate(kept)
    }
    for measure in measures:
        if measure.is_ratio and {measure.numerator, measure.denominator} <= values.keys():
            numerator, denominator = values[measure.numerator], values[measure.denominator]
            values[measure.code] = float(rollup.ratio(np.array(numerator), np.array(denominator)))
    return {code: number for code, number in values.items() if not np.isnan(number)}


def _map(
    top: Unit, whole: Period, newest: Period, dated: DatedTree, final: set[int], now: datetime
) -> list[Area]:
    """Everybody who was ever asked, under the unit next above them, in the order of names."""
    tree = dated.for_totals(whole.ends_on)
    areas = areas_of([whole])
    below = set(tree.subtree_of(top.pk)) if top.pk in tree else set()
    everybody = expected_units(whole, dated, areas) & below
    asked = expected_units(newest, dated, areas)
    reports = {
        report.unit_id: report
        for report in Submission.objects.filter(period=newest, unit__in=everybody)
    }
    dues = due_dates([(newest, unit_id) for unit_id in everybody], dated, now)
    units = Unit.objects.in_bulk(everybody)
    grouped: defaultdict[str, list[Place]] = defaultdict(list)
    for unit in sorted(units.values(), key=lambda unit: (unit.sort_key, unit.pk)):
        report = reports.get(unit.pk)
        is_late = dues[newest.pk, unit.pk].is_overdue
        standing = _standing(unit.pk in asked - final, report, is_late=is_late)
        has_sent = report is not None and report.counted_id is not None
        place = Place(unit, standing, unit.pk in asked, has_sent)
        grouped[_area_name(tree, unit, top)].append(place)
    return [Area(name, places) for name, places in sorted(grouped.items())]


def _standing(is_asked: bool, report: Submission | None, *, is_late: bool) -> Reported:
    if not is_asked:
        return Reported.FINAL
    if report is not None and report.counted_id is not None:
        return Reported.LATE if report.is_late else Reported.ON_TIME
    return Reported.MISSING if is_late else Reported.WITHIN_TERM


def _area_name(tree: Tree, unit: Unit, top: Unit) -> str:
    parent = tree.parent_of(unit.pk)
    return tree.unit(parent).name if parent is not None else top.name
