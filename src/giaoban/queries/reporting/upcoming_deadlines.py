"""On which days do the next deadlines of a regime fall, and why there?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.rules.reporting.deadlines import DeadlineRule, deadline
from giaoban.rules.reporting.periods import (
    Calendar,
    PeriodKind,
    PeriodSpan,
    current_key,
    keys_between,
    span,
)
from giaoban.rules.reporting.regime_facts import RegimeSettings
from giaoban.rules.reporting.working_days import WorkingCalendar

_LONG_ENOUGH = timedelta(days=5 * 366)


@dataclass(frozen=True)
class UpcomingDeadline:
    """`days_off` lie between the cut-off and the deadline and are neither counted nor due days.

    `meant_on` is the fixed day where the deadline rolled away from it, else None.
    """

    span: PeriodSpan
    due_at: datetime
    days_off: tuple[date, ...]
    meant_on: date | None


def upcoming_spans(settings: RegimeSettings, today: date, count: int = 4) -> list[PeriodSpan]:
    """The present period and the ones after it; of `once`, its one period if it has a window.

    None of an incident: its hours are known once it is open.
    """
    frequency, calendar = PeriodKind(settings.frequency), Calendar(settings.calendar)
    if frequency is PeriodKind.INCIDENT:
        return []
    if frequency is PeriodKind.ONCE:
        if settings.once_dates is None:
            return []
        return [span(settings.first_period or "once:1", calendar, settings.once_dates)]
    day = today
    key = current_key(frequency, calendar, day, settings.year_starts)
    while key is None:  # between nine months and the new year
        day += timedelta(days=7)
        key = current_key(frequency, calendar, day, settings.year_starts)
    found = []
    for following in keys_between(
        frequency, calendar, key, day + _LONG_ENOUGH, settings.year_starts
    ):
        found.append(span(following, calendar, None, settings.year_starts))
        if len(found) == count:
            break
    return found


def upcoming_deadlines(rule: DeadlineRule, spans: Sequence[PeriodSpan]) -> list[UpcomingDeadline]:
    """When each period is due by the rule; one query."""
    if not spans:
        return []
    years = range(spans[0].ends_on.year - 1, spans[-1].ends_on.year + 2)
    calendar = working_calendar(years)
    return [_explained(rule, one, calendar) for one in spans]


def _explained(rule: DeadlineRule, one: PeriodSpan, calendar: WorkingCalendar) -> UpcomingDeadline:
    due_at = deadline(rule, one, calendar)
    day, days_off = one.ends_on + timedelta(days=1), []
    while day < due_at.date():
        # Weekends are told by the weekday; what surprises are holidays on ordinary days.
        if not calendar.is_working_day(day) and day.weekday() not in calendar.weekend:
            days_off.append(day)
        day += timedelta(days=1)
    meant_on = None
    if rule.day is not None:
        every_day = WorkingCalendar(weekend=frozenset())
        meant = deadline(rule, one, every_day).date()
        meant_on = meant if meant != due_at.date() else None
    return UpcomingDeadline(one, due_at, tuple(days_off), meant_on)
