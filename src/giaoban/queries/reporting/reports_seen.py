"""Which reports does a person see from one unit: its own, and the counts of those below it?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from giaoban.models import Period, Regime, Submission, Unit
from giaoban.queries.reporting.due_dates import Due, due_dates
from giaoban.queries.reporting.incident_areas import areas_of
from giaoban.queries.reporting.locks import reopened_for
from giaoban.queries.reporting.periods import expected_units
from giaoban.queries.reporting.totals import coverage_of
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.coverage import Coverage
from giaoban.rules.reporting.states import ReportState
from giaoban.rules.units.tree import DatedTree

NARROWED = ("", "unsent", "returned", "sent", "accepted")
_STATES: dict[str, tuple[str | None, ...]] = {
    "unsent": (None, ReportState.DRAFT),
    "returned": (ReportState.RETURNED,),
    "sent": (ReportState.SUBMITTED, ReportState.APPROVED),
    "accepted": (ReportState.ACCEPTED, ReportState.LOCKED),
}


@dataclass(frozen=True)
class PeriodRow:
    """One period of a regime from one unit.

    `is_asked`: the unit itself reports. `coverage` counts the units at and below it.
    """

    period: Period
    due: Due
    is_asked: bool
    submission: Submission | None
    coverage: Coverage
    is_locked: bool  # for this unit: a locked period may be open again for one

    @property
    def state(self) -> ReportState | None:
        latest = self.submission.latest if self.submission else None
        return ReportState(latest.state) if latest else None


@dataclass(frozen=True)
class RegimeReports:
    regime: Regime
    rows: list[PeriodRow]
    more: int  # older periods that are not shown

    @property
    def is_own(self) -> bool:
        """Whether the unit itself reports here; else it collects from those below."""
        return any(row.is_asked for row in self.rows)


def reports_seen(
    regimes: Iterable[Regime],
    unit: Unit,
    now: datetime,
    *,
    narrowed: str = "",
    year: int | None = None,
    most: int = 6,
) -> list[RegimeReports]:
    """Each regime with its newest periods; a constant number of queries."""
    by_regime: dict[Regime, list[Period]] = {regime: [] for regime in regimes}
    found = Period.objects.filter(regime__in=list(by_regime), is_reported=True)
    if year is not None:
        found = found.filter(ends_on__year=year)
    for period in found.select_related("regime__unit", "incident").order_by(
        "-starts_on", "-ends_on"
    ):
        by_regime[period.regime].append(period)
    periods = [period for each in by_regime.values() for period in each]
    submissions = {
        one.period_id: one
        for one in Submission.objects.filter(unit=unit, period__in=periods).select_related("latest")
    }
    tree = load_dated_tree()
    listed: dict[Regime, list[tuple[Period, bool]]] = {}
    for regime, own in by_regime.items():
        asked = _asked(own, unit, submissions, tree)
        listed[regime] = [
            (period, asked[period.pk])
            for period in own
            if _answers(submissions.get(period.pk), asked[period.pk], narrowed)
        ]
    shown = {regime: rows if year else rows[:most] for regime, rows in listed.items()}
    pairs = [(period, unit.pk) for rows in shown.values() for period, _ in rows]
    dues = due_dates(pairs, tree, now)
    counts = coverage_of([unit.pk], [period.pk for period, _ in pairs])
    reopened = {reopening.period_id for reopening in reopened_for([unit.pk], now)}
    return [
        RegimeReports(
            regime,
            [
                PeriodRow(
                    period,
                    dues[period.pk, unit.pk],
                    is_asked,
                    submissions.get(period.pk),
                    counts.coverage(unit.pk, period.pk),
                    period.locked_at is not None and period.pk not in reopened,
                )
                for period, is_asked in rows
            ],
            len(listed[regime]) - len(rows),
        )
        for regime, rows in shown.items()
    ]


def years_reported(regimes: Iterable[Regime]) -> list[int]:
    """The years in which these regimes have periods, the newest first; one query."""
    ends = Period.objects.filter(regime__in=list(regimes), is_reported=True)
    return sorted({day.year for day in ends.values_list("ends_on", flat=True)}, reverse=True)


def _asked(
    periods: Collection[Period],
    unit: Unit,
    submissions: dict[int, Submission],
    tree: DatedTree,
) -> dict[int, bool]:
    """Whether the unit itself is asked; asked of the tree once for each distinct last day."""
    areas = areas_of(periods)
    return {
        period.pk: period.pk in submissions or unit.pk in expected_units(period, tree, areas)
        for period in periods
    }


def _answers(submission: Submission | None, is_asked: bool, narrowed: str) -> bool:
    if not narrowed:
        return True
    latest = submission.latest if submission else None
    state = latest.state if latest else None
    return is_asked and state in _STATES[narrowed]
