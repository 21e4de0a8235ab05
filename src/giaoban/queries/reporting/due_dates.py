"""When is each of many reports due, over several regimes and periods at once?

As `deadlines_of`, with a number of queries that grows neither with periods nor with units.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from giaoban.models import DeadlineRule as StoredRule
from giaoban.models import Extension, Period
from giaoban.queries.reporting.deadlines import stored_rule, working_calendar
from giaoban.queries.reporting.periods import period_span
from giaoban.queries.row_reading import holes, read_rows
from giaoban.rules.reporting import deadlines as rules
from giaoban.rules.reporting.deadlines import DeadlineRule, rule_for_level
from giaoban.rules.reporting.regime_facts import DEFAULT_DEADLINE
from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.rules.units.tree import DatedTree


@dataclass(frozen=True)
class Due:
    """`working_days` is what is left (0: today) or, below 0, what has passed since."""

    at: datetime
    working_days: int
    is_overdue: bool


class DueDates:
    """When reports of these periods are due; three queries, whatever is asked afterwards.

    `needs_tree`: the level of a unit or the areas it lies in matter for one of the periods.
    """

    def __init__(self, periods: Iterable[Period], now: datetime) -> None:
        asked = {period.pk: period for period in periods}
        self._now = now
        self._rules: dict[int, list[DeadlineRule]] = {}
        self._extensions: dict[int, list[rules.Extension]] = {}
        # Most units share a rule and so a moment, which is worked out once.
        self._moments: dict[tuple[int, DeadlineRule], datetime] = {}
        self._counts: dict[datetime, Due] = {}
        if not asked:
            return
        self._rules = _rules({period.regime_id for period in asked.values()})
        years = [period.ends_on.year for period in asked.values()] + [now.year]
        self._calendar = working_calendar(range(min(years) - 1, max(years) + 2))
        self._extensions = _extensions(list(asked))

    @property
    def needs_tree(self) -> bool:
        return bool(self._extensions) or any(len(found) > 1 for found in self._rules.values())

    def of(self, period: Period, unit_id: int, tree: DatedTree) -> Due:
        """`tree` holds the unit with everything above it; an empty one where none is needed."""
        found = self._rules[period.regime_id]
        extensions = self._extensions.get(period.pk, ())
        # The tree of a day is only put together where a level or an area matters.
        present = tree.for_totals(period.ends_on) if len(found) > 1 or extensions else None
        if present is not None and unit_id not in present:
            present = None
        rule = rule_for_level(found, present.level_of(unit_id) if present else 0)
        due_at = self._moment(period, rule or DEFAULT_DEADLINE)
        if present is not None and extensions:
            reaching = rules.extensions_reaching(unit_id, extensions, present)
            due_at = rules.effective_deadline(due_at, reaching)
        if due_at not in self._counts:
            self._counts[due_at] = counted(due_at, self._now, self._calendar)
        return self._counts[due_at]

    def _moment(self, period: Period, rule: DeadlineRule) -> datetime:
        if period.due_at is not None:
            return period.due_at
        found = self._moments.get((period.pk, rule))
        if found is None:
            found = timezone.make_aware(rules.deadline(rule, period_span(period), self._calendar))
            self._moments[period.pk, rule] = found
        return found


def due_dates(
    asked: Iterable[tuple[Period, int]], tree: DatedTree, now: datetime
) -> dict[tuple[int, int], Due]:
    """By (period id, unit id); three queries."""
    pairs = list(asked)
    dues = DueDates((period for period, _ in pairs), now)
    return {(period.pk, unit_id): dues.of(period, unit_id, tree) for period, unit_id in pairs}


def counted(due_at: datetime, now: datetime, calendar: WorkingCalendar) -> Due:
    """The moment with its working days, counted in local time."""
    local_due, local_now = timezone.make_naive(due_at), timezone.make_naive(now)
    left = rules.working_days_left(local_due, local_now, calendar)
    late = rules.working_days_late(local_due, local_now, calendar)
    return Due(due_at, left or -late, now > due_at)


def _extensions(period_ids: list[int]) -> dict[int, list[rules.Extension]]:
    found: dict[int, list[rules.Extension]] = {}
    places = holes(period_ids)
    rest = f"FROM giaoban_extension e WHERE e.period_id IN ({places})"
    for (row,) in read_rows((("e", Extension),), rest, period_ids):
        found.setdefault(row.period_id, []).append(rules.Extension(row.unit_id, row.due_at))
    return found


def _rules(regime_ids: Iterable[int]) -> dict[int, list[DeadlineRule]]:
    wanted = list(regime_ids)
    found: dict[int, list[DeadlineRule]] = {regime_id: [] for regime_id in wanted}
    places = holes(wanted)
    rest = f"FROM giaoban_deadlinerule d WHERE NOT d.for_delivery AND d.regime_id IN ({places})"
    for (row,) in read_rows((("d", StoredRule),), rest, wanted):
        found[row.regime_id].append(stored_rule(row))
    for regime_rules in found.values():
        if not any(rule.level is None for rule in regime_rules):
            regime_rules.append(DEFAULT_DEADLINE)
    return found
