"""The way of a task, step by step, and what no sequence of steps can reach."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.tasks.states import (
    CLOSED,
    OPEN,
    STEPS,
    Side,
    TaskState,
    TaskStep,
    next_state,
    steps_from,
)

S, P = TaskState, TaskStep
WAY = {
    P.ACKNOWLEDGE: [S.ACKNOWLEDGED, S.ACKNOWLEDGED, None, None, None, None, None, None],
    P.QUERY: [S.QUERIED, None, S.QUERIED, S.QUERIED, None, None, None, None],
    P.ANSWER: [None, S.ASSIGNED, None, None, None, None, None, None],
    P.BEGIN: [S.IN_PROGRESS, None, S.IN_PROGRESS, None, None, S.IN_PROGRESS, None, None],
    P.SUBMIT: [S.SUBMITTED, None, S.SUBMITTED, S.SUBMITTED, None, S.SUBMITTED, None, None],
    P.TAKE_BACK: [None, None, None, None, S.IN_PROGRESS, None, None, None],
    P.CONFIRM: [None, None, None, None, S.CONFIRMED, None, None, None],
    P.RETURN: [None, None, None, None, S.RETURNED, None, None, None],
    P.REOPEN: [None, None, None, None, None, None, S.RETURNED, None],
    P.WITHDRAW: [*([S.WITHDRAWN] * 6), None, None],
}
ORDER = [
    S.ASSIGNED,
    S.QUERIED,
    S.ACKNOWLEDGED,
    S.IN_PROGRESS,
    S.SUBMITTED,
    S.RETURNED,
    S.CONFIRMED,
    S.WITHDRAWN,
]


@pytest.mark.parametrize("step", TaskStep)
def test_each_step_leads_where_the_table_says_and_nowhere_else(step):
    assert [next_state(state, step) for state in ORDER] == WAY[step]


@pytest.mark.parametrize(
    "state, unit, giver",
    [
        (S.ASSIGNED, [P.ACKNOWLEDGE, P.QUERY, P.BEGIN, P.SUBMIT], [P.WITHDRAW]),
        (S.QUERIED, [P.ACKNOWLEDGE], [P.ANSWER, P.WITHDRAW]),
        (S.ACKNOWLEDGED, [P.QUERY, P.BEGIN, P.SUBMIT], [P.WITHDRAW]),
        (S.IN_PROGRESS, [P.QUERY, P.SUBMIT], [P.WITHDRAW]),
        (S.SUBMITTED, [P.TAKE_BACK], [P.CONFIRM, P.RETURN, P.WITHDRAW]),
        (S.RETURNED, [P.BEGIN, P.SUBMIT], [P.WITHDRAW]),
        (S.CONFIRMED, [], [P.REOPEN]),
        (S.WITHDRAWN, [], []),
    ],
)
def test_each_side_is_offered_only_its_own_steps(state, unit, giver):
    assert steps_from(state, Side.UNIT) == unit
    assert steps_from(state, Side.GIVER) == giver


@pytest.mark.parametrize("state", TaskState)
def test_beneath_a_withdrawn_whole_only_opening_again_is_not_offered(state):
    ended = {"is_beneath_withdrawn": True}
    for side in Side:
        kept = [step for step in steps_from(state, side) if step is not P.REOPEN]
        assert steps_from(state, side, **ended) == kept
    assert next_state(state, P.REOPEN, **ended) is None


def test_whoever_asks_answers_returns_or_withdraws_says_why():
    assert {step for step, rule in STEPS.items() if rule.needs_words} == {
        P.QUERY,
        P.ANSWER,
        P.SUBMIT,
        P.RETURN,
        P.REOPEN,
        P.WITHDRAW,
    }


@given(st.lists(st.sampled_from(TaskStep), max_size=30))
def test_a_task_is_confirmed_only_from_submitted_and_never_comes_back_from_withdrawn(steps):
    state = S.ASSIGNED
    for step in steps:
        before, state = state, next_state(state, step) or state
        if state is S.CONFIRMED and before is not S.CONFIRMED:
            assert before is S.SUBMITTED
        if before is S.WITHDRAWN:
            assert state is S.WITHDRAWN


@pytest.mark.parametrize("state", OPEN)
def test_from_every_open_state_there_is_a_way_to_the_end(state):
    reached, waiting = {state}, [state]
    while waiting:
        here = waiting.pop()
        for step in TaskStep:
            there = next_state(here, step)
            if there and there not in reached:
                reached.add(there)
                waiting.append(there)
    assert reached >= CLOSED
