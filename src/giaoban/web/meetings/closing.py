"""May the meeting close, what is missing, and which tasks come of it?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from giaoban.actions.meetings.closing import close_meeting, reopen_meeting
from giaoban.queries.meetings.attendance_page import attendees
from giaoban.queries.meetings.running import (
    concluded,
    lines_of,
    votes_in_progress,
    votes_of_meeting,
)
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.scope import MeetingScope, meeting_managed
from giaoban.web.meetings.taking import Taken, answered, refused, run_address, step
from giaoban.web.meetings.words import meeting_refusal


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """What holds it up stands first; what was only forgotten is said and does not."""
    scope, acting = meeting_managed(request, pk), acting_on(request)
    meeting = scope.meeting
    if meeting.state != MeetingState.RUNNING:
        return redirect("run_meeting", pk=pk)
    if request.method == "POST":
        try:
            tasks = close_meeting(meeting=meeting, by=acting.person, now=acting.now)
        except RuleError as error:
            return refused(request, meeting, meeting_refusal(error.problem))
        said = ngettext(
            "The meeting is closed; %(n)s task came of it.",
            "The meeting is closed; %(n)s tasks came of it.",
            len(tasks),
        )
        words = said % {"n": len(tasks)} if tasks else _("The meeting is closed.")
        return answered(request, meeting, Taken(words, run_address(meeting)))
    conclusions = concluded(meeting)
    votes = votes_of_meeting(meeting)
    incomplete = [one for one in conclusions if one.missing]
    open_votes = votes_in_progress(votes)
    context = {
        "meeting": meeting,
        "incomplete": incomplete,
        "open_votes": open_votes,
        "unheard": [line for line in lines_of(meeting) if not line.is_done and not line.is_current],
        "waiting": [one for one in attendees(meeting, acting.now) if one.waits is not None],
        "asking": [one for one in conclusions if one.conclusion.asks and not one.missing],
        "may_close": not incomplete and not open_votes,
    }
    return render(request, "meetings/close.html", context)


@step
def reopen(request: HttpRequest, scope: MeetingScope) -> Taken:
    acting = acting_on(request)
    reopen_meeting(
        meeting=scope.meeting,
        reason=request.POST.get("reason", ""),
        by=acting.person,
        now=acting.now,
    )
    return Taken(_("The meeting is open again."), run_address(scope.meeting))
