"""Who presided after all, and who kept the record: the chair was called away as it began."""

from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record_change
from giaoban.actions.meetings.planning import held_meeting
from giaoban.models import Meeting, MeetingPaper, Person
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.problems import RuleError


@transaction.atomic
def say_who_presided(
    *,
    meeting: Meeting,
    chair: Person,
    secretary: Person | None,
    by: Person,
    now: datetime,
) -> Meeting:
    """While it goes on, and afterwards until a paper of it is approved: whoever presided approves.

    Raises RuleError `meeting_step_not_allowed` (state), `minutes_approved`.
    """
    held = held_meeting(meeting)
    if MeetingState(held.state) not in (MeetingState.RUNNING, MeetingState.CLOSED):
        raise RuleError("meeting_step_not_allowed", state=held.state)
    if held.papers.filter(state=MeetingPaper.State.APPROVED).exists():
        raise RuleError("minutes_approved")
    before = {"chair": held.chair_id, "secretary": held.secretary_id}
    held.chair, held.secretary = chair, secretary
    after = {"chair": held.chair_id, "secretary": held.secretary_id}
    if before != after:
        held.save(update_fields=["chair", "secretary"])
        facts = {"before": before, "after": after}
        record_change(actor=by, action="say_who_presided", on=held, at=now, **facts)
    return held
