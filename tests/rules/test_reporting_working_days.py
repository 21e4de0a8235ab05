"""Which days are worked: known Vietnamese years, overrides, and the laws of counting."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.reporting.working_days import WorkingCalendar, public_calendar

VIETNAM = public_calendar([2025, 2026])


@st.composite
def working_calendars(draw):
    near = st.dates(date(2026, 1, 1), date(2026, 3, 31))
    return WorkingCalendar(
        draw(st.frozensets(near, max_size=20)),
        draw(st.frozensets(near, max_size=5)),
        draw(st.frozensets(st.integers(0, 6), max_size=6)),
    )


days = st.dates(date(2025, 12, 1), date(2026, 4, 30))


@pytest.mark.parametrize(
    "day, is_working",
    [
        (date(2026, 11, 20), True),  # a Friday
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 1, 1), False),
        (date(2025, 1, 28), False),  # the eve of lunar Tết
        (date(2025, 1, 31), False),
        (date(2025, 2, 3), True),
        (date(2026, 2, 17), False),  # lunar Tết
        (date(2025, 4, 7), False),  # Hùng kings' day, the tenth of the third lunar month
        (date(2026, 4, 27), False),  # in lieu of a Sunday (Labour Code art. 111(3))
        (date(2025, 4, 26), True),  # a Saturday worked for Friday 2 May
        (date(2025, 5, 2), False),
        (date(2025, 9, 1), False),
        (date(2025, 9, 2), False),
        (date(2025, 9, 3), True),
    ],
)
def test_vietnam_works_on_weekdays_that_are_no_public_holiday(day, is_working):
    assert VIETNAM.is_working_day(day) == is_working


def test_an_override_wins_over_the_library():
    monday, saturday, tet = date(2026, 11, 23), date(2026, 11, 28), date(2026, 2, 17)
    calendar = public_calendar([2026], [(monday, False), (saturday, True), (tet, True)])
    assert [calendar.is_working_day(day) for day in (monday, saturday, tet)] == [False, True, True]
    swapped_back = public_calendar([2025], [(date(2025, 4, 26), False), (date(2025, 5, 2), True)])
    assert not swapped_back.is_working_day(date(2025, 4, 26))
    assert swapped_back.is_working_day(date(2025, 5, 2))


def test_only_the_years_asked_for_have_holidays():
    assert not VIETNAM.is_working_day(date(2025, 9, 2))
    assert public_calendar([2026]).is_working_day(date(2025, 9, 2))
    assert {day.year for day in VIETNAM.holidays | VIETNAM.extra_working_days} == {2025, 2026}


@pytest.mark.parametrize(
    "day, count, expected",
    [
        (date(2025, 4, 28), 0, date(2025, 4, 28)),
        (date(2025, 4, 28), 1, date(2025, 4, 29)),
        (date(2025, 4, 28), 2, date(2025, 5, 5)),  # over 30 April, 1 May, the swap and a weekend
        (date(2025, 4, 25), 1, date(2025, 4, 26)),  # the Saturday that is worked
        (date(2025, 5, 5), -2, date(2025, 4, 28)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), -1, date(2026, 11, 20)),
    ],
)
def test_working_days_are_added_over_days_off(day, count, expected):
    assert VIETNAM.add_working_days(day, count) == expected


@pytest.mark.parametrize(
    "first, last, count",
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 22), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 23), date(2026, 11, 20), -1),
        (date(2025, 4, 28), date(2025, 5, 5), 2),
    ],
)
def test_working_days_are_counted_after_the_first_day(first, last, count):
    assert VIETNAM.working_days_between(first, last) == count


def test_a_day_off_rolls_to_the_working_day_beside_it():
    holiday = date(2025, 5, 1)
    assert VIETNAM.roll_forward(holiday) == date(2025, 5, 5)
    assert VIETNAM.roll_backward(holiday) == date(2025, 4, 29)


def test_a_week_without_a_working_day_is_refused():
    with pytest.raises(ValueError, match="a week without a working day"):
        WorkingCalendar(weekend=frozenset(range(7)))


@given(working_calendars(), days, st.integers(0, 30))
def test_counting_undoes_adding(calendar, day, count):
    later = calendar.add_working_days(day, count)
    assert calendar.working_days_between(day, later) == count
    assert calendar.working_days_between(later, day) == -count


@given(working_calendars(), days, days, days)
def test_counts_of_adjoining_stretches_add_up(calendar, first, middle, last):
    between = calendar.working_days_between
    assert between(first, middle) + between(middle, last) == between(first, last)


@given(working_calendars(), days)
def test_rolling_ends_on_the_nearest_working_day(calendar, day):
    forward, backward = calendar.roll_forward(day), calendar.roll_backward(day)
    assert calendar.is_working_day(forward)
    assert calendar.is_working_day(backward)
    passed = (forward - backward).days
    inside = [backward + timedelta(days=n) for n in range(1, passed)]
    assert backward <= day <= forward
    assert [near for near in inside if calendar.is_working_day(near)] == []
