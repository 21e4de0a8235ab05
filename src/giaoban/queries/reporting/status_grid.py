"""Who owes which report? Units × periods, read from the counts that totals keep."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from giaoban.models import Appointment, Period, Unit
from giaoban.queries.people.directory import in_force
from giaoban.queries.reporting.deadlines import calendar_around, deadlines_of
from giaoban.queries.reporting.due_dates import Due, due_dates
from giaoban.queries.reporting.periods import period_span
from giaoban.queries.reporting.totals import added_coverage, coverage_of
from giaoban.queries.units.browse import names_on
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.people.permissions import Role
from giaoban.rules.reporting.coverage import Coverage
from giaoban.rules.reporting.deadlines import working_days_late, working_days_left
from giaoban.rules.reporting.standing import Standing, is_often_late, on_time_share, standing

SHOWN_PERIODS = 15
YEAR = timedelta(days=365)
LONGEST_TERM = timedelta(days=62)
"""Cut-offs further back are overdue, unless an extension or a rule's later month says otherwise."""

_NONE = Coverage()

NARROWED = ("missing", "overdue", "unsent", "returned", "late", "received", "often_late")
"""`missing` is all that is not sent: `overdue` past the unit's own deadline, `unsent` before it."""


@dataclass(frozen=True, slots=True)
class Square:
    """One unit, or everything under it, in one period."""

    period: Period
    counts: Coverage
    standing: Standing


@dataclass(frozen=True, slots=True)
class GridRow:
    unit_id: int
    name: str
    code: str
    has_children: bool
    squares: tuple[Square, ...]
    on_time_share: float | None


@dataclass(frozen=True)
class Deadline:
    """When the chosen period is due, and how many working days are left or gone."""

    due_at: datetime
    days_left: int
    days_late: int
    is_overdue: bool


@dataclass(frozen=True)
class Grid:
    """`top` is the unit asked for; `rows` its children, or all reporting units when narrowed."""

    periods: list[Period]
    top: GridRow
    chosen: Coverage
    unit_ids: list[int]
    deadline: Deadline | None


class StatusGrid:
    """The reported periods of a regime as seen from one unit at one moment."""

    def __init__(self, unit: Unit, periods: Sequence[Period], chosen: Period, now: datetime):
        """`periods` are all reported ones of the regime, the newest first."""
        self._unit = unit
        self._now = now
        self._all = list(periods)
        self._chosen = chosen
        self._dated = load_dated_tree()
        self._tree = self._dated.for_totals(chosen.ends_on)
        place = self._all.index(chosen)
        self.periods = self._all[place : place + SHOWN_PERIODS][::-1]
        self._under = self._leaves()
        self._overdue: set[int] | None = None
        self._oldest_due = _local(now).date() - self._longest_term()
        since = _local(now).date() - YEAR
        self._year = [period for period in self._all if period.ends_on > since]
        self._due = {period.pk: self._is_overdue(period) for period in {*self._year, *self.periods}}
        self._due_this_year = [period.pk for period in self._year if self._due[period.pk]]

    def children(self) -> list[int]:
        """The units directly under the unit, those that closed before the period left out."""
        if self._unit.pk not in self._tree:
            return []
        return [pk for pk in self._tree.children_of(self._unit.pk) if self._is_open(pk)]

    def narrowed(self, to: str) -> list[int]:
        """The reporting units at or under the unit that answer to one of `NARROWED`."""
        under = self._under
        if to == "often_late":
            counts = added_coverage(self._due_this_year)
            return [pk for pk in under if is_often_late(on_time_share([counts.get(pk, _NONE)]))]
        if to in ("overdue", "unsent"):
            overdue = self.overdue()
            return [pk for pk in self.narrowed("missing") if (pk in overdue) == (to == "overdue")]
        counts = coverage_of(under, [self._chosen.pk])
        return [pk for pk in under if _answers(counts.coverage(pk, self._chosen.pk), to)]

    def overdue(self) -> set[int]:
        """The reporting units that have not sent the chosen period, each past its own deadline."""
        if self._overdue is None:
            missing = self.narrowed("missing")
            due = self._deadlines(self._chosen, missing) if missing else {}
            self._overdue = {pk for pk in missing if self._now > due[pk]}
        return self._overdue

    def grid(self, unit_ids: list[int]) -> Grid:
        ids = [self._unit.pk, *unit_ids]
        wanted = {period.pk for period in self.periods} | {period.pk for period in self._year}
        counts = coverage_of(ids, sorted(wanted)).counts
        top = self._row(self._unit.pk, self._unit.name, counts, self._own_due(ids[:1], counts))
        return Grid(
            periods=self.periods,
            top=top,
            chosen=counts.get((self._unit.pk, self._chosen.pk), Coverage()),
            unit_ids=unit_ids,
            deadline=self.deadline(),
        )

    def rows(self, unit_ids: Sequence[int]) -> list[GridRow]:
        wanted = {period.pk for period in self.periods} | {period.pk for period in self._year}
        counts = coverage_of(unit_ids, sorted(wanted)).counts
        names = names_on(unit_ids, self._chosen.ends_on)
        own_due = self._own_due(unit_ids, counts)
        return [
            self._row(pk, names.get(pk, (self._tree.unit(pk).name, ""))[0], counts, own_due)
            for pk in unit_ids
        ]

    def deadline(self) -> Deadline | None:
        """The one that most of the reporting units under the unit have."""
        due = Counter(self._deadlines(self._chosen, self._under).values()) if self._under else None
        if not due:
            return None
        due_at = due.most_common(1)[0][0]
        calendar = calendar_around(period_span(self._chosen))
        local_due, local_now = _local(due_at), _local(self._now)
        return Deadline(
            due_at=due_at,
            days_left=working_days_left(local_due, local_now, calendar),
            days_late=working_days_late(local_due, local_now, calendar),
            is_overdue=self._now > due_at,
        )

    def _own_due(
        self, unit_ids: Sequence[int], counts: dict[tuple[int, int], Coverage]
    ) -> dict[tuple[int, int], Due]:
        """The deadlines of reporting units for what they have not sent; three queries or none."""
        leaves = [pk for pk in unit_ids if pk in self._tree and self._tree.is_leaf(pk)]
        asked = [
            (period, pk)
            for period in self.periods
            for pk in leaves
            if counts.get((pk, period.pk), _NONE).missing
        ]
        for period, _ in asked:
            period.regime = self._chosen.regime
        return due_dates(asked, self._dated, self._now)

    def _row(
        self,
        unit_id: int,
        name: str,
        counts: dict[tuple[int, int], Coverage],
        own_due: dict[tuple[int, int], Due],
    ) -> GridRow:
        squares = []
        for period in self.periods:
            found = counts.get((unit_id, period.pk), _NONE)
            own = own_due.get((period.pk, unit_id))
            is_overdue = own.is_overdue if own else self._due[period.pk]
            squares.append(Square(period, found, standing(found, is_overdue=is_overdue)))
        is_there = unit_id in self._tree
        return GridRow(
            unit_id=unit_id,
            name=name,
            code=self._tree.unit(unit_id).code if is_there else "",
            has_children=is_there and not self._tree.is_leaf(unit_id),
            squares=tuple(squares),
            on_time_share=self._share(unit_id, counts),
        )

    def _share(self, unit_id: int, counts: dict[tuple[int, int], Coverage]) -> float | None:
        """Of the reported periods of the last twelve months."""
        return on_time_share(counts.get((unit_id, pk), _NONE) for pk in self._due_this_year)

    def _leaves(self) -> list[int]:
        if self._unit.pk not in self._tree:
            return []
        under = self._tree.subtree_of(self._unit.pk)
        return [pk for pk in under if self._tree.is_leaf(pk) and self._is_open(pk)]

    def _is_open(self, unit_id: int) -> bool:
        return self._tree.unit(unit_id).is_open(self._chosen.ends_on)

    def _is_overdue(self, period: Period) -> bool:
        """Of many units as of the first of them; a reporting unit's row goes by its own."""
        if period.ends_on < self._oldest_due:
            return True
        due = self._deadlines(period, self._under[:1])
        return bool(due) and self._now > min(due.values())

    def _longest_term(self) -> timedelta:
        later = self._chosen.regime.deadline_rules.aggregate(offset=Max("month_offset"))
        return LONGEST_TERM + timedelta(days=31 * (later["offset"] or 0))

    def _deadlines(self, period: Period, unit_ids: list[int]) -> dict[int, datetime]:
        period.regime = self._chosen.regime
        return deadlines_of(period, unit_ids, self._dated)


