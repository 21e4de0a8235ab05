"""More time to answer in writing: everybody who is asked hears of it at once."""

from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.meetings.planning import held_meeting
from giaoban.actions.meetings.telling import Telling, tell
from giaoban.models import AgendaChange, BallotQuestion, Invitee, Meeting, Person
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.rules.meetings.telling import Occasion
from giaoban.rules.problems import RuleError


@transaction.atomic
def extend_answers(
    *,
    meeting: Meeting,
    answered_by: datetime,
    reason: str,
    revision: int,
    by: Person | None,
    now: datetime,
    site: str,
) -> int:
    """Before the deadline a later one is set; whoever has answered keeps their answer. How many
    letters tell of it; the minutes list it.

    Raises RuleError `answers_are_closed`, `deadline_not_later` (ends_at), `reason_missing`,
    `meeting_changed_meanwhile`.
    """
    held = held_meeting(meeting)
    is_open = held.form == MeetingForm.CIRCULATION and held.state == MeetingState.RUNNING
    questions = BallotQuestion.objects.filter(item__meeting=held, opened_at__isnull=False)
    if not is_open or now >= held.ends_at or not questions.filter(closed_at=None).exists():
        raise RuleError("answers_are_closed")
    if held.revision != revision:
        raise RuleError("meeting_changed_meanwhile")
    if answered_by <= held.ends_at:
        raise RuleError("deadline_not_later", ends_at=held.ends_at)
    if not reason.strip():
        raise RuleError("reason_missing")
    before, held.ends_at = held.ends_at, answered_by
    held.sequence += 1
    held.revision += 1
    held.told_at = now
    held.save(update_fields=["ends_at", "sequence", "revision", "told_at"])
    params = {"to": answered_by.isoformat(), "reason": reason.strip()[:500]}
    change = AgendaChange.objects.create(
        meeting=held, what="answers_extended", params=params, at=now, by=by
    )
    told = _tell(held, change, by, now, site)
    record(
        actor=by,
        action="extend_answers",
        on=held,
        at=now,
        before={"ends_at": before.isoformat()},
        after={"ends_at": answered_by.isoformat(), "reason": reason.strip()[:500], "told": told},
    )
    return told


def _tell(
    meeting: Meeting, change: AgendaChange, by: Person | None, now: datetime, site: str
) -> int:
    """Links work as long after the new deadline as they did after the old one."""
    places = list(
        meeting.invitees.filter(removed_at=None).select_related("person", "substitute_person")
    )
    for place in places:
        place.meeting = meeting
    tellings = [Telling(place, Occasion.CHANGED) for place in places]
    told = tell(meeting, tellings, by=by, now=now, site=site, changes=[change])
    reached = [place.pk for place in places if place.email]
    Invitee.objects.filter(pk__in=reached).update(told_sequence=meeting.sequence)
    return told
