"""What does a span of months or years look like: where it began, where it ended, how it did?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from giaoban.rules.meetings.quorum import SeatAttendance
from giaoban.rules.reporting.indicators import Better
from giaoban.rules.reporting.period_keys import FIRST_YEAR, IRREGULAR, PeriodKind
from giaoban.rules.reporting.periods import Calendar, PeriodSpan, kind_of, span
from giaoban.rules.tasks.spans import Span

MOST_YEARS, MOST_SERIES = 10, 20
MOST_NAMED = 5
"""So many units are named as those that did best, or are furthest behind."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one period; `source` names the document that an earlier total was taken from.

    None: nothing is known of it. `period_id` is there where the period's own page has the figure.
    `since` and `until` are there where the figure holds only a part of the period, as that of a
    year does that still runs.
    """

    key: str
    value: float | None
    source: str = ""
    period_id: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_part(self) -> bool:
        return self.since is not None or self.until is not None


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


class TargetState(StrEnum):
    """How a year's figure stands to its target. OPEN: the year is not over and may yet decide."""

    REACHED = "reached"
    MISSED = "missed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class UnitDone:
    """Of what a unit was given: done of all, and how many are overdue."""

    name: str
    done: int
    total: int
    overdue: int


def is_too_long(first: date, last: date) -> bool:
    """Whether more years lie in a span than a table can show, and holidays are known of."""
    return last.year - first.year >= MOST_YEARS


def span_of(points: Sequence[Point], better: Better, *, adds_up: bool = True) -> SpanOf:
    """The best of several alike is the newest, the worst the oldest of them.

    Of what adds up, half a year is neither better nor worse than a whole one: only whole points
    are held against each other where there are any.
    """
    known = [point for point in points if point.value is not None]
    if not known:
        return SpanOf()
    sign = 1 if better is Better.HIGHER else -1

    def worth(point: Point) -> float:
        assert point.value is not None
        return sign * point.value

    whole = [point for point in known if not (adds_up and point.is_part)] or known
    best = max(enumerate(whole), key=lambda each: (worth(each[1]), each[0]))[1]
    worst = min(enumerate(whole), key=lambda each: (worth(each[1]), each[0]))[1]
    return SpanOf(known[0], known[-1], best, worst)


def target_state(
    reached: Point | None, target: float | None, better: Better, *, adds_up: bool
) -> TargetState | None:
    """`reached` is the figure of the target's own year; None where there is nothing to compare, as
    with what adds up and is not known from the year's beginning: only what is past a target with
    less than the year stays past it.

    While the year runs a target can still be reached, and a limit still be exceeded; what adds up
    and has exceeded its limit cannot come back.
    """
    if reached is None or reached.value is None or target is None:
        return None
    is_higher = better is Better.HIGHER
    is_met = reached.value >= target if is_higher else reached.value <= target
    if reached.until is None:
        if adds_up and reached.since is not None and is_met is not is_higher:
            return None
        return TargetState.REACHED if is_met else TargetState.MISSED
    if is_higher:
        return TargetState.REACHED if is_met else TargetState.OPEN
    return TargetState.MISSED if adds_up and not is_met else TargetState.OPEN


def years_looked_at(looked: Span, calendar: Calendar, year_starts: int) -> list[int]:
    """The years of a regime that begin in the span, in order.

    A year begins with its own first day where the span begins with such a one (15 December, NĐ
    09/2019/NĐ-CP art. 12), else on the day on which it begins on the wall.
    """
    own_start = span(f"{looked.starts_on.year + 1}", calendar, None, year_starts).starts_on
    basis = calendar if own_start == looked.starts_on else Calendar.CALENDAR
    years = range(max(FIRST_YEAR, looked.starts_on.year - 1), looked.ends_on.year + 2)
    begun = {year: span(f"{year}", basis, None, year_starts).starts_on for year in years}
    return [year for year, day in begun.items() if looked.starts_on <= day <= looked.ends_on]


def lies_in(looked: Span, period: PeriodSpan, year_starts: int) -> bool:
    """Whether a period belongs to the span: by its own days, or by those of its name.

    January of NĐ 09/2019/NĐ-CP begins on 15 December and is a month of the year all the same.
    """
    if looked.starts_on <= period.starts_on and period.ends_on <= looked.ends_on:
        return True
    if kind_of(period.key) in {*IRREGULAR, PeriodKind.WEEK}:
        return False
    named = span(period.key, Calendar.CALENDAR, None, year_starts)
    return looked.starts_on <= named.starts_on and named.ends_on <= looked.ends_on


def stretches(parts: Sequence[str], pieces: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """For each place in a row of periods the pieces that fill it unbroken up to there.

    `pieces` are longer or equal periods, each with those of `parts` that fill it. The answer has
    one entry more than `parts`; each is the longest stretch that ends before that place, of equal
    ones that of fewest pieces, and empty where none ends there.
    """
    begins = [0]
    found: list[list[str]] = [[]]
    for end in range(1, len(parts) + 1):
        fitting = [
            (begins[end - len(filled)], [*found[end - len(filled)], key])
            for key, filled in pieces.items()
            if filled and tuple(parts[max(0, end - len(filled)) : end]) == tuple(filled)
        ]
        begin, best = min(fitting, key=lambda each: (each[0], len(each[1])), default=(end, []))
        begins.append(begin)
        found.append(best)
    return found


def seats_taken(seats: Iterable[SeatAttendance]) -> int:
    """In how many seats of a meeting somebody sat, each person in one."""
    sat = [seat for seat in seats if seat.stays]
    return len({("seat", each.seat_id) if each.sits is None else each.sits for each in sat})


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
