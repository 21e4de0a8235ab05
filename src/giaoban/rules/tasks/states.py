"""The way of a task: which step leads from which state to which, who takes it, who says why.

assigned → acknowledged (or queried, and then answered) → in progress → submitted → confirmed, or
returned and submitted again; withdrawn from any state that is open. Late is no state: it is
counted from the days (see counting.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class TaskState(StrEnum):
    ASSIGNED = "assigned"
    QUERIED = "queried"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class TaskStep(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    QUERY = "query"
    ANSWER = "answer"
    BEGIN = "begin"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    CONFIRM = "confirm"
    RETURN = "return"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


class Side(StrEnum):
    """Who takes a step: the unit that has the task, or who gave it."""

    UNIT = "unit"
    GIVER = "giver"


@dataclass(frozen=True, slots=True)
class StepRule:
    sources: frozenset[TaskState]
    target: TaskState
    side: Side
    needs_words: bool = False
    """A reason, a question or an answer goes with it."""


CLOSED = frozenset({TaskState.CONFIRMED, TaskState.WITHDRAWN})
OPEN = frozenset(TaskState) - CLOSED
WITH_THE_UNIT = OPEN - {TaskState.SUBMITTED, TaskState.QUERIED}
"""The unit's move: in the other open states it waits for who gave the task."""

STEPS: Mapping[TaskStep, StepRule] = {
    TaskStep.ACKNOWLEDGE: StepRule(
        frozenset({TaskState.ASSIGNED, TaskState.QUERIED}), TaskState.ACKNOWLEDGED, Side.UNIT
    ),
    TaskStep.QUERY: StepRule(
        frozenset({TaskState.ASSIGNED, TaskState.ACKNOWLEDGED, TaskState.IN_PROGRESS}),
        TaskState.QUERIED,
        Side.UNIT,
        needs_words=True,
    ),
    TaskStep.ANSWER: StepRule(
        frozenset({TaskState.QUERIED}), TaskState.ASSIGNED, Side.GIVER, needs_words=True
    ),
    TaskStep.BEGIN: StepRule(
        frozenset({TaskState.ASSIGNED, TaskState.ACKNOWLEDGED, TaskState.RETURNED}),
        TaskState.IN_PROGRESS,
        Side.UNIT,
    ),
    # Who did it at once has acknowledged it by that: nobody is sent through empty steps.
    TaskStep.SUBMIT: StepRule(
        WITH_THE_UNIT,
        TaskState.SUBMITTED,
        Side.UNIT,
        needs_words=True,
    ),
    TaskStep.TAKE_BACK: StepRule(
        frozenset({TaskState.SUBMITTED}), TaskState.IN_PROGRESS, Side.UNIT
    ),
    TaskStep.CONFIRM: StepRule(frozenset({TaskState.SUBMITTED}), TaskState.CONFIRMED, Side.GIVER),
    TaskStep.RETURN: StepRule(
        frozenset({TaskState.SUBMITTED}), TaskState.RETURNED, Side.GIVER, needs_words=True
    ),
    TaskStep.REOPEN: StepRule(
        frozenset({TaskState.CONFIRMED}), TaskState.RETURNED, Side.GIVER, needs_words=True
    ),
    TaskStep.WITHDRAW: StepRule(OPEN, TaskState.WITHDRAWN, Side.GIVER, needs_words=True),
}


def next_state(
    state: TaskState, step: TaskStep, *, is_beneath_withdrawn: bool = False
) -> TaskState | None:
    """The state that the step leads to; None where the way does not allow it.

    Beneath a whole that was withdrawn nothing is opened again: what was confirmed there is left
    as the record of what was done, and nobody is asked for it any more.
    """
    rule = STEPS[step]
    if step is TaskStep.REOPEN and is_beneath_withdrawn:
        return None
    return rule.target if state in rule.sources else None


def steps_from(
    state: TaskState, side: Side, *, is_beneath_withdrawn: bool = False
) -> list[TaskStep]:
    """What that side can do now, in the order of the table; see next_state."""
    return [
        step
        for step, rule in STEPS.items()
        if rule.side is side
        and next_state(state, step, is_beneath_withdrawn=is_beneath_withdrawn) is not None
    ]
