"""What has each indicator of one unit come to since the year's start (lũy kế)?

The same rules as queries/reporting/cumulative.py, which asks about one indicator of many units;
here it is every indicator of one unit, in one read.
"""

from collections.abc import Mapping

import numpy as np

from giaoban.models import Period
from giaoban.queries.reporting.cumulative import counted_values, has_cumulative, kept_cumulative
from giaoban.queries.reporting.measures import Measure, Measures
from giaoban.queries.reporting.totals import figures
from giaoban.rules.reporting import rollup
from giaoban.rules.reporting.periods import PeriodKind, cumulative_parts
from giaoban.rules.units.tree import Tree


def figures_so_far(
    measures: Measures, period: Period, by_key: Mapping[str, Period], unit_id: int, tree: Tree
) -> dict[str, float]:
    """By code, for indicators that combine over time; two queries."""
    shown = [measure for measure in measures if has_cumulative(measure, measures)]
    kept = kept_cumulative(period, dict(by_key))
    if kept is not None:
        found = figures(measures, [unit_id], [kept.pk])
        values = {measure.code: found.value(measure.code, unit_id, kept.pk) for measure in shown}
        return {code: value for code, value in values.items() if value is not None}
    if unit_id not in tree:
        return {}
    typed = [measure for measure in shown if not measure.is_ratio]
    own = _combined(typed, period, by_key, set(tree.subtree_of(unit_id)))
    rules = [measure.over_units for measure in typed]
    total = rollup.no_figures(1, len(typed))
    total = rollup.with_children(total, own, np.zeros(len(own), dtype=np.intp), rules)
    return _values(shown, typed, total)


def _combined(
    typed: list[Measure], period: Period, by_key: Mapping[str, Period], under: set[int]
) -> rollup.Array:
    """One row of figures for each unit at or under it that has a counted report this year."""
    keys = cumulative_parts(period.key, PeriodKind(period.regime.frequency))
    months = {by_key[key].pk: place for place, key in enumerate(keys) if key in by_key}
    values = counted_values([measure.id for measure in typed], list(months))
    rows = [row for row in values if row[0] in under]
    place_of = {unit_id: place for place, unit_id in enumerate(sorted({row[0] for row in rows}))}
    slot_of = {measure.id: slot for slot, measure in enumerate(typed)}
    stacked = np.full((len(place_of), len(keys), len(typed)), np.nan)
    for unit_id, period_id, indicator_id, number in rows:
        stacked[place_of[unit_id], months[period_id], slot_of[indicator_id]] = number
    return rollup.own_figures(rollup.over_time(stacked, [measure.over_time for measure in typed]))


def _values(shown: list[Measure], typed: list[Measure], total: rollup.Array) -> dict[str, float]:
    found = {
        measure.code: float(rollup.value(total[:, slot], measure.over_units)[0])
        for slot, measure in enumerate(typed)
    }
    for measure in shown:
        if measure.is_ratio:
            parts = [np.array([found[code]]) for code in (measure.numerator, measure.denominator)]
            found[measure.code] = float(rollup.ratio(parts[0], parts[1])[0])
    return {code: value for code, value in found.items() if not np.isnan(value)}
