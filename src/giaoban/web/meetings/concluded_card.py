"""What did the meeting conclude, and how far is each by now? For the page of a closed meeting."""

from dataclasses import dataclass
from datetime import date

from giaoban.models import Conclusion, Meeting, MeetingPaper
from giaoban.queries.meetings.arising import conclusion_reach, stood_on
from giaoban.queries.tasks.seen import tasks_seen
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.rules.meetings.states import MeetingState
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.labels import Badge
from giaoban.web.meetings.arising_card import state_shown


@dataclass(frozen=True)
class ShownConclusion:
    """`task_id` None where the person does not see the task; `state` where it asks nobody."""

    conclusion: Conclusion
    due_on: date | None
    state: Badge | None
    task_id: int | None


@dataclass(frozen=True)
class ConcludedCard:
    """`withheld` conclusions may not be read, and that there are so many is said."""

    rows: list[ShownConclusion]
    withheld: int


def concluded_shown(acting: Acting, meeting: Meeting, upto: Reach) -> ConcludedCard | None:
    """None before it is closed, and for whoever waits for its papers to be approved. A constant
    number of statements.
    """
    if meeting.state != MeetingState.CLOSED or not (upto is Reach.LIMITED or _is_out(meeting)):
        return None
    found = stood_on(meeting, acting.today)
    readable = [one for one in found if may_read(conclusion_reach(one[0]), upto)]
    seen = set(
        tasks_seen(acting.seeing_tasks, acting.today)
        .filter(pk__in=[one.task_id for one, _stood in readable if one.task_id])
        .order_by()
        .values_list("pk", flat=True)
    )
    rows = [
        ShownConclusion(
            conclusion=one,
            due_on=stood.facts.due_on if stood else None,
            state=state_shown(stood) if stood else None,
            task_id=one.task_id if one.task_id in seen else None,
        )
        for one, stood in readable
    ]
    return ConcludedCard(rows, len(found) - len(readable))


def _is_out(meeting: Meeting) -> bool:
    """Whether one of its papers says what was concluded to everybody who sees the meeting."""
    papers = meeting.papers.filter(state=MeetingPaper.State.APPROVED)
    return papers.filter(
        kind__in=(MeetingPaper.Kind.MINUTES, MeetingPaper.Kind.CONCLUSIONS)
    ).exists()
