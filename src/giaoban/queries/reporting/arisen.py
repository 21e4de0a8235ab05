"""What arose in each period, where units report the figure since the year began (decision 0023)?

The differences are those of single units; the tree adds them up. So a unit without a report for the
period before leaves a figure that is not complete, and says so, rather than a wrong one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from giaoban.models import Period, Regime
from giaoban.queries.reporting.carried_cumulative import carried_array, carried_until
from giaoban.queries.reporting.cumulative import (
    at_or_under,
    own_from_totals,
    own_from_values,
    totals_under,
)
from giaoban.queries.reporting.measures import Measure, Measures
from giaoban.queries.reporting.totals import Figure, Figures, figures
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting import rollup
from giaoban.rules.reporting.cumulative import arisen, arisen_by_documents
from giaoban.rules.reporting.indicators import OverTime
from giaoban.rules.reporting.periods import (
    PeriodKind,
    begins_its_year,
    parts_of,
    previous_key,
)
from giaoban.rules.units.tree import Tree


def is_cumulative(measure: Measure) -> bool:
    """Whether it is reported since the year began; a ratio divides what was reported."""
    return measure.over_time is OverTime.CUMULATIVE


def figures_shown(
    measures: Measures, shown: Collection[Measure], period: Period, unit_ids: Sequence[int]
) -> Figures:
    """The figures of one period as pages show them; two queries, seven where one is cumulative."""
    found = figures(measures, unit_ids, [period.pk])
    if any(is_cumulative(measure) for measure in shown):
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

    All periods are added up by one tree, so that they can be compared. Where a unit did not
    report for the period before, an earlier document may say what had come together by then: of a
    unit with nothing under it that is its own figure, of another that of everything under it.
    Three queries, none where nothing is cumulative.
    """
    wanted = [measure for measure in shown if is_cumulative(measure)]
    units = [unit_id for unit_id in unit_ids if unit_id in tree]
    if not wanted or not periods or not units:
        return
    key_before = {period.pk: _key_before(period, regime) for period in periods}
    before_of = {pk: by_key.get(key) for pk, key in key_before.items()}
    befores = [before for before in before_of.values() if before is not None]
    read = list({period.pk: period for period in (*periods, *befores)}.values())
    below = at_or_under(tree, units)
    own = _own(found.measures, wanted, read, by_key, regime, below)
    column_of = {period.pk: column for column, period in enumerate(read)}
    carried = carried_until(set(key_before.values()) - {""}, by_key, regime, wanted, below)
    has_none_below = np.array([tree.is_leaf(unit_id) for unit_id in below])[:, None]

    def summed(vector: rollup.Array) -> rollup.Array:
        return totals_under(rollup.own_figures(vector), below, units, tree, wanted)

    for period in periods:
        said = own[:, column_of[period.pk]]
        key, before = key_before[period.pk], before_of[period.pk]
        said_before = own[:, column_of[before.pk]] if before else np.full(said.shape, np.nan)
        own_before = np.where(
            np.isnan(said_before) & has_none_below,
            carried_array(carried, key, below, wanted),
            said_before,
        )
        changed = arisen(said, own_before if key else None)
        lost = np.where(np.isnan(changed) & ~np.isnan(said), 1.0, np.nan)
        live = _values(summed(said_before), wanted)
        documents = carried_array(carried, key, units, wanted)
        differences = _Differences(
            numbers=_values(summed(changed), wanted),
            lost=summed(lost)[..., rollup.COUNT],
            carried=np.where(np.isnan(live), documents, np.nan),
            before=np.where(np.isnan(live), documents, live),
            begins_year=not key,
        )
        _put(found, wanted, period.pk, units, differences)


@dataclass(frozen=True)
class _Differences:
    """All (units, indicators): what arose, of how many units that is not known, and what had come
    together before, in `carried` only where a document alone says it."""

    numbers: rollup.Array
    lost: rollup.Array
    carried: rollup.Array
    before: rollup.Array
    begins_year: bool


def _values(totals: rollup.Array, wanted: Sequence[Measure]) -> rollup.Array:
    """Figures (units, indicators, 4) by their rules over units."""
    columns = [
        rollup.value(totals[:, slot], measure.over_units) for slot, measure in enumerate(wanted)
    ]
    return np.stack(columns, axis=1)


def _put(
    found: Figures,
    wanted: Sequence[Measure],
    period_id: int,
    units: Sequence[int],
    by: _Differences,
) -> None:
    for slot, measure in enumerate(wanted):
        for row, unit_id in enumerate(units):
            held = found.figure(measure.code, unit_id, period_id)
            number, lost = _known(by.numbers[row, slot]), int(by.lost[row, slot])
            carried_before = _known(by.carried[row, slot])
            if held.is_carried:
                before, begins = _known(by.before[row, slot]), by.begins_year
                number = arisen_by_documents(held.value, before, begins_year=begins)
                lost = int(number is None)
            elif lost and carried_before is not None:
                number = arisen_by_documents(held.value, carried_before, begins_year=False)
                lost = 0
            found.arisen[unit_id, period_id, measure.code] = Figure(number, held.source, lost)


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _key_before(period: Period, regime: Regime) -> str:
    """Of the reported period directly before it in its year; empty where it begins the year."""
    if _begins_year(period, regime):
        return ""
    return previous_key(_parts(period, regime)[0]) or ""


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
