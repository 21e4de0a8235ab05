"""What is changed after a notice has gone out is written down, and told again."""

from datetime import datetime
from typing import Any

from giaoban.models import AgendaChange, Meeting, Person
from giaoban.rules.meetings.states import MeetingState


def note_change(
    meeting: Meeting, what: str, *, by: Person | None, now: datetime, **params: Any
) -> None:
    """In the caller's transaction; nothing while the notice has not gone out, since nobody knows
    another agenda.
    """
    if meeting.announced_at is not None and meeting.state in (
        MeetingState.ANNOUNCED,
        MeetingState.RUNNING,
    ):
        AgendaChange.objects.create(meeting=meeting, what=what, params=params, at=now, by=by)
