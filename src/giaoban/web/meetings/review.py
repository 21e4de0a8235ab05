"""What was achieved in a span? One content for the page, the projector and the report.

A span of any committee whose meetings one manages, presides over or views; or that of a review
meeting, for everybody who sees it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from giaoban.documents.meetings.next_tasks import suggested_tasks
from giaoban.documents.meetings.review_report import review_report, review_sections
from giaoban.documents.renderers import MEDIA_TYPES, FileKind, renderer
from giaoban.models import Committee, Document, Meeting
from giaoban.queries.country import country
from giaoban.queries.meetings.notice import body_of
from giaoban.queries.meetings.review import Review, document_of, review_of
from giaoban.queries.meetings.review_series import years_begin
from giaoban.rules.meetings.states import ENDED, MeetingState
from giaoban.rules.people.permissions import Permission
from giaoban.rules.register.documents import DocumentState
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.meetings.review_form import ReviewForm, spans_offered
from giaoban.web.meetings.scope import (
    MeetingScope,
    committees_viewed,
    meeting_asked,
)
from giaoban.web.reporting.consolidated_files import attachment


@dataclass(frozen=True)
class Offered:
    words: str
    address: str
    is_chosen: bool


@signed_in
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """`?committee=&first=&last=&indicator=`; with `screen` for a projector."""
    acting = acting_on(request)
    committees = _committees(acting)
    committee = _chosen(request, committees)
    form = ReviewForm(_given(request, acting, committee), committee, today=acting.today)
    context: dict[str, Any] = {
        "committees": committees,
        "committee": committee,
        "form": form,
        "spans": _spans(acting, committee, form),
    }
    if form.is_valid():
        review = review_of(committee, form.span, today=acting.today, chosen=form.chosen)
        query = _query(form) | {"committee": str(committee.pk)}
        context |= _shown(review, acting) | {
            "query": urlencode(query, doseq=True),
            "files": reverse("reviews_file", args=["docx"]).removesuffix("docx/"),
        }
    return _page(request, context)


@signed_in
@require_safe
def reviews_file(request: HttpRequest, form: str) -> HttpResponse:
    acting = acting_on(request)
    kind = _kind(form)
    committee = _chosen(request, _committees(acting))
    given = ReviewForm(_given(request, acting, committee), committee, today=acting.today)
    if not given.is_valid():
        return redirect(f"{reverse('reviews')}?{request.GET.urlencode()}")
    review = review_of(committee, given.span, today=acting.today, chosen=given.chosen)
    return _file(review, kind)


@signed_in
@require_safe
def meeting_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Of a review meeting: its span; the tasks of the next period are drafted here."""
    scope, acting = reviewing(meeting_asked(request, pk)), acting_on(request)
    meeting = scope.meeting
    form = form_of(request, meeting, acting.today)
    context: dict[str, Any] = {"meeting": meeting, "committee": meeting.committee, "form": form}
    if form.is_valid():
        review = review_of(meeting.committee, form.span, today=acting.today, chosen=form.chosen)
        context |= _shown(review, acting, document_of(meeting)) | {
            "query": urlencode({"indicator": form.chosen or []}, doseq=True),
            "files": reverse("meeting_review_file", args=[pk, "docx"]).removesuffix("docx/"),
        }
        context |= _registered(scope)
        if may_draft(scope):
            there = concluded_of(meeting)
            context["suggested"] = [
                (each, (each.text, each.unit_id) in there) for each in suggested_tasks(review)
            ]
    return _page(request, context)


@signed_in
@require_safe
def meeting_review_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    scope, acting = reviewing(meeting_asked(request, pk)), acting_on(request)
    kind = _kind(form)
    given = form_of(request, scope.meeting, acting.today)
    if not given.is_valid():
        raise Http404
    committee = scope.meeting.committee
    review = review_of(committee, given.span, today=acting.today, chosen=given.chosen)
    return _file(review, kind, document_of(scope.meeting))


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    is_screen = "screen" in request.GET and "sections" in context
    name = "meetings/review_screen.html" if is_screen else "meetings/review.html"
    return render(request, name, context)


