"""Drafting, writing, approving and correcting the papers of a meeting."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.meetings.correcting import correct_passage, narrow_passage
from giaoban.actions.meetings.minutes import (
    add_passage,
    approve_paper,
    draft_paper,
    register_again,
    set_passage_reach,
    write_passage,
)
from giaoban.documents.meetings.meeting_paper import text_blocks
from giaoban.models import MeetingPaper
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.minutes import paper_page, paper_written
from giaoban.web.meetings.words import meeting_refusal


@require_POST
@signed_in
def draft_meeting_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """From the record, also again: what was written stays."""
    scope, paper = paper_written(request, pk, kind)
    acting = acting_on(request)

    def draft() -> None:
        before = paper.revision
        after = draft_paper(meeting=scope.meeting, kind=kind, by=acting.person, now=acting.now)
        is_same = before and after.revision == before
        messages.success(
            request,
            _("The record has nothing new for it.") if is_same else _("Drafted from the record."),
        )

    return _done(request, paper, draft)


@require_POST
@signed_in
def approve_meeting_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """By whoever presides."""
    scope, paper = paper_written(request, pk, kind)
    if not scope.may_preside:
        raise Http404
    acting = acting_on(request)

    def approve() -> None:
        approve_paper(paper=paper, revision=_number(request), by=acting.person, now=acting.now)
        messages.success(request, _("Approved. Everybody who may read it finds it now."))

    return _done(request, paper, approve)


@require_POST
@signed_in
def save_passage(request: HttpRequest, pk: int, kind: str, key: str) -> HttpResponse:
    """From the page's script the answer is JSON; from the plain form it is the page again."""
    scope, paper = paper_written(request, pk, kind)
    typed = {"title": _typed(request, "title"), "text": _typed(request, "text")}
    is_script = request.headers.get("X-Autosave") == "1"
    try:
        saved = write_passage(
            paper=paper,
            key=key,
            heading=typed["title"],
            text=typed["text"],
            revision=_number(request),
        )
    except RuleError as error:
        said = meeting_refusal(error.problem)
        if is_script:
            status = 409 if error.code == "passage_changed_meanwhile" else 422
            answer = {"message": said, "theirs": error.params.get("text", "")}
            return JsonResponse(answer, status=status)
        conflict = {"message": said, "revision": _number(request)} | dict(error.params)
        return paper_page(request, scope, paper, edited=key, typed=typed, conflict=conflict)
    if not is_script:
        return _back(paper, f"passage-{key}")
    blocks = {"blocks": list(text_blocks(saved.text)), "periods": {}}
    return JsonResponse(
        {
            "revision": saved.revision,
            "saved_at": f"{timezone.localtime(acting_on(request).now):%H:%M}",
            "problems": [],
            "preview": render_to_string("reporting/consolidated/blocks.html", blocks, request),
        }
    )


@require_POST
@signed_in
def reach_of_passage(request: HttpRequest, pk: int, kind: str, key: str) -> HttpResponse:
    _scope, paper = paper_written(request, pk, kind)
    acting = acting_on(request)
    reach = request.POST.get("reach", "")

    def change() -> None:
        if reach not in set(Reach):
            raise RuleError("reach_unknown")
        set_passage_reach(
            paper=paper, key=key, reach=Reach(reach), by=acting.person, now=acting.now
        )

    return _done(request, paper, change, f"passage-{key}")


@require_POST
@signed_in
def add_own_passage(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    scope, paper = paper_written(request, pk, kind)
    acting = acting_on(request)
    typed = {"title": _typed(request, "title"), "text": _typed(request, "text"), "new": "1"}
    try:
        added = add_passage(
            paper=paper,
            behind=_typed(request, "behind"),
            heading=typed["title"],
            text=typed["text"],
            by=acting.person,
            now=acting.now,
        )
    except RuleError as error:
        conflict: dict[str, object] = {"message": meeting_refusal(error.problem)}
        return paper_page(request, scope, paper, typed=typed, conflict=conflict)
    return _back(paper, f"passage-{added.key}")


@require_POST
@signed_in
def correct_meeting_paper(request: HttpRequest, pk: int, kind: str, key: str) -> HttpResponse:
    """After approval: with the reason, listed at the paper's end."""
    scope, paper = paper_written(request, pk, kind)
    acting = acting_on(request)
    typed = {"text": _typed(request, "text"), "reason": _typed(request, "reason")}
    try:
        correct_passage(
            paper=paper,
            key=key,
            text=typed["text"],
            reason=typed["reason"],
            revision=_number(request),
            by=acting.person,
            now=acting.now,
        )
    except RuleError as error:
        said = {"message": meeting_refusal(error.problem), "revision": _number(request)}
        conflict = said | dict(error.params)
        return paper_page(request, scope, paper, edited=key, typed=typed, conflict=conflict)
    messages.success(request, _("Corrected. The correction stands at the end of the paper."))
    return _back(paper, f"passage-{key}")


@require_POST
@signed_in
def narrow_meeting_paper(request: HttpRequest, pk: int, kind: str, key: str) -> HttpResponse:
    """After approval a passage goes less far: with the reason, listed at the paper's end."""
    _scope, paper = paper_written(request, pk, kind)
    acting, reach = acting_on(request), request.POST.get("reach", "")

    def narrow() -> None:
        if reach not in set(Reach):
            raise RuleError("reach_unknown")
        narrow_passage(
            paper=paper,
            key=key,
            reach=Reach(reach),
            reason=_typed(request, "reason"),
            by=acting.person,
            now=acting.now,
        )
        messages.success(request, _("The passage goes less far now; that stands at the end."))

    return _done(request, paper, narrow, f"passage-{key}")


@require_POST
@signed_in
def register_meeting_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A new line in the register, whose number it takes."""
    _scope, paper = paper_written(request, pk, kind)
    acting = acting_on(request)

    def register() -> None:
        register_again(paper=paper, by=acting.person, now=acting.now)
        messages.success(request, _("It stands in the register, where it takes its number."))

    return _done(request, paper, register)


def _done(
    request: HttpRequest, paper: MeetingPaper, step: Callable[[], None], anchor: str = ""
) -> HttpResponse:
    """Back to the paper, which says why the step was not taken, where it was not."""
    try:
        step()
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    return _back(paper, anchor)


def _back(paper: MeetingPaper, anchor: str = "") -> HttpResponse:
    address = reverse("meeting_paper", args=[paper.meeting_id, paper.kind])
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address)


def _typed(request: HttpRequest, name: str) -> str:
    """No database keeps the character that ends a string."""
    return request.POST.get(name, "").replace("\r\n", "\n").replace("\0", "")


def _number(request: HttpRequest) -> int:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1
