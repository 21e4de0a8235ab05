"""What has come together since the year's start (lũy kế)?

Where the year so far is itself a period that is kept (a quarter, a half, nine months) its total is
read; in between, the counted values of the year are combined on the spot by the same rules.
"""

from collections.abc import Sequence

import numpy as np
from django.db import connection

from giaoban.models import Period
from giaoban.queries.reporting.measures import Measure, Measures
from giaoban.rules.reporting import rollup
from giaoban.rules.reporting.indicators import OverTime, OverUnits
from giaoban.rules.reporting.periods import (
    PeriodKind,
    cumulative_parts,
    enclosing_keys,
    parts_of,
)
from giaoban.rules.units.tree import Tree


def kept_cumulative(period: Period, by_key: dict[str, Period]) -> Period | None:
    """The kept period that holds exactly the year so far; None where there is none."""
    frequency = PeriodKind(period.regime.frequency)
    wanted = cumulative_parts(period.key, frequency)
    for key in (period.key, *enclosing_keys(wanted[-1], frequency)):
        if key in by_key and parts_of(key, frequency) == wanted:
            return by_key[key]
    return None


def has_cumulative(measure: Measure, measures: Measures) -> bool:
    """An indicator that does not combine over time has nothing to show here."""
    parts = _parts(measure, measures)
    return all(part.over_time is not OverTime.NONE for part in parts)


def cumulative_values(
    measure: Measure,
    measures: Measures,
    period: Period,
    by_key: dict[str, Period],
    tree: Tree,
    unit_ids: Sequence[int],
) -> dict[int, float]:
    """By unit, by the tree of the period's own end; one query, however many units are shown."""
    keys = cumulative_parts(period.key, PeriodKind(period.regime.frequency))
    months = {by_key[key].pk: place for place, key in enumerate(keys) if key in by_key}
    parts = _parts(measure, measures)
    wanted = set(unit_ids)
    rows = counted_values([part.id for part in parts], list(months))
    below = sorted({row[0] for row in rows if row[0] in tree})
    if not below:
        return {}
    place_of = {unit_id: place for place, unit_id in enumerate(below)}
    slot_of = {part.id: slot for slot, part in enumerate(parts)}
    stacked = np.full((len(below), len(keys), len(parts)), np.nan)
    for unit_id, period_id, indicator_id, number in rows:
        if unit_id in place_of:
            stacked[place_of[unit_id], months[period_id], slot_of[indicator_id]] = number
    own = rollup.own_figures(rollup.over_time(stacked, [part.over_time for part in parts]))
    shown = [unit_id for unit_id in unit_ids if unit_id in tree]
    totals = _totals(own, below, shown, wanted, tree, [part.over_units for part in parts])
    values = [rollup.value(totals[:, slot], part.over_units) for slot, part in enumerate(parts)]
    found = rollup.ratio(values[0], values[1]) if measure.is_ratio else values[0]
    return {
        unit_id: float(number)
        for unit_id, number in zip(shown, found, strict=True)
        if not np.isnan(number)
    }


def _totals(
    own: rollup.Array,
    below: list[int],
    shown: list[int],
    wanted: set[int],
    tree: Tree,
    rules: list[OverUnits],
) -> rollup.Array:
    """Each shown unit from everything under it at once."""
    row_of = {unit_id: row for row, unit_id in enumerate(shown)}
    totals = rollup.no_figures(len(shown), len(rules))
    children, parents = [], []
    for place, unit_id in enumerate(below):
        if unit_id in row_of:
            totals[row_of[unit_id]] = own[place]
        for above in tree.ancestors_of(unit_id):
            if above in wanted:
                children.append(place)
                parents.append(row_of[above])
    return rollup.with_children(totals, own[children], np.array(parents, dtype=np.intp), rules)


def _parts(measure: Measure, measures: Measures) -> list[Measure]:
    if not measure.is_ratio:
        return [measure]
    return [measures[measure.numerator], measures[measure.denominator]]


def counted_values(
    indicator_ids: Sequence[int], period_ids: Sequence[int]
) -> list[tuple[int, int, int, float]]:
    """(unit, period, indicator, number) of every counted report; one query."""
    if not indicator_ids or not period_ids:
        return []
    indicators = ", ".join(["%s"] * len(indicator_ids))
    periods = ", ".join(["%s"] * len(period_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT s.unit_id, s.period_id, v.indicator_id, v.number
            FROM giaoban_submission s JOIN giaoban_value v ON v.version_id = s.counted_id
            WHERE v.indicator_id IN ({indicators}) AND s.period_id IN ({periods})
              AND v.number IS NOT NULL
            """,
            [*indicator_ids, *period_ids],
        )
        return list(cursor.fetchall())
