"""Papers for the items of an agenda: read before they are kept, replaced by newer versions."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from django.conf import settings
from django.db import transaction

from giaoban.actions.audit.actors import InviteeActor, person_of
from giaoban.actions.audit.events import record
from giaoban.actions.meetings.agenda_changes import note_change
from giaoban.actions.meetings.planning import held_meeting
from giaoban.actions.register.files import ReadFile, read_file
from giaoban.actions.reporting.source_files import keep_bytes, source_rows
from giaoban.exchange.register.document_text import OFFICE, READABLE, DocumentText
from giaoban.models import AgendaItem, AgendaPaper, Meeting, Person, SourceFile
from giaoban.rules.meetings.agenda import ItemState
from giaoban.rules.meetings.passages import Reach, narrowest
from giaoban.rules.meetings.states import ENDED, MeetingState
from giaoban.rules.problems import RuleError
from giaoban.rules.register.secrecy import refuse_secret
from giaoban.rules.units.naming import search_key

_READ = READABLE | OFFICE
_JPEG = b"\xff\xd8\xff"
_PICTURES = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": _JPEG, ".jpeg": _JPEG}
"""How they begin; kept without their text, as a scanned PDF is: a stamp in them is not seen."""
TAKEN = _READ | frozenset(_PICTURES)
MOST_PAGES = 30_000


@dataclass(frozen=True)
class PaperText:
    """`pages` are typed where the file does not say how many it has."""

    title: str = ""
    reach: Reach = Reach.MEMBERS
    pages: int | None = None
    replaces: AgendaPaper | None = None
    summary_of: AgendaPaper | None = None


def read_paper(name: str, content: bytes) -> ReadFile:
    """Read before anything is stored; it may take seconds, so in no transaction.

    Raises RuleError `state_secret` (mark), `file_too_large` (megabytes), `paper_kind_unknown`
    (name), and what exchange.register.document_text refuses.
    """
    ending = PurePosixPath(name).suffix.lower()
    refuse_secret(fields=[_named(name)])
    if ending in _READ:
        return read_file(name, content, _READ)
    if ending not in _PICTURES:
        raise RuleError("paper_kind_unknown", name=name)
    if not content.startswith(_PICTURES[ending]):
        raise RuleError("document_kind_unknown", name=name)
    if len(content) > settings.UPLOAD_LARGEST_FILE:
        raise RuleError("file_too_large", megabytes=settings.UPLOAD_LARGEST_FILE >> 20)
    return ReadFile(name, content, DocumentText())


@transaction.atomic
def add_paper(
    *, item: AgendaItem, file: ReadFile, text: PaperText, by: InviteeActor, now: datetime
) -> AgendaPaper:
    """By whoever prepares the meeting, or brings it, also by a link. Without a title it is
    called as its file, or as the version before it.

    Raises RuleError `meeting_over` (state), `item_dropped`, `paper_replaced_meanwhile`,
    `paper_of_another_item`, `summary_of_summary`, `state_secret` (mark).
    """
    held = held_meeting(item.meeting)
    _require_open(held, item)
    refuse_secret(fields=[text.title])
    before = _one_of(item, text.replaces)
    if before is not None and _is_replaced(before):
        raise RuleError("paper_replaced_meanwhile")
    whole = before.summary_of if before is not None else _one_of(item, text.summary_of)
    if whole is not None and whole.summary_of_id is not None:
        raise RuleError("summary_of_summary")
    source = keep_source(file, by, now)
    title = text.title.strip() or (before.title if before else "") or _named(file.name)
    paper = AgendaPaper.objects.create(
        item=item,
        title=title[:300],
        version=before.version + 1 if before else 1,
        replaces=before,
        summary_of=whole,
        file=source,
        pages=text.pages or file.text.pages,
        text=folded(title, file),
        reach=text.reach,
        added_at=now,
        added_by=person_of(by),
    )
    if before is not None:  # a page of summary is that of the paper, whichever version it has
        AgendaPaper.objects.filter(summary_of=before).update(summary_of=paper)
    _told(held, "paper_replaced" if before else "paper_added", paper, by, now)
    record(actor=by, action="add_agenda_paper", on=held, at=now, after=_facts(paper))
    return paper


@transaction.atomic
def withdraw_paper(*, paper: AgendaPaper, by: Person | None, now: datetime) -> None:
    """Nobody who is invited reads it any more, nor an earlier version; that it was there stays
    written down.

    Withdrawn a second time nothing happens. Raises RuleError `meeting_over` (state),
    `paper_replaced_meanwhile`.
    """
    held = held_meeting(paper.item.meeting)
    if MeetingState(held.state) in ENDED:
        raise RuleError("meeting_over", state=held.state)
    row = AgendaPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if row.withdrawn_at is not None:
        return
    if _is_replaced(row):
        raise RuleError("paper_replaced_meanwhile")
    versions, before = [row.pk], row.replaces_id
    while before is not None:
        versions.append(before)
        before = AgendaPaper.objects.values_list("replaces", flat=True).get(pk=before)
    rows = AgendaPaper.objects.filter(pk__in=versions)
    rows.update(withdrawn_at=now, summary_of=None)
    _told(held, "paper_withdrawn", row, by, now)
    record(actor=by, action="withdraw_agenda_paper", on=held, at=now, before=_facts(row))


def keep_source(file: ReadFile, by: InviteeActor, now: datetime) -> SourceFile:
    """The file as it was received, in the caller's transaction."""
    [source] = source_rows([(file.name, file.content)], by=person_of(by), now=now)
    keep_bytes(source, file.content)
    return source


def folded(title: str, file: ReadFile) -> str:
    """What the search looks in: the title and what could be read in the file."""
    return search_key("\n".join([title, *file.text.lines]))


def _require_open(meeting: Meeting, item: AgendaItem) -> None:
    if MeetingState(meeting.state) in ENDED:
        raise RuleError("meeting_over", state=meeting.state)
    if AgendaItem.objects.filter(pk=item.pk, state=ItemState.DROPPED).exists():
        raise RuleError("item_dropped")


def _one_of(item: AgendaItem, paper: AgendaPaper | None) -> AgendaPaper | None:
    if paper is None:
        return None
    found = AgendaPaper.objects.select_related("summary_of").filter(
        pk=paper.pk, item=item, withdrawn_at=None
    )
    row: AgendaPaper | None = found.first()
    if row is None:
        raise RuleError("paper_of_another_item")
    return row


def _is_replaced(paper: AgendaPaper) -> bool:
    return AgendaPaper.objects.filter(replaces=paper).exists()


def _told(meeting: Meeting, what: str, paper: AgendaPaper, by: InviteeActor, now: datetime) -> None:
    """Only of what everybody who is told may read: a letter says no more than the page."""
    reach = narrowest([Reach(paper.reach), Reach(paper.item.reach)])
    if reach is not Reach.LIMITED:
        of_paper = {"item": paper.item_id, "paper": paper.pk, "title": paper.title}
        note_change(meeting, what, by=person_of(by), now=now, **of_paper, reach=reach)


def _named(file_name: str) -> str:
    return PurePosixPath(file_name).stem.replace("_", " ").strip() or file_name


def _facts(paper: AgendaPaper) -> dict[str, object]:
    facts: dict[str, object] = {"paper": paper.pk, "version": paper.version, "reach": paper.reach}
    # The history is read by more people than a paper for few.
    is_limited = narrowest([Reach(paper.reach), Reach(paper.item.reach)]) is Reach.LIMITED
    return facts if is_limited else {**facts, "title": paper.title}
