"""The one state of a square in units × periods."""

import pytest

from giaoban.rules.reporting.coverage import Coverage
from giaoban.rules.reporting.standing import Standing, is_often_late, on_time_share, standing


@pytest.mark.parametrize(
    "counts, is_overdue, expected",
    [
        (Coverage(), True, Standing.NOT_ASKED),
        (Coverage(1), False, Standing.WITHIN_TERM),
        (Coverage(1), True, Standing.MISSING),
        (Coverage(1, received=1), True, Standing.ON_TIME),
        (Coverage(1, received=1, late=1), True, Standing.RECEIVED_LATE),
        (Coverage(1, returned=1), False, Standing.RETURNED),
        (Coverage(1, returned=1), True, Standing.RETURNED),
        (Coverage(1, received=1, returned=1), True, Standing.RETURNED),
        (Coverage(9, received=8, returned=1), True, Standing.RETURNED),
        (Coverage(9, received=7, returned=1), True, Standing.MISSING),
        (Coverage(9, received=7, returned=1), False, Standing.RETURNED),
        (Coverage(9, received=9, late=2), True, Standing.RECEIVED_LATE),
    ],
)
def test_a_square_shows_what_needs_most_attention(
    counts: Coverage, is_overdue: bool, expected: Standing
) -> None:
    assert standing(counts, is_overdue=is_overdue) == expected


@pytest.mark.parametrize(
    "counts, share, often",
    [
        ([], None, False),
        ([Coverage()], None, False),
        ([Coverage(1, received=1)] * 3 + [Coverage(1, received=1, late=1)], 0.75, False),
        ([Coverage(1, received=1)] * 2 + [Coverage(1)], 2 / 3, True),
    ],
)
def test_a_unit_is_often_late_below_three_reports_in_four(
    counts: list[Coverage], share: float | None, often: bool
) -> None:
    found = on_time_share(counts)
    assert (found, is_often_late(found)) == (share, often)
