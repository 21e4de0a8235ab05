"""What has come together since the year's start (lũy kế)?

Where the year so far is itself a period that is kept (a quarter, a half, nine months) its totals
are read. In between, each unit's own figures are combined by the same rules from as few kept
periods as fill the year so far (August: a half, July, August), and then by the tree of the asked
period's own end.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from django.db import connection

from giaoban.models import Period
from giaoban.queries.reporting.carried_cumulative import carried_so_far
from giaoban.queries.reporting.measures import Measure, Measures
from giaoban.queries.reporting.totals import figures, totals_where
from giaoban.queries.row_reading import holes
from giaoban.rules.reporting import rollup
from giaoban.rules.reporting.indicators import OverTime
from giaoban.rules.reporting.periods import (
    PeriodKind,
    cumulative_parts,
    enclosing_keys,
    parts_of,
)
from giaoban.rules.units.tree import Tree


def has_cumulative(measure: Measure, measures: Measures) -> bool:
    """An indicator that does not combine over time has nothing to show here."""
    return all(part.over_time is not OverTime.NONE for part in _parts(measure, measures))


def figures_so_far(
    measures: Measures,
    shown: Iterable[Measure],
    period: Period,
    by_key: Mapping[str, Period],
    tree: Tree,
    unit_ids: Sequence[int],
) -> dict[str, dict[int, float]]:
    """By code, then by unit, of those of `shown` that combine over time.

    `tree` is that of the period's totals. What is reported cumulatively and was not, is as an
    earlier document says. Seven queries at most, however many units and indicators.
    """
    wanted = [measure for measure in shown if has_cumulative(measure, measures)]
    if not wanted:
        return {}
    found = _reported_so_far(measures, wanted, period, by_key, tree, unit_ids)
    asked = [measure for measure in wanted if measure.over_time is OverTime.CUMULATIVE]
    carried = carried_so_far(period, by_key, asked, unit_ids) if asked else {}
    if not carried:
        return found
    live = figures(measures, unit_ids, [period.pk])
    for code, by_unit in carried.items():
        numbers = found.setdefault(code, {})
        for unit_id, (is_of_now, number) in by_unit.items():
            held = live.figure(code, unit_id, period.pk)
            if unit_id not in numbers or (is_of_now and held.is_carried):
                numbers[unit_id] = number
    return found


def _reported_so_far(
    measures: Measures,
    wanted: Sequence[Measure],
    period: Period,
    by_key: Mapping[str, Period],
    tree: Tree,
    unit_ids: Sequence[int],
) -> dict[str, dict[int, float]]:
    kept = _kept(period, by_key)
    if kept is None:
        return _combined(measures, wanted, period, by_key, tree, unit_ids)
    found = figures(measures, unit_ids, [kept.pk])
    values = {
        measure.code: {unit: found.value(measure.code, unit, kept.pk) for unit in unit_ids}
        for measure in wanted
    }
    return {
        code: {unit: number for unit, number in by_unit.items() if number is not None}
        for code, by_unit in values.items()
    }


def _kept(period: Period, by_key: Mapping[str, Period]) -> Period | None:
    """The kept period that holds exactly the year so far; None where there is none."""
    frequency = PeriodKind(period.regime.frequency)
    year_starts = period.regime.year_starts
    wanted = cumulative_parts(period.key, frequency, year_starts)
    if wanted == (period.key,):  # also a whole incident, whatever it was put together from
        return period
    for key in (period.key, *enclosing_keys(wanted[-1], frequency, year_starts)):
        if key in by_key and parts_of(key, frequency, year_starts) == wanted:
            return by_key[key]
    return None


def _combined(
    measures: Measures,
    wanted: Sequence[Measure],
    period: Period,
    by_key: Mapping[str, Period],
    tree: Tree,
    unit_ids: Sequence[int],
) -> dict[str, dict[int, float]]:
    shown = [unit_id for unit_id in unit_ids if unit_id in tree]
    typed = list({part.id: part for each in wanted for part in _parts(each, measures)}.values())
    below = at_or_under(tree, shown)
    own = rollup.own_figures(_own_so_far(measures, typed, period, by_key, below))
    totals = totals_under(own, below, shown, tree, typed)
    values = {
        part.code: rollup.value(totals[:, slot], part.over_units) for slot, part in enumerate(typed)
    }
    for measure in wanted:
        if measure.is_ratio:
            values[measure.code] = rollup.ratio(
                values[measure.numerator], values[measure.denominator]
            )
    return {
        measure.code: {
            unit_id: float(number)
            for unit_id, number in zip(shown, values[measure.code], strict=True)
            if not np.isnan(number)
        }
        for measure in wanted
    }


def at_or_under(tree: Tree, unit_ids: Iterable[int]) -> list[int]:
    found: dict[int, None] = {}
    for unit_id in unit_ids:
        if unit_id not in found:
            found.update(dict.fromkeys(tree.subtree_of(unit_id)))
    return list(found)


def _own_so_far(
    measures: Measures,
    typed: Sequence[Measure],
    period: Period,
    by_key: Mapping[str, Period],
    unit_ids: Sequence[int],
) -> rollup.Array:
    """(units, indicators): what each unit's own reports of the year come to.

    The totals of a unit under which nothing ever hung are its own figures. Of the few others the
    values themselves are read.
    """
    keys = cumulative_parts(
        period.key, PeriodKind(period.regime.frequency), period.regime.year_starts
    )
    reported = [by_key[key] for key in keys if key in by_key]
    place_of = {unit_id: place for place, unit_id in enumerate(unit_ids)}
    own = np.full((len(unit_ids), len(typed)), np.nan)
    # An average of averages is none: it alone needs every reported period.
    averaged = [part.over_time is OverTime.AVERAGE for part in typed]
    for is_averaged in set(averaged):
        slots = [slot for slot, averages in enumerate(averaged) if averages is is_averaged]
        parts = [typed[slot] for slot in slots]
        periods = reported if is_averaged else _longest(keys, by_key, period)
        stacked = own_from_totals(measures, parts, periods, place_of)
        own[:, slots] = rollup.over_time(stacked, [part.over_time for part in parts])
    values, places = own_from_values(typed, reported, place_of)
    if places:
        own[places] = rollup.over_time(values, [part.over_time for part in typed])
    return own


def _longest(keys: Sequence[str], by_key: Mapping[str, Period], period: Period) -> list[Period]:
    """The fewest kept periods that fill the reported ones, in order."""
    frequency, year_starts = PeriodKind(period.regime.frequency), period.regime.year_starts

    def parts(key: str) -> tuple[str, ...]:
        return parts_of(key, frequency, year_starts)

    found = []
    rest = tuple(keys)
    while rest:
        longer = [
            key
            for key in (rest[0], *enclosing_keys(rest[0], frequency, year_starts))
            if key in by_key and rest[: len(parts(key))] == parts(key)
        ]
        if longer:
            found.append(by_key[longer[-1]])
        rest = rest[len(parts(longer[-1])) if longer else 1 :]
    return found


def own_from_totals(
    measures: Measures,
    parts: Sequence[Measure],
    periods: Sequence[Period],
    place_of: Mapping[int, int],
) -> rollup.Array:
    """(units, periods, indicators) of the units that nothing ever hung under; one query."""
    stacked = np.full((len(place_of), len(periods), len(parts)), np.nan)
    if not periods or not place_of:
        return stacked
    where, params = totals_where(place_of, [period.pk for period in periods])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT unit_id, period_id, figures FROM giaoban_total WHERE {where}"
            f" AND unit_id NOT IN ({_EVER_ABOVE})",
            params,
        )
        rows = [row for row in cursor.fetchall() if row[0] in place_of]
    column_of = {period.pk: column for column, period in enumerate(periods)}
    packed = rollup.unpack([row[2] for row in rows], measures.slots)
    slots = [part.slot for part in parts]
    places = np.array([place_of[row[0]] for row in rows], dtype=np.intp)
    columns = np.array([column_of[row[1]] for row in rows], dtype=np.intp)
    stacked[places, columns] = rollup.own_vector(packed[:, slots])
    return stacked


def own_from_values(
    typed: Sequence[Measure], reported: Sequence[Period], place_of: Mapping[int, int]
) -> tuple[rollup.Array, list[int]]:
    """(units, periods, indicators) of units that have or had others under them, and their places.

    One query: such units seldom report for themselves.
    """
    slot_of = {part.id: slot for slot, part in enumerate(typed)}
    column_of = {period.pk: column for column, period in enumerate(reported)}
    rows = [row for row in _counted_above(slot_of, column_of) if row[0] in place_of]
    units = list(dict.fromkeys(row[0] for row in rows))
    row_of = {unit_id: row for row, unit_id in enumerate(units)}
    stacked = np.full((len(units), len(reported), len(typed)), np.nan)
    for unit_id, period_id, indicator_id, number in rows:
        stacked[row_of[unit_id], column_of[period_id], slot_of[indicator_id]] = number
    return stacked, [place_of[unit_id] for unit_id in units]


_EVER_ABOVE = "SELECT parent_id FROM giaoban_placement WHERE parent_id IS NOT NULL"


def _counted_above(
    indicator_ids: Collection[int], period_ids: Collection[int]
) -> list[tuple[int, int, int, float]]:
    """(unit, period, indicator, number) of the counted reports of units that are not leaves."""
    if not indicator_ids or not period_ids:
        return []
    indicators = holes(indicator_ids)
    periods = holes(period_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT s.unit_id, s.period_id, v.indicator_id, v.number
            FROM giaoban_submission s JOIN giaoban_value v ON v.version_id = s.counted_id
            WHERE v.indicator_id IN ({indicators}) AND s.period_id IN ({periods})
              AND v.number IS NOT NULL AND s.unit_id IN ({_EVER_ABOVE})
            """,
            [*indicator_ids, *period_ids],
        )
        return list(cursor.fetchall())


def totals_under(
    own: rollup.Array,
    below: Sequence[int],
    shown: Sequence[int],
    tree: Tree,
    typed: Sequence[Measure],
) -> rollup.Array:
    """Each shown unit from everything under it at once."""
    row_of = {unit_id: row for row, unit_id in enumerate(shown)}
    totals = rollup.no_figures(len(shown), len(typed))
    children, parents = [], []
    for place, unit_id in enumerate(below):
        if unit_id in row_of:
            totals[row_of[unit_id]] = own[place]
        for above in tree.ancestors_of(unit_id):
            if above in row_of:
                children.append(place)
                parents.append(row_of[above])
    rules = [part.over_units for part in typed]
    return rollup.with_children(totals, own[children], np.array(parents, dtype=np.intp), rules)


def _parts(measure: Measure, measures: Measures) -> list[Measure]:
    if not measure.is_ratio:
        return [measure]
    return [measures[measure.numerator], measures[measure.denominator]]
