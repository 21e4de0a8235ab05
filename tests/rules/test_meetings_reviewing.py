"""First, last, best and worst of a span; who did best, who is behind."""

from datetime import UTC, date, datetime

import pytest

from giaoban.rules.meetings.quorum import SeatAttendance, Stay
from giaoban.rules.meetings.reviewing import (
    Point,
    SpanOf,
    TargetState,
    UnitDone,
    done_best,
    furthest_behind,
    lies_in,
    seats_taken,
    span_of,
    stretches,
    target_state,
    years_looked_at,
)
from giaoban.rules.reporting.indicators import Better
from giaoban.rules.reporting.periods import Calendar, span
from giaoban.rules.tasks.spans import Span


def points(*values):
    return [Point(str(2021 + number), value) for number, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "better", "expected"),
    [
        ((10, 30, 20), Better.HIGHER, ("2021", "2023", "2022", "2021")),
        ((10, 30, 20), Better.LOWER, ("2021", "2023", "2021", "2022")),
        ((None, 5, None), Better.HIGHER, ("2022", "2022", "2022", "2022")),
        ((7, 7), Better.HIGHER, ("2021", "2022", "2022", "2021")),
        ((-3, 0), Better.LOWER, ("2021", "2022", "2021", "2022")),
    ],
)
def test_first_last_best_and_worst(values, better, expected):
    found = span_of(points(*values), better)
    stand_out = (found.first, found.last, found.best, found.worst)
    assert tuple(point.key for point in stand_out) == expected


def test_a_series_without_a_figure_has_nothing_that_stands_out():
    assert span_of(points(None, None), Better.HIGHER) == SpanOf()
    assert not SpanOf().has_course
    assert not span_of(points(4), Better.HIGHER).has_course
    assert span_of(points(4, 5), Better.HIGHER).has_course


def test_of_what_adds_up_a_year_that_runs_is_neither_best_nor_worst():
    running = Point("2026", 4, until=date(2026, 9, 14))
    course = [*points(10, 30), running]
    found = span_of(course, Better.HIGHER)
    assert (found.last, found.best.value, found.worst.value) == (running, 30, 10)
    assert span_of(course, Better.HIGHER, adds_up=False).worst == running
    assert span_of([running], Better.HIGHER).worst == running


HALF = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("value", "until", "target", "better", "expected"),
    [
        (10, None, 10, Better.HIGHER, TargetState.REACHED),
        (9, None, 10, Better.HIGHER, TargetState.MISSED),
        (9, HALF, 10, Better.HIGHER, TargetState.OPEN),
        (10, HALF, 10, Better.HIGHER, TargetState.REACHED),
        (9, None, 10, Better.LOWER, TargetState.REACHED),
        (11, None, 10, Better.LOWER, TargetState.MISSED),
        (9, HALF, 10, Better.LOWER, TargetState.OPEN),
        (11, HALF, 10, Better.LOWER, TargetState.MISSED),
        (None, None, 10, Better.HIGHER, None),
        (9, None, None, Better.LOWER, None),
    ],
)
def test_a_target_is_missed_only_once_its_year_has_decided(value, until, target, better, expected):
    reached = Point("2026", value, until=until)
    assert target_state(reached, target, better, adds_up=True) is expected
    assert target_state(None, target, better, adds_up=True) is None


@pytest.mark.parametrize(
    ("value", "better", "expected"),
    [
        (9, Better.HIGHER, None),
        (11, Better.HIGHER, TargetState.REACHED),
        (9, Better.LOWER, None),
        (11, Better.LOWER, TargetState.MISSED),
    ],
)
def test_a_part_of_a_year_decides_only_what_the_rest_cannot_change(value, better, expected):
    reached = Point("2026", value, since=HALF)
    assert target_state(reached, 10, better, adds_up=True) is expected


def test_a_limit_on_what_does_not_add_up_can_still_be_kept():
    reached = Point("2026", 11, until=HALF)
    assert target_state(reached, 10, Better.LOWER, adds_up=False) is TargetState.OPEN


