"""Days on which the committee does or does not work, against the calendar of public holidays.

A deadline may move by it; then the reports that were already sent are judged anew.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.lateness import refresh_lateness
from giaoban.models import CalendarDay, Period, Person
from giaoban.queries.reporting.deadlines import deadline_rules, working_calendar
from giaoban.queries.reporting.periods import period_span
from giaoban.rules.reporting.deadlines import DeadlineRule, deadline

_REACH = timedelta(days=400)
"""No deadline lies further from its period's cut-off (rules.reporting.deadlines.LARGEST_OFFSET)."""


@transaction.atomic
def set_calendar_day(
    *, day: date, is_working: bool, name: str, by: Person, now: datetime
) -> CalendarDay:
    """State that a day is or is not worked; stating it again replaces what was stated.

    Reports of periods whose deadline moves by it, and that are not locked, are judged anew.
    """
    concerned = _open_periods_around(day)
    due_before = _due(concerned)
    existing = CalendarDay.objects.filter(day=day).first()
    before = _facts(existing) if existing else None
    override = existing or CalendarDay(day=day)
    override.is_working, override.name = is_working, name.strip()
    override.save()
    judged = _judge_anew(concerned, due_before)
    record(
        actor=by,
        action="set_calendar_day",
        on=override,
        at=now,
        before=before,
        after=_facts(override) | judged,
    )
    return override


@transaction.atomic
def remove_calendar_day(*, override: CalendarDay, by: Person, now: datetime) -> None:
    """The day is again what the calendar of public holidays says; see set_calendar_day."""
    concerned = _open_periods_around(override.day)
    due_before = _due(concerned)
    stated, before = CalendarDay(pk=override.pk), _facts(override)
    override.delete()
    judged = _judge_anew(concerned, due_before)
    record(
        actor=by,
        action="remove_calendar_day",
        on=stated,
        at=now,
        before=before,
        after=judged or None,
    )


def _open_periods_around(day: date) -> list[Period]:
    return list(
        Period.objects.filter(
            is_reported=True,
            locked_at=None,
            ends_on__gte=day - _REACH,
            ends_on__lte=day + _REACH,
        ).select_related("regime")
    )


def _due(periods: list[Period]) -> dict[int, tuple[datetime, ...]]:
    """For each period the deadline by each rule of its regime, as the calendar now is."""
    if not periods:
        return {}
    years = range(
        min(period.ends_on.year for period in periods) - 1,
        max(period.ends_on.year for period in periods) + 2,
    )
    calendar = working_calendar(years)
    rules: dict[int, list[DeadlineRule]] = {}
    for period in periods:
        if period.regime_id not in rules:
            rules[period.regime_id] = deadline_rules(period.regime)
    return {
        period.pk: tuple(
            deadline(rule, period_span(period), calendar) for rule in rules[period.regime_id]
        )
        for period in periods
    }


def _judge_anew(
    periods: list[Period], due_before: Mapping[int, tuple[datetime, ...]]
) -> dict[str, object]:
    """How many reports became late or on time, for the event; empty where none did."""
    due_now = _due(periods)
    reports = sum(
        refresh_lateness(period=period)
        for period in periods
        if due_now[period.pk] != due_before[period.pk]
    )
    return {"reports": reports} if reports else {}


def _facts(override: CalendarDay) -> dict[str, object]:
    return {
        "day": override.day.isoformat(),
        "is_working": override.is_working,
        "name": override.name,
    }
