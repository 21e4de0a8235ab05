"""What a meeting concluded: complete before it closes, open until it is done."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.meetings.conclusions import (
    LONGEST_CONCLUSION,
    ConclusionFacts,
    Kept,
    PastConclusion,
    conclusion_problems,
    kept,
    matters_arising,
)
from giaoban.rules.meetings.passages import (
    Passage,
    Reach,
    Withheld,
    may_read,
    narrowest,
    version_for,
)
from giaoban.rules.register.terms import Every, Term, TermKind
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.states import CLOSED, TaskState

BY_FRIDAY = Term(TermKind.DATE, on=date(2026, 12, 4))
WHOLE = ConclusionFacts("Rà soát hồ chứa", True, 5, (6, 7), "Báo cáo", BY_FRIDAY)


@pytest.mark.parametrize(
    "changed, codes",
    [
        ({}, []),
        ({"text": "  "}, ["conclusion_empty"]),
        ({"text": "x" * (LONGEST_CONCLUSION + 1)}, ["conclusion_too_long"]),
        ({"lead_id": None}, ["lead_missing"]),
        ({"lead_id": 6}, ["lead_co_operates"]),
        ({"product": " "}, ["product_missing"]),
        ({"term": Term()}, ["term_missing"]),
        ({"term": Term(TermKind.DATE)}, ["term_needs_date"]),
        ({"term": Term(TermKind.RECURRING, every=Every.MONTH, day=5)}, ["term_recurs"]),
        (
            {"lead_id": None, "product": "", "term": Term()},
            ["lead_missing", "product_missing", "term_missing"],
        ),
        ({"asks": False, "lead_id": None, "product": "", "term": Term()}, []),
    ],
)
def test_what_is_missing_is_named(changed, codes):
    problems = conclusion_problems(replace(WHOLE, **changed))
    assert [problem.code for problem in problems] == codes


def past(conclusion_id, meeting_on, position, state, asks=True):
    return PastConclusion(conclusion_id, meeting_on, position, asks, state)


MAY, JUNE = date(2026, 5, 29), date(2026, 6, 30)


def test_open_ones_are_carried_over_the_oldest_first():
    all_past = [
        past(4, JUNE, 1, TaskState.SUBMITTED),
        past(3, MAY, 2, TaskState.ASSIGNED),
        past(2, MAY, 1, TaskState.CONFIRMED),
        past(1, MAY, 3, TaskState.WITHDRAWN),
        past(5, JUNE, 2, None),
        past(6, MAY, 1, TaskState.ASSIGNED, asks=False),
    ]
    assert [each.conclusion_id for each in matters_arising(all_past)] == [3, 4]


def test_what_was_withdrawn_is_neither_kept_nor_asked():
    counted = [Count.DONE_ON_TIME, Count.DONE_LATE, Count.OVERDUE, Count.WITHIN_TERM, None]
    assert kept(counted) == Kept(done=2, in_time=1, asked=4)
    assert kept([]) == Kept(0, 0, 0)


@given(
    st.lists(
        st.builds(
            PastConclusion,
            st.integers(1, 50),
            st.sampled_from([MAY, JUNE]),
            st.integers(1, 9),
            st.booleans(),
            st.none() | st.sampled_from(TaskState),
        ),
        unique_by=lambda each: each.conclusion_id,
    )
)
def test_matters_arising_are_exactly_the_open_conclusions(all_past):
    carried = {each.conclusion_id for each in matters_arising(all_past)}
    for each in all_past:
        is_open = each.asks and each.state is not None and each.state not in CLOSED
        assert (each.conclusion_id in carried) is is_open


PASSAGES = [
    Passage("a", "Khai mạc", "…", Reach.CIRCULATED),
    Passage("b", "Nhân sự", "…", Reach.LIMITED),
    Passage("c", "Kinh phí", "…", Reach.MEMBERS),
    Passage("d", "Kết luận", "…", Reach.CIRCULATED),
]


@pytest.mark.parametrize(
    "upto, version",
    [
        (Reach.LIMITED, PASSAGES),
        (Reach.MEMBERS, [PASSAGES[0], Withheld(1), PASSAGES[2], PASSAGES[3]]),
        (Reach.CIRCULATED, [PASSAGES[0], Withheld(2), PASSAGES[3]]),
    ],
)
def test_what_is_withheld_leaves_a_mark(upto, version):
    assert version_for(PASSAGES, upto) == version


@pytest.mark.parametrize(
    "reach, read_by",
    [
        (Reach.CIRCULATED, [True, True, True]),
        (Reach.MEMBERS, [False, True, True]),
        (Reach.LIMITED, [False, False, True]),
    ],
)
def test_who_reads_more_reads_everything_less(reach, read_by):
    assert [may_read(reach, upto) for upto in Reach] == read_by


@given(st.lists(st.sampled_from(Reach)))
def test_a_whole_goes_no_further_than_its_narrowest_part(reaches):
    for reach in reaches:
        assert may_read(reach, narrowest(reaches))


@given(st.lists(st.sampled_from(Reach), max_size=9), st.sampled_from(Reach))
def test_everything_is_read_or_counted_as_withheld(reaches, upto):
    passages = [Passage(str(n), "h", "t", reach) for n, reach in enumerate(reaches)]
    version = version_for(passages, upto)
    left_out = sum(each.count for each in version if isinstance(each, Withheld))
    shown = [each for each in version if isinstance(each, Passage)]
    assert len(shown) + left_out == len(passages)
    assert all(may_read(each.reach, upto) for each in shown)
