"""What was discussed and concluded, in which version? The page of a paper, and its files.

A draft is for whoever keeps the meeting's record or presides it; once it is approved everybody who
sees the meeting reads the version that is theirs. `?for=` chooses a narrower one, never a wider.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from giaoban.actions.meetings.minutes import DRAFTED, content_of, is_behind
from giaoban.documents import wording
from giaoban.documents.content import AdministrativeDocument, Block
from giaoban.documents.meetings.meeting_paper import paper_document, text_blocks
from giaoban.documents.profiles import LAYOUT
from giaoban.documents.renderers import MEDIA_TYPES, FileKind, renderer
from giaoban.documents.reporting.report_words import SAID
from giaoban.documents.wording import frame
from giaoban.models import Meeting, MeetingPaper
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.notice import body_of
from giaoban.rules.meetings.minutes import PaperPassage, passages_read
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.register.documents import DocumentState
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.labels import Badge
from giaoban.web.meetings.labels import REACHES_SHORT
from giaoban.web.meetings.places import place_asked
from giaoban.web.meetings.scope import MeetingScope, meeting_asked
from giaoban.web.meetings.words import PAPER_STATES
from giaoban.web.reporting.consolidated_files import attachment

Kind = MeetingPaper.Kind


@dataclass(frozen=True)
class ShownPassage:
    """A passage as whoever writes the paper sees it: with its reach, and the record's own words
    where they are others by now.
    """

    passage: PaperPassage
    heading: str  # empty under one of the same heading
    blocks: Sequence[Block]
    reach: object
    record_words: str
    is_edited: bool
    narrower: Sequence[tuple[str, object]]  # how far it may go instead, once approved


@dataclass(frozen=True)
class Version:
    reach: Reach
    words: object
    is_chosen: bool


@signed_in
@require_safe
def meeting_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """`?edit=` a passage opens it, to be written or, in an approved paper, corrected."""
    scope, paper = paper_asked(request, pk, kind)
    return paper_page(request, scope, paper, edited=request.GET.get("edit", ""))


@signed_in
@require_safe
def meeting_paper_file(request: HttpRequest, pk: int, kind: str, form: str) -> HttpResponse:
    if form not in {FileKind.DOCX, FileKind.PDF}:
        raise Http404
    scope, paper = paper_asked(request, pk, kind)
    upto = _version_asked(request, scope)
    file_kind = FileKind(form)
    content = renderer(file_kind)(paper_document(content_of(paper), upto))
    return attachment(content, file_name(paper, upto, form), MEDIA_TYPES[file_kind])


def file_name(paper: MeetingPaper, upto: Reach, form: str) -> str:
    is_notice = paper.kind == Kind.CONCLUSIONS
    words = SAID.minutes.notice_file if is_notice else SAID.minutes.minutes_file
    version = "" if upto is Reach.CIRCULATED else f"-{upto.value}"
    return f"{words}-{held_on(paper.meeting)}-{paper.meeting_id}{version}.{form}"


def paper_asked(request: HttpRequest, pk: int, kind: str) -> tuple[MeetingScope, MeetingPaper]:
    """For whoever may read it as it stands; everybody else finds nothing."""
    scope = meeting_asked(request, pk)
    meeting = scope.meeting
    if kind not in set(DRAFTED) or meeting.state != MeetingState.CLOSED:
        raise Http404
    paper = (
        MeetingPaper.objects.filter(meeting=meeting, kind=kind)
        .select_related("document__body", "approved_by")
        .first()
    )
    if paper is None or not (may_write(scope) or paper.state == MeetingPaper.State.APPROVED):
        raise Http404
    paper.meeting = meeting
    return scope, paper


def paper_written(request: HttpRequest, pk: int, kind: str) -> tuple[MeetingScope, MeetingPaper]:
    """For whoever writes it: the secretariat, and whoever presides."""
    scope, paper = paper_asked(request, pk, kind)
    if not may_write(scope):
        raise Http404
    return scope, paper


def may_write(scope: MeetingScope) -> bool:
    return scope.may_manage or scope.may_preside


def paper_page(
    request: HttpRequest,
    scope: MeetingScope,
    paper: MeetingPaper,
    *,
    edited: str = "",
    typed: dict[str, str] | None = None,
    conflict: dict[str, object] | None = None,
) -> HttpResponse:
    """The page; of a step that was refused with what was typed, and why."""
    content = content_of(paper)
    is_writing = may_write(scope) and "for" not in request.GET
    upto = _version_asked(request, scope)
    document = paper_document(content, upto)
    is_draft = paper.state == MeetingPaper.State.DRAFT
    capacity = wording.wrapped_signature(document, LAYOUT)
    beside = wording.wrapped_co_signature(document, LAYOUT)
    context: dict[str, Any] = {
        "meeting": scope.meeting,
        "scope": scope,
        "paper": paper,
        "state": PAPER_STATES[paper.state],
        "is_notice": paper.kind == Kind.CONCLUSIONS,
        "is_draft": is_draft,
        "is_drafted": bool(paper.passages),
        "is_late": is_draft and paper.due_on and paper.due_on < acting_on(request).today,
        "may_write": may_write(scope),
        "may_approve": scope.may_preside and is_draft and bool(paper.passages),
        "is_writing": is_writing,
        "upto": upto,
        "versions": _versions(scope, upto, is_writing=is_writing),
        "reaches": [(reach.value, REACHES_SHORT[reach]) for reach in Reach],
        "is_behind": is_writing and is_draft and is_behind(paper, content.record),
        "document": document,
        "periods": {},  # no figure of a paper leads anywhere
        "frame": frame(document),
        "letterhead": wording.wrapped_letterhead(document.letterhead, LAYOUT),
        "signature": capacity,
        "co_signature": beside,
        "passages": _passages(paper, edited) if is_writing else [],
        "foot": _corrections(document) if is_writing else [],
        "typed": typed,
        "conflict": conflict,
        "issues": _to_issue(paper),
        "registers": _to_register(paper),
    }
    return render(request, "meetings/paper.html", context)


def _to_issue(paper: MeetingPaper) -> bool:
    """Whether its number is still to be taken in the register."""
    return paper.document is not None and paper.document.state == DocumentState.DRAFT


def _to_register(paper: MeetingPaper) -> bool:
    """Whether an approved notice has no line in the register that will give or gave it a number."""
    if paper.kind != Kind.CONCLUSIONS or paper.state != MeetingPaper.State.APPROVED:
        return False
    if paper.document is not None:
        return bool(paper.document.state == DocumentState.CALLED_OFF)
    return body_of(paper.meeting.committee) is not None


def _version_asked(request: HttpRequest, scope: MeetingScope) -> Reach:
    """What is asked for, as far as the person reads; without a wish all that they may read."""
    asked = request.GET.get("for", "")
    if not asked:
        return scope.upto
    if asked not in set(Reach) or not may_read(Reach(asked), scope.upto):
        raise Http404
    return Reach(asked)


def _versions(scope: MeetingScope, upto: Reach, *, is_writing: bool) -> list[Version]:
    return [
        Version(reach, REACHES_SHORT[reach], not is_writing and reach is upto)
        for reach in Reach
        if may_read(reach, scope.upto)
    ]


def _passages(paper: MeetingPaper, edited: str) -> list[ShownPassage]:
    found: list[ShownPassage] = []
    heading = ""
    for each in passages_read(paper.passages):
        is_new = each.is_printed and each.heading != heading
        found.append(
            ShownPassage(
                each,
                each.heading if is_new else "",
                list(text_blocks(each.text)),
                REACHES_SHORT[each.reach],
                each.drafted or "" if each.is_touched and not each.is_own else "",
                each.key == edited,
                [
                    (reach.value, REACHES_SHORT[reach])
                    for reach in Reach
                    if not may_read(reach, each.reach)
                ],
            )
        )
        if each.is_printed:
            heading = each.heading
    return found


def _corrections(document: AdministrativeDocument) -> list[Block]:
    """The list at the paper's end."""
    places = [
        place
        for place, block in enumerate(document.blocks)
        if block.kind == "heading" and block.text == SAID.minutes.corrections  # type: ignore[union-attr]
    ]
    return list(document.blocks[places[-1] :]) if places else []


