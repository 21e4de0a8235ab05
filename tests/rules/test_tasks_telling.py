"""What is news of a task yet, and how a committee keeps the days of its reminders."""

import pytest

from giaoban.rules.reporting.reminders import Audience, ReminderRule
from giaoban.rules.tasks.states import OPEN, WITH_THE_UNIT, TaskState
from giaoban.rules.tasks.telling import (
    Occasion,
    is_still_true,
    read_days,
    task_reminders,
    written_days,
)

N, S = Occasion, TaskState


@pytest.mark.parametrize(
    "occasion, states",
    [
        (N.GIVEN, WITH_THE_UNIT),
        (N.HANDED_ON, WITH_THE_UNIT),
        (N.HELD, WITH_THE_UNIT),
        (N.ANSWERED, WITH_THE_UNIT),
        (N.TIME_ASKED, WITH_THE_UNIT),
        (N.RETURNED, {S.RETURNED}),
        (N.WITHDRAWN, {S.WITHDRAWN}),
        (N.EXTENDED, OPEN),
        (N.REFUSED, OPEN),
        (N.QUERIED, {S.QUERIED}),
        (N.SUBMITTED, {S.SUBMITTED}),
    ],
)
def test_news_is_told_in_the_states_that_bear_it_out(
    occasion: Occasion, states: frozenset[TaskState]
) -> None:
    assert {state for state in S if is_still_true(occasion, state)} == states


@pytest.mark.parametrize(
    "days, written", [((), ""), ((1, -2), "-2 +1"), ((0, 0, 10, -10), "-10 +0 +10")]
)
def test_days_are_kept_in_order_and_once(days: tuple[int, ...], written: str) -> None:
    assert written_days(days) == written
    assert read_days(written) == tuple(sorted(set(days)))


def test_a_schedule_is_that_of_reports() -> None:
    assert task_reminders([1, -2], [3]) == [
        ReminderRule(-2, Audience.UNIT),
        ReminderRule(1, Audience.UNIT),
        ReminderRule(3, Audience.SECRETARIAT),
    ]
