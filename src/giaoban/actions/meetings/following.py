"""Who was to preside or keep the record and sits there no more gives way to whoever sits there."""

from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record_change
from giaoban.actions.meetings.agenda_changes import note_change
from giaoban.actions.meetings.planning import held_meeting
from giaoban.models import Meeting
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.left_behind import left_behind_among, meetings_left_behind
from giaoban.queries.meetings.presiding import chair_on, secretary_on
from giaoban.rules.meetings.states import PREPARED, MeetingState


def follow_rosters(*, now: datetime) -> int:
    """Of the meetings to come: whose role at the committee ends before the meeting's day neither
    presides there nor reads on what the others do not; how many meetings were changed.

    Where nobody was named, since nobody had a seat yet, whoever has one since is. Meetings are made
    months ahead and roles end in many ways, so the worker looks at what is so.
    """
    return sum(_follow(behind.meeting, now) for behind in meetings_left_behind(now))


@transaction.atomic
def _follow(meeting: Meeting, now: datetime) -> int:
    held = held_meeting(meeting)
    behind = left_behind_among([held])
    if not behind or MeetingState(held.state) not in PREPARED:
        return 0
    before = {"chair": held.chair_id, "secretary": held.secretary_id}
    if behind[0].secretary:
        held.secretary = secretary_on(held.committee, held_on(held))
    if behind[0].chair:
        held.chair = chair_on(held.committee, held_on(held))
    after = {"chair": held.chair_id, "secretary": held.secretary_id}
    if after == before:
        return 0
    if after["chair"] != before["chair"] and held.state == MeetingState.ANNOUNCED:
        held.sequence += 1
        name = held.chair.name if held.chair else ""
        note_change(held, "meeting_chair", by=None, now=now, to=name)
    held.revision += 1
    held.save(update_fields=["chair", "secretary", "sequence", "revision"])
    record_change(actor=None, action="edit_meeting", on=held, at=now, before=before, after=after)
    return 1
