"""I am invited: when and where, what is it about, do I come, and on the day: I am here."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from giaoban.actions.meetings.answering import Substitute
from giaoban.actions.meetings.answering import answer_invitation as answer
from giaoban.actions.meetings.attendance import check_in
from giaoban.actions.meetings.calendar_entries import calendar_entry
from giaoban.documents.renderers import FileKind
from giaoban.exchange.meetings.calendar_ics import meetings_ics
from giaoban.mail.meeting_words import SILENCE, answers_said
from giaoban.models import AgendaPaper, Document, Meeting
from giaoban.queries.meetings.agenda_seen import agenda_upto, papers_upto
from giaoban.queries.meetings.circulated import answers_needed
from giaoban.queries.meetings.item_names import item_name
from giaoban.queries.meetings.notice import invitation_document
from giaoban.rules.meetings.inviting import (
    ANSWERED_WHILE,
    Answer,
    answers_for,
    takes_check_in,
)
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import DocumentState
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.announcing import drawn_invitation
from giaoban.web.meetings.ballots import votes_seen
from giaoban.web.meetings.invitation_forms import AnswerForm, substitute_offered
from giaoban.web.meetings.minutes import approved_papers
from giaoban.web.meetings.my_papers import brings
from giaoban.web.meetings.places import PlaceScope, place_asked
from giaoban.web.meetings.words import ANSWERS, SUBSTITUTES, meeting_refusal, refusals_on
from giaoban.web.people.reach import site_of
from giaoban.web.reporting.report_files import download


@signed_in
@require_safe
def my_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, place_asked(request, pk))


@signed_in
@require_POST
def answer_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest answer counts; a substitute waits for whoever presides."""
    scope = place_asked(request, pk)
    if scope.is_substitute:
        raise Http404
    form = AnswerForm(answers_for(MeetingForm(scope.meeting.form)), request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            answer(
                invitee=scope.place,
                answer=Answer(given["answer"]),
                by=scope.by,
                now=acting_on(request).now,
                words=given["words"],
                substitute=Substitute(
                    given["substitute_name"], given["substitute_post"], given["substitute_email"]
                ),
            )
            messages.success(request, _answered(Answer(given["answer"])))
            return _back(request, scope)
    return _page(request, scope, form)


@signed_in
@require_POST
def i_am_here(request: HttpRequest, pk: int) -> HttpResponse:
    """On the day, by whoever sits in the place."""
    scope, acting = place_asked(request, pk), acting_on(request)
    if not _may_check_in(request, scope):
        messages.error(request, _("This can be said from an hour before the meeting on."))
        return _back(request, scope)
    form = scope.meeting.form
    is_online = form == MeetingForm.ONLINE or (
        form == MeetingForm.BOTH and request.POST.get("where") == "online"
    )
    try:
        check_in(
            invitee=scope.place,
            how=scope.how,
            at=acting.now,
            by=scope.by,
            now=acting.now,
            is_online=is_online,
        )
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    else:
        messages.success(request, _("Thank you: you are on the list of those present."))
    return _back(request, scope)


@signed_in
@require_safe
def my_meeting_paper(request: HttpRequest, pk: int, paper_id: int) -> FileResponse:
    """A paper of the meeting, up to what members read."""
    scope = place_asked(request, pk)
    paper = next((one for one in _papers(scope) if one.pk == paper_id), None)
    if paper is None:
        raise Http404
    return download(paper.file)


@signed_in
@require_safe
def my_invitation_paper(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The invitation (GM) to whoever has the place, in Word or PDF, once it has its number."""
    scope = place_asked(request, pk)
    if form not in {FileKind.DOCX, FileKind.PDF} or _issued(scope.meeting) is None:
        raise Http404
    return drawn_invitation(scope.meeting, scope.place, FileKind(form))


@signed_in
@require_safe
def my_meeting_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting as a file that calendar programs take in."""
    scope = place_asked(request, pk)
    address = "" if scope.is_by_link else site_of(request).rstrip("/") + _address(request, scope)
    entry = calendar_entry(scope.meeting, upto=Reach.MEMBERS, address=address)
    content = meetings_ics([entry], name=scope.meeting.title, now=acting_on(request).now)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response


def _page(
    request: HttpRequest, scope: PlaceScope, refused: AnswerForm | None = None
) -> HttpResponse:
    meeting, place = scope.meeting, scope.place
    needed = answers_needed(meeting)
    context: dict[str, Any] = {
        "meeting": meeting,
        "place": place,
        "scope": scope,
        "is_circulation": meeting.form == MeetingForm.CIRCULATION,
        "silence": SILENCE.get(meeting.silence),
        "answers": answers_said(needed) if needed else "",
        "agenda": _agenda(scope),
        "form": refused or _form(scope),
        "answer": ANSWERS[place.answer],
        "substitute": SUBSTITUTES.get(place.substitute_state),
        "may_check_in": _may_check_in(request, scope),
        "votes": votes_seen(meeting, place if scope.sits else None, Reach.MEMBERS),
        "afterwards": approved_papers(meeting),
        "issued": _issued(meeting),
        "is_there": scope.sits and place.presences.filter(left_at=None, is_confirmed=True).exists(),
    }
    return render(request, "meetings/my_invitation.html", context)


def _issued(meeting: Meeting) -> Document | None:
    """The invitation on paper, which nobody is given before it is issued."""
    document = invitation_document(meeting)
    is_issued = document is not None and document.state == DocumentState.ISSUED
    return document if is_issued else None


def _agenda(scope: PlaceScope) -> list[dict[str, object]]:
    """Each item with its papers."""
    papers: dict[int, list[AgendaPaper]] = {}
    for paper in _papers(scope):
        papers.setdefault(paper.item_id, []).append(paper)
    return [
        {
            "item": item,
            "slot": slot,
            "name": item_name(item.kind, item.title),
            "papers": papers.get(item.pk, []),
            "brings": brings(scope, item),
        }
        for item, slot in agenda_upto(scope.meeting, Reach.MEMBERS)
    ]


def _papers(scope: PlaceScope) -> list[AgendaPaper]:
    return papers_upto(scope.meeting, Reach.MEMBERS)


def _form(scope: PlaceScope) -> AnswerForm | None:
    """None where there is nothing to answer, or nothing any more."""
    choices = answers_for(MeetingForm(scope.meeting.form))
    is_open = MeetingState(scope.meeting.state) in ANSWERED_WHILE
    if scope.is_substitute or not choices or not is_open:
        return None
    place = scope.place
    return AnswerForm(
        choices,
        initial={
            "answer": place.answer,
            "words": place.answer_words,
            **substitute_offered(place),
        },
    )


def _may_check_in(request: HttpRequest, scope: PlaceScope) -> bool:
    meeting = scope.meeting
    if not scope.sits or meeting.form == MeetingForm.CIRCULATION:
        return False
    return takes_check_in(MeetingState(meeting.state), meeting.starts_at, acting_on(request).now)


def _answered(given: Answer) -> str:
    if given is Answer.SUBSTITUTE:
        return _("Your proposal is with the chair; you will hear whether it is agreed.")
    return _("Your answer is noted. Thank you.")


def _address(request: HttpRequest, scope: PlaceScope) -> str:
    link_id = acting_on(request).link_id
    if link_id is not None:
        return reverse("link_my_invitation", args=[link_id])
    return reverse("my_invitation", args=[scope.meeting.pk])


def _back(request: HttpRequest, scope: PlaceScope) -> HttpResponse:
    return redirect(_address(request, scope))