def _registered(scope: MeetingScope) -> dict[str, Any]:
    """The report's line in the register, and whether one can be drafted."""
    if not may_write(scope):
        return {}
    line = document_of(scope.meeting)
    is_there = line is not None and line.state != DocumentState.CALLED_OFF
    return {"line": line, "registers": not is_there and body_of(scope.meeting.committee)}


def _shown(review: Review, acting: Acting, line: Document | None = None) -> dict[str, Any]:
    """Figures lead to where they come from for whoever may see that."""
    opens = acting.may(Permission.VIEW, review.committee.unit_id)
    points = (point for each in review.series for point in each.points)
    return {
        "periods": {str(one.period_id): one.period_id for one in points if one.period_id and opens},
        "review": review,
        "document": review_report(review, line),
        "sections": review_sections(review),
    }


def _file(review: Review, kind: FileKind, line: Document | None = None) -> HttpResponse:
    span = review.span
    name = f"{country().phrases.review.file}-{span.starts_on}-{span.ends_on}.{kind}"
    return attachment(renderer(kind)(review_report(review, line)), name, MEDIA_TYPES[kind])


def _kind(form: str) -> FileKind:
    if form not in set(FileKind):
        raise Http404
    return FileKind(form)


def _committees(acting: Acting) -> list[Committee]:
    found = committees_viewed(acting)
    if not found:
        raise Http404
    return sorted(found, key=lambda one: one.name)


def _chosen(request: HttpRequest, committees: list[Committee]) -> Committee:
    """That of the address; of none that of the unit acted for, else the first."""
    given = request.GET.get("committee", "")
    if given:
        named = [one for one in committees if str(one.pk) == given]
        if not named:
            raise Http404
        return named[0]
    unit = acting_on(request).unit
    own = [one for one in committees if unit is not None and one.unit_id == unit.pk]
    return [*own, *committees][0]


def _given(request: HttpRequest, acting: Acting, committee: Committee) -> QueryDict:
    """This year, where the address says no days."""
    given = request.GET.copy()
    if not given.get("first") and not given.get("last"):
        [(_said, span), *_others] = spans_offered(acting.today, years_begin(committee))
        given["first"], given["last"] = f"{span.starts_on}", f"{span.ends_on}"
    return given


def form_of(request: HttpRequest, meeting: Meeting, today: date) -> ReviewForm:
    given = request.GET.copy()
    given["first"], given["last"] = f"{meeting.review_from}", f"{meeting.review_to}"
    return ReviewForm(given, meeting.committee, today=today)


def _query(form: ReviewForm) -> dict[str, Any]:
    return {
        "first": f"{form.span.starts_on}",
        "last": f"{form.span.ends_on}",
        "indicator": form.chosen or [],
    }


def _spans(acting: Acting, committee: Committee, form: ReviewForm) -> list[Offered]:
    found = []
    chosen = form.span if form.is_valid() else None
    kept = (form.chosen if form.is_valid() else None) or []
    for words, span in spans_offered(acting.today, years_begin(committee)):
        query = {
            "committee": committee.pk,
            "first": span.starts_on,
            "last": span.ends_on,
            "indicator": kept,
        }
        found.append(Offered(words, f"?{urlencode(query, doseq=True)}", span == chosen))
    return found


def reviewing(scope: MeetingScope) -> MeetingScope:
    """Only a meeting that looks over a span has a review."""
    if scope.meeting.review_from is None or scope.meeting.review_to is None:
        raise Http404
    return scope


def concluded_of(meeting: Meeting) -> set[tuple[str, int | None]]:
    """What it asks of whom; many units may be asked for the same."""
    return set(meeting.conclusions.filter(removed_at=None).values_list("text", "lead_id"))


def may_write(scope: MeetingScope) -> bool:
    return scope.may_manage or scope.may_preside


def may_draft(scope: MeetingScope) -> bool:
    return scope.may_manage and MeetingState(scope.meeting.state) not in ENDED
