"""Which open periods does somebody collect, and how far is each? For the home page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from giaoban.models import Period, Submission, Total, Unit
from giaoban.queries.reporting.due_dates import Due, DueDates
from giaoban.queries.reporting.owed import open_periods
from giaoban.queries.reporting.regimes import RegimesAround
from giaoban.queries.units.lineage import subtree
from giaoban.queries.units.tree import load_dated_line
from giaoban.rules.reporting.states import ReportState
from giaoban.rules.units.tree import DatedTree


@dataclass(frozen=True)
class PeriodAtWork:
    """A period as those who collect it see it: counts of units under `unit`."""

    unit: Unit
    period: Period
    waiting: int
    returned: int
    missing: int
    estimated: int
    due: Due


def periods_at_work(
    unit_ids: Collection[int],
    now: datetime,
    today: date,
    near: RegimesAround | None = None,
) -> list[PeriodAtWork]:
    """Open periods of regimes that collect at or under these units, the earliest deadline first.

    `waiting` counts what can be accepted now; `missing` is read from the totals' own counts.
    `near` was read for these units, and perhaps for others of the same page.
    """
    held = list(unit_ids)
    if not held:
        return []
    near = near or RegimesAround(held, today)
    regimes = near.around(held)
    own = {regime.unit_id for regime in regimes if near.line_of(regime) & set(held)}
    periods = open_periods(regimes, today)
    if not periods:
        return []
    top_of = {
        period.pk: period.regime.unit_id if period.regime.unit_id in own else held[0]
        for period in periods
    }
    counts = _state_counts(periods, own, held, today)
    totals = {
        (total.period_id, total.unit_id): total
        for total in Total.objects.filter(period__in=periods, unit__in=set(top_of.values())).defer(
            "figures"
        )
    }
    dues = _dues(periods, top_of, now, today)
    units = Unit.objects.in_bulk(set(top_of.values()))
    found = []
    for period in periods:
        top = top_of[period.pk]
        total = totals.get((period.pk, top))
        states = counts.get(period.pk, {})
        waiting = states.get(ReportState.APPROVED, 0)
        if not period.regime.needs_approval:
            waiting += states.get(ReportState.SUBMITTED, 0)
        found.append(
            PeriodAtWork(
                unit=units[top],
                period=period,
                waiting=waiting,
                returned=states.get(ReportState.RETURNED, 0),
                missing=total.expected - total.received if total else 0,
                estimated=total.estimated if total else 0,
                due=dues[period.pk],
            )
        )
    return sorted(found, key=lambda at_work: at_work.due.at)


def _dues(
    periods: list[Period], top_of: dict[int, int], now: datetime, today: date
) -> dict[int, Due]:
    """By period: that of the first unit without others under it, which stands for all of them.

    Where every unit has the same deadline, nothing is read of the units.
    """
    asked = DueDates(periods, now)
    if not asked.needs_tree:
        nowhere = DatedTree((), ())
        return {one.pk: asked.of(one, top_of[one.pk], nowhere) for one in periods}
    leaf_of = {top: _first_leaf(top, today) for top in set(top_of.values())}
    tree = load_dated_line(*set(leaf_of.values()))
    return {one.pk: asked.of(one, leaf_of[top_of[one.pk]], tree) for one in periods}


def _first_leaf(unit_id: int, on: date) -> int:
    """The first of the units under a unit, and of those under it, to the end; perhaps itself."""
    present = load_dated_line(unit_id).at(on)
    if unit_id not in present or present.is_leaf(unit_id):
        return unit_id
    return _first_leaf(present.children_of(unit_id)[0], on)


def _state_counts(
    periods: list[Period], own_units: set[int], held: list[int], today: date
) -> dict[int, dict[str, int]]:
    """By period: how many reports have which newest state; one query."""
    found: dict[int, dict[str, int]] = {}
    own = [period.pk for period in periods if period.regime.unit_id in own_units]
    others = [period.pk for period in periods if period.regime.unit_id not in own_units]
    wanted = Q(period__in=own)
    if others:
        wanted |= Q(period__in=others, unit__in=subtree(held, today))
    rows = (
        Submission.objects.filter(wanted, latest__isnull=False)
        .order_by()
        .values_list("period_id", "latest__state")
        .annotate(count=Count("pk"))
    )
    for period_id, state, count in rows:
        found.setdefault(period_id, {})[state] = count
    return found
