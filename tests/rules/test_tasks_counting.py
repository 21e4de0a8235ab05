"""On time, late, within term, overdue: the four counts by examples, and their law."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.rules.tasks.counting import (
    Count,
    TaskFacts,
    count_of,
    working_days_over,
)
from giaoban.rules.tasks.states import TaskState

S = TaskState
DUE = date(2026, 11, 20)  # a Friday
BEFORE, AFTER = date(2026, 11, 19), date(2026, 11, 23)


@pytest.mark.parametrize(
    "state, due_on, handed_in_on, today, expected",
    [
        (S.ASSIGNED, DUE, None, BEFORE, Count.WITHIN_TERM),
        (S.ASSIGNED, DUE, None, DUE, Count.WITHIN_TERM),
        (S.ASSIGNED, DUE, None, AFTER, Count.OVERDUE),
        (S.QUERIED, DUE, None, AFTER, Count.OVERDUE),
        (S.IN_PROGRESS, None, None, AFTER, Count.WITHIN_TERM),
        # Handed in on time, and not read yet: the unit has done its part.
        (S.SUBMITTED, DUE, DUE, AFTER, Count.WITHIN_TERM),
        (S.SUBMITTED, DUE, AFTER, AFTER, Count.OVERDUE),
        # Returned: what was handed in no longer stands.
        (S.RETURNED, DUE, None, BEFORE, Count.WITHIN_TERM),
        (S.RETURNED, DUE, None, AFTER, Count.OVERDUE),
        (S.CONFIRMED, DUE, BEFORE, AFTER, Count.DONE_ON_TIME),
        (S.CONFIRMED, DUE, DUE, AFTER, Count.DONE_ON_TIME),
        (S.CONFIRMED, DUE, AFTER, AFTER, Count.DONE_LATE),
        (S.CONFIRMED, None, AFTER, AFTER, Count.DONE_ON_TIME),
        (S.WITHDRAWN, DUE, None, AFTER, None),
    ],
)
def test_a_task_is_counted_by_the_day_on_which_it_was_handed_in(
    state, due_on, handed_in_on, today, expected
):
    assert count_of(TaskFacts(state, due_on, handed_in_on), today) == expected


def test_an_extension_moves_the_day_that_counts():
    late = TaskFacts(S.IN_PROGRESS, DUE)
    extended = TaskFacts(S.IN_PROGRESS, date(2026, 11, 30))
    assert [count_of(task, AFTER) for task in (late, extended)] == [
        Count.OVERDUE,
        Count.WITHIN_TERM,
    ]


@pytest.mark.parametrize(
    "task, days",
    [
        (TaskFacts(S.ASSIGNED, DUE), 1),  # the weekend is not counted
        (TaskFacts(S.CONFIRMED, DUE, DUE), 0),
        (TaskFacts(S.CONFIRMED, DUE, AFTER), 1),
        (TaskFacts(S.ASSIGNED, None), 0),
    ],
)
def test_lateness_is_told_in_working_days(task, days):
    assert working_days_over(task, AFTER, WorkingCalendar()) == days


tasks = st.builds(
    TaskFacts,
    st.sampled_from(TaskState),
    st.none() | st.dates(date(2026, 11, 1), date(2026, 11, 30)),
    st.none() | st.dates(date(2026, 11, 1), date(2026, 11, 30)),
)


@given(tasks)
def test_every_task_is_counted_unless_it_was_withdrawn(task):
    assert (count_of(task, DUE) is None) == (task.state is S.WITHDRAWN)
