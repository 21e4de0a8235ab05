"""What does the room see: the item and its clock, its figures, votes, who is there, the code.

It shows no more than whoever is invited may read: of an item for the chair and the secretariat
alone the room sees that there is one.
"""

import hashlib
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from giaoban.models import AgendaItem, Meeting
from giaoban.queries.meetings.attendance import quorum_shown
from giaoban.queries.meetings.attendance_page import attendees, counted
from giaoban.queries.meetings.check_in import check_in_code
from giaoban.queries.meetings.running import current_of, lines_of
from giaoban.queries.meetings.votes_shown import VoteState, votes_on
from giaoban.rules.meetings.inviting import takes_check_in
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.meetings.exhibits import exhibit
from giaoban.web.meetings.running_parts import clock_of, next_of
from giaoban.web.meetings.scope import MeetingScope, meeting_asked
from giaoban.web.people.reach import site_of


@signed_in
@never_cache
@require_safe
def projector(request: HttpRequest, pk: int) -> HttpResponse:
    scope, acting = _projected(request, pk), acting_on(request)
    context = _shown(request, acting, scope.meeting)
    html, digest = _drawn(context)
    item = context["item"]
    shown = {"drawn": html, "digest": digest, "now": acting.now, "may_manage": scope.may_manage}
    shown["exhibit"] = exhibit(acting, scope.meeting, item) if item else ""
    return render(request, "meetings/projector.html", context | shown)


@signed_in
@never_cache
@require_safe
def projector_now(request: HttpRequest, pk: int) -> HttpResponse:
    """What is new to a page that knows `?digest=`; asked every few seconds."""
    scope, acting = _projected(request, pk), acting_on(request)
    context = _shown(request, acting, scope.meeting)
    html, digest = _drawn(context)
    found: dict[str, object] = {"now": acting.now.isoformat(), "digest": digest}
    if request.GET.get("digest") != digest:
        item = context["item"]
        found |= {"html": html, "item": item.pk if item else 0}
    return JsonResponse(found)


@signed_in
@never_cache
@require_safe
def projector_exhibit(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    """The figures, charts and lists of one item, drawn once for as long as it is heard."""
    scope = _projected(request, pk)
    item = get_object_or_404(scope.meeting.items, pk=item_id)
    if not may_read(Reach(item.reach), Reach.MEMBERS):
        raise Http404
    return HttpResponse(exhibit(acting_on(request), scope.meeting, item))


def check_in_address(request: HttpRequest, meeting: Meeting) -> str:
    path = reverse("check_in", args=[meeting.pk, check_in_code(meeting)])
    return site_of(request).rstrip("/") + path


def code_drawn(address: str) -> SafeString:
    """The address as a square to be read by a telephone: an inline drawing, dark on light."""
    made = segno.make(address, error="m", micro=False)
    return mark_safe(made.svg_inline(scale=1, border=2, omitsize=True, svgclass="code"))


def _projected(request: HttpRequest, pk: int) -> MeetingScope:
    """For whoever keeps the record or presides: they alone put it up in the room."""
    scope = meeting_asked(request, pk)
    if not (scope.may_manage or scope.may_preside) or scope.meeting.form == MeetingForm.CIRCULATION:
        raise Http404
    return scope


def _shown(request: HttpRequest, acting: Acting, meeting: Meeting) -> dict[str, Any]:
    lines = lines_of(meeting)
    current = current_of(lines)
    item: AgendaItem | None = current.item if current else None
    is_shown = item is not None and may_read(Reach(item.reach), Reach.MEMBERS)
    following = next_of(lines)
    is_next_shown = following and may_read(Reach(following.item.reach), Reach.MEMBERS)
    takes = takes_check_in(MeetingState(meeting.state), meeting.starts_at, acting.now)
    address = check_in_address(request, meeting) if takes else ""
    votes = votes_on([item]) if item is not None and is_shown else []
    return {
        "meeting": meeting,
        "lines": [line for line in lines if may_read(Reach(line.item.reach), Reach.MEMBERS)],
        "item": item if is_shown else None,
        "is_withheld": item is not None and not is_shown,
        "clock": clock_of(current, acting.now),
        "next": following if is_next_shown else None,
        "attendance": counted(attendees(meeting, acting.now)),
        "quorum": quorum_shown(meeting, acting.now, item),
        "votes": [vote for vote in votes if vote.state is not VoteState.PREPARED],
        "is_running": meeting.state == MeetingState.RUNNING,
        "is_closed": meeting.state == MeetingState.CLOSED,
        "is_cancelled": meeting.state == MeetingState.CANCELLED,
        "code": code_drawn(address) if address else "",
    }


def _drawn(context: dict[str, Any]) -> tuple[SafeString, str]:
    html = render_to_string("meetings/projected.html", context)
    return html, hashlib.sha256(html.encode()).hexdigest()[:12]
