"""By how much did a figure change: in percentage points where it is a ratio, else in per cent?

A share that went from 18.3 % to 21.8 % rose by 3.5 percentage points. Its relative change, 19.1 %,
is true as well, and everybody reads it as points; so a ratio never has one.

| figure | now | before | change |
|---|--:|--:|---|
| an amount | 112.3 | 100 | +12.3 % |
| an amount | -50 | -100 | +50.0 % (of the size it had) |
| an amount | 5 | 0 | none: nothing to divide by |
| a ratio | 21.8 % | 18.3 % | +3.5 points |
| a ratio | 5.0 % | 0.0 % | +5.0 points |
| either | missing | any | none |

The share of a target is no change: a ratio's too is reached in per cent of what was set.
"""

from dataclasses import dataclass
from typing import Literal

STEADY = 0.0005
"""Below a twentieth of a per cent or point a change is written as 0.0, and said to be none."""
_DIGITS = 12  # what a float subtraction leaves behind them must not decide a rounding


@dataclass(frozen=True, slots=True)
class Change:
    """`amount` is a plain fraction: 0.035 is 3.5 points where `is_points`, else 3.5 per cent."""

    amount: float
    is_points: bool = False

    @property
    def direction(self) -> Literal[-1, 0, 1]:
        """1 for a rise, -1 for a fall, 0 for what is written as no change."""
        if abs(self.amount) < STEADY:
            return 0
        return 1 if self.amount > 0 else -1


def change(now: float | None, before: float | None, *, is_ratio: bool) -> Change | None:
    """From one figure to another, a ratio given as a plain fraction; None where there is none."""
    if now is None or before is None:
        return None
    if is_ratio:
        return Change(round(now - before, _DIGITS), is_points=True)
    return Change((now - before) / abs(before)) if before else None
