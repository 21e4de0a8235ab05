"""Votes counted by the rules of committees that differ."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.meetings.majorities import (
    Base,
    Count,
    MajorityRule,
    Outcome,
    Silence,
    Tie,
    chosen_option,
    count_problems,
    majority_problems,
    outcome,
    outcome_of_options,
    said_beforehand,
    with_silence,
)

B, T, O = Base, Tie, Outcome  # noqa: E741 (as short as the table needs)
TWO_THIRDS = Fraction(2, 3)


def half(base: Base, tie: Tie = Tie.FAILS) -> MajorityRule:
    return MajorityRule(base, tie=tie)


def two_thirds(base: Base) -> MajorityRule:
    return MajorityRule(base, TWO_THIRDS, more_than=False)


@pytest.mark.parametrize(
    "rule, entitled, present, yes, no, abstained, expected",
    [
        # of those there: an abstention weighs against
        (half(B.PRESENT), 15, 10, 6, 4, 0, O.ADOPTED),
        (half(B.PRESENT), 15, 10, 5, 3, 2, O.REJECTED),
        (half(B.PRESENT), 15, 10, 5, 5, 0, O.REJECTED),
        (half(B.PRESENT), 15, 11, 6, 5, 0, O.ADOPTED),
        # of votes cast: it does not
        (half(B.CAST), 15, 10, 5, 3, 2, O.ADOPTED),
        (half(B.CAST), 15, 10, 1, 0, 9, O.ADOPTED),
        (half(B.CAST), 15, 10, 0, 0, 10, O.REJECTED),
        # of all: whoever is away weighs against
        (half(B.ALL), 15, 10, 7, 0, 3, O.REJECTED),
        (half(B.ALL), 15, 10, 8, 2, 0, O.ADOPTED),
        # two thirds
        (two_thirds(B.PRESENT), 15, 9, 6, 3, 0, O.ADOPTED),
        (two_thirds(B.PRESENT), 15, 10, 6, 4, 0, O.REJECTED),
        (two_thirds(B.PRESENT), 15, 10, 7, 3, 0, O.ADOPTED),
        (two_thirds(B.ALL), 15, 10, 10, 0, 0, O.ADOPTED),
        (two_thirds(B.ALL), 15, 10, 9, 0, 1, O.REJECTED),
        (two_thirds(B.CAST), 15, 10, 4, 2, 4, O.ADOPTED),
        # all of those there
        (MajorityRule(B.PRESENT, Fraction(1), False), 15, 10, 10, 0, 0, O.ADOPTED),
        (MajorityRule(B.PRESENT, Fraction(1), False), 15, 10, 9, 0, 1, O.REJECTED),
        # nobody there
        (half(B.PRESENT), 15, 0, 0, 0, 0, O.REJECTED),
    ],
)
def test_the_votes_decide(rule, entitled, present, yes, no, abstained, expected):
    count = Count(entitled, present, yes, no, abstained)
    assert outcome(rule, count, has_quorum=True) == expected


@pytest.mark.parametrize(
    "tie, chair_for, expected",
    [
        (T.FAILS, True, O.REJECTED),
        (T.AGAIN, True, O.AGAIN),
        (T.CHAIR, True, O.ADOPTED),
        (T.CHAIR, False, O.REJECTED),
        (T.CHAIR, None, O.REJECTED),
    ],
)
@pytest.mark.parametrize("base", Base)
def test_a_tie_means_what_was_said_before(tie, chair_for, expected, base):
    count = Count(10, 10, 5, 5)
    assert outcome(half(base, tie), count, has_quorum=True, chair_for=chair_for) == expected


@pytest.mark.parametrize(
    "rule, count",
    [
        (half(B.ALL, T.CHAIR), Count(15, 10, 5, 5)),
        (half(B.PRESENT, T.CHAIR), Count(15, 11, 5, 5, 1)),
        (MajorityRule(B.PRESENT, TWO_THIRDS, False, T.CHAIR), Count(15, 10, 5, 5)),
        (half(B.PRESENT, T.CHAIR), Count(15, 10, 0, 0, 10)),
    ],
)
def test_a_bar_that_was_missed_is_no_tie(rule, count):
    assert outcome(rule, count, has_quorum=True, chair_for=True) == Outcome.REJECTED


def test_without_a_quorum_nothing_is_decided():
    assert outcome(half(B.PRESENT), Count(15, 3, 3, 0), has_quorum=False) == Outcome.NO_QUORUM


@pytest.mark.parametrize(
    "silence, yes, no, present",
    [
        (Silence.NOT_COUNTED, 5, 2, 8),
        (Silence.AGREES, 12, 2, 15),
        (Silence.DISAGREES, 5, 9, 15),
    ],
)
def test_silence_means_what_the_letter_said(silence, yes, no, present):
    answered = Count(entitled=15, present=8, yes=5, no=2, abstained=1)
    assert with_silence(answered, silence) == Count(15, present, yes, no, 1)


@pytest.mark.parametrize(
    "share, more_than, code",
    [
        (Fraction(1, 2), True, None),
        (Fraction(1, 2), False, None),
        (Fraction(3, 4), False, None),
        (Fraction(1), False, None),
        (Fraction(1), True, "majority_out_of_range"),
        (Fraction(0), True, "majority_out_of_range"),
        (Fraction(5, 4), False, "majority_out_of_range"),
        (Fraction(1, 3), False, "majority_below_half"),
        (Fraction(66667, 100000), False, "majority_too_fine"),
    ],
)
def test_a_majority_that_cannot_be_is_refused(share, more_than, code):
    problems = majority_problems(MajorityRule(Base.PRESENT, share, more_than))
    assert [problem.code for problem in problems] == ([code] if code else [])


@pytest.mark.parametrize(
    "count, code",
    [
        (Count(15, 10, 6, 4), None),
        (Count(15, 10, 6, 5), "more_votes_than_present"),
        (Count(15, 16, 6, 5), "more_present_than_entitled"),
        (Count(15, 10, -1, 5), "votes_below_none"),
    ],
)
def test_a_count_by_hand_is_checked(count, code):
    assert [problem.code for problem in count_problems(count)] == ([code] if code else [])


@pytest.mark.parametrize(
    "votes, chosen",
    [({"A": 6, "B": 4}, "A"), ({"A": 5, "B": 5}, None), ({"A": 4, "B": 3, "C": 3}, None)],
)
def test_of_several_options_one_needs_the_majority(votes, chosen):
    assert chosen_option(votes, half(B.PRESENT), 10) == chosen


counts = st.tuples(*[st.integers(0, 12)] * 5).map(
    lambda n: Count(sum(n), sum(n[:4]), n[0], n[1], n[2])
)
rules = st.builds(
    MajorityRule,
    st.sampled_from(Base),
    st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)]),
    st.booleans(),
    st.sampled_from(Tie),
)


@given(counts, rules)
def test_one_more_vote_for_never_loses_what_was_won(count, rule):
    if count.present == count.voted:
        return
    more = Count(count.entitled, count.present, count.yes + 1, count.no, count.abstained)
    if outcome(rule, count, has_quorum=True, chair_for=True) is Outcome.ADOPTED:
        assert outcome(rule, more, has_quorum=True, chair_for=True) is Outcome.ADOPTED


@given(counts, st.sampled_from(Silence))
def test_no_answer_is_lost_and_none_invented(count, silence):
    after = with_silence(count, silence)
    assert count_problems(after) == []
    assert after.voted == (count.voted if silence is Silence.NOT_COUNTED else count.entitled)


@given(counts)
def test_both_sides_never_win(count):
    against = Count(count.entitled, count.present, count.no, count.yes, count.abstained)
    for base in Base:
        won = [outcome(half(base), each, has_quorum=True) for each in (count, against)]
        assert won != [Outcome.ADOPTED, Outcome.ADOPTED]


@pytest.mark.parametrize(
    "share, more_than, base, needed",
    [
        (Fraction(1, 2), True, 10, 6),
        (Fraction(1, 2), True, 9, 5),
        (Fraction(1, 2), False, 10, 5),
        (Fraction(2, 3), False, 9, 6),
        (Fraction(2, 3), False, 10, 7),
        (Fraction(1), False, 4, 4),
        (Fraction(1, 2), False, 0, 1),
    ],
)
def test_the_votes_that_are_needed_are_the_fewest_that_reach_the_majority(
    share, more_than, base, needed
):
    rule = MajorityRule(Base.PRESENT, share, more_than)
    assert rule.needed(base) == needed
    assert rule.is_reached(needed, base) is (base > 0)
    assert not rule.is_reached(needed - 1, base)


@pytest.mark.parametrize(
    "tie, chair_for, expected",
    [
        (T.AGAIN, None, (O.AGAIN, None)),
        (T.FAILS, "A", (O.REJECTED, None)),
        (T.CHAIR, "A", (O.ADOPTED, "A")),
        (T.CHAIR, "C", (O.REJECTED, None)),
        (T.CHAIR, None, (O.REJECTED, None)),
    ],
)
def test_two_options_with_one_half_each_are_a_tie(tie, chair_for, expected):
    votes, rule = {"A": 5, "B": 5, "C": 0}, half(B.PRESENT, tie)
    decided = outcome_of_options(votes, rule, 10, has_quorum=True, chair_for=chair_for)
    assert (decided, chosen_option(votes, rule, 10, chair_for)) == expected
    assert outcome_of_options(votes, rule, 10, has_quorum=False) is O.NO_QUORUM


@pytest.mark.parametrize(
    "is_by_name, tie, said",
    [(True, T.CHAIR, T.CHAIR), (False, T.CHAIR, T.FAILS), (False, T.AGAIN, T.AGAIN)],
)
def test_the_chair_breaks_no_tie_that_nobody_can_know(is_by_name, tie, said):
    assert said_beforehand(half(B.PRESENT, tie), is_by_name=is_by_name).tie is said


@given(
    st.dictionaries(st.sampled_from("ABCD"), st.integers(0, 8), min_size=2),
    rules,
    st.sampled_from([None, "A", "B", "C", "D"]),
)
def test_an_option_is_adopted_exactly_where_one_is_chosen(votes, rule, chair_for):
    base = sum(votes.values())
    chosen = chosen_option(votes, rule, base, chair_for)
    decided = outcome_of_options(votes, rule, base, has_quorum=True, chair_for=chair_for)
    assert (decided is Outcome.ADOPTED) is (chosen is not None)
    assert chosen is None or votes[chosen] == max(votes.values())
