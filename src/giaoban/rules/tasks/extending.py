"""May a unit ask for more time, and may it be given?

How often a task can be extended is a setting; one province allows it once, which is the default
(docs/decisions/0024).
"""

from dataclasses import dataclass
from datetime import date

from giaoban.rules.problems import Problem
from giaoban.rules.tasks.states import WITH_THE_UNIT, TaskState

DEFAULT_EXTENSIONS = 1
MOST_EXTENSIONS = 12


@dataclass(frozen=True, slots=True)
class ExtensionFacts:
    """`granted` counts those given so far, `is_asked` says that one waits for its answer;
    `whole_due_on` is the term of what a part was split off.
    """

    state: TaskState
    due_on: date | None
    granted: int
    is_asked: bool
    allowed: int = DEFAULT_EXTENSIONS
    whole_due_on: date | None = None


def asking_problem(facts: ExtensionFacts, until: date, today: date) -> Problem | None:
    """Why more time until that day cannot be asked for now; None if it can.

    `extension_not_with_unit`, `extension_without_term`, `extension_already_asked`,
    `extension_used_up` (allowed), `extension_not_later` (due_on), `extension_in_the_past`.
    """
    if facts.state not in WITH_THE_UNIT:
        return Problem("extension_not_with_unit", {"state": facts.state})
    if facts.due_on is None:
        return Problem("extension_without_term")
    if facts.is_asked:
        return Problem("extension_already_asked")
    if facts.granted >= facts.allowed:
        return Problem("extension_used_up", {"allowed": facts.allowed})
    return _day_problem(facts.due_on, until, today)


def granting_problem(facts: ExtensionFacts, until: date, today: date) -> Problem | None:
    """Why the time asked for, or another day, cannot be given; None if it can.

    As asking_problem, but one that is waiting is what is wanted, and a task that was handed in
    while the question was open needs none: `extension_not_asked`. A part is due no later than its
    whole, as when it was split off: `part_due_after_whole` (due_on).
    """
    if not facts.is_asked:
        return Problem("extension_not_asked")
    if facts.state not in WITH_THE_UNIT:
        return Problem("extension_not_with_unit", {"state": facts.state})
    assert facts.due_on is not None
    if facts.whole_due_on is not None and until > facts.whole_due_on:
        return Problem("part_due_after_whole", {"due_on": facts.whole_due_on})
    return _day_problem(facts.due_on, until, today)


def _day_problem(due_on: date, until: date, today: date) -> Problem | None:
    if until <= due_on:
        return Problem("extension_not_later", {"due_on": due_on})
    if until < today:
        return Problem("extension_in_the_past", {"today": today})
    return None
