"""How did a task stand on a day, and was it among those of a span of days?

A report on a span that is over is made later, when much has happened since: what it says is read
back from the steps that were taken after its last day, so that it says the same whenever it is
made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from giaoban.rules.tasks.counting import TaskFacts
from giaoban.rules.tasks.parts import whole_of
from giaoban.rules.tasks.states import CLOSED, TaskState

_HANDED_IN = frozenset({TaskState.SUBMITTED, TaskState.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Life:
    """A task as it is now, and what was done to it since some day; its parts beside it.

    `changes` are (day, state before it), the oldest first, at least of every day that is asked
    about and after it; `submitted` every day on which a result was handed in; `extended` every
    (day of the answer, term that was given), the oldest first. `parts` were split off it, each
    with its own: what was withdrawn takes those beneath it out of the whole, so that all of them
    side by side would not say the same.
    """

    given_on: date
    state: TaskState
    due_on: date | None = None
    handed_in_on: date | None = None
    first_due_on: date | None = None
    changes: Sequence[tuple[date, TaskState]] = ()
    submitted: Sequence[date] = ()
    extended: Sequence[tuple[date, date]] = ()
    parts: Sequence["Life"] = ()


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


def whole_stood(life: Life, day: date) -> TaskFacts | None:
    """The task with all its parts, and theirs, at the end of that day: see parts.whole_of.

    Parts that were split off later are not there yet.
    """
    own = stood(life, day)
    if own is None:
        return None
    parts = [facts for part in life.parts if (facts := whole_stood(part, day)) is not None]
    state, handed_in_on = whole_of(
        (own.state, own.handed_in_on), [(facts.state, facts.handed_in_on) for facts in parts]
    )
    return TaskFacts(state, own.due_on, handed_in_on)


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