@dataclass(frozen=True, slots=True)
class Owed:
    """A line of the call sheet: whom to ring up about which periods."""

    unit: Unit
    officers: tuple[Appointment, ...]
    missing: tuple[tuple[Period, int], ...]  # with the working days since the deadline
    returned: tuple[Period, ...]


def call_sheet(
    unit_ids: Sequence[int], periods: Sequence[Period], now: datetime, on: date
) -> list[Owed]:
    """What each unit owes of these periods; units that owe nothing are left out.

    Half a dozen queries, however many units and periods there are.
    """
    tree = load_dated_tree()
    counts = coverage_of(unit_ids, [period.pk for period in periods])
    unsent = [
        (period, unit_id)
        for period in periods
        for unit_id in unit_ids
        if counts.coverage(unit_id, period.pk).missing
    ]
    due = due_dates(unsent, tree, now)
    officers: dict[int, list[Appointment]] = {}
    held = Appointment.objects.filter(
        in_force(on), unit__in=unit_ids, role=Role.UNIT_OFFICER, person__is_active=True
    )
    for appointment in held.select_related("person"):
        officers.setdefault(appointment.unit_id, []).append(appointment)
    found = []
    for unit in Unit.objects.filter(pk__in=unit_ids):
        missing, returned = [], []
        for period in periods:
            count = counts.coverage(unit.pk, period.pk)
            if count.returned:
                returned.append(period)
            elif count.missing:
                days = due[period.pk, unit.pk].working_days
                missing.append((period, max(-days, 0)))
        if missing or returned:
            people = tuple(officers.get(unit.pk, ()))
            found.append(Owed(unit, people, tuple(missing), tuple(returned)))
    return found


def _answers(counts: Coverage, to: str) -> bool:
    match to:
        case "missing":
            return counts.missing > counts.returned
        case "returned":
            return counts.returned > 0
        case "late":
            return counts.late > 0
        case _:
            return counts.received > 0


def _local(moment: datetime) -> datetime:
    """Naive local time, as the rules of deadlines count."""
    return timezone.make_naive(moment)
