"""How long a link to a task works."""

from datetime import UTC, datetime

import pytest

from giaoban.rules.tasks.links import task_link_expires_at


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 8, tzinfo=UTC)


NOW = at(2026, 11, 21)


@pytest.mark.parametrize(
    "due_at, expected",
    [
        (None, at(2026, 12, 21)),
        (at(2026, 12, 1), at(2026, 12, 31)),
        (at(2026, 11, 1), at(2026, 12, 21)),  # late already
        (at(9999, 12, 31), at(2036, 12, 21)),  # "never"
    ],
)
def test_a_link_works_for_thirty_days_after_the_term_but_not_for_ever(due_at, expected):
    assert task_link_expires_at(due_at, NOW) == expected
