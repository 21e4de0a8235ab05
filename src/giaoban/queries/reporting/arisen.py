"""What arose in each period, where units report the figure since the year began (decision 0023)?

The differences are those of single units; the tree adds them up. So a unit without a report for the
period before leaves a figure that is not complete, and says so, rather than a wrong one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from giaoban.models import Period, Regime
from giaoban.queries.reporting.cumulative import (
    at_or_under,
    own_from_totals,
    own_from_values,
    totals_under,
    typed_parts,
)
from giaoban.queries.reporting.measures import Measure, Measures
from giaoban.queries.reporting.totals import Figure, Figures, figures
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting import rollup
from giaoban.rules.reporting.cumulative import arisen
from giaoban.rules.reporting.indicators import OverTime
from giaoban.rules.reporting.periods import (
    PeriodKind,
    begins_its_year,
    parts_of,
    previous_key,
)
from giaoban.rules.units.tree import Tree


def is_cumulative(measure: Measure, measures: Measures) -> bool:
    """Whether it, or a part of a ratio, is reported since the year began."""
    parts = typed_parts(measure, measures)
    return any(part.over_time is OverTime.CUMULATIVE for part in parts)


def figures_shown(
    measures: Measures, shown: Collection[Measure], period: Period, unit_ids: Sequence[int]
) -> Figures:
    """The figures of one period as pages show them; two queries, six where one is cumulative."""
    found = figures(measures, unit_ids, [period.pk])
    if any(is_cumulative(measure, measures) for measure in shown):
        by_key = {each.key: each for each in Period.objects.filter(regime=period.regime_id)}
        tree = load_dated_tree().for_totals(period.ends_on)
        put_arisen(found, shown, [period], by_key, period.regime, tree, unit_ids)
    return found


def put_arisen(
    found: Figures,
    shown: Iterable[Measure],
    periods: Collection[Period],
    by_key: Mapping[str, Period],
    regime: Regime,
    tree: Tree,
    unit_ids: Sequence[int],
) -> None:
    """Let `found` say of the cumulative ones of `shown` what arose in each of the periods.

    All periods are added up by one tree, so that they can be compared. Two queries, none where
    nothing is cumulative.
    """
    wanted = [measure for measure in shown if is_cumulative(measure, found.measures)]
    units = [unit_id for unit_id in unit_ids if unit_id in tree]
    if not wanted or not periods or not units:
        return
    typed = list({p.id: p for one in wanted for p in typed_parts(one, found.measures)}.values())
    before_of = {period.pk: _before(period, by_key, regime) for period in periods}
    befores = [before for before in before_of.values() if before is not None]
    read = list({period.pk: period for period in (*periods, *befores)}.values())
    below = at_or_under(tree, units)
    own = _own(found.measures, typed, read, by_key, regime, below)
    column_of = {period.pk: column for column, period in enumerate(read)}
    comes_together = np.array([part.over_time is OverTime.CUMULATIVE for part in typed])
    for period in periods:
        said = own[:, column_of[period.pk]]
        before = before_of[period.pk]
        said_before = own[:, column_of[before.pk]] if before else np.full(said.shape, np.nan)
        changed = arisen(said, None if _begins_year(period, regime) else said_before)
        vector = np.where(comes_together, changed, said)
        lost = ~np.isnan(said) & np.isnan(vector)
        _put(found, wanted, period, vector, lost, below, units, tree, typed)


def _put(
    found: Figures,
    wanted: Sequence[Measure],
    period: Period,
    vector: rollup.Array,
    lost: NDArray[np.bool_],
    below: Sequence[int],
    units: Sequence[int],
    tree: Tree,
    typed: Sequence[Measure],
) -> None:
    """The figures of one period, from each unit's own (units, indicators)."""
    totals = totals_under(rollup.own_figures(vector), below, units, tree, typed)
    ones = rollup.own_figures(np.where(lost, 1.0, np.nan))
    counts = totals_under(ones, below, units, tree, typed)[..., rollup.COUNT]
    slot_of = {part.code: slot for slot, part in enumerate(typed)}
    values = {
        part.code: rollup.value(totals[:, slot], part.over_units) for slot, part in enumerate(typed)
    }
    for measure in wanted:
        parts = [slot_of[part.code] for part in typed_parts(measure, found.measures)]
        if measure.is_ratio:
            numbers = rollup.ratio(values[measure.numerator], values[measure.denominator])
        else:
            numbers = values[measure.code]
        for row, unit_id in enumerate(units):
            held = found.figure(measure.code, unit_id, period.pk)
            if held.is_carried:
                continue  # it says what its document says
            number = None if np.isnan(numbers[row]) else float(numbers[row])
            without = int(max(counts[row, part] for part in parts))
            found.arisen[unit_id, period.pk, measure.code] = Figure(number, "", without)


def _before(period: Period, by_key: Mapping[str, Period], regime: Regime) -> Period | None:
    """The reported period directly before it in its year, where it was opened."""
    if _begins_year(period, regime):
        return None
    return by_key.get(previous_key(_parts(period, regime)[0]) or "")


def _begins_year(period: Period, regime: Regime) -> bool:
    return begins_its_year(period.key, PeriodKind(regime.frequency), regime.year_starts)


def _parts(period: Period, regime: Regime) -> tuple[str, ...]:
    return parts_of(period.key, PeriodKind(regime.frequency), regime.year_starts)


def _own(
    measures: Measures,
    typed: Sequence[Measure],
    read: Sequence[Period],
    by_key: Mapping[str, Period],
    regime: Regime,
    below: Sequence[int],
) -> rollup.Array:
    """(units, periods, indicators): each unit's own figure of each period."""
    place_of = {unit_id: place for place, unit_id in enumerate(below)}
    own = own_from_totals(measures, typed, read, place_of)
    reported = {
        period.pk: [by_key[key] for key in _parts(period, regime) if key in by_key]
        for period in read
    }
    everything = list({p.pk: p for parts in reported.values() for p in parts}.values())
    values, places = own_from_values(typed, everything, place_of)
    column_of = {period.pk: column for column, period in enumerate(everything)}
    for column, period in enumerate(read):
        parts = [column_of[part.pk] for part in reported[period.pk]]
        if places and parts:
            rules = [part.over_time for part in typed]
            own[places, column] = rollup.over_time(values[:, parts], rules)
    return own
