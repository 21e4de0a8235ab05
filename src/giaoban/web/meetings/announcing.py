"""Can the notice go out: what is missing or warned of, and what do the invited not know yet?"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from giaoban.actions.meetings.announcing import announce_meeting as announce
from giaoban.actions.meetings.announcing import send_changes
from giaoban.documents.meetings.invitation import invitation, invitation_paper
from giaoban.documents.renderers import MEDIA_TYPES, FileKind, renderer
from giaoban.mail.meeting_words import changes_said, words_of
from giaoban.models import Invitee, Meeting
from giaoban.queries.country import country
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.kinds import kind_here
from giaoban.queries.meetings.notice import (
    invitation_document,
    is_changed_since_issue,
    not_told,
    notice_problems,
    out_of_date,
    roster_warnings,
    told_since,
)
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.rules.meetings.kinds import notice_due_on
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.invitees import counted, place_of_meeting, places_of
from giaoban.web.meetings.scope import meeting_managed
from giaoban.web.meetings.words import meeting_refusal, notice_warning
from giaoban.web.people.reach import site_of
from giaoban.web.reporting.consolidated_files import attachment


@signed_in
@require_safe
def meeting_notice(request: HttpRequest, pk: int) -> HttpResponse:
    scope, acting = meeting_managed(request, pk), acting_on(request)
    meeting = scope.meeting
    problems = notice_problems(meeting, acting.today)
    kind, starts_on = kind_here(meeting.kind), held_on(meeting)
    calendar = working_calendar(range(acting.today.year - 1, starts_on.year + 1))
    news = not_told(meeting) if meeting.state == MeetingState.ANNOUNCED else None
    places, document = places_of(meeting), invitation_document(meeting)
    context = {
        "meeting": meeting,
        "scope": scope,
        "is_draft": meeting.state == MeetingState.DRAFT,
        "is_circulation": meeting.form == MeetingForm.CIRCULATION,
        "missing": [notice_warning(one) for one in problems if one.is_error],
        "warned": [notice_warning(one) for one in problems if not one.is_error],
        "due_on": notice_due_on(kind, starts_on, calendar),
        "told_since": told_since(meeting),
        "news": news,
        "changes": changes_said(news.changes) if news else [],
        "asked_anew": len(out_of_date(meeting, places, news.changes)) if news else 0,
        "document": document,
        "is_paper_old": document is not None and is_changed_since_issue(meeting, document),
        "roster_words": [notice_warning(one) for one in roster_warnings(meeting)],
        "counted": counted(places),
        "agenda": words_of(meeting, Reach.MEMBERS).agenda,
    }
    return render(request, "meetings/notice.html", context)


@signed_in
@require_POST
def announce_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice, to everybody who is invited."""
    scope, acting = meeting_managed(request, pk), acting_on(request)
    try:
        announce(
            meeting=scope.meeting,
            by=acting.person,
            today=acting.today,
            now=acting.now,
            site=site_of(request),
        )
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    else:
        reached = sum(bool(place.email) for place in places_of(scope.meeting))
        words = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", reached)
        messages.success(request, words % {"n": reached})
    return redirect("meeting_notice", pk=pk)


@signed_in
@require_POST
def tell_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed since the notice, and to whom was invited since."""
    scope, acting = meeting_managed(request, pk), acting_on(request)
    try:
        told = send_changes(
            meeting=scope.meeting, by=acting.person, now=acting.now, site=site_of(request)
        )
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    else:
        words = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", told)
        messages.success(request, words % {"n": told})
    return redirect("meeting_notice", pk=pk)


@signed_in
@require_safe
def invitation_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The invitation (GM) in Word or PDF: with the list of all, or `?for=` one of them."""
    if form not in {FileKind.DOCX, FileKind.PDF}:
        raise Http404
    scope = meeting_managed(request, pk)
    if scope.meeting.form == MeetingForm.CIRCULATION:
        raise Http404
    given = request.GET.get("for", "")
    only = None
    if given:
        if not (given.isascii() and given.isdecimal() and len(given) < 19):
            raise Http404
        only = place_of_meeting(scope, int(given))
    return drawn_invitation(scope.meeting, only, FileKind(form))


def drawn_invitation(meeting: Meeting, only: Invitee | None, kind: FileKind) -> HttpResponse:
    """The paper for all, or for one of them, as a file."""
    drawn = invitation(invitation_paper(meeting, invitation_document(meeting), only))
    name = f"{country().phrases.invitation.file}-{held_on(meeting):%Y-%m-%d}.{kind}"
    return attachment(renderer(kind)(drawn), name, MEDIA_TYPES[kind])
