"""What is the state of a task that was split, or of an obligation that many units have?

A unit that splits its task keeps a part of its own, its answer for the whole; so the state of the
whole follows from that of the parts alone, in whatever order they were given or answered. But what
was withdrawn as a whole is withdrawn, whatever was confirmed beneath it before.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from giaoban.rules.tasks.states import TaskState

Answered = tuple[TaskState, date | None]
"""The state of a task, and the day of the submission that stands."""

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


def whole_of(own: Answered, parts: Sequence[Answered]) -> Answered:
    """A task with what was split off it, each part as a whole itself.

    | its own part | what was split off | the whole |
    |---|---|---|
    | withdrawn | confirmed, before the whole was withdrawn | withdrawn |
    | withdrawn | withdrawn with it | withdrawn |
    | any other | withdrawn | its own part alone |
    | any other | any | state_of_parts of them all |

    What was confirmed beneath a whole that was withdrawn keeps its own state, and counts for the
    unit that did it; the whole counts no more, and can be given again without counting twice.
    """
    state, _day = own
    if state is TaskState.WITHDRAWN:
        return state, None
    together = [own, *parts]
    whole = state_of_parts(state for state, _day in together)
    assert whole is not None
    return whole, handed_in_on(together)


def handed_in_on(parts: Iterable[Answered]) -> date | None:
    """The day on which the whole was handed in: that of its last part; None while one is missing.

    Those that were withdrawn do not count.
    """
    days = [day for state, day in parts if state is not TaskState.WITHDRAWN]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None
