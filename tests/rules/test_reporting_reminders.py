"""Who is reminded when: before and after a deadline, on working days, the newest step alone."""

from datetime import date, datetime, time, timedelta

import pytest

from giaoban.rules.reporting.reminders import (
    Audience,
    OwedFacts,
    ReminderRule,
    Telling,
    hourly_tellings,
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
    owed = OwedFacts(unit_id=1, thing_id=2, level=level, due_at=datetime.combine(DUE, time(17)))
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
    owed = OwedFacts(1, 2, 3, due_at=datetime.fromisoformat("2026-12-20T17:00"))
    found = tellings([owed], [ReminderRule(0, UNIT)], date(2026, 12, 18), CALENDAR)
    assert found == [Telling(1, 2, UNIT, "+0", datetime.fromisoformat("2026-12-18"))]


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


SUNDAY = datetime.fromisoformat("2026-12-20T17:00")
BY_THE_HOUR = (
    ReminderRule(None, UNIT, hours=-6),
    ReminderRule(None, UNIT, hours=0),
    ReminderRule(None, UNIT, hours=2),
    ReminderRule(None, PARENT, hours=2),
    ReminderRule(1, SECRETARIAT),  # a step by days is none of the hour
)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (-7, []),
        (-6, ["unit -6h"]),
        (-0.5, ["unit -6h"]),  # still true, should the worker have been away
        (0, ["unit +0h"]),
        (1.9, ["unit +0h"]),
        (2, ["unit +2h", "parent +2h"]),
        (7, ["unit +2h", "parent +2h"]),  # midnight of a Sunday
        (14, ["unit +2h", "parent +2h"]),
        (14.1, []),  # older than half a day: the next report is what matters
    ],
)
def test_an_incidents_reports_are_reminded_of_by_the_hour_on_every_day(
    hours: float, expected: list[str]
) -> None:
    owed = OwedFacts(1, 2, 3, due_at=SUNDAY)
    found = hourly_tellings([owed], BY_THE_HOUR, SUNDAY + timedelta(hours=hours))
    assert [f"{one.to} {one.step}" for one in found] == expected
    assert tellings([owed], BY_THE_HOUR, date(2026, 12, 20), CALENDAR) == []


def test_what_was_to_be_said_before_the_hour_is_not_said_after_it() -> None:
    owed = OwedFacts(1, 2, 3, due_at=SUNDAY)
    before = [ReminderRule(None, UNIT, hours=-3)]
    assert hourly_tellings([owed], before, SUNDAY + timedelta(minutes=1)) == []


def test_who_heard_within_the_hour_before_a_step_is_not_told_at_it() -> None:
    owed = OwedFacts(1, 2, 3, due_at=SUNDAY)
    (telling,) = hourly_tellings([owed], [ReminderRule(None, UNIT, hours=-3)], SUNDAY)
    assert telling.unless_since == datetime.fromisoformat("2026-12-20T13:00")


def test_a_level_with_reminders_of_its_own_by_the_hour_has_no_others() -> None:
    owed = OwedFacts(1, 2, 3, due_at=SUNDAY)
    rules = [ReminderRule(None, UNIT, hours=-3), ReminderRule(None, PARENT, 3, hours=-1)]
    assert [one.to for one in hourly_tellings([owed], rules, SUNDAY)] == [PARENT]
