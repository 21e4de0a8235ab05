"""The matters arising of a meeting, each in the state of its day and with the way to its task."""

from dataclasses import dataclass

from giaoban.models import Conclusion, Meeting, Unit
from giaoban.queries.meetings.arising import arising_for
from giaoban.queries.tasks.seen import tasks_seen
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.labels import Badge
from giaoban.web.tasks.words import COUNTS, TASK_STATES


@dataclass(frozen=True)
class ShownArising:
    """`task_id` None where the person does not see the task."""

    conclusion: Conclusion
    lead: Unit | None
    with_units: list[Unit]
    state: Badge
    task_id: int | None


@dataclass(frozen=True)
class ArisingCard:
    """`withheld` conclusions may not be read; that there are so many is said."""

    rows: list[ShownArising]
    withheld: int


def arising_shown(acting: Acting, meeting: Meeting, upto: Reach) -> ArisingCard:
    """A constant number of statements."""
    found = arising_for(meeting)
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
            with_units=[each.unit for each in one.conclusion.co_operating.all()],
            state=COUNTS[one.count] if one.count else TASK_STATES[one.facts.state],
            task_id=one.conclusion.task_id if one.conclusion.task_id in seen else None,
        )
        for one in readable
    ]
    return ArisingCard(rows, len(found) - len(readable))
