"""Who came late, who left early, and which times cannot be."""

from datetime import UTC, datetime, timedelta

import pytest

from giaoban.rules.meetings.quorum import Stay
from giaoban.rules.meetings.stays import came_late, left_early, stay_problems

EIGHT = datetime(2026, 11, 26, 8, tzinfo=UTC)


def at(clock: str) -> datetime:
    hours, minutes, *seconds = map(int, clock.split(":"))
    return EIGHT.replace(hour=hours, minute=minutes, second=seconds[0] if seconds else 0)


def stays(*spans: str) -> list[Stay]:
    """ "08:00-09:00", "08:00-" for still there."""
    pairs = (span.split("-") for span in spans)
    return [Stay(at(came), at(left) if left else None) for came, left in pairs]


@pytest.mark.parametrize(
    "spans, is_late",
    [
        ((), False),
        (("07:50-",), False),
        (("08:00-",), False),
        (("08:00:59-",), False),
        (("08:01-",), True),
        (("08:20-", "07:55-08:10"), False),
    ],
)
def test_whoever_first_comes_a_minute_after_the_beginning_is_late(spans, is_late):
    assert came_late(stays(*spans), EIGHT) is is_late


@pytest.mark.parametrize(
    "spans, ended, is_early",
    [
        ((), "10:00", False),
        (("08:00-",), None, False),
        (("08:00-09:00",), None, True),
        (("08:00-09:00", "09:10-"), None, False),
        (("08:00-10:00",), "10:00", False),
        (("08:00-09:59:30",), "10:00", False),
        (("08:00-09:59",), "10:00", True),
    ],
)
def test_whoever_goes_for_good_before_the_end_has_left_early(spans, ended, is_early):
    assert left_early(stays(*spans), at(ended) if ended else None) is is_early


@pytest.mark.parametrize(
    "span, others, codes",
    [
        ("08:00-", (), []),
        ("08:00-09:00", ("09:00-",), []),
        ("09:00-", ("08:00-09:00",), []),
        ("08:00-09:00", ("08:30-",), ["stays_overlap"]),
        ("08:00-", ("08:30-09:00",), ["stays_overlap"]),
        ("08:00-08:00", (), ["leaves_before_arriving"]),
        ("09:00-08:30", (), ["leaves_before_arriving"]),
        ("10:30-", (), ["arrives_in_the_future"]),
        ("08:00-10:30", (), ["leaves_in_the_future"]),
    ],
)
def test_nobody_is_there_twice_at_once_nor_before_they_came_nor_in_the_future(span, others, codes):
    now = EIGHT + timedelta(hours=2)
    [stay] = stays(span)
    assert [problem.code for problem in stay_problems(stay, stays(*others), now)] == codes
