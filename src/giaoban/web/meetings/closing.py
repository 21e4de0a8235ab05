"""May the meeting close, what is missing, and which tasks come of it?"""

from datetime import datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from giaoban.actions.meetings.closing import close_meeting, reopen_meeting
from giaoban.models import Meeting
from giaoban.queries.meetings.attendance_page import attendees
from giaoban.queries.meetings.ending import earliest_end
from giaoban.queries.meetings.running import (
    concluded,
    lines_of,
    votes_in_progress,
    votes_of_meeting,
)
from giaoban.rules.meetings.states import MeetingState
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.meeting_forms import ClockField
from giaoban.web.meetings.scope import MeetingScope, meeting_managed
from giaoban.web.meetings.taking import Taken, answered, run_address, step
from giaoban.web.meetings.words import refusals_on
from giaoban.web.units.fields import DayField

_OVERRUN = timedelta(minutes=30)
"""Closed later than this after its planned end, it is taken to have ended as planned: most of the
time passes until what was concluded is complete."""


class EndForm(forms.Form):
    """When people rose; who says nothing of it means now."""

    ended_on = DayField(label=gettext_lazy("Day"), required=False)
    ended_at = ClockField(
        label=gettext_lazy("When did people rise?"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )

    def moment(self) -> datetime | None:
        given = self.cleaned_data
        if given["ended_on"] is None or given["ended_at"] is None:
            return None
        return make_aware(datetime.combine(given["ended_on"], given["ended_at"]))


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """What holds it up stands first; what was only forgotten is said and does not."""
    scope, acting = meeting_managed(request, pk), acting_on(request)
    meeting = scope.meeting
    if meeting.state != MeetingState.RUNNING:
        return redirect("run_meeting", pk=pk)
    typed = request.POST if request.method == "POST" else None
    form = EndForm(typed, initial=_usual_end(meeting, acting.now))
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            tasks = close_meeting(
                meeting=meeting, by=acting.person, now=acting.now, ended_at=form.moment()
            )
            given = sum(task.parent_id is None for task in tasks)  # parts are not tasks more
            said = ngettext(
                "The meeting is closed; %(n)s task came of it.",
                "The meeting is closed; %(n)s tasks came of it.",
                given,
            )
            words = said % {"n": given} if given else _("The meeting is closed.")
            return answered(request, meeting, Taken(words, run_address(meeting)))
    conclusions = concluded(meeting)
    votes = votes_of_meeting(meeting)
    incomplete = [one for one in conclusions if one.missing]
    open_votes = votes_in_progress(votes)
    context = {
        "meeting": meeting,
        "form": form,
        "incomplete": incomplete,
        "open_votes": open_votes,
        "unheard": [line for line in lines_of(meeting) if not line.is_done and not line.is_current],
        "waiting": [one for one in attendees(meeting, acting.now) if one.waits is not None],
        "asking": [one for one in conclusions if one.conclusion.asks and not one.missing],
        "may_close": not incomplete and not open_votes,
    }
    return render(request, "meetings/close.html", context)


def _usual_end(meeting: Meeting, now: datetime) -> dict[str, object]:
    ended = now if now <= meeting.ends_at + _OVERRUN else meeting.ends_at
    local = localtime(max(ended, earliest_end(meeting)))
    return {"ended_on": local.date(), "ended_at": local.time()}


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
