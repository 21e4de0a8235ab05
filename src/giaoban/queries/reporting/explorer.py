"""How does an indicator stand, level by level down the tree, beside what it is compared with?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import isclose

from django.db.models import Max

from giaoban.models import Period, Regime, Target, Total
from giaoban.queries.reporting.arisen import is_cumulative, put_arisen
from giaoban.queries.reporting.cumulative import figures_so_far
from giaoban.queries.reporting.estimates import estimates_in
from giaoban.queries.reporting.measures import Measure, Measures
from giaoban.queries.reporting.totals import MOST_HOLES, Figure, figures, stale_units
from giaoban.queries.units.browse import names_on
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.change import Change, change
from giaoban.rules.reporting.coverage import Coverage
from giaoban.rules.reporting.indicators import OverTime, OverUnits
from giaoban.rules.reporting.periods import (
    PeriodKind,
    parts_of,
    previous_key,
    same_period_last_year,
    year_of,
)
from giaoban.rules.units.tree import DatedTree, Tree

SPARKLINE = 15
"""How many periods back a row's small line goes."""


@dataclass(frozen=True, slots=True)
class ExplorerRow:
    """One unit: `depth` 1 is the unit asked for, its children 2, and so on."""

    unit_id: int
    parent_id: int | None
    code: str
    name: str
    depth: int
    has_children: bool
    is_open: bool
    is_closed_unit: bool
    coverage: Coverage
    now: Figure
    previous: Figure
    last_year: Figure
    cumulative: float | None
    target: float | None
    is_stale: bool
    is_ratio: bool
    is_estimated: bool = False

    @property
    def change_from_previous(self) -> Change | None:
        return change(self.now.value, self.previous.value, is_ratio=self.is_ratio)

    @property
    def change_from_last_year(self) -> Change | None:
        return change(self.now.value, self.last_year.value, is_ratio=self.is_ratio)

    @property
    def share_of_target(self) -> float | None:
        reached = self.cumulative if self.cumulative is not None else self.now.value
        return None if reached is None or not self.target else reached / self.target


@dataclass(frozen=True, slots=True)
class Past:
    """What lies behind a row's figure; `series` goes up to the period, the oldest first.

    `months` is the sum of the reported periods where it should equal the total and does not, since
    the tree changed in between.
    """

    series: tuple[float | None, ...] = ()
    last_year_series: tuple[float | None, ...] = ()
    months: float | None = None


@dataclass(frozen=True)
class Explored:
    """The table of the page: the unit asked for first, then what is open under it."""

    rows: list[ExplorerRow]
    series_keys: tuple[str, ...]
    previous_key: str | None
    last_year_key: str | None
    has_targets: bool
    has_cumulative: bool

    @property
    def top(self) -> ExplorerRow:
        return self.rows[0]


def newest_reported(
    regimes: Sequence[Regime], unit_ids: Iterable[int], today: date
) -> dict[int, date]:
    """By regime: the last day of the newest reported period that has ended and has a report, at
    the regime's own unit or at one of these; one query."""
    rows = Total.objects.filter(
        unit__in={regime.unit_id for regime in regimes} | set(unit_ids),
        period__regime__in=regimes,
        period__is_reported=True,
        period__ends_on__lt=today,
        received__gt=0,
    )
    return dict(
        rows.order_by().values_list("period__regime_id").annotate(newest=Max("period__ends_on"))
    )


def explore(
    measures: Measures,
    measure: Measure,
    period: Period,
    unit_id: int,
    opened: frozenset[int] = frozenset(),
) -> Explored:
    """The rows of one indicator and period; a dozen queries however many rows there are."""
    by_key = {each.key: each for each in Period.objects.filter(regime=period.regime_id)}
    tree = tree_shown(load_dated_tree(), unit_id, period)
    placed = _placed(tree, unit_id, opened)
    ids = [row[0] for row in placed]
    previous = _or_none(previous_key, period.key)
    last_year = _or_none(same_period_last_year, period.key)
    compared = [by_key.get(key or "") for key in (period.key, previous, last_year)]
    there = [held for held in compared if held]
    found = figures(measures, ids, [held.pk for held in there])
    put_arisen(found, [measure], there, by_key, period.regime, tree, ids)
    targets = _targets(measure, ids, year_of(period.key, period.regime.year_starts))
    so_far = figures_so_far(measures, [measure], period, by_key, tree, ids)
    cumulative = so_far.get(measure.code, {})
    stale = stale_units(period)
    names = _names(tree, ids)
    now_id, previous_id, last_year_id = (held.pk if held else None for held in compared)
    estimates = estimates_in(period, tree)
    rows = [
        ExplorerRow(
            unit_id=unit,
            parent_id=parent,
            code=tree.unit(unit).code,
            name=names[unit],
            depth=depth,
            has_children=not tree.is_leaf(unit),
            is_open=unit in opened,
            is_closed_unit=not tree.unit(unit).is_open(tree.on),
            coverage=found.coverage(unit, now_id),
            now=found.figure(measure.code, unit, now_id),
            previous=found.figure(measure.code, unit, previous_id),
            last_year=found.figure(measure.code, unit, last_year_id),
            cumulative=cumulative.get(unit),
            target=targets.get(unit),
            is_stale=unit in stale,
            is_ratio=measure.is_ratio,
            is_estimated=estimates.has(measure, unit, measures),
        )
        for unit, parent, depth in placed
    ]
    return Explored(
        rows=_without_silent(rows, measures, measure, period),
        series_keys=_keys_back(period.key, SPARKLINE),
        previous_key=previous,
        last_year_key=last_year,
        has_targets=bool(targets),
        has_cumulative=bool(cumulative),
    )


