"""When is each unit's report of a period due, and when the committee's own delivery?"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.utils import timezone

from giaoban.models import CalendarDay, Extension, Period, Regime
from giaoban.models import DeadlineRule as StoredRule
from giaoban.queries.country import country
from giaoban.queries.reporting.periods import expected_units_of, period_span
from giaoban.queries.row_reading import read_rows
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting import deadlines as rules
from giaoban.rules.reporting.deadlines import DeadlineRule, Roll, rule_for_level
from giaoban.rules.reporting.periods import PeriodSpan
from giaoban.rules.reporting.regime_facts import DEFAULT_DEADLINE
from giaoban.rules.reporting.working_days import WorkingCalendar, public_calendar
from giaoban.rules.units.tree import DatedTree


def working_calendar(years: Iterable[int]) -> WorkingCalendar:
    """The working days of these years, with the days that were set by hand; one query."""
    wanted = set(years)
    days = [date(min(wanted), 1, 1), date(max(wanted), 12, 31)]
    rows = read_rows(
        (("d", CalendarDay),), "FROM giaoban_calendarday d WHERE d.day BETWEEN %s AND %s", days
    )
    overrides = ((day.day, day.is_working) for (day,) in rows if day.day.year in wanted)
    here = country()
    return public_calendar(wanted, overrides, here.holidays, here.weekend)


def calendar_around(span: PeriodSpan) -> WorkingCalendar:
    """The working days in which a deadline of the period can lie."""
    return working_calendar((span.ends_on.year - 1, span.ends_on.year, span.ends_on.year + 1))


def deadline_rules(regime: Regime) -> list[DeadlineRule]:
    """The rules for units' reports; the default rule where the regime sets none for any level."""
    found = [stored_rule(row) for row in _stored_rules(regime) if not row.for_delivery]
    if not any(rule.level is None for rule in found):
        found.append(DEFAULT_DEADLINE)
    return found


def delivery_rule(regime: Regime) -> DeadlineRule | None:
    """The rule for the committee's own delivery of the consolidated report."""
    return next((stored_rule(row) for row in _stored_rules(regime) if row.for_delivery), None)


def usual_rule(regime: Regime, on: date) -> DeadlineRule:
    """The rule that holds for most of the units that report on a day: for lists of periods."""
    found = deadline_rules(regime)
    if len(found) == 1:
        return found[0]
    tree = load_dated_tree()
    present = tree.at(on)
    levels = Counter(present.level_of(unit_id) for unit_id in expected_units_of(regime, on, tree))
    level = levels.most_common(1)[0][0] if levels else 0
    return rule_for_level(found, level) or DEFAULT_DEADLINE


def deadlines_of(
    period: Period, unit_ids: Collection[int], tree: DatedTree | None = None
) -> dict[int, datetime]:
    """The moment at which each unit's report is due, extensions included.

    The rule is that of the unit's level on the period's last day; of the extensions for the unit
    and for the areas it lies in, the latest counts and never takes time away. Five queries at most,
    however many units; the tree is loaded only where a level or an extension needs it.
    """
    span = period_span(period)
    if period.due_at is not None:
        found = [DEFAULT_DEADLINE]  # an incident's hour holds for every level
        by_rule = {DEFAULT_DEADLINE: period.due_at}
    else:
        found = deadline_rules(period.regime)
        calendar = calendar_around(span)
        by_rule = {rule: _aware(rules.deadline(rule, span, calendar)) for rule in found}
    extensions = _stored_extensions(period)
    if len(found) == 1 and not extensions:
        return dict.fromkeys(unit_ids, by_rule[found[0]])
    present = (tree or load_dated_tree()).for_totals(period.ends_on)
    extended = [rules.Extension(row.unit_id, row.due_at) for row in extensions]
    due: dict[int, datetime] = {}
    for unit_id in unit_ids:
        if unit_id not in present:
            due[unit_id] = by_rule[rule_for_level(found, 0) or DEFAULT_DEADLINE]
            continue
        rule = rule_for_level(found, present.level_of(unit_id)) or DEFAULT_DEADLINE
        reaching = rules.extensions_reaching(unit_id, extended, present)
        due[unit_id] = rules.effective_deadline(by_rule[rule], reaching)
    return due


def delivery_deadline(period: Period) -> datetime | None:
    """When the committee itself delivers its report of the period; None where no rule is set."""
    rule = delivery_rule(period.regime)
    if rule is None:
        return None
    span = period_span(period)
    return _aware(rules.deadline(rule, span, calendar_around(span)))


def _stored_rules(regime: Regime) -> list[StoredRule]:
    rest = "FROM giaoban_deadlinerule d WHERE d.regime_id = %s ORDER BY d.for_delivery, d.level"
    return [row for (row,) in read_rows((("d", StoredRule),), rest, [regime.pk])]


def _stored_extensions(period: Period) -> list[Extension]:
    rest = "FROM giaoban_extension e WHERE e.period_id = %s"
    return [row for (row,) in read_rows((("e", Extension),), rest, [period.pk])]


def stored_rule(row: StoredRule) -> DeadlineRule:
    return DeadlineRule(
        level=row.level,
        working_days=row.working_days,
        day=row.day,
        month_offset=row.month_offset,
        at=row.at,
        roll=Roll(row.roll),
    )


def _aware(moment: datetime) -> datetime:
    return timezone.make_aware(moment)
