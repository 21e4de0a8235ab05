"""Which line does each figure of a consolidated report draw over its year, and the year before?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from giaoban.models import Period
from giaoban.queries.reporting.arisen import put_arisen
from giaoban.queries.reporting.explorer import SPARKLINE
from giaoban.queries.reporting.measures import Measures
from giaoban.queries.reporting.totals import figures
from giaoban.rules.reporting.consolidated_facts import Trend
from giaoban.rules.reporting.period_keys import count_in_year
from giaoban.rules.reporting.periods import (
    PeriodKind,
    keys_of_year,
    previous_key,
    same_period_last_year,
    year_of,
)
from giaoban.rules.units.tree import Tree

FEWEST_POINTS = 3
"""A line of fewer points shows nothing; then the periods before the year are shown as well."""


@dataclass(frozen=True)
class ComparedPeriods:
    """The periods that are read, by key, and which of them stand for what."""

    by_key: Mapping[str, Period]
    period: Period
    previous: str
    last_year: str
    so_far: tuple[str, ...]  # reported periods from the year's start

    def pk(self, key: str) -> int | None:
        held = self.by_key.get(key)
        return held.pk if held else None


def trend_of(
    measures: Measures, unit_id: int, periods: ComparedPeriods, frequency: PeriodKind, tree: Tree
) -> Trend:
    """The year's reported periods beside last year's; early in the year those before as well."""
    keys = _trend_keys(periods, frequency)
    last = keys.index(periods.so_far[-1])
    before = [same_period_last_year(key) or "" for key in keys]
    wanted = dict.fromkeys((*keys, *before))
    read = [periods.by_key[key] for key in wanted if key in periods.by_key]
    found = figures(measures, [unit_id], sorted(held.pk for held in read))
    regime = periods.period.regime
    put_arisen(found, measures, read, periods.by_key, regime, tree, [unit_id])

    def line(code: str, wanted: Sequence[str]) -> tuple[float | None, ...]:
        return tuple(found.value(code, unit_id, periods.pk(key)) for key in wanted)

    # What has come in since for later periods is not yet this report's to say.
    said = [key if place <= last else "" for place, key in enumerate(keys)]
    return Trend(
        keys=tuple(keys),
        now={measure.code: line(measure.code, said) for measure in measures},
        last_year={measure.code: line(measure.code, before) for measure in measures},
    )


def _trend_keys(periods: ComparedPeriods, frequency: PeriodKind) -> list[str]:
    last = periods.so_far[-1]
    year_starts = periods.period.regime.year_starts
    year = year_of(last, year_starts)
    in_year = count_in_year(frequency, year) if year else 0
    if in_year and len(periods.so_far) >= FEWEST_POINTS and frequency is not PeriodKind.WEEK:
        return list(keys_of_year(year, frequency, year_starts))
    keys = [last]
    while len(keys) < min(max(in_year, 6), SPARKLINE):
        before = _before(keys[-1])
        if before is None:
            break
        keys.append(before)
    known = [key for key in keys[:0:-1] if periods.pk(key) is not None]
    return [*known, last]


def _before(key: str) -> str | None:
    try:
        return previous_key(key)
    except ValueError:  # before the first year that is known
        return None
