"""The address in the letter: what it would open, and the button that says so.

A mail scanner that looks at it changes nothing.
"""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from giaoban.actions.meetings.links import confirm_invitee_link
from giaoban.actions.messages.sending import token_digest
from giaoban.actions.reporting.links import confirm_link
from giaoban.actions.reporting.section_links import confirm_section_link
from giaoban.actions.tasks.links import confirm_task_link
from giaoban.models import InviteeLink, SectionLink, TaskLink
from giaoban.queries.meetings.links import invitee_link_in_force, sits_by
from giaoban.queries.reporting.deadlines import deadlines_of
from giaoban.queries.reporting.links import (
    link_in_force,
    section_link_in_force,
    task_link_in_force,
)
from giaoban.web.links.door import give_door_cookie
from giaoban.web.links.gate import closed, give_cookie, guarded, is_called_off, too_often
from giaoban.web.links.rates import UNKNOWN_TOKENS, is_too_often


@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    digest = token_digest(token)
    link = link_in_force(now, token_digest=digest)
    if link is None:
        section_link = section_link_in_force(now, token_digest=digest)
        if section_link is not None and not is_called_off(section_link):
            return _open_section(request, section_link, now)
        task_link = task_link_in_force(now, token_digest=digest)
        if task_link is not None:
            return _open_task(request, task_link, now)
        invitee_link = invitee_link_in_force(now, token_digest=digest)
        if invitee_link is not None:
            return _open_invitation(request, invitee_link, now)
        if is_too_often("unknown", request.META.get("REMOTE_ADDR", ""), UNKNOWN_TOKENS):
            return too_often(request)
        return closed(request)
    if request.method == "POST":
        confirm_link(link=link, now=now)
        response = redirect("link_report", link_id=link.pk)
        give_cookie(response, link)
        return guarded(response)
    due_at = deadlines_of(link.period, [link.unit_id])[link.unit_id]
    return guarded(render(request, "links/open.html", {"link": link, "due_at": due_at}))


def _open_section(request: HttpRequest, link: SectionLink, now: datetime) -> HttpResponse:
    if request.method == "POST":
        confirm_section_link(link=link, now=now)
        response = redirect("link_write_section", link_id=link.pk)
        give_cookie(response, link)
        return guarded(response)
    return guarded(render(request, "links/open_section.html", {"link": link}))


def _open_task(request: HttpRequest, link: TaskLink, now: datetime) -> HttpResponse:
    if request.method == "POST":
        confirm_task_link(link=link, now=now)
        response = redirect("link_task", link_id=link.pk)
        give_cookie(response, link)
        return guarded(response)
    return guarded(render(request, "links/open_task.html", {"link": link}))


def _open_invitation(request: HttpRequest, link: InviteeLink, now: datetime) -> HttpResponse:
    if request.method == "POST":
        confirm_invitee_link(link=link, now=now)
        response = redirect("link_my_invitation", link_id=link.pk)
        give_cookie(response, link)
        give_door_cookie(response, link)
        return guarded(response)
    context = {"link": link, "meeting": link.invitee.meeting, "name": sits_by(link)}
    return guarded(render(request, "links/open_invitation.html", context))
