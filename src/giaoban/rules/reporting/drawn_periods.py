"""Which period of another regime does a section of a report on some period draw on?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OfferedPeriod:
    """A period of the other regime; `is_reported` tells it from one that is derived."""

    key: str
    starts_on: date
    ends_on: date
    is_reported: bool = True


def drawn_period(leading: OfferedPeriod, offered: Iterable[OfferedPeriod]) -> OfferedPeriod | None:
    """The period with the same days, else of the same key, else the newest that ended by then.

    Of several that end on one day the reported one, then the shortest: a month and not the year
    that ends with it. None where nothing had ended yet.
    """
    found = list(offered)
    days = (leading.starts_on, leading.ends_on)
    same = [one for one in found if (one.starts_on, one.ends_on) == days]
    same = same or [one for one in found if one.key == leading.key]
    ended = same or [one for one in found if one.ends_on <= leading.ends_on]
    return max(
        ended,
        key=lambda one: (one.ends_on, one.is_reported, one.starts_on, one.key == leading.key),
        default=None,
    )
