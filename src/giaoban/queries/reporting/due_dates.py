"""When is each of many reports due, over several regimes and periods at once?

As `deadlines_of`, with a number of queries that grows neither with periods nor with units.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from giaoban.models import DeadlineRule as StoredRule
from giaoban.models import Extension, Period
from giaoban.queries.reporting.deadlines import stored_rule, working_calendar
from giaoban.queries.reporting.periods import period_span
from giaoban.rules.reporting import deadlines as rules
from giaoban.rules.reporting.deadlines import DeadlineRule, rule_for_level
from giaoban.rules.reporting.regime_facts import DEFAULT_DEADLINE
from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.rules.units.tree import DatedTree, Tree


@dataclass(frozen=True)
class Due:
    """`working_days` is what is left (0: today) or, below 0, what has passed since."""

    at: datetime
    working_days: int
    is_overdue: bool


def due_dates(
    asked: Iterable[tuple[Period, int]], tree: DatedTree, now: datetime
) -> dict[tuple[int, int], Due]:
    """By (period id, unit id); three queries."""
    pairs = list(asked)
    periods = {period.pk: period for period, _ in pairs}
    if not periods:
        return {}
    found_rules = _rules({period.regime_id for period in periods.values()})
    years = [period.ends_on.year for period in periods.values()] + [now.year]
    calendar = working_calendar(range(min(years) - 1, max(years) + 2))
    extensions: dict[int, list[rules.Extension]] = {}
    rows = Extension.objects.filter(period__in=list(periods))
    for period_id, unit_id, due_at in rows.values_list("period_id", "unit_id", "due_at"):
        extensions.setdefault(period_id, []).append(rules.Extension(unit_id, due_at))
    trees: dict[date, Tree] = {}
    # Most units share a rule and so a moment, which is worked out once.
    moments: dict[tuple[int, DeadlineRule], datetime] = {}
    counts: dict[datetime, Due] = {}
    found: dict[tuple[int, int], Due] = {}
    for period, unit_id in pairs:
        present: Tree | dict[int, int] = {}
        level = 0
        # The tree of a day is only put together where a level or an area matters.
        if len(found_rules[period.regime_id]) > 1 or period.pk in extensions:
            if period.ends_on not in trees:
                trees[period.ends_on] = tree.for_totals(period.ends_on)
            present = trees[period.ends_on]
            level = trees[period.ends_on].level_of(unit_id) if unit_id in present else 0
        rule = rule_for_level(found_rules[period.regime_id], level) or DEFAULT_DEADLINE
        due_at = period.due_at or moments.get((period.pk, rule))
        if due_at is None:
            due_at = timezone.make_aware(rules.deadline(rule, period_span(period), calendar))
            moments[period.pk, rule] = due_at
        if unit_id in present and period.pk in extensions:
            reaching = rules.extensions_reaching(
                unit_id, extensions[period.pk], trees[period.ends_on]
            )
            due_at = rules.effective_deadline(due_at, reaching)
        if due_at not in counts:
            counts[due_at] = counted(due_at, now, calendar)
        found[period.pk, unit_id] = counts[due_at]
    return found


def counted(due_at: datetime, now: datetime, calendar: WorkingCalendar) -> Due:
    """The moment with its working days, counted in local time."""
    local_due, local_now = timezone.make_naive(due_at), timezone.make_naive(now)
    left = rules.working_days_left(local_due, local_now, calendar)
    late = rules.working_days_late(local_due, local_now, calendar)
    return Due(due_at, left or -late, now > due_at)


def _rules(regime_ids: Iterable[int]) -> dict[int, list[DeadlineRule]]:
    wanted = list(regime_ids)
    found: dict[int, list[DeadlineRule]] = {regime_id: [] for regime_id in wanted}
    for row in StoredRule.objects.filter(regime__in=wanted, for_delivery=False):
        found[row.regime_id].append(stored_rule(row))
    for regime_rules in found.values():
        if not any(rule.level is None for rule in regime_rules):
            regime_rules.append(DEFAULT_DEADLINE)
    return found
