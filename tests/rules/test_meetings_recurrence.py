"""Days of a series of meetings, and where one goes that falls on a day off."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Event

from giaoban.rules.meetings.recurrence import (
    LONGEST_RULE,
    Occurrence,
    OnDayOff,
    next_occurrences,
    occurrences,
    rule_problems,
)
from giaoban.rules.reporting.working_days import WorkingCalendar, public_calendar

PLAIN = WorkingCalendar()
JANUARY = date(2026, 1, 1)


def days(rule, first_on=JANUARY, until=date(2026, 12, 31), calendar=PLAIN, move=OnDayOff.STAY):
    found = occurrences(rule, first_on, first_on, until, calendar=calendar, on_day_off=move)
    return [each.on.isoformat() for each in found]


@pytest.mark.parametrize(
    "rule, expected",
    [
        ("FREQ=MONTHLY;BYMONTHDAY=25;BYMONTH=3,6,9,12", ["03-25", "06-25", "09-25", "12-25"]),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR", ["01-30", "04-24", "07-31", "10-30"]),
        ("FREQ=MONTHLY;BYDAY=1MO;COUNT=3", ["01-05", "02-02", "03-02"]),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260120", ["01-05", "01-12", "01-19"]),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260119T235959Z", ["01-05", "01-12", "01-19"]),
        ("RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", ["12-31"]),
        ("freq=monthly;bymonthday=31;count=3", ["01-31", "03-31", "05-31"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["01-30", "02-27"]),
        ("rrule:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-31", ["03-01"]),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=31", ["01-31", "07-31", "10-31"]),
    ],
)
def test_a_rule_gives_its_days(rule, expected):
    assert days(rule) == [f"2026-{day}" for day in expected]


@pytest.mark.parametrize(
    "rule, code",
    [
        ("", "rule_missing"),
        ("RRULE:", "rule_missing"),
        ("FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["1"] * LONGEST_RULE), "rule_too_long"),
        ("FREQ=HOURLY", "rule_frequency_unknown"),
        ("INTERVAL=2", "rule_frequency_unknown"),
        ("FREQ=DAILY;BYHOUR=8", "rule_part_unknown"),
        ("FREQ=YEARLY;BYEASTER=0", "rule_part_unknown"),
        ("FREQ=MONTHLY;BYDAY=XX", "rule_unreadable"),
        ("FREQ=MONTHLY;INTERVAL=often", "rule_unreadable"),
        ("FREQ=MONTHLY;INTERVAL=0", "rule_unreadable"),
        ("FREQ=MONTHLY;COUNT=2;UNTIL=20260301", "rule_unreadable"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "rule_never_falls"),
        ("FREQ=DAILY;UNTIL=20200101", "rule_never_falls"),
        ("FREQ=WEEKLY;BYDAY=MO\nDTSTART:20000101T000000", "rule_unreadable"),
        ("FREQ=WEEKLY;UNTIL=2027", "rule_unreadable"),  # dateutil reads today's day of that year
        ("FREQ=MONTHLY;BYMONTHDAY=0", "rule_unreadable"),  # dateutil reads every day
        ("FREQ=WEEKLY;BYDAY=MO;BYDAY=TU", "rule_unreadable"),
        ("FREQ=MONTHLY;BYSETPOS=0;BYDAY=MO", "rule_unreadable"),
        ("FREQ=YEARLY;INTERVAL=99999", "rule_unreadable"),
        ("FREQ=DAILY;COUNT=99999", "rule_unreadable"),
        ("FREQ=MONTHLY;BYDAY=0MO", "rule_unreadable"),
        # Each of these made dateutil look at every day until the year 9999.
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "rule_never_falls"),
        ("FREQ=DAILY;BYSETPOS=2", "rule_never_falls"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "rule_never_falls"),
    ],
)
def test_a_rule_that_cannot_be_followed_says_why(rule, code):
    assert [problem.code for problem in rule_problems(rule, JANUARY)] == [code]
    with pytest.raises(ValueError, match="no occurrences"):
        days(rule)


@pytest.mark.parametrize(
    "move, held",
    [
        (OnDayOff.STAY, "2026-04-30"),
        (OnDayOff.NEXT, "2026-05-04"),
        (OnDayOff.PREVIOUS, "2026-04-29"),
        (OnDayOff.SKIP, None),
    ],
)
def test_a_meeting_leaves_a_holiday_as_the_series_says(move, held):
    calendar = public_calendar([2026])
    rule = "FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=4"
    assert days(rule, calendar=calendar, move=move) == ([held] if held else [])


def test_a_moved_meeting_keeps_the_day_of_its_rule():
    found = occurrences(
        "FREQ=MONTHLY;BYMONTHDAY=2;BYMONTH=9",
        JANUARY,
        JANUARY,
        date(2026, 12, 31),
        calendar=public_calendar([2026]),
        on_day_off=OnDayOff.NEXT,
    )
    assert found == [Occurrence(date(2026, 9, 2), date(2026, 9, 3))]
    assert found[0].is_moved


def test_a_day_that_is_left_out_is_left_out():
    rule = "FREQ=MONTHLY;BYMONTHDAY=25;COUNT=3"
    found = next_occurrences(
        rule,
        JANUARY,
        JANUARY,
        5,
        calendar=PLAIN,
        on_day_off=OnDayOff.STAY,
        except_on=[date(2026, 2, 25)],
    )
    assert [each.by_rule for each in found] == [date(2026, 1, 25), date(2026, 3, 25)]


def test_the_next_ones_begin_with_the_day_asked_about():
    found = next_occurrences(
        "FREQ=WEEKLY;BYDAY=MO",
        JANUARY,
        date(2026, 11, 23),
        2,
        calendar=PLAIN,
        on_day_off=OnDayOff.STAY,
    )
    assert [each.on for each in found] == [date(2026, 11, 23), date(2026, 11, 30)]


@pytest.mark.parametrize(
    "first_on, rule, expected",
    [
        (date(2024, 2, 29), "FREQ=YEARLY", ["2024-02-29", "2028-02-29", "2032-02-29"]),
        (JANUARY, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", ["2026-02-28", "2027-02-28"]),
    ],
)
def test_a_leap_day_comes_every_fourth_year(first_on, rule, expected):
    assert days(rule, first_on, date(2036, 1, 1))[: len(expected)] == expected


def test_a_meeting_that_a_holiday_moved_to_today_is_still_to_come():
    # Monday 16 February 2026 is the first day of Tết; work begins again on Monday 23 February.
    found = next_occurrences(
        "FREQ=WEEKLY;BYDAY=TU",
        JANUARY,
        date(2026, 2, 23),
        2,
        calendar=public_calendar([2026]),
        on_day_off=OnDayOff.NEXT,
    )
    assert found == [
        Occurrence(date(2026, 2, 17), date(2026, 2, 23)),
        Occurrence(date(2026, 2, 24), date(2026, 2, 24)),
    ]


@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 6),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(1, 12),
)
def test_what_icalendar_writes_is_read_as_the_same_days(frequency, interval, first_on, count):
    rule = f"FREQ={frequency};INTERVAL={interval};COUNT={count}"
    event = Event()
    event.add("rrule", {"freq": frequency, "interval": interval, "count": count})
    written = event["rrule"].to_ical().decode()
    far = date(2200, 1, 1)
    assert days(written, first_on, far) == days(rule, first_on, far)
    assert len(days(rule, first_on, far)) == count


@given(st.dates(date(2024, 1, 1), date(2027, 12, 1)), st.sampled_from(OnDayOff))
def test_no_meeting_that_moves_is_held_on_a_day_off(first_on, move):
    calendar = public_calendar(range(2024, 2031))
    found = next_occurrences(
        "FREQ=MONTHLY;BYMONTHDAY=1,15,30",
        first_on,
        first_on,
        12,
        calendar=calendar,
        on_day_off=move,
    )
    by_rule = [each.by_rule for each in found]
    assert by_rule == sorted(set(by_rule))
    if move is not OnDayOff.STAY:
        assert all(calendar.is_working_day(each.on) for each in found)
    assert all(abs((each.on - each.by_rule).days) <= 16 for each in found)