def days(first, last):
    return Span(date.fromisoformat(first), date.fromisoformat(last))


YEAR = days("2026-01-01", "2026-12-31")
DECREE_YEAR = days("2025-12-15", "2026-12-14")


@pytest.mark.parametrize(
    ("looked", "calendar", "keys", "expected"),
    [
        (YEAR, Calendar.ND09, ("2025-12", "2026-01", "2026-12", "2027-01"), [2, 3]),
        (YEAR, Calendar.CALENDAR, ("2025-12", "2026-01", "2026-12", "2027-01"), [2, 3]),
        (YEAR, Calendar.ND09, ("2025Q4", "2026Q1", "2026Q4", "2026"), [2, 3, 4]),
        (DECREE_YEAR, Calendar.ND09, ("2025-12", "2026-01", "2026-12", "2027-01"), [2, 3]),
        (YEAR, Calendar.CALENDAR, ("2026W01", "2026W02", "2026W53"), [2]),
    ],
)
def test_january_belongs_to_its_year_though_it_begins_in_december(looked, calendar, keys, expected):
    spans = [span(key, calendar) for key in keys]
    found = [place for place, one in enumerate(spans, start=1) if lies_in(looked, one, 1)]
    assert found == expected


@pytest.mark.parametrize(
    ("looked", "calendar", "year_starts", "expected"),
    [
        (YEAR, Calendar.ND09, 1, [2026]),
        (DECREE_YEAR, Calendar.ND09, 1, [2026]),
        (days("2022-01-01", "2026-12-31"), Calendar.ND09, 1, [2022, 2023, 2024, 2025, 2026]),
        (days("2023-12-15", "2026-12-14"), Calendar.ND09, 1, [2024, 2025, 2026]),
        (days("2025-07-01", "2026-06-30"), Calendar.CALENDAR, 1, [2026]),
        (days("2023-07-01", "2026-06-30"), Calendar.CALENDAR, 1, [2024, 2025, 2026]),
        (days("2024-07-01", "2026-06-30"), Calendar.FISCAL, 7, [2024, 2025]),
        (days("2026-02-01", "2026-11-30"), Calendar.CALENDAR, 1, []),
        (days("1900-01-01", "1901-12-31"), Calendar.CALENDAR, 1, [1900, 1901]),
    ],
)
def test_the_years_of_a_span_are_those_that_begin_in_it(looked, calendar, year_starts, expected):
    assert years_looked_at(looked, calendar, year_starts) == expected


QUARTERS = ("1", "2", "3", "4")


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ({}, [[], [], [], [], []]),
        ({"1": ("1",), "3": ("3",)}, [[], ["1"], [], ["3"], []]),
        ({"H1": ("1", "2"), "1": ("1",), "3": ("3",)}, [[], ["1"], ["H1"], ["H1", "3"], []]),
        ({"9M": ("1", "2", "3"), "H2": ("3", "4"), "4": ("4",)}, [[], [], [], ["9M"], ["9M", "4"]]),
    ],
)
def test_periods_fill_a_stretch_without_a_gap_and_without_one_twice(pieces, expected):
    assert stretches(QUARTERS, pieces) == expected


def test_a_person_who_sits_in_two_seats_is_there_once():
    stay = [Stay(datetime(2026, 11, 20, 8, tzinfo=UTC))]
    seats = [
        SeatAttendance(1, 7, stay),
        SeatAttendance(2, 7, stay, by_substitute=True),
        SeatAttendance(3, None, stay),
        SeatAttendance(4, None, stay),
        SeatAttendance(5, 9),
    ]
    assert seats_taken(seats) == 3


def test_units_are_named_by_what_they_did_and_by_what_is_overdue():
    a, b, c, d = (
        UnitDone("A", 9, 10, 1),
        UnitDone("B", 2, 2, 0),
        UnitDone("C", 0, 3, 3),
        UnitDone("D", 5, 5, 0),
    )
    assert done_best([a, b, c, d]) == [d, b, a]
    assert furthest_behind([a, b, c, d]) == [c, a]
    assert len(done_best([b] * 9)) == 5
