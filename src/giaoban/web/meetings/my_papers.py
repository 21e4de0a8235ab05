"""Whoever is invited to report brings the paper of their item, by their account or by a link."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.models import AgendaItem
from giaoban.queries.meetings.agenda_seen import agenda_upto
from giaoban.queries.meetings.papers import brings_paper, newest_papers
from giaoban.rules.meetings.inviting import ANSWERED_WHILE
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.rules.meetings.states import MeetingState
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.links.rates import UPLOADS, is_too_often
from giaoban.web.meetings.papers import Bringing, bring_paper
from giaoban.web.meetings.places import PlaceScope, place_asked


@signed_in
@require_http_methods(["GET", "POST"])
def my_item_paper(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    scope = place_asked(request, pk)
    items = [item for item, _slot in agenda_upto(scope.meeting, Reach.MEMBERS)]
    item = next((one for one in items if one.pk == item_id and brings(scope, one)), None)
    if item is None:
        raise Http404
    item.meeting = scope.meeting
    link_id = acting_on(request).link_id
    back = (
        reverse("my_invitation", args=[scope.meeting.pk])
        if link_id is None
        else reverse("link_my_invitation", args=[link_id])
    )
    is_sent_by_link = link_id is not None and bool(request.FILES)
    if is_sent_by_link and is_too_often("upload", f"invitee-{link_id}", UPLOADS):
        messages.error(request, _("Too many files came by this link: try again in a while."))
        return redirect(back)
    there = [one for one in newest_papers(item.pk) if may_read(Reach(one.reach), Reach.MEMBERS)]
    return bring_paper(request, Bringing(item, there, scope.by, back))


def brings(scope: PlaceScope, item: AgendaItem) -> bool:
    """Whoever sits there, as long as the meeting is to come or goes on."""
    is_open = MeetingState(scope.meeting.state) in ANSWERED_WHILE
    return scope.sits and is_open and brings_paper(item, scope.place)
