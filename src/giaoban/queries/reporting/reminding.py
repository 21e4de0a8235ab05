"""Which reports are owed, and who reads of them: officers, contacts, those above?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from giaoban.models import Appointment, Period, Person, Regime, Submission, Unit, UnitContact
from giaoban.queries.people.directory import in_force
from giaoban.queries.reporting.contacts import contacts_of
from giaoban.queries.reporting.due_dates import Due, due_dates
from giaoban.queries.reporting.incident_areas import areas_of
from giaoban.queries.reporting.periods import expected_units
from giaoban.queries.reporting.regimes import regimes_around
from giaoban.queries.units.lineage import subtree_ids
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.people.permissions import Role
from giaoban.rules.units.tree import DatedTree

OLDEST = timedelta(days=200)
"""Cut-offs further back are nobody's reminder any more; an extension may lie months after one."""


@dataclass(frozen=True)
class OwedReport:
    """A report that no totals count yet. `level` is that of the unit in the period's tree."""

    unit: Unit
    period: Period
    level: int
    due: Due

    @property
    def due_on(self) -> date:
        return timezone.make_naive(self.due.at).date()


@dataclass
class Readers:
    """Who can be written to about units, by unit id; of regimes, by the id of the asking unit."""

    officers: dict[int, list[Person]] = field(default_factory=dict)
    contacts: dict[int, UnitContact] = field(default_factory=dict)
    secretariat: dict[int, list[Person]] = field(default_factory=dict)
    above: dict[int, tuple[int, ...]] = field(default_factory=dict)  # today, the nearest first


def owed_reports(regimes: Iterable[Regime], now: datetime) -> list[OwedReport]:
    """What units owe to these regimes in periods that have begun and are not locked."""
    today = timezone.make_naive(now).date()
    tree = load_dated_tree()
    pairs: list[tuple[Period, int]] = []
    for regime in regimes:
        periods = Period.objects.filter(
            regime=regime,
            is_reported=True,
            locked_at=None,
            starts_on__lte=today,
            ends_on__gte=today - OLDEST,
        )
        for period in periods:
            period.regime = regime
            pairs += [(period, unit_id) for unit_id in sorted(unsent_units(period, tree))]
    return owed_of(pairs, tree, now)


def overdue_under(unit: Unit, now: datetime) -> list[tuple[Period, int]]:
    """What the units at or under this one owe past their deadlines, to every regime around it.

    Of an incident the newest of its reports alone: what came before it is not asked for any more,
    also where that is not due yet or was sent.
    """
    today = timezone.make_naive(now).date()
    reach = subtree_ids([unit.pk], today)
    overdue = [
        report
        for report in owed_reports(regimes_around([unit.pk], today), now)
        if report.unit.pk in reach and report.due.is_overdue
    ]
    newest = _newest_reports(
        {incident for report in overdue if (incident := report.period.incident_id) is not None}
    )
    return [
        (report.period, report.unit.pk)
        for report in overdue
        if newest.get((report.period.incident_id, report.unit.pk), report.period.pk)
        == report.period.pk
    ]


def _newest_reports(incident_ids: Collection[int]) -> dict[tuple[int | None, int], int]:
    """By incident and unit: the period of the newest report that the unit was asked for."""
    if not incident_ids:
        return {}
    rounds = Period.objects.filter(incident__in=incident_ids, is_reported=True)
    asked = list(rounds.select_related("regime").order_by("due_at"))
    tree, areas = load_dated_tree(), areas_of(asked)
    return {
        (period.incident_id, unit_id): period.pk
        for period in asked
        for unit_id in expected_units(period, tree, areas)
    }


def owed_of(pairs: list[tuple[Period, int]], tree: DatedTree, now: datetime) -> list[OwedReport]:
    """These reports with their units and deadlines."""
    due = due_dates(pairs, tree, now)
    units = Unit.objects.in_bulk({unit_id for _, unit_id in pairs})
    found = []
    for period, unit_id in pairs:
        present = tree.for_totals(period.ends_on)
        level = present.level_of(unit_id) if unit_id in present else 0
        found.append(OwedReport(units[unit_id], period, level, due[period.pk, unit_id]))
    return found


def readers(unit_ids: Collection[int], regimes: Iterable[Regime], on: date) -> Readers:
    """Five queries, however many units."""
    present = load_dated_tree().at(on)
    above = {unit_id: present.ancestors_of(unit_id) for unit_id in unit_ids if unit_id in present}
    wanted = {*unit_ids, *(one for ancestors in above.values() for one in ancestors)}
    asking = {regime.unit_id for regime in regimes}
    found = Readers(contacts=contacts_of(unit_ids), above=above)
    held = Appointment.objects.filter(in_force(on), person__is_active=True)
    for role, unit_wanted, into in (
        (Role.UNIT_OFFICER, wanted, found.officers),
        (Role.SECRETARIAT, asking, found.secretariat),
    ):
        rows = held.filter(role=role, unit__in=list(unit_wanted)).select_related("person")
        for appointment in rows:
            into.setdefault(appointment.unit_id, []).append(appointment.person)
    return found


def unsent_units(period: Period, tree: DatedTree) -> set[int]:
    """Expected, and no version counts: not begun, a draft, or returned."""
    counted = Submission.objects.filter(period=period, counted__isnull=False)
    return expected_units(period, tree) - set(counted.values_list("unit_id", flat=True))
