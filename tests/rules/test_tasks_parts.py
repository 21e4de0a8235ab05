"""The state of a whole by that of its parts: a table of examples, and that nothing else counts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.tasks.parts import Answered, handed_in_on, state_of_parts, whole_of
from giaoban.rules.tasks.states import TaskState

S = TaskState
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 20)


@pytest.mark.parametrize(
    "parts, whole",
    [
        ([], None),
        ([S.WITHDRAWN, S.WITHDRAWN], S.WITHDRAWN),
        ([S.ASSIGNED], S.ASSIGNED),
        ([S.CONFIRMED, S.CONFIRMED], S.CONFIRMED),
        ([S.CONFIRMED, S.WITHDRAWN], S.CONFIRMED),
        ([S.CONFIRMED, S.SUBMITTED], S.SUBMITTED),
        ([S.CONFIRMED, S.RETURNED], S.IN_PROGRESS),
        ([S.RETURNED, S.RETURNED], S.RETURNED),
        ([S.ASSIGNED, S.QUERIED], S.QUERIED),
        ([S.ACKNOWLEDGED, S.QUERIED], S.QUERIED),
        ([S.ASSIGNED, S.ACKNOWLEDGED], S.ACKNOWLEDGED),
        ([S.ASSIGNED, S.IN_PROGRESS], S.IN_PROGRESS),
        ([S.ASSIGNED, S.CONFIRMED], S.IN_PROGRESS),
        ([S.QUERIED, S.SUBMITTED], S.IN_PROGRESS),
    ],
)
def test_the_whole_stands_where_its_parts_let_it(parts, whole):
    assert state_of_parts(parts) == whole


states = st.lists(st.sampled_from(TaskState), min_size=1, max_size=8)


@given(states, st.randoms())
def test_neither_order_nor_number_of_the_parts_counts(parts, random):
    shuffled = [*parts, *random.choices(parts, k=3)]
    random.shuffle(shuffled)
    assert state_of_parts(shuffled) == state_of_parts(parts)


@given(states)
def test_a_whole_is_done_only_when_every_part_is(parts):
    left = [part for part in parts if part is not S.WITHDRAWN]
    is_done = bool(left) and all(part is S.CONFIRMED for part in left)
    assert (state_of_parts(parts) is S.CONFIRMED) == is_done


@given(st.lists(states, min_size=1, max_size=4))
def test_a_whole_of_wholes_is_done_exactly_when_all_parts_together_are(groups):
    wholes = [state_of_parts(group) for group in groups]
    together = [part for group in groups for part in group]
    assert (state_of_parts(wholes) is S.CONFIRMED) == (state_of_parts(together) is S.CONFIRMED)


@pytest.mark.parametrize(
    "parts, expected",
    [
        ([], None),
        ([(S.SUBMITTED, FIRST), (S.CONFIRMED, LAST)], LAST),
        ([(S.CONFIRMED, FIRST), (S.IN_PROGRESS, None)], None),
        ([(S.CONFIRMED, FIRST), (S.WITHDRAWN, None)], FIRST),
        ([(S.WITHDRAWN, None)], None),
    ],
)
def test_a_whole_was_handed_in_with_its_last_part(parts, expected):
    assert handed_in_on(parts) == expected


DONE = (S.CONFIRMED, FIRST)


@pytest.mark.parametrize(
    "own, parts, whole",
    [
        ((S.WITHDRAWN, None), [], (S.WITHDRAWN, None)),
        ((S.WITHDRAWN, None), [DONE], (S.WITHDRAWN, None)),
        ((S.WITHDRAWN, LAST), [DONE, (S.WITHDRAWN, LAST)], (S.WITHDRAWN, None)),
        ((S.ASSIGNED, None), [(S.WITHDRAWN, None)], (S.ASSIGNED, None)),
        ((S.SUBMITTED, LAST), [(S.WITHDRAWN, None)], (S.SUBMITTED, LAST)),
        (DONE, [(S.WITHDRAWN, None), DONE], DONE),
        ((S.ASSIGNED, None), [DONE], (S.IN_PROGRESS, None)),
        ((S.SUBMITTED, LAST), [DONE], (S.SUBMITTED, LAST)),
    ],
)
def test_what_was_withdrawn_as_a_whole_is_withdrawn_whatever_was_done_beneath_it(
    own: Answered, parts: list[Answered], whole: Answered
) -> None:
    assert whole_of(own, parts) == whole


answered = st.tuples(st.sampled_from(TaskState), st.none() | st.sampled_from([FIRST, LAST]))


@given(answered, st.lists(answered, max_size=4))
def test_a_whole_is_withdrawn_exactly_when_its_own_part_is(own, parts):
    assert (whole_of(own, parts)[0] is S.WITHDRAWN) == (own[0] is S.WITHDRAWN)


@given(answered, st.lists(st.tuples(answered, st.lists(answered, max_size=2)), max_size=3))
def test_what_lies_beneath_a_withdrawn_part_says_nothing_of_the_whole(own, parts):
    kept = [(state, below) for state, below in parts if state[0] is not S.WITHDRAWN]
    assert whole_of(own, [whole_of(*part) for part in parts]) == whole_of(
        own, [whole_of(*part) for part in kept]
    )
