"""Totals worked out a second time, slowly and plainly, to check the product's against.

Nothing of the product's rules but the names of the counts is used here: only what is stored,
loops and docs/contracts.md.
"""

from collections.abc import Callable
from datetime import timedelta

from giaoban.models import Indicator, Period, Placement, Regime, Submission, Total, Unit, Value
from giaoban.rules.reporting.coverage import COUNTS

MONTHS = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}
Key = tuple[int, int]

OVER_TIME: dict[str, Callable[[list[float]], float]] = {
    "sum": sum,
    "average": lambda values: sum(values) / len(values),
    "first": lambda values: values[0],
    "last": lambda values: values[-1],
    "least": min,
    "most": max,
}


class NaiveTotals:
    """Every total of a regime: `figures` and `coverage` by (unit, period)."""

    def __init__(self, regime: Regime, asked: Callable[[Unit, Period, "NaiveTotals"], bool]):
        self.units = list(Unit.objects.all())
        self.placements = list(Placement.objects.all())
        self.periods = list(Period.objects.filter(regime=regime))
        self.indicators = list(Indicator.objects.filter(regime=regime, slot__isnull=False))
        self.submissions = {
            (submission.unit_id, submission.period_id): submission
            for submission in Submission.objects.filter(period__regime=regime).select_related(
                "counted", "latest"
            )
        }
        self.values: dict[tuple[int, int, int], float] = {}
        for submission in self.submissions.values():
            if submission.counted_id:
                for value in Value.objects.filter(version=submission.counted_id):
                    if value.number is not None:
                        key = (submission.unit_id, submission.period_id, value.indicator_id)
                        self.values[key] = value.number
        self._asked = asked
        self.figures: dict[Key, dict[str, tuple[float, int, float, float]]] = {}
        self.coverage: dict[Key, tuple[int, ...]] = {}
        for period in self.periods:
            self._compute(period)

    def parent(self, unit: Unit, period: Period) -> int | None:
        """Where it hangs on the period's last day; a closed unit where it hung on its last day."""
        day = period.ends_on
        if unit.closed_on is not None and unit.closed_on <= day:
            day = unit.closed_on - timedelta(days=1)
        for placement in self.placements:
            begun = placement.since <= day
            if (
                placement.unit_id == unit.pk
                and begun
                and (not placement.until or day < placement.until)
            ):
                return placement.parent_id
        return None

    def open_children(self, unit: Unit, period: Period) -> list[Unit]:
        day = period.ends_on
        return [
            child
            for child in self.units
            if child.opened_on <= day
            and (child.closed_on is None or day < child.closed_on)
            and self.parent(child, period) == unit.pk
        ]

    def is_open(self, unit: Unit, period: Period) -> bool:
        day = period.ends_on
        return unit.opened_on <= day and (unit.closed_on is None or day < unit.closed_on)

    def _parts(self, period: Period) -> list[Period]:
        return sorted(
            (
                part
                for part in self.periods
                if part.is_reported
                and period.starts_on <= part.starts_on
                and part.ends_on <= period.ends_on
            ),
            key=lambda part: part.starts_on,
        )

    def _own(self, unit: Unit, period: Period, indicator: Indicator) -> float | None:
        values = [
            self.values[unit.pk, part.pk, indicator.pk]
            for part in self._parts(period)
            if (unit.pk, part.pk, indicator.pk) in self.values
        ]
        if not values:
            return None
        if indicator.over_time == "none":
            return values[0] if period.kind == period.regime.frequency else None
        return OVER_TIME[indicator.over_time](values)

    def _own_coverage(self, unit: Unit, period: Period) -> tuple[int, ...]:
        parts = [part for part in self._parts(period) if self._asked(unit, part, self)]
        if not parts or not self._asked(unit, period, self):
            return (0, 0, 0, 0, 0, 0, 0)
        sent = [self.submissions.get((unit.pk, part.pk)) for part in parts]
        returned = int(any(s and s.latest and s.latest.state == "returned" for s in sent))
        if not all(s and s.counted for s in sent):
            return (1, 0, 0, returned, 0, 0, 0)
        late = int(any(s.is_late for s in sent))
        accepted = int(all(s.counted.state in ("accepted", "locked") for s in sent))
        estimated = int(any(s.counted.has_estimates for s in sent))
        over_error = int(any(s.counted.over_error for s in sent))
        return (1, 1, late, returned, accepted, estimated, over_error)

    def _compute(self, period: Period) -> None:
        present = [unit for unit in self.units if unit.opened_on <= period.ends_on]
        children: dict[int | None, list[Unit]] = {}
        for unit in present:
            children.setdefault(self.parent(unit, period), []).append(unit)

        def below(unit: Unit) -> list[Unit]:
            found = [unit]
            for child in children.get(unit.pk, []):
                found += below(child)
            return found

        for unit in present:
            subtree = below(unit)
            figures = {}
            for indicator in self.indicators:
                counted = [unit] if indicator.over_units == "none" else subtree
                own = [self._own(each, period, indicator) for each in counted]
                there = [value for value in own if value is not None]
                if there:
                    figures[indicator.code] = (sum(there), len(there), min(there), max(there))
            coverage = [self._own_coverage(each, period) for each in subtree]
            counts = tuple(sum(column) for column in zip(*coverage, strict=True))
            if figures:
                self.figures[unit.pk, period.pk] = figures
            if any(counts):
                self.coverage[unit.pk, period.pk] = counts


def stored(regime: Regime) -> tuple[dict[Key, dict[str, tuple[float, int, float, float]]], dict]:
    """What the product has stored, in the same shape."""
    import struct

    codes = {i.slot: i.code for i in Indicator.objects.filter(regime=regime, slot__isnull=False)}
    figures: dict[Key, dict[str, tuple[float, int, float, float]]] = {}
    coverage: dict[Key, tuple[int, ...]] = {}
    for total in Total.objects.filter(period__regime=regime):
        key = (total.unit_id, total.period_id)
        found = {}
        for slot, row in enumerate(struct.iter_unpack("<4d", total.figures)):
            if row[1]:
                found[codes[slot]] = (row[0], int(row[1]), row[2], row[3])
        if found:
            figures[key] = found
        counts = tuple(getattr(total, name) for name in COUNTS)
        if any(counts):
            coverage[key] = counts
    return figures, coverage


def is_leaf_asked(unit: Unit, period: Period, naive: NaiveTotals) -> bool:
    """The default of a regime: units of its subtree with nothing open under them."""
    by_id = {each.pk: each for each in naive.units}
    above: Unit | None = unit
    while above is not None and above.pk != period.regime.unit_id:
        parent_id = naive.parent(above, period)
        above = by_id[parent_id] if parent_id else None
    is_under = above is not None
    return is_under and naive.is_open(unit, period) and not naive.open_children(unit, period)
