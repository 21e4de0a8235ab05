"""What is the state of a task that was split, or of an obligation that many units have?

A unit that splits its task keeps a part of its own, its answer for the whole; so the state of the
whole follows from that of the parts alone, in whatever order they were given or answered.
"""

from collections.abc import Iterable
from datetime import date

from giaoban.rules.tasks.states import TaskState

# The whole stands where its slowest part stands; but who has begun has begun.
_UNTOUCHED = (TaskState.ASSIGNED, TaskState.QUERIED, TaskState.ACKNOWLEDGED)


def state_of_parts(parts: Iterable[TaskState]) -> TaskState | None:
    """The state of a whole; None where there is no part.

    | the parts, those aside that were withdrawn | the whole |
    |---|---|
    | there are none left | withdrawn |
    | all are confirmed | confirmed |
    | all are submitted or confirmed | submitted |
    | all are in the same state | that one |
    | any is queried, none begun | queried |
    | any is acknowledged, none begun | acknowledged |
    | else | in progress |
    """
    given = set(parts)
    if not given:
        return None
    left = given - {TaskState.WITHDRAWN}
    if not left:
        return TaskState.WITHDRAWN
    if len(left) == 1:
        return left.pop()
    if left == {TaskState.SUBMITTED, TaskState.CONFIRMED}:
        return TaskState.SUBMITTED
    if left <= set(_UNTOUCHED):
        return TaskState.QUERIED if TaskState.QUERIED in left else TaskState.ACKNOWLEDGED
    return TaskState.IN_PROGRESS


def handed_in_on(parts: Iterable[tuple[TaskState, date | None]]) -> date | None:
    """The day on which the whole was handed in: that of its last part; None while one is missing.

    Parts are (state, day of the submission that stands); those that were withdrawn do not count.
    """
    days = [day for state, day in parts if state is not TaskState.WITHDRAWN]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None
