"""What secretaries type while an item is heard: merged, never refused, nothing of it dropped."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.meetings.words_of_few import kept_facts
from giaoban.models import AgendaItem, Invitee, MeetingPaper, Opinion, Person
from giaoban.queries.meetings.attendance import sitting
from giaoban.rules.meetings.merging import merge_notes
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.problems import RuleError
from giaoban.rules.register.secrecy import refuse_secret

LONGEST_NOTES = 200_000
LONGEST_OPINION = 10_000


@dataclass(frozen=True)
class SavedNotes:
    """What stands now, and whether somebody else's words came into it."""

    text: str
    revision: int
    was_merged: bool = False
    kept_twice: tuple[int, ...] = ()


@transaction.atomic
def save_notes(
    *, item: AgendaItem, base: str, typed: str, revision: int, by: Person | None
) -> SavedNotes:
    """Store what was typed, joined with what was stored since `revision`, at which it was `base`.

    Autosaving is no event: closing the meeting keeps what stands then. What is typed as somebody
    closes it is still stored, until the minutes are approved. Raises RuleError `notes_too_long`
    (longest), `minutes_approved`, `state_secret` (mark).
    """
    row = AgendaItem.objects.select_for_update().get(pk=item.pk)
    _require_recording(row)
    refuse_secret(lines=typed.splitlines())
    merged = merge_notes(row.notes if row.revision == revision else base, row.notes, typed)
    if len(merged.text) > LONGEST_NOTES:
        raise RuleError("notes_too_long", longest=LONGEST_NOTES)
    if merged.text != row.notes:
        row.notes = merged.text
        row.revision += 1
        row.save(update_fields=["notes", "revision"])
    return SavedNotes(row.notes, row.revision, row.notes != typed, merged.kept_twice)


@transaction.atomic
def write_opinion(
    *,
    item: AgendaItem,
    text: str,
    by: Person | None,
    now: datetime,
    invitee: Invitee | None = None,
    speaker: str = "",
    reach: Reach = Reach.CIRCULATED,
) -> Opinion:
    """What somebody said: of a place whoever sits in it that day.

    Raises RuleError `opinion_empty`, `opinion_too_long` (longest), `speaker_missing`,
    `minutes_approved`, `state_secret` (mark).
    """
    _require_recording(item)
    _refuse(text)
    speaker = sitting(invitee) if invitee is not None else speaker.strip()
    if not speaker:
        raise RuleError("speaker_missing")
    opinion = Opinion.objects.create(
        item=item,
        invitee=invitee,
        speaker=speaker[:200],
        text=text.strip(),
        reach=reach,
        at=now,
        by=by,
    )
    record(actor=by, action="write_opinion", on=opinion, at=now, after={"item": item.pk})
    return opinion


@transaction.atomic
def edit_opinion(
    *,
    opinion: Opinion,
    text: str,
    reach: Reach,
    revision: int,
    by: Person | None,
    now: datetime,
) -> Opinion:
    """Raises RuleError as write_opinion, `opinion_taken_out`, and `opinion_changed_meanwhile`
    (text: what stands; revision: of that).
    """
    _refuse(text)
    _require_recording(opinion.item)
    row: Opinion = Opinion.objects.select_for_update().get(pk=opinion.pk)
    if row.removed_at is not None:
        raise RuleError("opinion_taken_out")
    if row.revision != revision:
        raise RuleError("opinion_changed_meanwhile", text=row.text, revision=row.revision)
    facts = {"text": row.text, "reach": row.reach}
    row.text, row.reach = text.strip(), reach
    row.revision += 1
    row.save(update_fields=["text", "reach", "revision"])
    reaches = (row.item.reach, row.reach, facts["reach"])
    now_facts = {"text": row.text, "reach": row.reach}
    before, after = (kept_facts(one, row, *reaches) for one in (facts, now_facts))
    record(actor=by, action="edit_opinion", on=row, at=now, before=before, after=after)
    return row


@transaction.atomic
def remove_opinion(*, opinion: Opinion, by: Person | None, now: datetime) -> None:
    """Written under the wrong name, say; its words stay in the history. Raises RuleError
    `minutes_approved`.
    """
    _require_recording(opinion.item)
    row = Opinion.objects.select_for_update().get(pk=opinion.pk)
    if row.removed_at is None:
        row.removed_at = now
        row.save(update_fields=["removed_at"])
        before = kept_facts({"text": row.text}, row, row.item.reach, row.reach)
        record(actor=by, action="remove_opinion", on=row, at=now, before=before)


def _refuse(text: str) -> None:
    if not text.strip():
        raise RuleError("opinion_empty")
    if len(text) > LONGEST_OPINION:
        raise RuleError("opinion_too_long", longest=LONGEST_OPINION)
    refuse_secret(lines=text.splitlines())


def _require_recording(item: AgendaItem) -> None:
    papers = MeetingPaper.objects.filter(meeting=item.meeting_id, kind=MeetingPaper.Kind.MINUTES)
    if papers.filter(state=MeetingPaper.State.APPROVED).exists():
        raise RuleError("minutes_approved")
