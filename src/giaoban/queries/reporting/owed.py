"""What does a person owe now, whom do they wait for: reports, decisions, answers.

The number of queries grows neither with units nor with periods.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count

from giaoban.models import (
    Incident,
    Period,
    Regime,
    Remark,
    Submission,
    Unit,
    Value,
    Version,
)
from giaoban.queries.reporting.due_dates import Due, due_dates
from giaoban.queries.reporting.incident_areas import IncidentAreas, areas_of
from giaoban.queries.reporting.periods import expected_units
from giaoban.queries.reporting.regimes import RegimesAround
from giaoban.queries.row_reading import holes, read_rows
from giaoban.queries.units.lineage import subtree
from giaoban.queries.units.tree import load_dated_line
from giaoban.rules.reporting.states import ReportState
from giaoban.rules.units.tree import DatedTree

LONGEST_BACK = timedelta(days=400)
"""Older periods that nobody locked are not nagged about on the home page."""

_TO_WRITE = (ReportState.DRAFT, ReportState.RETURNED)
_ON_THEIR_WAY = (ReportState.SUBMITTED, ReportState.APPROVED)


@dataclass(frozen=True)
class OwedReport:
    """A report that a unit has still to send.

    `state` is None where nothing is typed yet. `is_mending`: it was returned and not sent again;
    `cells_to_mend` counts what was said of single cells.
    """

    unit: Unit
    period: Period
    submission: Submission | None
    due: Due
    filled: int
    is_mending: bool
    cells_to_mend: int
    mend_by: datetime | None

    @property
    def state(self) -> ReportState | None:
        latest = self.submission.latest if self.submission else None
        return ReportState(latest.state) if latest else None

    @property
    def is_of_incident(self) -> bool:
        return self.period.incident_id is not None

    @property
    def due_at(self) -> datetime:
        return self.mend_by or self.due.at


def open_periods(regimes: Sequence[Regime], today: date) -> list[Period]:
    """The reported periods of these that take reports today, the oldest first; one query.

    Those that end on one day keep the order of the regimes.
    """
    if not regimes:
        return []
    by_id = {regime.pk: regime for regime in regimes}
    place_of = {pk: place for place, pk in enumerate(by_id)}
    rows = read_rows(
        (("p", Period), ("i", Incident)),
        "FROM giaoban_period p LEFT JOIN giaoban_incident i ON i.id = p.incident_id"
        f" WHERE p.regime_id IN ({holes(by_id)}) AND p.is_reported"
        " AND p.locked_at IS NULL AND p.starts_on <= %s AND p.ends_on >= %s",
        [*by_id, today, today - LONGEST_BACK],
    )
    for period, incident in rows:
        period.regime, period.incident = by_id[period.regime_id], incident
    found: list[Period] = [period for period, _ in rows]
    return sorted(found, key=lambda period: (period.ends_on, place_of[period.regime_id]))


def owed_reports(
    unit_ids: Collection[int],
    now: datetime,
    today: date,
    near: RegimesAround | None = None,
) -> list[OwedReport]:
    """What these units have still to send or to mend, the earliest deadline first.

    `near` was read for these units, and perhaps for others of the same page.
    """
    held = list(unit_ids)
    if not held:
        return []
    near = near or RegimesAround(held, today)
    periods = open_periods(near.asking(held), today)
    if not periods:
        return []
    submissions = {
        (one.period_id, one.unit_id): one
        for one in Submission.objects.filter(period__in=periods, unit__in=held).select_related(
            "latest"
        )
    }
    tree = load_dated_line(*held)
    areas = areas_of(periods)
    pairs = [
        (period, unit_id)
        for period in periods
        for unit_id in _writing(period, held, submissions, tree, areas)
    ]
    if not pairs:
        return []
    dues = due_dates(pairs, tree, now)
    units = Unit.objects.in_bulk(held)
    filled = _filled(one for one in submissions.values())
    mending = _mending(one for one in submissions.values())
    found = []
    for period, unit_id in pairs:
        submission = submissions.get((period.pk, unit_id))
        latest = submission.latest if submission else None
        returned = mending.get(submission.pk) if submission else None
        cells, mend_by = returned or (0, None)
        found.append(
            OwedReport(
                unit=units[unit_id],
                period=period,
                submission=submission,
                due=dues[period.pk, unit_id],
                filled=filled.get(latest.pk, 0) if latest else 0,
                is_mending=_is_mending(latest, returned),
                cells_to_mend=cells,
                mend_by=mend_by,
            )
        )
    return sorted(found, key=_urgency)


def _is_mending(latest: Version | None, returned: object) -> bool:
    """Also where a remark on the whole was all, and the draft that mends it is begun."""
    return returned is not None or (latest is not None and latest.state == ReportState.RETURNED)


def _urgency(owed: OwedReport) -> tuple[bool, datetime, str, str]:
    """What an incident asks comes first: it is due by the hour."""
    return not owed.is_of_incident, owed.due_at, owed.period.regime.name, owed.unit.name


def on_their_way(unit_ids: Collection[int], today: date) -> list[Submission]:
    """Reports that these units sent and nobody has decided yet; one query."""
    return list(
        Submission.objects.filter(
            unit__in=list(unit_ids),
            latest__state__in=_ON_THEIR_WAY,
            period__locked_at=None,
            period__ends_on__gte=today - LONGEST_BACK,
        )
        .select_related("unit", "period__regime", "period__incident", "latest")
        .order_by("-latest__submitted_at")
    )


def to_approve(unit_ids: Collection[int], today: date) -> list[Submission]:
    """Reports that wait for the head of one of these units, or of a unit below; two queries."""
    held = list(unit_ids)
    if not held:
        return []
    return list(
        Submission.objects.filter(
            unit__in=subtree(held, today),
            latest__state=ReportState.SUBMITTED,
            period__regime__needs_approval=True,
            period__locked_at=None,
        )
        .select_related("unit", "period__regime", "period__incident", "latest")
        .order_by("period__ends_on", "unit__sort_key")[:50]
    )


def _writing(
    period: Period,
    held: Iterable[int],
    submissions: dict[tuple[int, int], Submission],
    tree: DatedTree,
    areas: IncidentAreas,
) -> list[int]:
    """The units that have still to send: asked and not begun, or a draft or a returned report."""
    unsent = []
    not_begun = []
    for unit_id in held:
        submission = submissions.get((period.pk, unit_id))
        if submission is None or submission.latest is None:
            not_begun.append(unit_id)
        elif submission.latest.state in _TO_WRITE:
            unsent.append(unit_id)
    if not_begun:
        asked = expected_units(period, tree, areas)
        unsent += [unit_id for unit_id in not_begun if unit_id in asked]
    return unsent


def _filled(submissions: Iterable[Submission]) -> dict[int, int]:
    """How many cells each draft holds; one query."""
    drafts = [
        one.latest_id
        for one in submissions
        if one.latest is not None and one.latest.state == ReportState.DRAFT
    ]
    if not drafts:
        return {}
    rows = Value.objects.filter(version__in=drafts).order_by().values_list("version_id")
    return dict(rows.annotate(count=Count("pk")))


def _mending(submissions: Iterable[Submission]) -> dict[int, tuple[int, datetime | None]]:
    """By submission: how many cells were returned, and until when they are to be mended.

    Of the version that was returned, also while the draft that mends it is written. One query.
    """
    writing = [
        one.pk for one in submissions if one.latest is not None and one.latest.state in _TO_WRITE
    ]
    if not writing:
        return {}
    newest: dict[int, tuple[int, datetime | None]] = {}
    numbers: dict[int, int] = {}
    rows = (
        Remark.objects.filter(version__submission__in=writing, version__state=ReportState.RETURNED)
        .order_by()
        .values_list("version__submission_id", "version__number", "version__mend_by")
        .annotate(cells=Count("indicator_id"))
    )
    for submission_id, number, mend_by, cells in rows:
        if number > numbers.get(submission_id, 0):
            numbers[submission_id] = number
            newest[submission_id] = (cells, mend_by)
    return newest
