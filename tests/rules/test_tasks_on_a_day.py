"""What a report says of a day that is past does not depend on the day on which it is made."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.tasks.counting import TaskFacts
from giaoban.rules.tasks.on_a_day import Life, belongs_to_span, stood, term_on, whole_stood
from giaoban.rules.tasks.states import STEPS, TaskState, TaskStep

S = TaskState
GIVEN = date(2026, 10, 1)


def day(number: int) -> date:
    return date(2026, 10, number)


# Begun on the 5th, handed in on the 10th, returned on the 12th, again on the 20th, done on the 25th
RETURNED_ONCE = Life(
    given_on=GIVEN,
    state=S.CONFIRMED,
    due_on=day(22),
    handed_in_on=day(20),
    first_due_on=day(15),
    changes=[
        (day(5), S.ASSIGNED),
        (day(10), S.IN_PROGRESS),
        (day(12), S.SUBMITTED),
        (day(20), S.RETURNED),
        (day(25), S.SUBMITTED),
    ],
    submitted=[day(10), day(20)],
    extended=[(day(14), day(18)), (day(18), day(22))],
)


@pytest.mark.parametrize(
    ("on", "state", "due_on", "handed_in"),
    [
        (1, S.ASSIGNED, 15, None),
        (4, S.ASSIGNED, 15, None),
        (5, S.IN_PROGRESS, 15, None),
        (10, S.SUBMITTED, 15, 10),
        (13, S.RETURNED, 15, None),
        (14, S.RETURNED, 18, None),
        (18, S.RETURNED, 22, None),
        (20, S.SUBMITTED, 22, 20),
        (25, S.CONFIRMED, 22, 20),
        (31, S.CONFIRMED, 22, 20),
    ],
)
def test_a_task_is_read_back_day_by_day(
    on: int, state: TaskState, due_on: int, handed_in: int | None
) -> None:
    expected = TaskFacts(state, day(due_on), day(handed_in) if handed_in else None)
    assert stood(RETURNED_ONCE, day(on)) == expected


def test_before_it_was_given_there_is_none() -> None:
    assert stood(RETURNED_ONCE, GIVEN - timedelta(days=1)) is None
    split = replace(RETURNED_ONCE, parts=[RETURNED_ONCE])
    assert whole_stood(split, GIVEN - timedelta(days=1)) is None


def test_a_term_without_extensions_is_that_of_now() -> None:
    assert term_on(Life(GIVEN, S.ASSIGNED, due_on=day(9)), day(1)) == day(9)


def test_a_part_that_was_split_off_later_is_not_there_yet() -> None:
    part = Life(given_on=day(11), state=S.ASSIGNED)
    own = Life(given_on=GIVEN, state=S.IN_PROGRESS)
    confirmed = Life(given_on=GIVEN, state=S.CONFIRMED, handed_in_on=day(3))
    split = replace(confirmed, parts=[part])
    assert whole_stood(split, day(10)) == TaskFacts(S.CONFIRMED, None, day(3))
    begun = replace(own, parts=[part])
    assert whole_stood(begun, day(11)) == TaskFacts(S.IN_PROGRESS, None, None)
    done = replace(confirmed, parts=[confirmed])
    assert whole_stood(done, day(9)) == TaskFacts(S.CONFIRMED, None, day(3))


def test_a_whole_is_withdrawn_from_the_day_on_which_it_was_whatever_was_done_before() -> None:
    """The hamlet was confirmed on the 8th; the commune over it was withdrawn on the 12th, and the
    province's task itself on the 20th.
    """
    hamlet = Life(GIVEN, S.CONFIRMED, handed_in_on=day(7), changes=[(day(8), S.SUBMITTED)])
    commune = Life(
        GIVEN, S.WITHDRAWN, changes=[(day(5), S.ASSIGNED), (day(12), S.IN_PROGRESS)], parts=[hamlet]
    )
    province = Life(GIVEN, S.WITHDRAWN, changes=[(day(20), S.ASSIGNED)], parts=[commune])
    told = {number: whole_stood(province, day(number)) for number in (1, 8, 11, 12, 19, 20, 25)}
    assert {number: facts and facts.state for number, facts in told.items()} == {
        1: S.IN_PROGRESS,
        8: S.IN_PROGRESS,
        11: S.IN_PROGRESS,
        12: S.ASSIGNED,  # its own part alone is left
        19: S.ASSIGNED,
        20: S.WITHDRAWN,
        25: S.WITHDRAWN,
    }
    assert whole_stood(province, day(25)) == TaskFacts(S.WITHDRAWN, None, None)
    assert whole_stood(hamlet, day(25)) == TaskFacts(S.CONFIRMED, None, day(7))


@pytest.mark.parametrize(
    ("eve", "belongs"),
    [
        (None, True),
        (TaskFacts(S.ASSIGNED, None), True),
        (TaskFacts(S.SUBMITTED, None, GIVEN), True),
        (TaskFacts(S.CONFIRMED, None, GIVEN), False),
        (TaskFacts(S.WITHDRAWN, None), False),
    ],
)
def test_what_was_done_before_a_span_is_not_of_it(eve: TaskFacts | None, belongs: bool) -> None:
    assert belongs_to_span(eve) is belongs


def walked(steps: list[TaskStep]) -> list[tuple[date, TaskStep, TaskState, TaskState]]:
    """Those of the steps that the table allows, one a day: day, step, state before, state after."""
    state, found = S.ASSIGNED, []
    for number, step in enumerate(steps, start=2):
        rule = STEPS[step]
        if state in rule.sources:
            found.append((day(number), step, state, rule.target))
            state = rule.target
    return found


@given(st.lists(st.sampled_from(TaskStep), max_size=28))
def test_reading_back_says_what_was_true_on_each_day(steps: list[TaskStep]) -> None:
    way = walked(steps)
    states, handed_in = [(GIVEN, S.ASSIGNED, None)], None
    for on, step, _before, after in way:
        if step is TaskStep.SUBMIT:
            handed_in = on
        elif after not in {S.CONFIRMED, S.WITHDRAWN}:
            handed_in = None
        states.append((on, after, handed_in))
    _last, state, handed_in = states[-1]
    life = Life(
        given_on=GIVEN,
        state=state,
        handed_in_on=handed_in,
        changes=[(on, before) for on, _step, before, _after in way],
        submitted=[on for on, step, _before, _after in way if step is TaskStep.SUBMIT],
    )
    for on, then, then_handed_in in states:
        assert stood(life, on) == TaskFacts(then, None, then_handed_in)
