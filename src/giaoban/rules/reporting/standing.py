"""How does a unit, or everything under it, stand in a period: on time, late, missing?"""

from collections.abc import Iterable
from enum import StrEnum

from giaoban.rules.reporting.coverage import Coverage

OFTEN_LATE_BELOW = 0.75
"""A unit is often late when fewer of a year's reports than this came on time."""


class Standing(StrEnum):
    ON_TIME = "on_time"
    RECEIVED_LATE = "received_late"
    WITHIN_TERM = "within_term"
    MISSING = "missing"
    RETURNED = "returned"
    NOT_ASKED = "not_expected"


def standing(counts: Coverage, *, is_overdue: bool) -> Standing:
    """The one state that needs most attention; of one unit as of many.

    Missing after the deadline comes before returned, returned before what may still come.
    """
    if counts.expected == 0:
        return Standing.NOT_ASKED
    if is_overdue and counts.missing > counts.returned:
        return Standing.MISSING
    if counts.returned:
        return Standing.RETURNED
    if counts.missing:
        return Standing.WITHIN_TERM
    return Standing.RECEIVED_LATE if counts.late else Standing.ON_TIME


def on_time_share(counts: Iterable[Coverage]) -> float | None:
    """Reports on time of reports due, over periods whose deadline has passed; None if none was."""
    due = on_time = 0
    for count in counts:
        due += count.expected
        on_time += count.received - count.late
    return on_time / due if due else None


def is_often_late(share: float | None) -> bool:
    return share is not None and share < OFTEN_LATE_BELOW
