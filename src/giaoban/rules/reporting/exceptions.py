"""Which figures should a chair look at first?

Two rules, both said on the page. A unit *stands out* where its change from the period before is
at least half and three times the usual one, and large enough to matter. A target is *behind* where
less was reached than nine tenths of what the year so far would make even.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

LEAST_CHANGE = 0.5
TIMES_USUAL = 3
FEWEST_UNITS = 5
LEAST_SHARE = 0.02
"""A change below two hundredths of all that was reported before is noise of small numbers."""
PACE_ALLOWANCE = 0.9


@dataclass(frozen=True, slots=True)
class Outlier:
    """`change` is a plain fraction of the figure before; `usual` the median of the units' own.

    `share` is the change in absolute numbers as a fraction of everything reported before.
    """

    unit_id: int
    before: float
    now: float
    change: float
    usual: float
    share: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a year's target was reached, and how much of the year has gone: plain fractions."""

    share: float
    gone: float

    @property
    def is_behind(self) -> bool:
        return self.share < self.gone * PACE_ALLOWANCE


def outliers(figures: Mapping[int, tuple[float | None, float | None]]) -> list[Outlier]:
    """Units that stand out, the largest share of the whole first.

    `figures` holds (before, now) by unit. Fewer than FEWEST_UNITS that can be compared give no
    usual change, and so nothing stands out.
    """
    known = {
        unit_id: (before, now)
        for unit_id, (before, now) in figures.items()
        if before is not None and now is not None and before != 0
    }
    if len(known) < FEWEST_UNITS:
        return []
    changes = {unit_id: (now - before) / abs(before) for unit_id, (before, now) in known.items()}
    usual = median(abs(change) for change in changes.values())
    whole = sum(abs(before) for before, _ in known.values())
    found = [
        Outlier(unit_id, before, now, changes[unit_id], usual, abs(now - before) / whole)
        for unit_id, (before, now) in known.items()
        if abs(changes[unit_id]) >= max(LEAST_CHANGE, TIMES_USUAL * usual)
        and abs(now - before) >= LEAST_SHARE * whole
    ]
    return sorted(found, key=lambda outlier: -outlier.share)


def pace(share_of_target: float | None, gone: float, *, adds_up: bool) -> Pace | None:
    """None where there is no target, or where the year's target is no sum to be worked towards.

    A stock (an indicator that does not add up over time) is held against the whole target.
    """
    if share_of_target is None:
        return None
    return Pace(share_of_target, gone if adds_up else 1.0)


def year_gone(parts: Sequence[str], in_year: int) -> float:
    """The share of the year's reported periods that lie at or before the period."""
    return len(parts) / in_year if in_year else 1.0
