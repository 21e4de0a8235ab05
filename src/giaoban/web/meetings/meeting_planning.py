"""A meeting is planned by hand, moved to another time or place, or called off."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from giaoban.actions.meetings.planning import cancel_meeting as cancel
from giaoban.actions.meetings.planning import edit_meeting as edit
from giaoban.actions.meetings.planning import plan_meeting as plan
from giaoban.models import Committee
from giaoban.queries.meetings.kinds import kind_here
from giaoban.queries.meetings.presiding import chair_on, secretary_on
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.rules.meetings.kinds import limit_warnings, planned_minutes
from giaoban.rules.meetings.states import PREPARED, MeetingForm, MeetingState
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.meetings.meeting_forms import CancelForm, MeetingFields
from giaoban.web.meetings.meeting_page import meeting_page
from giaoban.web.meetings.scope import committees_managed, meeting_managed
from giaoban.web.meetings.words import notice_warning, refusals_on


@signed_in
@require_http_methods(["GET", "POST"])
def plan_meeting(request: HttpRequest) -> HttpResponse:
    """`?committee=` says whose it is, where the person prepares the meetings of several."""
    acting = acting_on(request)
    committees = committees_managed(acting)
    if not committees:
        raise Http404
    committee = chosen_committee(request, committees)
    form = MeetingFields(committee, _day_meant(request, acting.today), request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            meeting = plan(
                committee=committee,
                fields=_filled(committee, form),
                by=acting.person,
                now=acting.now,
            )
            _say_warnings(request, acting, form)
            messages.success(request, _("The meeting is planned. Its agenda can be drafted now."))
            return redirect("meeting", pk=meeting.pk)
    shown = {"form": form, "committee": committee, "committees": committees}
    return render(request, "meetings/plan.html", shown)


@signed_in
@require_http_methods(["GET", "POST"])
def edit_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Until it begins; who was told of it is told of what changed when the changes are sent."""
    scope, acting = meeting_managed(request, pk), acting_on(request)
    meeting = scope.meeting
    if MeetingState(meeting.state) not in PREPARED or meeting.form == MeetingForm.CIRCULATION:
        raise Http404
    day = _day_meant(request, localdate(meeting.starts_at))
    form = MeetingFields(meeting.committee, day, request.POST or None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            edit(
                meeting=meeting,
                fields=_filled(meeting.committee, form),
                revision=form.cleaned_data["revision"] or 0,
                by=acting.person,
                now=acting.now,
            )
            _say_warnings(request, acting, form)
            messages.success(request, _("The meeting is saved."))
            return redirect("meeting", pk=pk)
    shown = {"form": form, "meeting": meeting, "committee": meeting.committee}
    return render(request, "meetings/plan.html", shown)


@signed_in
@require_POST
def cancel_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever was told that it would be held is told that it is not."""
    scope, acting = meeting_managed(request, pk), acting_on(request)
    form = CancelForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            cancel(
                meeting=scope.meeting,
                reason=form.cleaned_data["reason"],
                by=acting.person,
                now=acting.now,
            )
            messages.success(request, _("The meeting is called off."))
            return redirect("meeting", pk=pk)
    return meeting_page(request, meeting_managed(request, pk), refused=form)


def chosen_committee(request: HttpRequest, committees: list[Committee]) -> Committee:
    """The one that the address names; else that of the unit acted for, else the first."""
    given = request.GET.get("committee", "")
    unit = acting_on(request).unit
    named = [one for one in committees if str(one.pk) == given]
    own = [one for one in committees if unit is not None and one.unit_id == unit.pk]
    return [*named, *own, *committees][0]


def _day_meant(request: HttpRequest, otherwise: date) -> date:
    """The day that was typed: who sits in the committee then can preside."""
    try:
        return parse_date(request.POST.get("starts_on", "")) or otherwise
    except ValueError:
        return otherwise


def _filled(committee: Committee, form: MeetingFields) -> Mapping[str, Any]:
    """Who presides and who keeps the record, where nobody was chosen, as the roster of that day."""
    fields = dict(form.chosen())
    on = localdate(fields["starts_at"])
    fields["chair"] = fields["chair"] or chair_on(committee, on)
    fields["secretary"] = fields["secretary"] or secretary_on(committee, on)
    return fields


def _say_warnings(request: HttpRequest, acting: Acting, form: MeetingFields) -> None:
    """What the meeting breaks of its kind, with the figures; it is held all the same."""
    fields = form.chosen()
    starts_on = localdate(fields["starts_at"])
    years = {acting.today.year - 1, acting.today.year, starts_on.year}
    found = limit_warnings(
        kind_here(fields["kind"]),
        minutes=planned_minutes(fields["starts_at"], fields["ends_at"]),
        starts_on=starts_on,
        announced_on=acting.today,
        papers_on=(),
        calendar=working_calendar(range(min(years), max(years) + 1)),
    )
    for problem in found:
        messages.warning(request, notice_warning(problem))
