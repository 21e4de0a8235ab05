"""Which news of a task does whom reach, is it still true, and on which days is one reminded?"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from giaoban.rules.reporting.reminders import Audience, ReminderRule
from giaoban.rules.tasks.states import OPEN, WITH_THE_UNIT, TaskState, TaskStep

UNIT_DAYS = (-10, -5, -3, -2, -1, 0, 1, 3, 5, 10)
GIVER_DAYS = (1, 3, 5, 10)
"""Working days from a task's day (before it: negative) on which its unit is reminded; on which
whoever gave it hears that it is late."""

DEFAULT_UNIT_DAYS = (-2, 1)
DEFAULT_GIVER_DAYS = (3,)
"""What docs/how-to/describe-a-regime.md calls usual for reports, where a committee says nothing."""


class Occasion(StrEnum):
    """What happened to a task."""

    GIVEN = "given"
    HANDED_ON = "handed_on"  # from a unit that is closed
    HELD = "held"  # a colleague is to do it
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"
    EXTENDED = "extended"
    REFUSED = "refused"  # more time
    QUERIED = "queried"
    TIME_ASKED = "time_asked"
    SUBMITTED = "submitted"


TO_GIVER = frozenset({Occasion.QUERIED, Occasion.TIME_ASKED, Occasion.SUBMITTED})
"""What whoever gave the task is told; everything else its unit."""

OF_STEP: Mapping[TaskStep, Occasion] = {
    TaskStep.QUERY: Occasion.QUERIED,
    TaskStep.ANSWER: Occasion.ANSWERED,
    TaskStep.SUBMIT: Occasion.SUBMITTED,
    TaskStep.RETURN: Occasion.RETURNED,
    TaskStep.REOPEN: Occasion.RETURNED,
    TaskStep.WITHDRAW: Occasion.WITHDRAWN,
}
"""The other steps are seen where the task is, and nobody is written to."""

_TRUE_IN: Mapping[Occasion, frozenset[TaskState]] = {
    Occasion.RETURNED: frozenset({TaskState.RETURNED}),
    Occasion.WITHDRAWN: frozenset({TaskState.WITHDRAWN}),
    Occasion.EXTENDED: OPEN,
    Occasion.REFUSED: OPEN,
    Occasion.QUERIED: frozenset({TaskState.QUERIED}),
    Occasion.SUBMITTED: frozenset({TaskState.SUBMITTED}),
}


def is_still_true(occasion: Occasion, state: TaskState) -> bool:
    """Whether what happened is news yet, now that the task is in this state."""
    return state in _TRUE_IN.get(occasion, WITH_THE_UNIT)


def task_reminders(unit_days: Iterable[int], giver_days: Iterable[int]) -> list[ReminderRule]:
    """The schedule of a committee's tasks, as rules.reporting.reminders reads those of reports."""
    return [
        *(ReminderRule(day, Audience.UNIT) for day in sorted(set(unit_days))),
        *(ReminderRule(day, Audience.SECRETARIAT) for day in sorted(set(giver_days))),
    ]


def written_days(days: Iterable[int]) -> str:
    """As a committee keeps them: "-2 +1"."""
    return " ".join(f"{day:+d}" for day in sorted(set(days)))


def read_days(written: str) -> tuple[int, ...]:
    """What written_days wrote."""
    return tuple(int(day) for day in written.split())
