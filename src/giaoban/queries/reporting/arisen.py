"""What arose in each period, where units report the figure since the year began (decision 0023)?

The differences are those of single units; the tree adds them up. So a unit without a report for the
period before leaves a figure that is not complete, and says so, rather than a wrong one.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from giaoban.models import Period, Regime
from giaoban.queries.reporting.carried_cumulative import Carried, carried_array, carried_until
from giaoban.queries.reporting.cumulative import (
    at_or_under,
    own_from_totals,
    own_from_values,
    totals_under,
)
from giaoban.queries.reporting.incident_areas import IncidentAreas, areas_of
from giaoban.queries.reporting.measures import Measure, Measures
from giaoban.queries.reporting.periods import expected_units_of
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
from giaoban.rules.units.tree import DatedTree, Tree


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
    unit with nothing under it that is its own figure, of another that of everything under it. That
    of everything is held only against reports of every unit that is asked there, or against
    another document. Three queries, two more where documents say something, none where nothing is
    cumulative.
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
    in_documents = {(unit_id, period_id) for unit_id, period_id, _ in found.carried}
    summing = _Summing(units, below, tree, wanted, _asked_in(regime, read, below))
    for period in periods:
        before = before_of[period.pk]
        said = own[:, column_of[period.pk]]
        said_before = own[:, column_of[before.pk]] if before else np.full(said.shape, np.nan)
        is_carried = any((unit_id, period.pk) in in_documents for unit_id in units)
        by = _differences(
            summing,
            _Said(period, said, before, said_before),
            (carried, key_before[period.pk]),
            is_carried=is_carried,
        )
        _put(found, wanted, period.pk, units, by)


@dataclass(frozen=True)
class _Said:
    """(units at or under, indicators) of a period and of the one before it, NaN for nothing."""

    period: Period
    now: rollup.Array
    period_before: Period | None
    before: rollup.Array


@dataclass(frozen=True)
class _Summing:
    """What the units at or under those shown come to together."""

    units: Sequence[int]
    below: Sequence[int]
    tree: Tree
    wanted: Sequence[Measure]
    asked_in: Callable[[Period], NDArray[np.bool_]]

    def counts(self, is_there: NDArray[np.bool_]) -> rollup.Array:
        """(units, indicators): of how many units it is true."""
        return self._figures(np.where(is_there, 1.0, np.nan))[..., rollup.COUNT]

    def values(self, said: rollup.Array) -> rollup.Array:
        return _values(self._figures(said), self.wanted)

    def of_everybody(self, said: rollup.Array, period: Period) -> rollup.Array:
        """The same where every unit that is asked in the period said something, else NaN."""
        silent = self.counts(np.isnan(said) & self.asked_in(period))
        return np.where(silent == 0, self.values(said), np.nan)

    def _figures(self, vector: rollup.Array) -> rollup.Array:
        own = rollup.own_figures(vector)
        return totals_under(own, self.below, self.units, self.tree, self.wanted)


@dataclass(frozen=True)
class _Differences:
    """All (units, indicators): what arose, of how many units that is not known, what arose since a
    document where it alone says what was before, and what had come together by then."""

    numbers: rollup.Array
    lost: rollup.Array
    by_document: rollup.Array
    before: rollup.Array
    begins_year: bool


def _differences(
    summing: _Summing, said: _Said, documents_until: tuple[Carried, str], *, is_carried: bool
) -> _Differences:
    """`is_carried`: some unit shown has its figure of the period from a document."""
    carried, key = documents_until
    tree, below, wanted = summing.tree, summing.below, summing.wanted
    has_none_below = np.array([tree.is_leaf(unit_id) for unit_id in below])[:, None]
    own_documents = carried_array(carried, key, below, wanted)
    own_before = np.where(np.isnan(said.before) & has_none_below, own_documents, said.before)
    changed = arisen(said.now, own_before if key else None)
    documents = carried_array(carried, key, summing.units, wanted)
    by_document = np.where(np.isnan(summing.values(said.before)), documents, np.nan)
    if not np.isnan(by_document).all():
        by_document = summing.of_everybody(said.now, said.period) - by_document
    before = documents
    if is_carried and said.period_before is not None:
        live = summing.of_everybody(said.before, said.period_before)
        before = np.where(np.isnan(live), documents, live)
    return _Differences(
        numbers=summing.values(changed),
        lost=summing.counts(np.isnan(changed) & ~np.isnan(said.now)),
        by_document=by_document,
        before=before,
        begins_year=not key,
    )


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
            by_document = _known(by.by_document[row, slot])
            if held.is_carried:
                before, begins = _known(by.before[row, slot]), by.begins_year
                number = arisen_by_documents(held.value, before, begins_year=begins)
                lost = int(number is None)
            elif lost and by_document is not None:
                number, lost = by_document, 0
            found.arisen[unit_id, period_id, measure.code] = Figure(number, held.source, lost)


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _asked_in(
    regime: Regime, periods: Sequence[Period], below: Sequence[int]
) -> Callable[[Period], NDArray[np.bool_]]:
    """Of each of the periods, once somebody wants to know, (units, 1): whether the unit is asked.

    Only documents are held against it, and few periods have any.
    """

    @cache
    def loaded() -> tuple[DatedTree, IncidentAreas]:
        return load_dated_tree(), areas_of(periods)

    @cache
    def asked_in(period: Period) -> NDArray[np.bool_]:
        tree, areas = loaded()
        asked = expected_units_of(regime, period.ends_on, tree)
        if period.incident_id is not None:
            asked = areas.asked(period, asked, tree.at(period.ends_on))
        return np.array([unit_id in asked for unit_id in below])[:, None]

    return asked_in


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
