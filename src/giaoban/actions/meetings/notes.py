"""What secretaries type while an item is heard: merged, never refused, nothing of it dropped."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.models import AgendaItem, Invitee, MeetingPaper, Opinion, Person
from giaoban.rules.meetings.merging import merge_notes
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.problems import RuleError

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
    (longest), `minutes_approved`.
    """
    row = AgendaItem.objects.select_for_update().get(pk=item.pk)
    _require_recording(row)
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
    """What somebody said. Raises RuleError `opinion_empty`, `opinion_too_long` (longest),
    `speaker_missing`, `minutes_approved`.
    """
    _require_recording(item)
    if not text.strip():
        raise RuleError("opinion_empty")
    if len(text) > LONGEST_OPINION:
        raise RuleError("opinion_too_long", longest=LONGEST_OPINION)
    if invitee is None and not speaker.strip():
        raise RuleError("speaker_missing")
    opinion = Opinion.objects.create(
        item=item,
        invitee=invitee,
        speaker=speaker.strip()[:200],
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
    """Raises RuleError as write_opinion, and `opinion_changed_meanwhile` (text: what stands)."""
    if not text.strip():
        raise RuleError("opinion_empty")
    if len(text) > LONGEST_OPINION:
        raise RuleError("opinion_too_long", longest=LONGEST_OPINION)
    _require_recording(opinion.item)
    row: Opinion = Opinion.objects.select_for_update().get(pk=opinion.pk)
    if row.revision != revision or row.removed_at is not None:
        raise RuleError("opinion_changed_meanwhile", text=row.text)
    before = {"text": row.text, "reach": row.reach}
    row.text, row.reach = text.strip(), reach
    row.revision += 1
    row.save(update_fields=["text", "reach", "revision"])
    after = {"text": row.text, "reach": row.reach}
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
        record(actor=by, action="remove_opinion", on=row, at=now, before={"text": row.text})


def _require_recording(item: AgendaItem) -> None:
    papers = MeetingPaper.objects.filter(meeting=item.meeting_id, kind=MeetingPaper.Kind.MINUTES)
    if papers.filter(state=MeetingPaper.State.APPROVED).exists():
        raise RuleError("minutes_approved")
