"""Minutes and notices of conclusions: drafted from the record, edited, approved by who presides.

Words that are saved as they are typed are no event, as the sections of a report are none; drafting,
a reach that is changed and approving are. No event repeats a passage: who reads the history may not
be who reads the passage.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import make_naive
from django.utils.translation import override

from giaoban.actions.audit.events import record
from giaoban.actions.meetings.planning import held_meeting
from giaoban.actions.register.outgoing import OutgoingText, draft_document
from giaoban.documents.meetings.circulation_minutes import circulation_passages
from giaoban.documents.meetings.conclusions_notice import notice_passages
from giaoban.documents.meetings.meeting_paper import (
    PaperContent,
    heading_of,
    paper_subject,
    paper_type,
)
from giaoban.documents.meetings.minutes import minutes_passages
from giaoban.documents.meetings.record_words import Changes
from giaoban.documents.reporting.report_words import LANGUAGE
from giaoban.mail.meeting_words import change_said
from giaoban.models import Document, Meeting, MeetingPaper, Person
from giaoban.queries.meetings.agenda_seen import change_reach, item_reaches
from giaoban.queries.meetings.notice import body_of
from giaoban.queries.meetings.record import MeetingRecord, record_of
from giaoban.queries.register.kinds import kinds
from giaoban.rules.meetings.minutes import (
    PaperPassage,
    drafted_again,
    drafted_passage,
    free_key,
    passage_problems,
    passages_kept,
    passages_read,
    printed,
)
from giaoban.rules.meetings.passages import Passage, Reach
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.register.secrecy import refuse_secret

Kind = MeetingPaper.Kind
DRAFTED = (Kind.MINUTES, Kind.CONCLUSIONS)
"""The papers that are drafted after a meeting."""


def fresh_passages(meeting_record: MeetingRecord, kind: str) -> list[Passage]:
    """What the record says now, as that paper says it."""
    if kind == Kind.CONCLUSIONS:
        agency = heading_of(meeting_record.meeting, kind).agency_in_text
        return notice_passages(meeting_record, agency)
    if meeting_record.is_circulation:
        return circulation_passages(meeting_record, _changes_said(meeting_record))
    return minutes_passages(meeting_record, _changes_said(meeting_record))


def content_of(paper: MeetingPaper) -> PaperContent:
    """The paper as it stands; one that nobody has drafted yet as it would be now."""
    found = record_of(paper.meeting)
    kept = passages_read(paper.passages)
    if not kept:
        kept = tuple(map(drafted_passage, fresh_passages(found, paper.kind)))
    return PaperContent(
        record=found,
        kind=paper.kind,
        heading=heading_of(paper.meeting, paper.kind),
        passages=printed(kept),
        corrections=list(paper.corrections.select_related("by")) if paper.pk else [],
        document=paper.document,
        approved_on=make_naive(paper.approved_at).date() if paper.approved_at else None,
    )


@transaction.atomic
def draft_paper(*, meeting: Meeting, kind: str, by: Person | None, now: datetime) -> MeetingPaper:
    """From the record, the first time or again: passages that nobody touched follow it.

    Raises RuleError `meeting_not_closed` (state), `paper_approved`.
    """
    if meeting.state != MeetingState.CLOSED:
        raise RuleError("meeting_not_closed", state=meeting.state)
    paper, _is_new = MeetingPaper.objects.get_or_create(
        meeting=meeting, kind=kind, defaults={"drafted_at": now, "drafted_by": by}
    )
    held = _held_draft(paper)
    before = passages_read(held.passages)
    after = drafted_again(before, fresh_passages(record_of(held.meeting), kind))
    if after == before:
        return held
    held.passages = passages_kept(after)
    held.drafted_at, held.drafted_by = now, by
    held.revision += 1
    held.save()
    _record(held, action="draft_meeting_paper", by=by, now=now)
    return held


def is_behind(paper: MeetingPaper, meeting_record: MeetingRecord) -> bool:
    """Whether the record says something by now that a draft has not taken up."""
    held = passages_read(paper.passages)
    return bool(held) and drafted_again(held, fresh_passages(meeting_record, paper.kind)) != held


@transaction.atomic
def write_passage(
    *, paper: MeetingPaper, key: str, heading: str, text: str, revision: int
) -> PaperPassage:
    """As it is typed. Emptied it is left out; the heading of one from the record stays.

    Raises RuleError `paper_approved`, `passage_unknown`, `state_secret` (mark), what
    rules.meetings.minutes.passage_problems says, and `passage_changed_meanwhile` (text, revision)
    where somebody saved it after `revision` was read: nothing is overwritten.
    """
    held = _held_draft(paper)
    passages = passages_read(held.passages)
    before = passage_of(passages, key)
    heading = heading.strip() if before.is_own else before.heading
    if (before.heading, before.text) == (heading, text):
        return before  # sent twice, or typed and taken back
    if before.revision != revision:
        raise RuleError("passage_changed_meanwhile", text=before.text, revision=before.revision)
    for problem in passage_problems(heading, text):
        raise RuleError(problem.code, **problem.params)
    refuse_secret(lines=text.splitlines(), fields=[heading])
    after = replace(before, heading=heading, text=text, revision=revision + 1)
    _store(held, passages, after)
    return after


@transaction.atomic
def add_passage(
    *,
    paper: MeetingPaper,
    behind: str,
    heading: str,
    text: str,
    by: Person | None,
    now: datetime,
) -> PaperPassage:
    """Of one's own, behind another (an unknown key: at the end). It goes to members until somebody
    says otherwise.

    Raises RuleError `paper_approved`, `passage_empty`, `state_secret` (mark), and what
    rules.meetings.minutes.passage_problems says.
    """
    held = _held_draft(paper)
    if not text.strip():
        raise RuleError("passage_empty")
    for problem in passage_problems(heading, text):
        raise RuleError(problem.code, **problem.params)
    refuse_secret(lines=text.splitlines(), fields=[heading])
    passages = list(passages_read(held.passages))
    added = PaperPassage(free_key(passages), heading.strip(), text.strip(), Reach.MEMBERS)
    places = [place for place, each in enumerate(passages, start=1) if each.key == behind]
    passages.insert(places[0] if places else len(passages), added)
    held.passages = passages_kept(passages)
    held.revision += 1
    held.save(update_fields=["passages", "revision"])
    _record(held, action="add_passage", by=by, now=now, reach=added.reach.value)
    return added


@transaction.atomic
def set_passage_reach(
    *, paper: MeetingPaper, key: str, reach: Reach, by: Person | None, now: datetime
) -> PaperPassage:
    """How far a passage goes. Raises RuleError `paper_approved`, `passage_unknown`."""
    held = _held_draft(paper)
    passages = passages_read(held.passages)
    before = passage_of(passages, key)
    if before.reach is reach:
        return before
    after = replace(before, reach=reach)
    _store(held, passages, after)
    was_to = {"was": before.reach.value, "reach": reach.value}
    _record(held, action="set_passage_reach", by=by, now=now, passage=key, **was_to)
    return after


@transaction.atomic
def approve_paper(*, paper: MeetingPaper, revision: int, by: Person, now: datetime) -> MeetingPaper:
    """By whoever presides, as they read it. A notice gets its line in the committee's register, to
    be issued there with its number.

    Raises RuleError `paper_approved`, `paper_empty`, `paper_changed_meanwhile`,
    `meeting_not_closed` (state): it was opened again.
    """
    held = _held_draft(paper)
    if held.revision != revision:
        raise RuleError("paper_changed_meanwhile")
    if not printed(passages_read(held.passages)):
        raise RuleError("paper_empty")
    held.state = MeetingPaper.State.APPROVED
    held.approved_at, held.approved_by = now, by
    if held.kind == Kind.CONCLUSIONS and held.document is None:
        held.document = _in_register(held, by, now)
    held.save()
    _record(held, action="approve_meeting_paper", by=by, now=now)
    return held


@transaction.atomic
def register_again(*, paper: MeetingPaper, by: Person, now: datetime) -> MeetingPaper:
    """A new line in the register for an approved notice that has none, or whose own was called off:
    what was wrong in its content is mended by a replacing document (NĐ 30/2020, art. 18).

    Raises RuleError `paper_not_approved`, `paper_in_register`, `no_register`.
    """
    held: MeetingPaper = (
        MeetingPaper.objects.select_for_update(of=("self",))
        .select_related("meeting__committee__unit", "document")
        .get(pk=paper.pk)
    )
    if held.state != MeetingPaper.State.APPROVED or held.kind != Kind.CONCLUSIONS:
        raise RuleError("paper_not_approved")
    if held.document is not None and held.document.state != DocumentState.CALLED_OFF:
        raise RuleError("paper_in_register")
    document = _in_register(held, by, now)
    if document is None:
        raise RuleError("no_register")
    held.document = document
    held.save(update_fields=["document"])
    _record(held, action="register_meeting_paper", by=by, now=now)
    return held


def passage_of(passages: tuple[PaperPassage, ...], key: str) -> PaperPassage:
    """Raises RuleError `passage_unknown`."""
    for each in passages:
        if each.key == key:
            return each
    raise RuleError("passage_unknown")


def _in_register(paper: MeetingPaper, by: Person, now: datetime) -> Document | None:
    """None where the committee keeps no register, or its registers know no such type."""
    body, code = body_of(paper.meeting.committee), paper_type(paper.kind)
    if body is None or code not in kinds().known:
        return None
    heading = heading_of(paper.meeting, paper.kind)
    text = OutgoingText(
        code,
        paper_subject(paper.meeting, paper.kind)[:1000],
        signer=heading.signer_name,
        recipients="\n".join(heading.recipients),
    )
    return draft_document(body=body, text=text, by=by, now=now)


def _changes_said(meeting_record: MeetingRecord) -> Changes:
    """What is said of an item goes no further than the item, which may have been dropped since."""
    reaches = item_reaches(meeting_record.meeting)
    with override(LANGUAGE):
        return [
            (change_said(one.what, one.params), change_reach(one, reaches))
            for one in meeting_record.changes
        ]


def _record(
    paper: MeetingPaper, *, action: str, by: Person | None, now: datetime, **more: str
) -> None:
    """In the history of the meeting, where people look for it."""
    after = {"paper": paper.kind, **more}
    record(actor=by, action=action, on=paper.meeting, at=now, after=after)


def _held_draft(paper: MeetingPaper) -> MeetingPaper:
    """Under the lock of its meeting, so that nobody opens that again meanwhile."""
    meeting = held_meeting(Meeting(pk=paper.meeting_id))
    if meeting.state != MeetingState.CLOSED:
        raise RuleError("meeting_not_closed", state=meeting.state)
    held: MeetingPaper = (
        MeetingPaper.objects.select_for_update(of=("self",))
        .select_related("meeting__committee__unit", "meeting__chair", "meeting__secretary")
        .get(pk=paper.pk)
    )
    if held.state == MeetingPaper.State.APPROVED:
        raise RuleError("paper_approved")
    return held


def _store(paper: MeetingPaper, passages: tuple[PaperPassage, ...], changed: PaperPassage) -> None:
    paper.passages = passages_kept(
        changed if each.key == changed.key else each for each in passages
    )
    paper.revision += 1
    paper.save(update_fields=["passages", "revision"])
