"""A figure and what it is held against, measured in the same run."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Comparison:
    """`ours` is held against `theirs` (same unit); aim: at most `most` times as much.

    `or_below` is an absolute bound that meets the aim by itself. `is_rate` says that more is
    better: then the aim is at least `least` times as much. Without `theirs` only `or_below` counts.
    """

    what: str
    ours: float
    unit: str
    theirs: float | None = None
    against: str = ""
    most: float | None = None
    least: float | None = None
    or_below: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.theirs if self.theirs else None

    @property
    def is_met(self) -> bool:
        if self.or_below is not None and self.ours < self.or_below:
            return True
        if self.ratio is None:
            return False
        if self.least is not None:
            return self.ratio >= self.least
        return self.most is not None and self.ratio <= self.most

    @property
    def aim(self) -> str:
        parts = []
        if self.most is not None:
            parts.append(f"≤ {self.most:g} ×")
        if self.least is not None:
            parts.append(f"≥ {self.least:g} ×")
        if self.or_below is not None:
            parts.append(f"< {self.or_below:g} {self.unit}")
        return " or ".join(parts)


@dataclass
class Section:
    """One benchmark: its comparisons, and what a reader must know of how it was done."""

    title: str
    how: str
    comparisons: Sequence[Comparison] = ()
    remarks: list[str] = field(default_factory=list)


def number(value: float) -> str:
    """Three significant digits, without an exponent."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
