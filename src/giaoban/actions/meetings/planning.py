"""A meeting is planned, moved to another time or place, or called off."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from giaoban.actions.audit.events import record, record_change
from giaoban.actions.meetings.agenda_changes import note_change
from giaoban.actions.meetings.proposals_taken import proposals_wait_again
from giaoban.models import Committee, Meeting, Person
from giaoban.queries.meetings.kinds import kinds_here
from giaoban.rules.meetings.states import (
    PREPARED,
    MeetingForm,
    MeetingState,
    MeetingStep,
    next_meeting_state,
)
from giaoban.rules.problems import RuleError
from giaoban.rules.register.secrecy import refuse_secret
from giaoban.rules.units.naming import search_key

EDITABLE = (
    "title",
    "kind",
    "form",
    "starts_at",
    "ends_at",
    "place",
    "online_url",
    "chair",
    "secretary",
    "period",
    "review_from",
    "review_to",
    "silence",
)
_TOLD = ("title", "form", "starts_at", "ends_at", "place", "online_url", "chair")
"""What the invited are told again of, where it changes after the notice went out."""


@transaction.atomic
def plan_meeting(
    *, committee: Committee, fields: Mapping[str, Any], by: Person | None, now: datetime
) -> Meeting:
    """A meeting of its own. Raises RuleError `meeting_title_missing`, `meeting_ends_too_early`,
    `kind_unknown` (kind), `review_span_missing`, `silence_missing`, `state_secret` (mark).
    """
    meeting = Meeting(committee=committee, uid=uuid4().hex, made_at=now, made_by=by)
    _set(meeting, fields)
    meeting.save()
    record(actor=by, action="make_meeting", on=meeting, at=now, after=_facts(meeting))
    return meeting


@transaction.atomic
def edit_meeting(
    *,
    meeting: Meeting,
    fields: Mapping[str, Any],
    revision: int,
    by: Person | None,
    now: datetime,
) -> Meeting:
    """Before it begins. What the invited must know again raises the `sequence` of its calendar.

    Raises RuleError as plan_meeting, and `meeting_not_prepared` (state),
    `meeting_changed_meanwhile`.
    """
    held = held_meeting(meeting)
    require_prepared(held)
    if held.revision != revision:
        raise RuleError("meeting_changed_meanwhile")
    before = _facts(held)
    _set(held, fields)
    after = _facts(held)
    if before == after:
        return held
    held.revision += 1
    told = [name for name in _TOLD if before[name] != after[name]]
    if told and held.state == MeetingState.ANNOUNCED:
        held.sequence += 1
        for name in told:
            to = after[name] if name != "chair" else held.chair.name if held.chair else ""
            note_change(held, "meeting_" + name, by=by, now=now, to=to)
    held.save()
    record_change(actor=by, action="edit_meeting", on=held, at=now, before=before, after=after)
    return held


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: Person | None, now: datetime) -> Meeting:
    """It is not held; its day of the series is not made again. Who was told of it is told so, and
    what units proposed for it waits for another agenda.

    Raises RuleError `reason_missing`, `meeting_not_prepared` (state).
    """
    if not reason.strip():
        raise RuleError("reason_missing")
    held = held_meeting(meeting)
    require_prepared(held)
    before = held.state
    after = next_meeting_state(MeetingState(before), MeetingStep.CANCEL)
    assert after is not None
    held.state, held.reason = after, reason.strip()[:500]
    held.sequence += 1
    held.revision += 1
    held.save()
    proposals_wait_again(held, held.reason, now)
    record(
        actor=by,
        action="cancel_meeting",
        on=held,
        at=now,
        before={"meeting_state": before},
        after={"meeting_state": held.state, "reason": held.reason},
    )
    return held


def held_meeting(meeting: Meeting) -> Meeting:
    """The meeting under its lock, with its committee: everything of a meeting waits for it."""
    held: Meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("committee__unit", "series")
        .get(pk=meeting.pk)
    )
    return held


def require_prepared(meeting: Meeting) -> None:
    """Raises RuleError `meeting_not_prepared` (state)."""
    if MeetingState(meeting.state) not in PREPARED:
        raise RuleError("meeting_not_prepared", state=meeting.state)


def _set(meeting: Meeting, fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(meeting, name, value.strip() if isinstance(value, str) else value)
    if not meeting.title:
        raise RuleError("meeting_title_missing")
    refuse_secret(lines=meeting.title.splitlines(), fields=[])
    if meeting.ends_at <= meeting.starts_at:
        raise RuleError("meeting_ends_too_early")
    kind = kinds_here(with_unused=meeting.pk is not None).get(meeting.kind)
    if kind is None:
        raise RuleError("kind_unknown", kind=meeting.kind)
    if kind.is_review and (meeting.review_from is None or meeting.review_to is None):
        raise RuleError("review_span_missing")
    if meeting.form == MeetingForm.CIRCULATION and not meeting.silence:
        raise RuleError("silence_missing")
    meeting.search_key = search_key(f"{meeting.title} {meeting.committee.name}")[:400]


def _facts(meeting: Meeting) -> dict[str, Any]:
    return {name: _plain(getattr(meeting, name)) for name in EDITABLE}


def _plain(value: Any) -> Any:
    """A moment as UTC has it: what a form gives in local time is the same moment, not a change."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.pk if hasattr(value, "pk") else value
