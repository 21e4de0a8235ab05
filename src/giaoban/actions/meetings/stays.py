"""The times at which somebody came and went are corrected; what stood before is in the history."""

from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.models import Invitee, Person, Presence
from giaoban.rules.meetings.quorum import Stay
from giaoban.rules.meetings.states import ENDED, MeetingState
from giaoban.rules.meetings.stays import stay_problems
from giaoban.rules.problems import RuleError


@transaction.atomic
def change_stay(
    *,
    presence: Presence,
    arrived_at: datetime,
    left_at: datetime | None,
    by: Person,
    now: datetime,
) -> Presence:
    """Raises RuleError `meeting_over` (state), `stay_struck`, and what
    rules.meetings.stays.stay_problems says.
    """
    place = Invitee.objects.select_for_update(of=("self",)).select_related("meeting")
    held: Invitee = place.get(pk=presence.invitee_id)
    if MeetingState(held.meeting.state) in ENDED:
        raise RuleError("meeting_over", state=held.meeting.state)
    row: Presence | None = Presence.objects.filter(pk=presence.pk).first()
    if row is None:
        raise RuleError("stay_struck")
    others = [Stay(one.arrived_at, one.left_at) for one in held.presences.exclude(pk=row.pk)]
    for problem in stay_problems(Stay(arrived_at, left_at), others, now):
        raise RuleError(problem.code, **problem.params)
    before = _times(row)
    row.arrived_at, row.left_at = arrived_at, left_at
    after = _times(row)
    if before != after:
        row.save(update_fields=["arrived_at", "left_at"])
        record(actor=by, action="change_stay", on=held, at=now, before=before, after=after)
    return row


def _times(presence: Presence) -> dict[str, object]:
    left_at = presence.left_at and presence.left_at.isoformat()
    return {"arrived_at": presence.arrived_at.isoformat(), "left_at": left_at}
