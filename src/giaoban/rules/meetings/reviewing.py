"""What does a span of months or years look like: where it began, where it ended, how it did?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from giaoban.rules.reporting.indicators import Better

MOST_NAMED = 5
"""So many units are named as those that did best, or are furthest behind."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one period; `source` names the document that an earlier total was taken from.

    None: nothing is known of it. `period_id` is there where the period's own page has the figure.
    """

    key: str
    value: float | None
    source: str = ""
    period_id: int | None = None


@dataclass(frozen=True, slots=True)
class SpanOf:
    """The points of a series that stand out; each None where the series has no figure."""

    first: Point | None = None
    last: Point | None = None
    best: Point | None = None
    worst: Point | None = None

    @property
    def has_course(self) -> bool:
        """Whether there is a first and a last to compare."""
        return self.first is not None and self.last is not None and self.first != self.last


@dataclass(frozen=True, slots=True)
class UnitDone:
    """Of what a unit was given: done of all, and how many are overdue."""

    name: str
    done: int
    total: int
    overdue: int


def span_of(points: Sequence[Point], better: Better) -> SpanOf:
    """The best of several alike is the newest, the worst the oldest of them."""
    known = [point for point in points if point.value is not None]
    if not known:
        return SpanOf()
    sign = 1 if better is Better.HIGHER else -1

    def worth(point: Point) -> float:
        assert point.value is not None
        return sign * point.value

    best = max(enumerate(known), key=lambda each: (worth(each[1]), each[0]))[1]
    worst = min(enumerate(known), key=lambda each: (worth(each[1]), each[0]))[1]
    return SpanOf(known[0], known[-1], best, worst)


def is_reached(value: float | None, target: float | None, better: Better) -> bool | None:
    """None where there is nothing to compare."""
    if value is None or target is None:
        return None
    return value >= target if better is Better.HIGHER else value <= target


def done_best(units: Iterable[UnitDone]) -> list[UnitDone]:
    """Those with the greatest share done; of equal shares who was given more."""
    some = [unit for unit in units if unit.total and unit.done]
    some.sort(key=lambda unit: (-unit.done / unit.total, -unit.total, unit.name))
    return some[:MOST_NAMED]


def furthest_behind(units: Iterable[UnitDone]) -> list[UnitDone]:
    """Those with the most that is overdue."""
    late = [unit for unit in units if unit.overdue]
    late.sort(key=lambda unit: (-unit.overdue, unit.name))
    return late[:MOST_NAMED]
