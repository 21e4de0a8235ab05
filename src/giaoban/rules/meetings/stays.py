"""Did somebody come late or leave early, and which times of coming and going cannot be?"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from giaoban.rules.meetings.quorum import Stay
from giaoban.rules.problems import Problem

TO_THE_MINUTE = timedelta(minutes=1)
"""Whoever comes within the minute in which it begins comes in time."""


def came_late(stays: Sequence[Stay], begins_at: datetime) -> bool:
    """First came a minute or more after it began; who never came is absent, not late."""
    first = min((stay.arrived_at for stay in stays), default=None)
    return first is not None and first - begins_at >= TO_THE_MINUTE


def left_early(stays: Sequence[Stay], ended_at: datetime | None) -> bool:
    """Went for good a minute or more before it ended, or while it still goes on (`ended_at` None).

    Who went out and came back did not leave early.
    """
    if not stays or any(stay.left_at is None for stay in stays):
        return False
    last = max(stay.left_at for stay in stays if stay.left_at is not None)
    return ended_at is None or ended_at - last >= TO_THE_MINUTE


def stay_problems(stay: Stay, others: Iterable[Stay], now: datetime) -> list[Problem]:
    """`arrives_in_the_future`, `leaves_in_the_future`, `leaves_before_arriving` (arrived_at),
    `stays_overlap`: nobody is there twice at one moment.
    """
    if stay.arrived_at > now:
        return [Problem("arrives_in_the_future")]
    if stay.left_at is not None and stay.left_at > now:
        return [Problem("leaves_in_the_future")]
    if stay.left_at is not None and stay.left_at <= stay.arrived_at:
        return [Problem("leaves_before_arriving", {"arrived_at": stay.arrived_at})]
    if any(_overlap(stay, other) for other in others):
        return [Problem("stays_overlap")]
    return []


def _overlap(one: Stay, other: Stay) -> bool:
    one_goes_first = one.left_at is not None and one.left_at <= other.arrived_at
    other_goes_first = other.left_at is not None and other.left_at <= one.arrived_at
    return not (one_goes_first or other_goes_first)
