"""The matters arising of a meeting, each in the state of its day and with the way to its task."""

from dataclasses import dataclass
from datetime import date

from giaoban.models import Conclusion, Meeting, Unit
from giaoban.queries.meetings.arising import Arising, arising_for, held_on
from giaoban.queries.tasks.seen import tasks_seen
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.rules.tasks.states import TaskState
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.labels import Badge
from giaoban.web.tasks.words import COUNTS, TASK_STATES


@dataclass(frozen=True)
class ShownArising:
    """`task_id` None where the person does not see the task; `taken_on_by` the unit that carries on
    what the lead left when it was closed; `due_on` the term as it was known on that day.
    """

    conclusion: Conclusion
    lead: Unit | None
    taken_on_by: Unit | None
    due_on: date | None
    with_units: list[Unit]
    state: Badge
    task_id: int | None


@dataclass(frozen=True)
class ArisingCard:
    """`on` is the day whose state is shown; `withheld` conclusions may not be read, and that there
    are so many is said.
    """

    on: date
    rows: list[ShownArising]
    withheld: int


def arising_shown(acting: Acting, meeting: Meeting, upto: Reach) -> ArisingCard:
    """A constant number of statements."""
    found = arising_for(meeting, acting.today)
    readable = [one for one in found if may_read(one.reach, upto)]
    asked = [one.conclusion.task_id for one in readable]
    seen = set(
        tasks_seen(acting.seeing_tasks, acting.today)
        .filter(pk__in=asked)
        .order_by()
        .values_list("pk", flat=True)
    )
    rows = [
        ShownArising(
            conclusion=one.conclusion,
            lead=one.conclusion.lead,
            taken_on_by=_taken_on_by(one.conclusion),
            due_on=one.facts.due_on,
            with_units=[each.unit for each in one.conclusion.co_operating.all()],
            state=state_shown(one),
            task_id=one.conclusion.task_id if one.conclusion.task_id in seen else None,
        )
        for one in readable
    ]
    return ArisingCard(min(held_on(meeting), acting.today), rows, len(found) - len(readable))


def state_shown(one: Arising) -> Badge:
    """What was handed in is not said to be undone within its term: it waits to be confirmed."""
    if one.count is None or one.facts.state is TaskState.SUBMITTED:
        return TASK_STATES[one.facts.state]
    return COUNTS[one.count]


def _taken_on_by(conclusion: Conclusion) -> Unit | None:
    task = conclusion.task
    return task.unit if task is not None and task.unit_id != conclusion.lead_id else None
