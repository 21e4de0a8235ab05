"""When is a report due, and is it late?

All moments are naive local time; the caller turns a stored moment into local time first.
"""

import calendar as months
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from giaoban.rules.problems import Problem, Severity
from giaoban.rules.reporting.period_years import told_period
from giaoban.rules.reporting.periods import PeriodSpan
from giaoban.rules.reporting.working_days import WorkingCalendar

LARGEST_OFFSET = 12


class Roll(StrEnum):
    """Where a deadline goes that falls on a day off.

    No text was found that says which (docs: open), so a regime sets it.
    """

    FORWARD = "forward"
    BACKWARD = "backward"


class Timeliness(StrEnum):
    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """Either `working_days` after cut-off, or the fixed `day` of the period's last month.

    `level` is that of the units it holds for, 1 being the root; None: every level without a rule
    of its own. `month_offset` moves a fixed day to a later month.
    """

    level: int | None = None
    working_days: int | None = None
    day: int | None = None
    month_offset: int = 0
    at: time = time(17, 0)
    roll: Roll = Roll.FORWARD


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for one unit and everything under it."""

    unit_id: int
    due_at: datetime


class Ancestry(Protocol):
    """What is asked of a tree here; rules.units.tree.Tree answers it."""

    def ancestors_of(self, unit_id: int) -> Sequence[int]: ...


def deadline(rule: DeadlineRule, span: PeriodSpan, calendar: WorkingCalendar) -> datetime:
    """When a period is due.

    Working days are counted after the cut-off; a fixed day is taken in the month of the cut-off
    (NĐ 09/2019/NĐ-CP art. 13: the 25th of the period's last month), clipped to the month's length.
    On a day off it rolls as the rule says. Raises ValueError where the rule names not exactly one
    of the two (see deadline_problems).
    """
    if (rule.working_days is None) == (rule.day is None):
        raise ValueError("a deadline is either working days or a fixed day")
    if rule.working_days is not None:
        due_on = calendar.add_working_days(span.ends_on, rule.working_days)
    else:
        assert rule.day is not None
        due_on = _fixed_day(span.ends_on, rule.month_offset, rule.day)
    if rule.roll is Roll.FORWARD:
        due_on = calendar.roll_forward(due_on)
    else:
        due_on = calendar.roll_backward(due_on)
    return datetime.combine(due_on, rule.at)


def rule_for_level(rules: Iterable[DeadlineRule], level: int) -> DeadlineRule | None:
    """The rule of this level, else the one for every level; None: no deadline is set."""
    by_level = {rule.level: rule for rule in rules}
    return by_level.get(level, by_level.get(None))


def deadline_problems(
    rules: Sequence[DeadlineRule], spans: Iterable[PeriodSpan], calendar: WorkingCalendar
) -> list[Problem]:
    """What is wrong with a regime's deadlines, tried on `spans` (say, the periods of a year).

    Errors: `deadline_needs_one_way`, `deadline_day_out_of_range`,
    `deadline_working_days_negative`, `deadline_offset_out_of_range` (longest),
    `deadline_level_out_of_range`, `deadline_level_twice`. Warnings, once for a rule, with the
    first period that shows it: `deadline_too_soon` (level, period, due_at, cut_off), as NĐ
    09/2019/NĐ-CP art. 8(5)(b) asks for at least one working day after the cut-off; and
    `deadline_after_higher_level` (level, higher, period), as each level has a deadline so that
    the next can aggregate. Spans are tried only where there is no error.
    """
    problems = [problem for rule in rules for problem in _rule_problems(rule)]
    levels = [rule.level for rule in rules]
    for level in dict.fromkeys(levels):
        if levels.count(level) > 1:
            problems.append(Problem("deadline_level_twice", {"level": level}))
    return problems or _warnings(rules, list(spans), calendar)


def extensions_reaching(
    unit_id: int, extensions: Iterable[Extension], tree: Ancestry
) -> list[datetime]:
    """The extended moments that hold for a unit: its own, and those of the areas it lies in."""
    holders = {unit_id, *tree.ancestors_of(unit_id)}
    return [extension.due_at for extension in extensions if extension.unit_id in holders]


def effective_deadline(due_at: datetime, extensions: Iterable[datetime]) -> datetime:
    """The latest of them: an extension gives time and never takes any."""
    return max((due_at, *extensions))


def is_late(due_at: datetime, at: datetime) -> bool:
    """At the deadline itself a report is on time, the moment after it is late."""
    return at > due_at


def timeliness(due_at: datetime | None, submitted_at: datetime | None, now: datetime) -> Timeliness:
    """How a report stands. Without a deadline nothing is late or missing."""
    if submitted_at is not None:
        if due_at is not None and is_late(due_at, submitted_at):
            return Timeliness.LATE
        return Timeliness.ON_TIME
    if due_at is not None and is_late(due_at, now):
        return Timeliness.MISSING
    return Timeliness.NOT_DUE


def working_days_late(due_at: datetime, now: datetime, calendar: WorkingCalendar) -> int:
    """Working days after the day of the deadline, today included; 0 on that day or before it."""
    return max(0, calendar.working_days_between(due_at.date(), now.date()))


def working_days_left(due_at: datetime, now: datetime, calendar: WorkingCalendar) -> int:
    """Working days after today up to the day of the deadline; 0 on that day or after it."""
    return max(0, calendar.working_days_between(now.date(), due_at.date()))


def _fixed_day(cut_off: date, month_offset: int, day: int) -> date:
    month_index = cut_off.year * 12 + cut_off.month - 1 + month_offset
    year, month = month_index // 12, month_index % 12 + 1
    return date(year, month, min(day, months.monthrange(year, month)[1]))


def _rule_problems(rule: DeadlineRule) -> list[Problem]:
    params: dict[str, object] = {"level": rule.level}
    problems = []
    if (rule.working_days is None) == (rule.day is None):
        problems.append(Problem("deadline_needs_one_way", params))
    if rule.working_days is not None and rule.working_days < 0:
        problems.append(Problem("deadline_working_days_negative", params))
    if rule.day is not None and not 1 <= rule.day <= 31:
        problems.append(Problem("deadline_day_out_of_range", params))
    if not 0 <= rule.month_offset <= LARGEST_OFFSET:
        problems.append(
            Problem("deadline_offset_out_of_range", {**params, "longest": LARGEST_OFFSET})
        )
    if rule.level is not None and rule.level < 1:
        problems.append(Problem("deadline_level_out_of_range", params))
    return problems


def _warnings(
    rules: Sequence[DeadlineRule], spans: Sequence[PeriodSpan], calendar: WorkingCalendar
) -> list[Problem]:
    found: dict[tuple[str, int | None, int | None], Problem] = {}
    ranked = sorted(
        (rule for rule in rules if rule.level is not None), key=lambda rule: rule.level or 0
    )
    for span in spans:
        for rule in rules:
            due_at = deadline(rule, span, calendar)
            if calendar.working_days_between(span.ends_on, due_at.date()) < 1:
                params = {
                    "level": rule.level,
                    **told_period(span),
                    "due_at": due_at,
                    "cut_off": span.ends_on,
                }
                problem = Problem("deadline_too_soon", params, Severity.WARNING)
                found.setdefault(("too_soon", rule.level, None), problem)
        for higher, rule in pairwise(ranked):
            if deadline(rule, span, calendar) > deadline(higher, span, calendar):
                params = {"level": rule.level, "higher": higher.level} | told_period(span)
                problem = Problem("deadline_after_higher_level", params, Severity.WARNING)
                found.setdefault(("after", rule.level, higher.level), problem)
    return list(found.values())