def pasts_of(
    rows: Sequence[ExplorerRow], measures: Measures, measure: Measure, period: Period
) -> dict[int, Past]:
    """By unit, for the rows that are shown; three queries, more where it is cumulative."""
    opened = {each.key: each for each in Period.objects.filter(regime=period.regime_id)}
    by_key = {key: each.pk for key, each in opened.items()}
    series = _keys_back(period.key, SPARKLINE)
    a_year_before = tuple(_or_none(same_period_last_year, key) for key in series)
    months = parts_of(period.key, PeriodKind(period.regime.frequency), period.regime.year_starts)
    wanted = {by_key[key] for key in {*series, *a_year_before, *months} if key in by_key}
    ids = [row.unit_id for row in rows]
    found = figures(measures, ids, sorted(wanted))
    if is_cumulative(measure):
        lines = [each for each in opened.values() if each.pk in wanted]
        tree = load_dated_tree().for_totals(period.ends_on)
        put_arisen(found, [measure], lines, opened, period.regime, tree, ids)

    def values(unit_id: int, keys: Sequence[str | None]) -> tuple[float | None, ...]:
        return tuple(found.value(measure.code, unit_id, by_key.get(key or "")) for key in keys)

    return {
        row.unit_id: Past(
            series=values(row.unit_id, series),
            last_year_series=values(row.unit_id, a_year_before),
            months=_other_sum(measure, row.now, values(row.unit_id, months)),
        )
        for row in rows
    }


def tree_shown(dated: DatedTree, unit_id: int, period: Period) -> Tree:
    """The tree of the period's totals; of a period before the unit was founded, that of its first
    day, so that totals carried over from then can be seen."""
    unit = dated.get(unit_id)
    return dated.for_totals(max(period.ends_on, unit.opened_on) if unit else period.ends_on)


def _placed(tree: Tree, unit_id: int, opened: frozenset[int]) -> list[tuple[int, int | None, int]]:
    """(unit, parent, depth): the unit, its children, and the children of opened units."""
    if unit_id not in tree:
        return []
    found: list[tuple[int, int | None, int]] = [(unit_id, tree.parent_of(unit_id), 1)]

    def under(parent: int, depth: int) -> None:
        for child in tree.children_of(parent):
            found.append((child, parent, depth))
            if child in opened:
                under(child, depth + 1)

    under(unit_id, 2)
    return found


def _without_silent(
    rows: list[ExplorerRow], measures: Measures, measure: Measure, period: Period
) -> list[ExplorerRow]:
    """A closed unit is shown as long as it has something to say."""
    closed = [row for row in rows if row.is_closed_unit and row.depth > 1]
    if not closed:
        return rows
    pasts = pasts_of(closed, measures, measure, period)
    silent = {
        unit_id for unit_id, past in pasts.items() if all(value is None for value in past.series)
    }
    return [row for row in rows if row.unit_id not in silent]


def _targets(measure: Measure, unit_ids: Sequence[int], year: int) -> dict[int, float]:
    rows = Target.objects.filter(indicator=measure.id, year=year)
    if len(unit_ids) <= MOST_HOLES:
        rows = rows.filter(unit__in=unit_ids)
    return dict(rows.values_list("unit_id", "number"))


def _names(tree: Tree, unit_ids: Sequence[int]) -> dict[int, str]:
    """As the units were called on the day of the tree."""
    then = names_on(unit_ids, tree.on)
    return {
        unit_id: then[unit_id][0] if unit_id in then else tree.unit(unit_id).name
        for unit_id in unit_ids
    }


def _other_sum(measure: Measure, now: Figure, months: Sequence[float | None]) -> float | None:
    """What the reported periods add up to, where that should be the total and is not."""
    adds = measure.over_time is OverTime.SUM and measure.over_units is OverUnits.SUM
    known = [value for value in months if value is not None]
    if not adds or measure.is_ratio or now.value is None or now.is_carried or len(months) < 2:
        return None
    return None if isclose(sum(known), now.value, rel_tol=1e-9, abs_tol=1e-9) else sum(known)


def _keys_back(key: str, count: int) -> tuple[str, ...]:
    """The period and those before it, the oldest first."""
    keys = [key]
    while len(keys) < count:
        before = _or_none(previous_key, keys[-1])
        if before is None:
            break
        keys.append(before)
    return tuple(reversed(keys))


def _or_none(step, key: str) -> str | None:  # type: ignore[no-untyped-def]
    """The neighbour of a period, None where the years that are known end."""
    try:
        found: str | None = step(key)
    except ValueError:
        return None
    return found
