"""Is a meeting able to decide, now and on this item? Seats are counted, never persons."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Stay:
    """There in [arrived_at, left_at); None: still there."""

    arrived_at: datetime
    left_at: datetime | None = None

    def covers(self, at: datetime) -> bool:
        return self.arrived_at <= at and (self.left_at is None or at < self.left_at)


@dataclass(frozen=True, slots=True)
class SeatAttendance:
    """A seat with a vote: who sits in it today, when they were there.

    `sits` is the person in the seat, or the substitute in their place; None while it is known only
    by name. `by_substitute` matters where a committee's rules do not count substitutes.
    """

    seat_id: int
    sits: int | None
    stays: Sequence[Stay] = ()
    by_substitute: bool = False

    def is_there(self, at: datetime) -> bool:
        return any(stay.covers(at) for stay in self.stays)


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """At least this share of the seats with a vote.

    What share is needed is each committee's own regulation; more than a half is what is usual.
    `more_than` asks for one beyond it: more than a half of 10 is 6, at least a half is 5.
    """

    share: Fraction = Fraction(1, 2)
    more_than: bool = True
    substitutes_count: bool = True

    def needed(self, entitled: int) -> int:
        """How many seats must be there; never none, so that an empty room decides nothing."""
        exact = self.share * entitled
        least = exact.numerator // exact.denominator + 1 if self.more_than else -(-exact // 1)
        return max(1, int(least))


@dataclass(frozen=True, slots=True)
class Quorum:
    """`entitled` seats, `present` of them there, `needed` to decide."""

    entitled: int
    present: int
    needed: int

    @property
    def is_reached(self) -> bool:
        return self.entitled > 0 and self.present >= self.needed

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.present)


def quorum(
    seats: Iterable[SeatAttendance],
    rule: QuorumRule,
    at: datetime,
    recused: Collection[int] = (),
) -> Quorum:
    """Who counts at that moment; seats that are `recused` from an item leave both of its sides.

    A person who sits in two seats (their own, and as somebody's substitute) is there once.
    """
    every = list(seats)
    entitled = sum(seat.seat_id not in recused for seat in every)
    present = present_seats(every, rule, at, recused)
    return Quorum(entitled, len(present), rule.needed(entitled))


def present_seats(
    seats: Iterable[SeatAttendance],
    rule: QuorumRule,
    at: datetime,
    recused: Collection[int] = (),
) -> frozenset[int]:
    """The ids of the seats that count as there, each person in one: the one of their own first.

    Whoever is recused takes no part in any seat: nor in one where they sit for somebody else.
    """
    every = list(seats)
    aside = {seat.sits for seat in every if seat.seat_id in recused and seat.sits is not None}
    there = [
        seat
        for seat in every
        if seat.is_there(at)
        and (rule.substitutes_count or not seat.by_substitute)
        and seat.seat_id not in recused
        and seat.sits not in aside
    ]
    there.sort(key=lambda seat: (seat.by_substitute, seat.seat_id))
    counted: dict[object, int] = {}
    for seat in there:
        counted.setdefault(("seat", seat.seat_id) if seat.sits is None else seat.sits, seat.seat_id)
    return frozenset(counted.values())


def quorum_over_time(
    seats: Sequence[SeatAttendance], rule: QuorumRule, begin: datetime, end: datetime
) -> list[tuple[datetime, Quorum]]:
    """Each moment in [begin, end] from which another number of seats was there, the first of all.

    For the minutes: "có mặt 9/15 từ 08:05, còn 7/15 từ 10:20".
    """
    moments = sorted(
        {begin}
        | {
            moment
            for seat in seats
            for stay in seat.stays
            for moment in (stay.arrived_at, stay.left_at)
            if moment is not None and begin < moment <= end
        }
    )
    told: list[tuple[datetime, Quorum]] = []
    for moment in moments:
        now = quorum(seats, rule, moment)
        if not told or told[-1][1] != now:
            told.append((moment, now))
    return told
