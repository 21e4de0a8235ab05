"""Is a task done on time, done late, within its term or overdue?

The four counts by which governments count what was given to whom. A term is a day: a task handed
in on it is on time, the day after it is late. What was handed in is judged by that day: a unit is
not late because nobody has read its answer yet.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.rules.tasks.states import TaskState


class Count(StrEnum):
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    WITHIN_TERM = "within_term"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What counting needs: `due_on` with its extensions in it; `handed_in_on` is the day of the
    submission that stands, None while there is none.
    """

    state: TaskState
    due_on: date | None
    handed_in_on: date | None = None


_HANDED_IN = frozenset({TaskState.SUBMITTED, TaskState.CONFIRMED})


def count_of(task: TaskFacts, today: date) -> Count | None:
    """Which of the four it is; None for one that was withdrawn. Without a term nothing is late."""
    if task.state is TaskState.WITHDRAWN:
        return None
    is_late = task.due_on is not None and _judged_on(task, today) > task.due_on
    if task.state is TaskState.CONFIRMED:
        return Count.DONE_LATE if is_late else Count.DONE_ON_TIME
    return Count.OVERDUE if is_late else Count.WITHIN_TERM


def working_days_over(task: TaskFacts, today: date, calendar: WorkingCalendar) -> int:
    """Working days after the term up to the day it was handed in, or today; 0 if it is not late."""
    if task.due_on is None:
        return 0
    return max(0, calendar.working_days_between(task.due_on, _judged_on(task, today)))


def _judged_on(task: TaskFacts, today: date) -> date:
    if task.state in _HANDED_IN and task.handed_in_on is not None:
        return task.handed_in_on
    return today