@signed_in
@require_safe
def my_meeting_minutes(request: HttpRequest, pk: int, kind: str, form: str) -> HttpResponse:
    """An approved paper for whoever was invited, by their account or by a link."""
    scope = place_asked(request, pk)
    found = [paper for paper in approved_papers(scope.meeting) if paper.kind == kind]
    if not found or form not in {FileKind.DOCX, FileKind.PDF}:
        raise Http404
    [paper] = found
    file_kind = FileKind(form)
    content = renderer(file_kind)(paper_document(content_of(paper), Reach.MEMBERS))
    return attachment(content, file_name(paper, Reach.MEMBERS, form), MEDIA_TYPES[file_kind])


def approved_papers(meeting: Meeting) -> list[MeetingPaper]:
    """The minutes first, then the notice of conclusions."""
    approved = meeting.papers.filter(kind__in=DRAFTED, state=MeetingPaper.State.APPROVED)
    return list(approved.select_related("document").order_by("-kind"))


def papers_afterwards(scope: MeetingScope) -> list[tuple[MeetingPaper, Badge]]:
    """Those that the reader finds, each with its state, for the page of the meeting."""
    papers = scope.meeting.papers.filter(kind__in=DRAFTED).order_by("-kind")
    if not may_write(scope):
        papers = papers.filter(state=MeetingPaper.State.APPROVED)
    return [(paper, PAPER_STATES[paper.state]) for paper in papers]
