"""What turns out wrong after a paper was approved is corrected, and the correction printed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.meetings.minutes import passage_of
from giaoban.models import MeetingPaper, PaperCorrection, Person
from giaoban.rules.meetings.minutes import (
    PaperPassage,
    passage_problems,
    passages_kept,
    passages_read,
)
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.rules.problems import RuleError
from giaoban.rules.register.secrecy import refuse_secret


@transaction.atomic
def correct_passage(
    *,
    paper: MeetingPaper,
    key: str,
    text: str,
    reason: str,
    revision: int,
    by: Person,
    now: datetime,
) -> PaperCorrection:
    """Its words from now on, those before and the reason at the paper's end.

    The event repeats none of the words. Raises RuleError `paper_not_approved`,
    `passage_unknown`, `passage_changed_meanwhile` (text, revision), `reason_missing`,
    `passage_empty`, `nothing_corrected`, `state_secret` (mark), and what
    rules.meetings.minutes.passage_problems says.
    """
    held = _held_approved(paper)
    passages = passages_read(held.passages)
    before = passage_of(passages, key)
    if before.revision != revision:
        raise RuleError("passage_changed_meanwhile", text=before.text, revision=before.revision)
    _refuse(before.text, text, reason)
    after = replace(before, text=text, revision=before.revision + 1)
    _keep(held, passages, after)
    correction: PaperCorrection = PaperCorrection.objects.create(
        paper=held,
        passage=key,
        before=before.text,
        after=text,
        reason=reason.strip()[:500],
        at=now,
        by=by,
    )
    named = {"paper": held.kind, "passage": key}
    record(actor=by, action="correct_meeting_paper", on=held.meeting, at=now, after=named)
    return correction


@transaction.atomic
def narrow_passage(
    *, paper: MeetingPaper, key: str, reach: Reach, reason: str, by: Person, now: datetime
) -> PaperCorrection:
    """A passage of an approved paper went too far: from now on it goes less far, and that is listed
    as a correction without its words. Never further: what was withheld when it was approved stays.

    Raises RuleError `paper_not_approved`, `passage_unknown`, `reason_missing`,
    `reach_not_narrower`, `state_secret` (mark).
    """
    held = _held_approved(paper)
    passages = passages_read(held.passages)
    before = passage_of(passages, key)
    if reach is before.reach or may_read(reach, before.reach):
        raise RuleError("reach_not_narrower")
    if not reason.strip():
        raise RuleError("reason_missing")
    refuse_secret(lines=[], fields=[reason])
    after = replace(before, reach=reach)
    _keep(held, passages, after)
    correction: PaperCorrection = PaperCorrection.objects.create(
        paper=held, passage=key, reason=reason.strip()[:500], at=now, by=by
    )
    was_to = {"was": before.reach.value, "reach": reach.value}
    facts = {"paper": held.kind, "passage": key, **was_to}
    record(actor=by, action="set_passage_reach", on=held.meeting, at=now, after=facts)
    return correction


def _held_approved(paper: MeetingPaper) -> MeetingPaper:
    held: MeetingPaper = (
        MeetingPaper.objects.select_for_update(of=("self",))
        .select_related("meeting")
        .get(pk=paper.pk)
    )
    if held.state != MeetingPaper.State.APPROVED:
        raise RuleError("paper_not_approved")
    return held


def _keep(held: MeetingPaper, passages: Iterable[PaperPassage], after: PaperPassage) -> None:
    """`after` in place of the passage that has its key."""
    held.passages = passages_kept(after if each.key == after.key else each for each in passages)
    held.revision += 1
    held.save(update_fields=["passages", "revision"])


def _refuse(before: str, after: str, reason: str) -> None:
    if not reason.strip():
        raise RuleError("reason_missing")
    if not after.strip():
        raise RuleError("passage_empty")
    if after.strip() == before.strip():
        raise RuleError("nothing_corrected")
    for problem in passage_problems("", after):
        raise RuleError(problem.code, **problem.params)
    refuse_secret(lines=after.splitlines(), fields=[reason])
