"""From which meeting did a task come, for whoever may read of it there?"""

from dataclasses import dataclass

from django.urls import reverse

from giaoban.models import Conclusion, Task
from giaoban.queries.meetings.arising import conclusion_reach
from giaoban.queries.meetings.of_task import conclusion_of
from giaoban.queries.meetings.seen import meetings_seen
from giaoban.rules.meetings.passages import may_read
from giaoban.web.frame.acting import Acting
from giaoban.web.meetings.scope import attending, scope_of


@dataclass(frozen=True)
class TaskOrigin:
    """`address` is the meeting's page, empty for whoever may not see it."""

    conclusion: Conclusion
    address: str


def origin_of_task(acting: Acting, task: Task) -> TaskOrigin | None:
    """None where it came of no meeting. The unit that has the task may know which it was."""
    conclusion = conclusion_of(task)
    if conclusion is None:
        return None
    meeting = conclusion.meeting
    if acting.link_id is not None:
        return TaskOrigin(conclusion, "")
    seen = meetings_seen(attending(acting), acting.today).filter(pk=meeting.pk).exists()
    is_read = seen and may_read(conclusion_reach(conclusion), scope_of(acting, meeting).upto)
    return TaskOrigin(
        conclusion,
        f"{reverse('meeting', args=[meeting.pk])}#conclusion-{conclusion.pk}" if is_read else "",
    )
