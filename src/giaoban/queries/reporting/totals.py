"""What are the figures of these units in these periods? The one read behind every page and file."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import isnan

import numpy as np
from django.db import connection
from django.db.models import Sum

from giaoban.models import CarriedTotal, Mark, Period, Total
from giaoban.queries.reporting.measures import Measure, Measures
from giaoban.queries.row_reading import holes
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting import rollup
from giaoban.rules.reporting.coverage import COUNTS, Coverage
from giaoban.rules.reporting.periods import PeriodKind, cumulative_parts
from giaoban.rules.reporting.rollup import Array, unpack

MOST_HOLES = 900
"""More ids than this are not put into one statement; everything of the periods is read instead."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by its rules; None where nothing is there.

    `source` is the document that a carried-over total was taken from, empty for a live one.
    `without_before` counts the units whose part of it is not known, since what they reported is
    cumulative and nothing was reported for the period before.
    """

    value: float | None = None
    source: str = ""
    without_before: int = 0

    @property
    def is_carried(self) -> bool:
        return bool(self.source)


NOTHING = Figure()


@dataclass
class Figures:
    """Every indicator of some units in some periods, by unit and period.

    `arisen` stands in place of totals that were reported cumulatively (queries.reporting.arisen).
    """

    measures: Measures
    rows: dict[tuple[int, int], int] = field(default_factory=dict)
    packed: Array = field(default_factory=lambda: np.empty((0, 0, rollup.PARTS)))
    counts: dict[tuple[int, int], Coverage] = field(default_factory=dict)
    carried: dict[tuple[int, int, int], Figure] = field(default_factory=dict)
    arisen: dict[tuple[int, int, str], Figure] = field(default_factory=dict)
    _values: dict[str, Array] = field(default_factory=dict)

    def figure(self, code: str, unit_id: int, period_id: int | None) -> Figure:
        """The live figure, else the one carried over, else nothing."""
        if period_id is None:
            return NOTHING
        if (unit_id, period_id, code) in self.arisen:
            return self.arisen[unit_id, period_id, code]
        row = self.rows.get((unit_id, period_id))
        if row is not None:
            number = float(self.values(code)[row])
            if not isnan(number):
                return Figure(number)
        return self._carried(self.measures[code], unit_id, period_id)

    def carried_figure(self, code: str, unit_id: int, period_id: int) -> Figure:
        """What an earlier document says, whatever was reported."""
        return self._carried(self.measures[code], unit_id, period_id)

    def value(self, code: str, unit_id: int, period_id: int | None) -> float | None:
        return self.figure(code, unit_id, period_id).value

    def coverage(self, unit_id: int, period_id: int | None) -> Coverage:
        return self.counts.get((unit_id, period_id or 0), Coverage())

    def values(self, code: str) -> Array:
        """The live figures of one indicator, in the order of `rows`; NaN where nothing is."""
        if code not in self._values:
            self._values[code] = self._live(self.measures[code])
        return self._values[code]

    def _live(self, measure: Measure) -> Array:
        if measure.is_ratio:
            return rollup.ratio(self.values(measure.numerator), self.values(measure.denominator))
        return rollup.value(self.packed[:, measure.slot], measure.over_units)

    def _carried(self, measure: Measure, unit_id: int, period_id: int) -> Figure:
        found = self.carried.get((unit_id, period_id, measure.id))
        if found is not None or not measure.is_ratio:
            return found or NOTHING
        parts = [
            self.carried.get((unit_id, period_id, self.measures[code].id), NOTHING)
            for code in (measure.numerator, measure.denominator)
        ]
        if parts[0].value is None or not parts[1].value:
            return NOTHING
        return Figure(parts[0].value / parts[1].value, parts[0].source)


def figures(
    measures: Measures, unit_ids: Collection[int] | None, period_ids: Collection[int]
) -> Figures:
    """One query for the totals and one for what was carried over; `unit_ids` None: every unit."""
    found = Figures(measures, packed=rollup.no_figures(0, measures.slots))
    if not period_ids or (unit_ids is not None and not unit_ids):
        return found
    where, params = totals_where(unit_ids, period_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT unit_id, period_id, figures, {", ".join(COUNTS)}
            FROM giaoban_total WHERE {where}
            """,
            params,
        )
        rows = cursor.fetchall()
    found.rows = {(row[0], row[1]): number for number, row in enumerate(rows)}
    found.packed = unpack([row[2] for row in rows], measures.slots)
    found.counts = {(row[0], row[1]): Coverage(*row[3:]) for row in rows}
    carried = CarriedTotal.objects.filter(period__in=period_ids)
    if unit_ids is not None:
        carried = carried.filter(unit__in=unit_ids)
    for unit_id, period_id, indicator_id, number, source in carried.values_list(
        "unit_id", "period_id", "indicator_id", "number", "source"
    ):
        found.carried[unit_id, period_id, indicator_id] = Figure(number, source)
    return found


def coverage_of(unit_ids: Collection[int], period_ids: Collection[int]) -> Figures:
    """The counts alone, for pages that show no figures; one query."""
    found = Figures(Measures({}, 0))
    if unit_ids and period_ids:
        where, params = totals_where(unit_ids, period_ids)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT unit_id, period_id, {', '.join(COUNTS)} FROM giaoban_total WHERE {where}",
                params,
            )
            found.counts = {(row[0], row[1]): Coverage(*row[2:]) for row in cursor.fetchall()}
    return found


def added_coverage(period_ids: Collection[int]) -> dict[int, Coverage]:
    """By unit: the counts of all these periods together; one query."""
    rows = Total.objects.filter(period__in=period_ids).order_by().values_list("unit_id")
    return {
        unit_id: Coverage(*numbers)
        for unit_id, *numbers in rows.annotate(*[Sum(name) for name in COUNTS])
    }


def totals_where(
    unit_ids: Collection[int] | None, period_ids: Collection[int]
) -> tuple[str, Sequence[int]]:
    """The rows of giaoban_total of these units and periods, as a condition and its parameters."""
    where = f"period_id IN ({holes(period_ids)})"
    if unit_ids is None or len(unit_ids) > MOST_HOLES:
        return where, list(period_ids)
    where += f" AND unit_id IN ({holes(unit_ids)})"
    return where, [*period_ids, *unit_ids]


def stale_units(period: Period) -> set[int]:
    """Units whose total of the period, or of the year so far, waits to be folded again: a mark
    lies at or under them.

    One query where nothing is marked, as is usual.
    """
    frequency, year_starts = PeriodKind(period.regime.frequency), period.regime.year_starts
    keys = (period.key, *cumulative_parts(period.key, frequency, year_starts))
    marked = set(
        Mark.objects.filter(period__regime=period.regime_id, period__key__in=keys)
        .order_by()
        .values_list("unit_id", flat=True)
        .distinct()
    )
    if not marked:
        return set()
    tree = load_dated_tree().for_totals(period.ends_on)
    return marked | {
        above for unit_id in marked & set(tree) for above in tree.ancestors_of(unit_id)
    }


def stale_under(unit_id: int, period: Period) -> bool:
    """Whether the unit's total of the period waits to be folded again."""
    return unit_id in stale_units(period)
