"""The pauses between the tries of a letter."""

from datetime import timedelta

import pytest

from giaoban.rules.messages.retrying import pause_after


@pytest.mark.parametrize(
    ("tries", "minutes"), [(0, 1), (1, 1), (2, 2), (3, 5), (4, 10), (5, 15), (6, 30), (99, 30)]
)
def test_each_failed_try_is_followed_by_a_longer_pause_up_to_half_an_hour(
    tries: int, minutes: int
) -> None:
    assert pause_after(tries) == timedelta(minutes=minutes)
