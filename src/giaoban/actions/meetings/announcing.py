"""A meeting is announced: its agenda is frozen, everybody invited hears of it, and of changes."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record, record_many
from giaoban.actions.meetings.planning import held_meeting
from giaoban.actions.meetings.telling import Telling, tell
from giaoban.actions.register.outgoing import OutgoingText, draft_document
from giaoban.models import AgendaChange, Document, Invitee, Meeting, MeetingPaper, Person
from giaoban.queries.country import country
from giaoban.queries.meetings.attendance import is_substituted
from giaoban.queries.meetings.notice import body_of, not_told, notice_problems, out_of_date
from giaoban.queries.register.kinds import kinds
from giaoban.rules.meetings.inviting import Answer
from giaoban.rules.meetings.states import (
    MeetingForm,
    MeetingState,
    MeetingStep,
    next_meeting_state,
)
from giaoban.rules.meetings.telling import Occasion
from giaoban.rules.problems import RuleError, Severity


@transaction.atomic
def announce_meeting(
    *, meeting: Meeting, by: Person | None, today: date, now: datetime, site: str
) -> Meeting:
    """Send the notice. An invitation (GM) is drafted in the committee's register, to be issued with
    its number; whom no letter reaches gets that on paper.

    Raises RuleError `meeting_step_not_allowed` (state, step), and the first of what
    queries.meetings.notice.notice_problems says stands in the way.
    """
    held = held_meeting(meeting)
    before = held.state
    after = next_meeting_state(MeetingState(before), MeetingStep.ANNOUNCE)
    if after is None:
        raise RuleError("meeting_step_not_allowed", state=before, step=MeetingStep.ANNOUNCE)
    for problem in notice_problems(held, today):
        if problem.severity is Severity.ERROR:
            raise RuleError(problem.code, **problem.params)
    held.state, held.announced_at, held.told_at = after, now, now
    held.revision += 1
    held.save(update_fields=["state", "announced_at", "told_at", "revision"])
    places = _places(held)
    if held.form != MeetingForm.CIRCULATION:
        _draft_invitation(held, places, by, now)
    told = _tell(held, places, by=by, now=now, site=site)
    record(
        actor=by,
        action="announce_meeting",
        on=held,
        at=now,
        before={"meeting_state": before},
        after={"meeting_state": held.state, "told": told},
    )
    return held


@transaction.atomic
def send_changes(*, meeting: Meeting, by: Person | None, now: datetime, site: str) -> int:
    """Tell what has changed since the last notice, and whoever was invited since; how many letters.

    The calendar's sequence rises where something changed. Whose answer was about another day, or
    is not offered any more, is asked for one anew. Raises RuleError `meeting_not_announced`
    (state), `nothing_to_tell`.
    """
    held = held_meeting(meeting)
    if held.state != MeetingState.ANNOUNCED:
        raise RuleError("meeting_not_announced", state=held.state)
    news = not_told(held)
    if not news.is_anything:
        raise RuleError("nothing_to_tell")
    places = _places(held)
    if news.changes and any(place.told_sequence >= held.sequence for place in places):
        held.sequence += 1
    held.told_at = now
    held.save(update_fields=["sequence", "told_at"])
    asked_again = _ask_anew(held, places, news.changes, by, now)
    behind = [place for place in places if place.told_sequence < held.sequence]
    told = _tell(held, behind, news.changes, asked_again, by=by, now=now, site=site)
    after = {"told": told, "changes": len(news.changes), "sequence": held.sequence}
    record(actor=by, action="send_meeting_changes", on=held, at=now, after=after)
    return told


@transaction.atomic
def send_invitation_again(*, invitee: Invitee, by: Person | None, now: datetime, site: str) -> int:
    """To one who lost the letter, or whose address was mended; 0 where no letter reaches them.

    Raises RuleError `meeting_not_announced` (state), `invitee_removed`.
    """
    held = held_meeting(invitee.meeting)
    if held.state not in (MeetingState.ANNOUNCED, MeetingState.RUNNING):
        raise RuleError("meeting_not_announced", state=held.state)
    place = next((one for one in _places(held) if one.pk == invitee.pk), None)
    if place is None:
        raise RuleError("invitee_removed")
    place.told_sequence = -1
    told = _tell(held, [place], by=by, now=now, site=site)
    record(actor=by, action="send_invitation_again", on=place, at=now, after={"told": told})
    return told


def _tell(
    meeting: Meeting,
    places: list[Invitee],
    changes: Sequence[AgendaChange] = (),
    asked_again: Collection[int] = (),
    *,
    by: Person | None,
    now: datetime,
    site: str,
) -> int:
    """Each hears that they are invited, or what changed since they were; so do substitutes."""
    tellings = []
    for place in places:
        is_new = place.told_sequence < 0
        own = Telling(place, Occasion.INVITED if is_new else Occasion.CHANGED)
        tellings.append(replace(own, asks_again=place.pk in asked_again))
        if is_substituted(place):
            words = Occasion.SITS if is_new else Occasion.CHANGED
            tellings.append(replace(own, occasion=words, of_substitute=True))
    told = 0
    for news in (True, False):  # who is invited now is told nothing of what was different before
        part = [one for one in tellings if (one.place.told_sequence < 0) is news]
        told += tell(meeting, part, by=by, now=now, site=site, changes=[] if news else changes)
    reached = [place.pk for place in places if place.email]
    Invitee.objects.filter(pk__in=reached).update(told_sequence=meeting.sequence)
    return told


def _ask_anew(
    meeting: Meeting,
    places: Sequence[Invitee],
    changes: Sequence[AgendaChange],
    by: Person | None,
    now: datetime,
) -> frozenset[int]:
    """The places whose answer is forgotten since it says nothing of the meeting as it is now."""
    asked = []
    for place in out_of_date(meeting, places, changes):
        # An answer that comes in this moment is about the meeting as it is now.
        same = Invitee.objects.filter(pk=place.pk, answered_at=place.answered_at)
        if same.update(answer=Answer.NONE, answered_at=None):
            asked.append(place)
    record_many(
        actor=by,
        action="ask_answer_anew",
        at=now,
        on=[(place, {"answer": Answer.NONE.value}) for place in asked],
    )
    return frozenset(place.pk for place in asked)


def _places(meeting: Meeting) -> list[Invitee]:
    places = meeting.invitees.filter(removed_at=None)
    found = list(places.select_related("person", "substitute_person"))
    for place in found:
        place.meeting = meeting
    return found


def _draft_invitation(
    meeting: Meeting, places: list[Invitee], by: Person | None, now: datetime
) -> Document | None:
    """A line of the register; None where the committee keeps none, or knows no such type."""
    body = body_of(meeting.committee)
    said = country().phrases.invitation
    if body is None or said.type_code not in kinds().known:
        return None
    text = OutgoingText(
        said.type_code,
        meeting.title[:1000],
        recipients="\n".join(", ".join(filter(None, (p.name, p.agency))) for p in places),
    )
    document = draft_document(body=body, text=text, by=by, now=now)
    MeetingPaper.objects.update_or_create(
        meeting=meeting,
        kind=MeetingPaper.Kind.INVITATION,
        defaults={"document": document, "drafted_at": now, "drafted_by": by},
    )
    return document
