"""How did a task stand on a day, and was it among those of a span of days?

A report on a span that is over is made later, when much has happened since: what it says is read
back from the steps that were taken after its last day, so that it says the same whenever it is
made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from giaoban.rules.tasks.counting import TaskFacts
from giaoban.rules.tasks.parts import handed_in_on, state_of_parts
from giaoban.rules.tasks.states import CLOSED, TaskState

_HANDED_IN = frozenset({TaskState.SUBMITTED, TaskState.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Life:
    """A task as it is now, without its parts, and what was done to it since some day.

    `changes` are (day, state before it), the oldest first, at least of every day that is asked
    about and after it; `submitted` every day on which a result was handed in; `extended` every
    (day of the answer, term that was given), the oldest first.
    """

    given_on: date
    state: TaskState
    due_on: date | None = None
    handed_in_on: date | None = None
    first_due_on: date | None = None
    changes: Sequence[tuple[date, TaskState]] = ()
    submitted: Sequence[date] = ()
    extended: Sequence[tuple[date, date]] = ()


def stood(life: Life, day: date) -> TaskFacts | None:
    """The task at the end of that day, its parts left aside; None before it was given."""
    if life.given_on > day:
        return None
    before = next((state for changed_on, state in life.changes if changed_on > day), None)
    due = term_on(life, day)
    if before is None:
        return TaskFacts(life.state, due, life.handed_in_on)
    days = [on for on in life.submitted if on <= day]
    return TaskFacts(before, due, max(days) if days and before in _HANDED_IN else None)


def whole_stood(life: Life, parts: Sequence[Life], day: date) -> TaskFacts | None:
    """The task with all its parts, and theirs, at the end of that day: see parts.state_of_parts.

    Parts that were split off later are not there yet.
    """
    own = stood(life, day)
    if own is None:
        return None
    there = [own, *(facts for part in parts if (facts := stood(part, day)) is not None)]
    together = [(facts.state, facts.handed_in_on) for facts in there]
    whole = state_of_parts(state for state, _day in together)
    assert whole is not None
    return TaskFacts(whole, own.due_on, handed_in_on(together))


def term_on(life: Life, day: date) -> date | None:
    """The term as it was known at the end of that day: without what was added to it later."""
    if not any(answered_on > day for answered_on, _until in life.extended):
        return life.due_on
    known = [until for answered_on, until in life.extended if answered_on <= day]
    return known[-1] if known else life.first_due_on


def belongs_to_span(eve: TaskFacts | None) -> bool:
    """Whether a task that was given by the span's end is one of the span.

    `eve` is how it stood on the day before the span began. What was confirmed or withdrawn by then
    is counted in an earlier one; what was still open is carried over.
    """
    return eve is None or eve.state not in CLOSED
