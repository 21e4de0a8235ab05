"""Which figures should a chair look at first?

Rules that are said on the page. A unit *stands out* where its change from the period before is at
least half and three times the usual one, and large enough to matter; with a ratio, where it moved
by at least ten percentage points and three times the usual. A target is *behind* where less was
reached than nine tenths of what the year so far would make even; of an indicator whose lower
figures are the better ones, where more was used up than eleven tenths of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from giaoban.rules.reporting.change import Change, change
from giaoban.rules.reporting.indicators import Better

LEAST_CHANGE = 0.5
LEAST_POINTS = 0.1
TIMES_USUAL = 3
FEWEST_UNITS = 5
LEAST_SHARE = 0.02
"""A change below two hundredths of all that was reported before is noise of small numbers."""
PACE_ALLOWANCE = 0.9
LIMIT_ALLOWANCE = 1.1


@dataclass(frozen=True, slots=True)
class Outlier:
    """`usual` is the median size of the units' own changes, a plain fraction as in `change`.

    `share` is how far the unit moves the whole: the change in absolute numbers as a fraction of
    everything reported before; of a ratio, the points by which it moves the units' plain average.
    """

    unit_id: int
    before: float
    now: float
    change: Change
    usual: float
    share: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a year's target was reached, and how much of the year has gone: plain fractions.

    Where lower is better the target is a limit, and its share is what was used up.
    """

    share: float
    gone: float
    better: Better = Better.HIGHER

    @property
    def is_behind(self) -> bool:
        if self.better is Better.LOWER:
            return self.share > self.gone * LIMIT_ALLOWANCE
        return self.share < self.gone * PACE_ALLOWANCE

    @property
    def badness(self) -> float:
        """How far the pace is missed: the larger, the sooner the chair should look."""
        ratio = self.share / self.gone if self.gone else 1.0
        return ratio - 1 if self.better is Better.LOWER else 1 - ratio


def is_missed(share_of_target: float | None, better: Better) -> bool:
    """Whether a target is not reached, or a limit exceeded; without a target nothing is missed."""
    if share_of_target is None:
        return False
    return share_of_target > 1 if better is Better.LOWER else share_of_target < 1


def outliers(
    figures: Mapping[int, tuple[float | None, float | None]], *, is_ratio: bool
) -> list[Outlier]:
    """Units that stand out, the largest share of the whole first.

    `figures` holds (before, now) by unit. Fewer than FEWEST_UNITS that can be compared give no
    usual change, and so nothing stands out.
    """
    found = [
        (unit_id, before, now, moved)
        for unit_id, (before, now) in figures.items()
        if before is not None
        and now is not None
        and (moved := change(now, before, is_ratio=is_ratio)) is not None
    ]
    if len(found) < FEWEST_UNITS:
        return []
    usual = median(abs(moved.amount) for _, _, _, moved in found)
    whole = len(found) if is_ratio else sum(abs(before) for _, before, _, _ in found)
    least = max(LEAST_POINTS if is_ratio else LEAST_CHANGE, TIMES_USUAL * usual)
    least_share = 0.0 if is_ratio else LEAST_SHARE
    shown = [
        Outlier(unit_id, before, now, moved, usual, abs(now - before) / whole)
        for unit_id, before, now, moved in found
        if abs(moved.amount) >= least and abs(now - before) >= least_share * whole
    ]
    return sorted(shown, key=lambda outlier: -outlier.share)


def pace(
    share_of_target: float | None, gone: float, *, adds_up: bool, better: Better = Better.HIGHER
) -> Pace | None:
    """None where there is no target, or where the year's target is no sum to be worked towards.

    A stock (an indicator that does not add up over time) is held against the whole target.
    """
    if share_of_target is None:
        return None
    return Pace(share_of_target, gone if adds_up else 1.0, better)


def year_gone(parts: Sequence[str], in_year: int) -> float:
    """The share of the year's reported periods that lie at or before the period."""
    return len(parts) / in_year if in_year else 1.0
