"""What does a report on progress say: the four counts, by unit, by directive, task by task?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.spans import Span
from giaoban.rules.tasks.states import TaskState

Counts = Mapping[Count, int]
MOST_LINES = 2000
"""So many tasks are written out one by one: the overdue first, then those done late, then open."""


@dataclass(frozen=True, slots=True)
class CountedUnit:
    """A unit with everything under it; `is_itself` is the unit that reports, without the others."""

    name: str
    counts: Counts
    is_itself: bool = False


@dataclass(frozen=True, slots=True)
class CountedDirective:
    """`symbol` and `dated_on` are empty for what was given without a document."""

    symbol: str
    dated_on: date | None
    title: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class CountedYear:
    span: Span
    counts: Counts


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task that is open or was done late. `days_over` are working days after its term.

    `explanation` is what the unit gave as the reason, else why it asked for more time.
    """

    symbol: str
    clause: str
    text: str
    unit_id: int
    unit: str
    due_on: date | None
    state: TaskState
    count: Count
    days_over: int = 0
    task_id: int = 0
    handed_in_on: date | None = None
    is_extended: bool = False
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class ProgressFacts:
    """Tasks as they stood at the end of `as_of`; each counts once, parts with their whole.

    `before` are the counts of the span before; None where the report has no span. There are at
    most MOST_LINES lines.
    """

    as_of: date
    counts: Counts
    units: tuple[CountedUnit, ...]
    directives: tuple[CountedDirective, ...] = ()
    lines: tuple[TaskLine, ...] = ()
    span: Span | None = None
    before: Counts | None = None
    years: tuple[CountedYear, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def lines_of(self, count: Count) -> list[TaskLine]:
        return [line for line in self.lines if line.count is count]


def share_done(counts: Counts) -> float | None:
    """Of all tasks, those done, on time or late; None where there is none."""
    total = sum(counts.values())
    done = counts[Count.DONE_ON_TIME] + counts[Count.DONE_LATE]
    return done / total if total else None
