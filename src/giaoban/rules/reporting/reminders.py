"""Who is reminded of which report on a day? Decided from plain facts, told by the action.

Nothing is said on a day off: days are working days, counted from the deadline. Only the reports of
an incident are reminded of by the hour, on every day and at every hour, as they are due so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from giaoban.rules.problems import Problem
from giaoban.rules.reporting.working_days import WorkingCalendar

LONGEST = 60
"""Working days before or after a deadline."""

STALE_AFTER = 3
"""A step that is older, in working days, is not said any more: a worker that was away, or a
schedule that was set today, must not bring up the reports of last year."""

LONGEST_HOURS = 72
"""Hours before or after the deadline of an incident's report."""

STALE_AFTER_HOURS = 12
"""The same of steps by the hour: the next report of the incident is what matters then."""

QUIET = timedelta(hours=1)
"""Who heard of a report so shortly before a step by the hour came is not told again at it."""


class Audience(StrEnum):
    UNIT = "unit"  # its officers, or its contact
    PARENT = "parent"  # the officers of the unit above, or of the next that has any
    SECRETARIAT = "secretariat"


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """`working_days` after the deadline; negative: before it; 0: on its day.

    For units of one level, 1 being the root; None: for every level without rules of its own. Of an
    incident `hours` stand in place of the days, 0 being the very moment.
    """

    working_days: int | None
    to: Audience
    level: int | None = None
    hours: int | None = None

    @property
    def steps(self) -> int:
        """So many hours or working days."""
        return (self.working_days or 0) if self.hours is None else self.hours


@dataclass(frozen=True, slots=True)
class OwedFacts:
    """A report that is not sent, or a task that is not answered; `due_at` is local, as extended.

    `thing_id` names it to the caller: the period of a report, or the task.
    """

    unit_id: int
    thing_id: int
    level: int
    due_at: datetime

    @property
    def due_on(self) -> date:
        return self.due_at.date()


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody is to hear of a report or a task; `step` names the occasion, which comes once.

    Who has heard of the report since the local moment `unless_since`, on whatever occasion, is not
    told: by days one letter a day is enough.
    """

    unit_id: int
    thing_id: int
    to: Audience
    step: str
    unless_since: datetime


def in_order(rules: Iterable[ReminderRule]) -> tuple[ReminderRule, ...]:
    """As they are listed everywhere: for any level first, then by level, day and reader."""
    audiences = list(Audience)
    return tuple(
        sorted(
            rules,
            key=lambda rule: (
                rule.level or 0,
                rule.hours is not None,
                rule.steps,
                audiences.index(rule.to),
            ),
        )
    )


def tellings(
    owed: Iterable[OwedFacts],
    rules: Sequence[ReminderRule],
    today: date,
    calendar: WorkingCalendar,
) -> list[Telling]:
    """What is to be said today of the reports of one regime, or tasks of one giver, by days.

    Whoever was told already is known to the caller. Of several steps that have come only the newest
    is said; what was to be said before a deadline, or on its day, is not said after it.
    """
    if not calendar.is_working_day(today):
        return []
    found = []
    midnight = datetime.combine(today, time.min)
    for report in owed:
        of_level = _rules_for(rules, report.level)
        for audience in Audience:
            step = _newest_step(report, of_level, audience, today, calendar)
            if step is not None:
                found.append(
                    Telling(report.unit_id, report.thing_id, audience, f"{step:+d}", midnight)
                )
    return found


def hourly_tellings(
    owed: Iterable[OwedFacts], rules: Sequence[ReminderRule], now: datetime
) -> list[Telling]:
    """The same by the hour, of the reports of an incident: also at night and on days off.

    `now` is local. A step that is older than STALE_AFTER_HOURS is not said any more.
    """
    found = []
    for report in owed:
        of_level = _rules_for(rules, report.level)
        for audience in Audience:
            hours = _newest_hour(report, of_level, audience, now)
            if hours is not None:
                since = report.due_at + timedelta(hours=hours) - QUIET
                found.append(
                    Telling(report.unit_id, report.thing_id, audience, f"{hours:+d}h", since)
                )
    return found


def reminder_day(due_on: date, working_days: int, calendar: WorkingCalendar) -> date:
    """The day of a step; that of the deadline's own day is the last working day until it."""
    if working_days == 0:
        return calendar.roll_backward(due_on)
    return calendar.add_working_days(due_on, working_days)


def reminder_problems(rules: Sequence[ReminderRule]) -> list[Problem]:
    """Codes: `reminder_days_out_of_range` (longest), `reminder_hours_out_of_range` (longest),
    `reminder_level_out_of_range`, `reminder_twice`."""
    problems = []
    if any(rule.hours is None and abs(rule.steps) > LONGEST for rule in rules):
        problems.append(Problem("reminder_days_out_of_range", {"longest": LONGEST}))
    if any(rule.hours is not None and abs(rule.hours) > LONGEST_HOURS for rule in rules):
        problems.append(Problem("reminder_hours_out_of_range", {"longest": LONGEST_HOURS}))
    if any(rule.level is not None and not 1 <= rule.level <= 99 for rule in rules):
        problems.append(Problem("reminder_level_out_of_range"))
    if len(set(rules)) < len(rules):
        problems.append(Problem("reminder_twice"))
    return problems


def _rules_for(rules: Sequence[ReminderRule], level: int) -> list[ReminderRule]:
    own = [rule for rule in rules if rule.level == level]
    return own or [rule for rule in rules if rule.level is None]


def _newest_step(
    report: OwedFacts,
    rules: Iterable[ReminderRule],
    audience: Audience,
    today: date,
    calendar: WorkingCalendar,
) -> int | None:
    days = {
        rule.steps: reminder_day(report.due_on, rule.steps, calendar)
        for rule in rules
        if rule.to is audience and rule.hours is None
    }
    come = [working_days for working_days, day in days.items() if day <= today]
    if not come:
        return None
    newest = max(come)
    if newest <= 0 and today > report.due_on:
        return None
    age = calendar.working_days_between(days[newest], today)
    return newest if age <= STALE_AFTER else None


def _newest_hour(
    report: OwedFacts, rules: Iterable[ReminderRule], audience: Audience, now: datetime
) -> int | None:
    come = [
        rule.hours
        for rule in rules
        if rule.to is audience
        and rule.hours is not None
        and report.due_at + timedelta(hours=rule.hours) <= now
    ]
    if not come:
        return None
    newest = max(come)
    if newest < 0 and now > report.due_at:
        return None
    age = now - (report.due_at + timedelta(hours=newest))
    return newest if age <= timedelta(hours=STALE_AFTER_HOURS) else None
