"""Who counts as there, and whether that is enough to decide."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.meetings.quorum import (
    QuorumRule,
    SeatAttendance,
    Stay,
    present_seats,
    quorum,
    quorum_over_time,
)

EIGHT = datetime(2026, 11, 27, 8, tzinfo=UTC)
HALF = QuorumRule()
TWO_THIRDS = QuorumRule(Fraction(2, 3), more_than=False)


def at(minutes: int) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


def seat(seat_id: int, *stays: tuple[int, int | None], sits: int | None = -1, **more):
    """Somebody of their own in seat `seat_id`, there in these intervals of minutes after eight."""
    person = 100 + seat_id if sits == -1 else sits
    intervals = [Stay(at(a), None if b is None else at(b)) for a, b in stays]
    return SeatAttendance(seat_id, person, intervals, **more)


@pytest.mark.parametrize(
    "rule, entitled, needed",
    [
        (HALF, 1, 1),
        (HALF, 2, 2),
        (HALF, 9, 5),
        (HALF, 10, 6),
        (HALF, 15, 8),
        (QuorumRule(more_than=False), 10, 5),
        (QuorumRule(more_than=False), 9, 5),
        (TWO_THIRDS, 9, 6),
        (TWO_THIRDS, 10, 7),
        (TWO_THIRDS, 15, 10),
        (QuorumRule(Fraction(1), more_than=False), 7, 7),
        (HALF, 0, 1),
    ],
)
def test_so_many_seats_are_needed(rule, entitled, needed):
    assert rule.needed(entitled) == needed


@pytest.mark.parametrize(
    "minute, present",
    [(-1, 0), (0, 1), (5, 2), (29, 2), (30, 1), (59, 1), (60, 2)],
)
def test_who_left_early_or_went_out_is_not_there(minute, present):
    seats = [seat(1, (0, 30), (60, None)), seat(2, (5, None)), seat(3)]
    assert quorum(seats, HALF, at(minute)).present == present


def test_the_moment_of_arrival_counts_and_that_of_leaving_does_not():
    stay = Stay(at(0), at(10))
    assert [stay.covers(at(minute)) for minute in (-1, 0, 9, 10)] == [False, True, True, False]


def test_a_person_in_two_seats_is_counted_once_in_their_own():
    seats = [
        seat(1, (0, None), sits=50, by_substitute=True),
        seat(2, (0, None), sits=50),
        seat(3, (0, None), sits=50, by_substitute=True),
    ]
    assert present_seats(seats, HALF, at(1)) == {2}


def test_two_substitutes_known_only_by_name_are_two():
    seats = [seat(n, (0, None), sits=None, by_substitute=True) for n in (1, 2)]
    assert present_seats(seats, HALF, at(1)) == {1, 2}


def test_substitutes_count_only_where_the_committee_says_so():
    seats = [seat(1, (0, None)), seat(2, (0, None), by_substitute=True)]
    strict = QuorumRule(substitutes_count=False)
    assert (quorum(seats, HALF, at(1)).present, quorum(seats, strict, at(1)).present) == (2, 1)


def test_a_recused_seat_leaves_both_sides():
    seats = [seat(n, (0, None)) for n in range(1, 6)] + [seat(6), seat(7), seat(8), seat(9)]
    whole = quorum(seats, HALF, at(1))
    without_two = quorum(seats, HALF, at(1), recused={1, 9})
    assert (whole.present, whole.entitled, whole.is_reached) == (5, 9, True)
    assert (without_two.present, without_two.entitled, without_two.needed) == (4, 7, 4)
    assert without_two.is_reached


def test_without_any_seat_nothing_is_decided():
    nothing = quorum([], HALF, at(0))
    assert not nothing.is_reached
    assert nothing.missing == 1


def test_the_minutes_say_from_when_how_many_were_there():
    seats = [seat(1, (0, None)), seat(2, (5, 90)), seat(3, (200, None))]
    told = quorum_over_time(seats, HALF, at(0), at(120))
    assert [(moment, now.present) for moment, now in told] == [(at(0), 1), (at(5), 2), (at(90), 1)]


stays = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 60)).map(lambda s: (s[0], s[0] + s[1])), max_size=3
)
seats_of_a_day = st.lists(
    st.tuples(st.integers(1, 4) | st.none(), stays, st.booleans()), max_size=8
).map(
    lambda rows: [
        seat(n, *rows[n][1], sits=rows[n][0], by_substitute=rows[n][2]) for n in range(len(rows))
    ]
)


@given(seats_of_a_day, st.integers(0, 130))
def test_nobody_is_counted_twice(seats, minute):
    counted = present_seats(seats, HALF, at(minute))
    persons = [one.sits for one in seats if one.seat_id in counted and one.sits is not None]
    assert len(persons) == len(set(persons))
    there = {one.sits for one in seats if one.is_there(at(minute)) and one.sits is not None}
    assert set(persons) == there


@given(seats_of_a_day, st.integers(0, 130), st.sets(st.integers(0, 8)))
def test_a_recusal_never_lets_anybody_else_in(seats, minute, recused):
    with_all = present_seats(seats, HALF, at(minute))
    left = quorum(seats, HALF, at(minute), recused)
    assert left.present <= len(with_all)
    assert left.entitled == len([one for one in seats if one.seat_id not in recused])


@given(st.integers(1, 200), st.fractions(Fraction(1, 20), 1, max_denominator=20))
def test_at_least_and_more_than_are_what_they_say(entitled, share):
    at_least = QuorumRule(share, more_than=False).needed(entitled)
    more = QuorumRule(share).needed(entitled)
    assert at_least - 1 < share * entitled <= at_least
    assert more - 1 <= share * entitled < more


@pytest.mark.parametrize("recused", [{1}, {2}])
def test_whoever_is_recused_in_one_seat_takes_no_part_in_another(recused):
    seats = [seat(1, (0, None), sits=50), seat(2, (0, None), sits=50, by_substitute=True), seat(3)]
    aside = quorum(seats, HALF, at(1), recused)
    assert (aside.present, aside.entitled) == (0, 2)
