"""Who is there, since when, and who comes instead of whom? With the list that is signed."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_time
from django.utils.timezone import make_aware, make_naive
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from giaoban.actions.meetings.attendance import (
    check_in,
    check_out,
    confirm_presence,
    strike_presence,
)
from giaoban.actions.meetings.stays import change_stay
from giaoban.documents.meetings.attendance_list import (
    attendance_list,
    attendance_paper,
    list_name,
)
from giaoban.documents.renderers import MEDIA_TYPES, FileKind, renderer
from giaoban.models import Invitee, Meeting, Presence
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.attendance import quorum_shown, quorum_told, sitting
from giaoban.queries.meetings.attendance_page import attendees, counted
from giaoban.rules.meetings.quorum import Quorum
from giaoban.rules.meetings.states import ENDED, MeetingForm, MeetingState
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.scope import MeetingScope, meeting_asked
from giaoban.web.meetings.taking import Taken, step
from giaoban.web.reporting.consolidated_files import attachment

HALF_A_DAY = timedelta(hours=12)
"""So long before it begins nobody comes: a time that reads so is one after midnight."""


@signed_in
@never_cache
@require_safe
def meeting_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """For everybody who sees the meeting; who keeps the record changes it here."""
    scope, acting = _attended(request, pk), acting_on(request)
    meeting = scope.meeting
    found = attendees(meeting, acting.now)
    context = {
        "meeting": meeting,
        "scope": scope,
        "attendees": found,
        "counted": counted(found),
        "quorum": quorum_shown(meeting, acting.now),
        "told": by_minute(quorum_told(meeting, meeting.closed_at or acting.now)),
        "may_change": scope.may_manage and MeetingState(meeting.state) not in ENDED,
        "is_both": meeting.form == MeetingForm.BOTH,
        "kinds": [each.value for each in FileKind],
    }
    return render(request, "meetings/attendance.html", context)


def by_minute(told: Iterable[tuple[datetime, Quorum]]) -> list[tuple[datetime, Quorum]]:
    """The last of each minute: people come in one after the other, and the page says minutes."""
    return list({at.replace(second=0, microsecond=0): (at, one) for at, one in told}.values())


@signed_in
@require_safe
def attendance_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The list to be signed, as Word, PDF or Excel file."""
    scope, acting = _attended(request, pk), acting_on(request)
    if form not in set(FileKind):
        raise Http404
    kind = FileKind(form)
    paper = attendance_paper(scope.meeting, now=acting.now)
    content = renderer(kind)(attendance_list(paper))
    return attachment(content, f"{list_name(paper)}.{form}", MEDIA_TYPES[kind])


@step
def place_step(request: HttpRequest, scope: MeetingScope, place_id: int, step: str) -> Taken:
    """Somebody comes (`here`, `online`) or goes (`left`), now or at the time that was typed."""
    acting = acting_on(request)
    if scope.meeting.form == MeetingForm.CIRCULATION:
        raise Http404
    place: Invitee = get_object_or_404(scope.meeting.invitees, pk=place_id, removed_at=None)
    at = _moment(scope.meeting, request.POST.get("at", ""), acting.now) or acting.now
    if step in ("here", "online"):
        check_in(
            invitee=place,
            how=Presence.How.SECRETARY,
            at=at,
            by=acting.person,
            now=acting.now,
            is_online=step == "online" or scope.meeting.form == MeetingForm.ONLINE,
        )
        return Taken(_("%(name)s is here.") % {"name": sitting(place)})
    if step != "left":
        raise Http404
    check_out(invitee=place, at=at, by=acting.person, now=acting.now)
    return Taken(_("%(name)s has left.") % {"name": sitting(place)})


@step
def presence_step(request: HttpRequest, scope: MeetingScope, presence_id: int, step: str) -> Taken:
    """Whoever chose a name at the door is let in; times are corrected; a wrong line is struck."""
    acting = acting_on(request)
    presence = get_object_or_404(
        Presence.objects.select_related("invitee__meeting"),
        pk=presence_id,
        invitee__meeting=scope.meeting,
    )
    name = {"name": sitting(presence.invitee)}
    if step == "confirm":
        confirm_presence(presence=presence, by=acting.person, now=acting.now)
        return Taken(_("%(name)s is here.") % name)
    if step == "strike":
        strike_presence(presence=presence, by=acting.person, now=acting.now)
        return Taken(_("The line of %(name)s is struck out.") % name)
    if step != "times":
        raise Http404
    arrived_at = _moment(scope.meeting, request.POST.get("arrived_at", ""), presence.arrived_at)
    change_stay(
        presence=presence,
        arrived_at=arrived_at or presence.arrived_at,
        left_at=_moment(scope.meeting, request.POST.get("left_at", ""), presence.left_at),
        by=acting.person,
        now=acting.now,
    )
    return Taken(_("The times of %(name)s are corrected.") % name)


def _attended(request: HttpRequest, pk: int) -> MeetingScope:
    """Nobody attends a decision by circulation."""
    scope = meeting_asked(request, pk)
    if scope.meeting.form == MeetingForm.CIRCULATION:
        raise Http404
    return scope


def _moment(meeting: Meeting, typed: str, before: datetime | None) -> datetime | None:
    """A typed time on the day of what stood there, else of the meeting; None where it is empty.

    The same minute as before is the same moment: nobody comes earlier by seconds.
    """
    if not typed.strip():
        return None
    read = _time(typed)
    if before is not None and f"{make_naive(before):%H:%M}" == f"{read:%H:%M}":
        return before
    day: date = make_naive(before).date() if before else held_on(meeting)
    moment = make_aware(datetime.combine(day, read))
    is_after_midnight = before is None and moment < meeting.starts_at - HALF_A_DAY
    return moment + timedelta(days=1) if is_after_midnight else moment


def _time(typed: str) -> time:
    try:
        read = parse_time(typed.strip())
    except ValueError:
        read = None
    if read is None:
        raise RuleError("time_unreadable")
    return read
