"""What a chair should look at first, and by when it is explained."""

from datetime import date

import pytest

from giaoban.rules.reporting.answer_dates import friday_to_answer_by
from giaoban.rules.reporting.change import Change
from giaoban.rules.reporting.exceptions import Pace, is_missed, outliers, pace, year_gone
from giaoban.rules.reporting.indicators import Better
from giaoban.rules.reporting.working_days import WorkingCalendar

USUAL = {1: (100.0, 110.0), 2: (100.0, 95.0), 3: (100.0, 105.0), 4: (100.0, 90.0)}


@pytest.mark.parametrize(
    ("odd", "stands_out"),
    [
        ((100.0, 151.0), True),  # half as much again, and five times the usual tenth
        ((100.0, 149.0), False),  # less than half
        ((100.0, 49.0), True),  # fallen
        ((4.0, 12.0), False),  # three times as much, but nothing in the whole
        ((None, 500.0), False),  # nothing to compare with
        ((100.0, None), False),  # missing is said elsewhere
        ((0.0, 500.0), False),  # there is no change from nothing
    ],
)
def test_a_unit_stands_out_by_a_stated_rule(
    odd: tuple[float | None, float | None], stands_out: bool
) -> None:
    figures = {**USUAL, 5: (100.0, 100.0), 9: odd}
    assert [found.unit_id for found in outliers(figures, is_ratio=False)] == (
        [9] if stands_out else []
    )


def test_where_every_unit_changes_much_nobody_stands_out_who_changes_alike() -> None:
    doubled = dict.fromkeys(range(6), (100.0, 200.0))
    assert outliers(doubled, is_ratio=False) == []
    odd = {**doubled, 9: (100.0, 500.0)}
    assert [found.unit_id for found in outliers(odd, is_ratio=False)] == [9]


RATES = {1: (0.50, 0.52), 2: (0.60, 0.58), 3: (0.40, 0.42), 4: (0.70, 0.69), 5: (0.3, 0.3)}


@pytest.mark.parametrize(
    ("odd", "stands_out"),
    [
        ((0.30, 0.40), True),  # ten points, and five times the usual two
        ((0.30, 0.395), False),  # less than ten, though a third more
        ((0.02, 0.06), False),  # three times as much is four points
        ((0.80, 0.60), True),  # a fall by a quarter, but by twenty points
        ((0.0, 0.25), True),  # points need nothing to divide by
        ((None, 0.9), False),
        ((0.9, None), False),
    ],
)
def test_a_ratio_stands_out_by_its_points(
    odd: tuple[float | None, float | None], stands_out: bool
) -> None:
    found = outliers({**RATES, 9: odd}, is_ratio=True)
    assert [row.unit_id for row in found] == ([9] if stands_out else [])


def test_where_every_ratio_moves_far_ten_points_are_not_enough() -> None:
    moved = dict.fromkeys(range(6), (0.2, 0.3))
    assert outliers({**moved, 8: (0.2, 0.45)}, is_ratio=True) == []
    assert [row.unit_id for row in outliers({**moved, 9: (0.2, 0.55)}, is_ratio=True)] == [9]


def test_a_ratio_weighs_by_how_far_it_moves_the_average_of_the_units() -> None:
    (found,) = outliers({**RATES, 9: (0.3, 0.6)}, is_ratio=True)
    assert found.change == Change(0.3, is_points=True)
    assert found.share == pytest.approx(0.3 / 6)


def test_too_few_units_have_no_usual_change() -> None:
    few = {1: (100.0, 900.0), 2: (100.0, 101.0), 3: (100.0, 99.0)}
    assert outliers(few, is_ratio=False) == []


def test_the_largest_share_of_the_whole_comes_first() -> None:
    figures = {**USUAL, 5: (100.0, 100.0), 8: (50.0, 150.0), 9: (300.0, 600.0)}
    found = outliers(figures, is_ratio=False)
    assert [(row.unit_id, row.change) for row in found] == [(9, Change(1.0)), (8, Change(2.0))]


@pytest.mark.parametrize(
    ("share", "gone", "adds_up", "is_behind"),
    [
        (0.75, 0.75, True, False),
        (0.68, 0.75, True, False),  # within a tenth
        (0.67, 0.75, True, True),
        (0.67, 0.75, False, True),  # a stock is held against the whole target
        (0.95, 0.25, False, False),
        (1.2, 1.0, True, False),
    ],
)
def test_a_target_is_behind_below_nine_tenths_of_its_pace(
    share: float, gone: float, adds_up: bool, is_behind: bool
) -> None:
    found = pace(share, gone, adds_up=adds_up)
    assert found == Pace(share, gone if adds_up else 1.0)
    assert found.is_behind is is_behind


@pytest.mark.parametrize(
    ("share", "gone", "adds_up", "is_behind"),
    [
        (0.5, 0.75, True, False),
        (0.82, 0.75, True, False),  # within a tenth
        (0.83, 0.75, True, True),
        (0.83, 0.75, False, False),  # a stock is held against the whole limit
        (1.05, 0.75, False, False),
        (1.11, 0.75, False, True),
    ],
)
def test_where_lower_is_better_a_target_is_a_limit_that_is_used_up(
    share: float, gone: float, adds_up: bool, is_behind: bool
) -> None:
    found = pace(share, gone, adds_up=adds_up, better=Better.LOWER)
    assert found == Pace(share, gone if adds_up else 1.0, Better.LOWER)
    assert found.is_behind is is_behind


def test_the_pace_missed_most_comes_first_whichever_is_better() -> None:
    paces = [Pace(0.6, 0.75), Pace(1.2, 0.75, Better.LOWER), Pace(0.33, 0.75)]
    worst_first = sorted(paces, key=lambda one: -one.badness)
    assert [one.share for one in worst_first] == [1.2, 0.33, 0.6]


@pytest.mark.parametrize(
    ("share", "better", "expected"),
    [
        (None, Better.HIGHER, False),
        (None, Better.LOWER, False),
        (0.99, Better.HIGHER, True),
        (1.0, Better.HIGHER, False),
        (1.0, Better.LOWER, False),
        (1.01, Better.LOWER, True),
    ],
)
def test_a_target_is_missed_below_it_and_a_limit_above_it(
    share: float | None, better: Better, expected: bool
) -> None:
    assert is_missed(share, better) is expected


def test_without_a_target_there_is_no_pace() -> None:
    assert pace(None, 0.5, adds_up=True) is None


def test_the_year_gone_is_counted_in_its_reported_periods() -> None:
    assert year_gone(("2026Q1", "2026Q2", "2026Q3"), 4) == 0.75
    assert year_gone(("once:A",), 0) == 1.0


@pytest.mark.parametrize(
    ("today", "holidays", "due"),
    [
        (date(2026, 11, 16), (), date(2026, 11, 20)),  # Monday → Friday
        (date(2026, 11, 19), (), date(2026, 11, 20)),  # Thursday → tomorrow
        (date(2026, 11, 20), (), date(2026, 11, 27)),  # Friday → the next
        (date(2026, 11, 22), (), date(2026, 11, 27)),  # Sunday
        (date(2026, 11, 16), (date(2026, 11, 20),), date(2026, 11, 19)),  # Friday off
        (
            date(2026, 11, 18),
            (date(2026, 11, 19), date(2026, 11, 20)),
            date(2026, 11, 23),
        ),  # nothing worked in between
    ],
)
def test_a_figure_is_explained_by_the_next_friday_that_is_worked(
    today: date, holidays: tuple[date, ...], due: date
) -> None:
    assert friday_to_answer_by(today, WorkingCalendar(frozenset(holidays))) == due
