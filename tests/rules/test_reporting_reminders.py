"""Who is reminded when: before and after a deadline, on working days, the newest step alone."""

from datetime import date

import pytest

from giaoban.rules.reporting.reminders import (
    Audience,
    OwedFacts,
    ReminderRule,
    Telling,
    reminder_problems,
    tellings,
)
from giaoban.rules.reporting.working_days import WorkingCalendar

CALENDAR = WorkingCalendar(holidays=frozenset({date(2026, 12, 15)}))  # a Tuesday
DUE = date(2026, 12, 16)  # a Wednesday
UNIT, PARENT, SECRETARIAT = Audience.UNIT, Audience.PARENT, Audience.SECRETARIAT
RULES = (
    ReminderRule(-3, UNIT),
    ReminderRule(0, UNIT),
    ReminderRule(1, UNIT),
    ReminderRule(1, PARENT),
    ReminderRule(3, SECRETARIAT),
)


def said(day: date, rules: tuple[ReminderRule, ...] = RULES, level: int = 3) -> list[str]:
    owed = OwedFacts(unit_id=1, period_id=2, level=level, due_on=DUE)
    return [f"{one.to} {one.step}" for one in tellings([owed], rules, day, CALENDAR)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 9), []),
        (date(2026, 12, 10), ["unit -3"]),  # the holiday and the weekend are not counted
        (date(2026, 12, 11), ["unit -3"]),  # again found, should the worker have been away
        (date(2026, 12, 12), []),  # Saturday
        (date(2026, 12, 15), []),  # holiday
        (date(2026, 12, 16), ["unit +0"]),
        (date(2026, 12, 17), ["unit +1", "parent +1"]),
        (date(2026, 12, 18), ["unit +1", "parent +1"]),
        (date(2026, 12, 19), []),
        (date(2026, 12, 21), ["unit +1", "parent +1", "secretariat +3"]),
        (date(2026, 12, 22), ["unit +1", "parent +1", "secretariat +3"]),
        (date(2026, 12, 23), ["secretariat +3"]),  # the first steps are older than three days
        (date(2026, 12, 25), []),
        (date(2027, 3, 1), []),  # last year's reports are not brought up
    ],
)
def test_each_reader_hears_of_the_newest_step_that_has_come(day: date, expected: list[str]) -> None:
    assert said(day) == expected


def test_what_was_to_be_said_before_the_deadline_is_not_said_after_it() -> None:
    before = (ReminderRule(-1, UNIT), ReminderRule(0, UNIT))
    assert said(date(2026, 12, 16), before) == ["unit +0"]
    assert said(date(2026, 12, 17), before) == []


def test_the_rules_of_a_level_stand_in_place_of_those_for_any_level() -> None:
    rules = (*RULES, ReminderRule(-5, UNIT, level=2))
    assert said(date(2026, 12, 10), rules, level=2) == ["unit -5"]
    assert said(date(2026, 12, 17), rules, level=2) == []
    assert said(date(2026, 12, 17), rules, level=3) == ["unit +1", "parent +1"]


def test_a_deadline_extended_to_a_sunday_is_said_on_the_friday_before() -> None:
    owed = OwedFacts(1, 2, 3, due_on=date(2026, 12, 20))
    found = tellings([owed], [ReminderRule(0, UNIT)], date(2026, 12, 18), CALENDAR)
    assert found == [Telling(1, 2, UNIT, "+0")]


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        (RULES, []),
        ((ReminderRule(61, UNIT),), ["reminder_days_out_of_range"]),
        ((ReminderRule(-61, UNIT),), ["reminder_days_out_of_range"]),
        ((ReminderRule(1, UNIT, level=0),), ["reminder_level_out_of_range"]),
        ((ReminderRule(1, UNIT), ReminderRule(1, UNIT)), ["reminder_twice"]),
    ],
)
def test_a_schedule_that_cannot_be_kept_is_named(
    rules: tuple[ReminderRule, ...], codes: list[str]
) -> None:
    assert [problem.code for problem in reminder_problems(rules)] == codes
