"""First, last, best and worst of a span; who did best, who is behind."""

import pytest

from giaoban.rules.meetings.reviewing import (
    Point,
    SpanOf,
    UnitDone,
    done_best,
    furthest_behind,
    is_reached,
    span_of,
)
from giaoban.rules.reporting.indicators import Better


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


@pytest.mark.parametrize(
    ("value", "target", "better", "expected"),
    [
        (10, 10, Better.HIGHER, True),
        (9, 10, Better.HIGHER, False),
        (9, 10, Better.LOWER, True),
        (None, 10, Better.HIGHER, None),
        (9, None, Better.LOWER, None),
    ],
)
def test_a_target_is_reached_or_not_exceeded(value, target, better, expected):
    assert is_reached(value, target, better) is expected


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
