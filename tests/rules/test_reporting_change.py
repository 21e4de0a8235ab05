"""By how much did a figure change?"""

import pytest

from giaoban.rules.reporting.change import Change, change


@pytest.mark.parametrize(
    ("now", "before", "is_ratio", "found"),
    [
        (112.5, 100.0, False, Change(0.125)),
        (90.0, 100.0, False, Change(-0.1)),
        (-50.0, -100.0, False, Change(0.5)),
        (0.0, 5.0, False, Change(-1.0)),
        (5.0, 0.0, False, None),
        (0.218, 0.183, True, Change(0.035, is_points=True)),
        (0.183, 0.218, True, Change(-0.035, is_points=True)),
        (0.2125, 0.2, True, Change(0.0125, is_points=True)),  # as by hand: 1.3 points, not 1.2
        (0.05, 0.0, True, Change(0.05, is_points=True)),  # points need nothing to divide by
        (None, 0.5, True, None),
        (0.5, None, True, None),
        (None, 5.0, False, None),
        (5.0, None, False, None),
    ],
)
def test_a_ratio_changes_by_points_and_anything_else_by_its_share(
    now: float | None, before: float | None, is_ratio: bool, found: Change | None
) -> None:
    assert change(now, before, is_ratio=is_ratio) == found


@pytest.mark.parametrize(
    ("amount", "direction"),
    [(0.035, 1), (0.0005, 1), (0.0004, 0), (0.0, 0), (-0.0004, 0), (-0.0005, -1), (-2.0, -1)],
)
def test_what_is_written_as_no_change_has_no_direction(amount: float, direction: int) -> None:
    assert Change(amount).direction == direction
    assert Change(amount, is_points=True).direction == direction
