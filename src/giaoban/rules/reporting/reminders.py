"""Who is reminded of which report on a day? Decided from plain facts, told by the action.

Nothing is said on a day off: days are working days, counted from the deadline.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from giaoban.rules.problems import Problem
from giaoban.rules.reporting.working_days import WorkingCalendar

LONGEST = 60
"""Working days before or after a deadline."""

STALE_AFTER = 3
"""A step that is older, in working days, is not said any more: a worker that was away, or a
schedule that was set today, must not bring up the reports of last year."""


class Audience(StrEnum):
    UNIT = "unit"  # its officers, or its contact
    PARENT = "parent"  # the officers of the unit above
    SECRETARIAT = "secretariat"


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """`working_days` after the deadline; negative: before it; 0: on its day.

    For units of one level, 1 being the root; None: for every level without rules of its own.
    """

    working_days: int
    to: Audience
    level: int | None = None


@dataclass(frozen=True, slots=True)
class OwedFacts:
    """A report that is not sent; `due_on` with extensions."""

    unit_id: int
    period_id: int
    level: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody is to hear of a report; `step` names the occasion, which comes once."""

    unit_id: int
    period_id: int
    to: Audience
    step: str


def in_order(rules: Iterable[ReminderRule]) -> tuple[ReminderRule, ...]:
    """As they are listed everywhere: for any level first, then by level, day and reader."""
    audiences = list(Audience)
    return tuple(
        sorted(
            rules,
            key=lambda rule: (rule.level or 0, rule.working_days, audiences.index(rule.to)),
        )
    )


def tellings(
    owed: Iterable[OwedFacts],
    rules: Sequence[ReminderRule],
    today: date,
    calendar: WorkingCalendar,
) -> list[Telling]:
    """What is to be said today of the reports of one regime; whoever was told already is known to
    the caller. Of several steps that have come only the newest is said; what was to be said before
    a deadline, or on its day, is not said after it."""
    if not calendar.is_working_day(today):
        return []
    found = []
    for report in owed:
        of_level = _rules_for(rules, report.level)
        for audience in Audience:
            step = _newest_step(report, of_level, audience, today, calendar)
            if step is not None:
                found.append(Telling(report.unit_id, report.period_id, audience, f"{step:+d}"))
    return found


def reminder_day(due_on: date, working_days: int, calendar: WorkingCalendar) -> date:
    """The day of a step; that of the deadline's own day is the last working day until it."""
    if working_days == 0:
        return calendar.roll_backward(due_on)
    return calendar.add_working_days(due_on, working_days)


def reminder_problems(rules: Sequence[ReminderRule]) -> list[Problem]:
    """Codes: `reminder_days_out_of_range` (longest), `reminder_level_out_of_range`,
    `reminder_twice`."""
    problems = []
    if any(abs(rule.working_days) > LONGEST for rule in rules):
        problems.append(Problem("reminder_days_out_of_range", {"longest": LONGEST}))
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
        rule.working_days: reminder_day(report.due_on, rule.working_days, calendar)
        for rule in rules
        if rule.to is audience
    }
    come = [working_days for working_days, day in days.items() if day <= today]
    if not come:
        return None
    newest = max(come)
    if newest <= 0 and today > report.due_on:
        return None
    age = calendar.working_days_between(days[newest], today)
    return newest if age <= STALE_AFTER else None
