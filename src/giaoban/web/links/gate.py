"""The gate of every page behind a link: the cookie of this link, and the link still in force."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.audit.actors import AnyLink
from giaoban.models import InviteeLink, ReportLink, SectionLink, TaskLink
from giaoban.queries.meetings.links import invitee_link_in_force
from giaoban.queries.reporting.links import (
    link_in_force,
    section_link_in_force,
    task_link_in_force,
)
from giaoban.rules.reporting.assigned_sections import SectionState
from giaoban.web.frame.acting import (
    InviteeLinkActing,
    LinkActing,
    SectionLinkActing,
    TaskLinkActing,
)
from giaoban.web.links.rates import COPIES, UPLOADS, WINDOW, is_too_often

View = Callable[..., HttpResponse]
_COOKIE, _SALT = "report_link", "giaoban.links"
_SECTION_COOKIE, _SECTION_SALT = "section_link", "giaoban.links.section"
_TASK_COOKIE, _TASK_SALT = "task_link", "giaoban.links.task"
_INVITEE_COOKIE, _INVITEE_SALT = "invitee_link", "giaoban.links.invitee"
_WORDS = ("words", "explanation", "reason", "answer")
"""The fields in which the steps of a task take words."""


def by_link(view: View, *, counts_uploads: bool = False, counts_copies: bool = False) -> View:
    """A page of reports, shown to whoever confirmed the link, for its unit and period alone.

    Whatever opens a sent workbook is costly and counted: taking one in, and drawing its copy.
    """

    @wraps(view)
    def gate(request: HttpRequest, link_id: int, **kwargs: Any) -> HttpResponse:
        link = link_held(request, link_id)
        if link is None:
            return closed(request)
        if counts_uploads and request.FILES and is_too_often("upload", str(link.pk), UPLOADS):
            return too_often(request, link)
        if counts_copies and is_too_often("copy", str(link.pk), COPIES):
            return too_often(request, link)
        request.acting = LinkActing(link=link)  # type: ignore[attr-defined]
        if "pk" not in kwargs:
            kwargs |= {"period_id": link.period_id, "unit_id": link.unit_id}
        return guarded(view(request, **kwargs))

    return gate


def by_section_link(view: View) -> View:
    """The page of the one section that the link opens, shown to whoever confirmed it.

    Once it is called off there is nothing to be shown, but what is still typed gets its answer.
    """

    @wraps(view)
    def gate(request: HttpRequest, link_id: int) -> HttpResponse:
        link = section_link_held(request, link_id)
        if link is None or (is_called_off(link) and request.method != "POST"):
            return closed(request)
        request.acting = SectionLinkActing(link=link)  # type: ignore[attr-defined]
        return guarded(view(request, pk=link.assigned_id))

    return gate


def by_task_link(view: View) -> View:
    """A page of the one task that the link opens, shown to whoever confirmed it.

    What was typed goes back to whoever typed it, also where it can no longer be taken.
    """

    @wraps(view)
    def gate(request: HttpRequest, link_id: int, **kwargs: Any) -> HttpResponse:
        link = task_link_held(request, link_id)
        if link is None:
            return closed(request, typed=_typed(request, link_id))
        if request.FILES and is_too_often("task-upload", str(link.pk), UPLOADS):
            return too_often(request, task_link=link, typed=_typed(request, link_id))
        request.acting = TaskLinkActing(link=link)  # type: ignore[attr-defined]
        if "file_id" not in kwargs:
            kwargs["pk"] = link.task_id
        response = guarded(view(request, **kwargs))
        give_cookie(response, link)  # letters and more time let the link work for longer
        return response

    return gate


def by_invitee_link(view: View) -> View:
    """A page of the one place at a meeting that the link opens, shown to whoever confirmed it."""

    @wraps(view)
    def gate(request: HttpRequest, link_id: int, **kwargs: Any) -> HttpResponse:
        link = invitee_link_held(request, link_id)
        if link is None:
            return closed(request)
        request.acting = InviteeLinkActing(link=link)  # type: ignore[attr-defined]
        response = guarded(view(request, pk=link.invitee.meeting_id, **kwargs))
        give_cookie(response, link)  # a meeting that is moved lets the link work for longer
        return response

    return gate


def _typed(request: HttpRequest, link_id: int) -> str:
    """The words that came with a step, for the browser that confirmed this link once."""
    given = (request.POST.get(name, "").strip() for name in _WORDS)
    return (
        "\n\n".join(filter(None, given))
        if _held(request, link_id, _TASK_COOKIE, _TASK_SALT)
        else ""
    )


def is_called_off(link: SectionLink) -> bool:
    return bool(link.assigned.state == SectionState.WITHDRAWN)


def give_cookie(response: HttpResponse, link: AnyLink) -> None:
    """For this link's pages only; it ends with the link."""
    name, salt, path = _kept_as(link)
    response.set_signed_cookie(
        name,
        str(link.pk),
        salt=salt,
        path=f"{path}{link.pk}/",
        expires=link.expires_at,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _kept_as(link: AnyLink) -> tuple[str, str, str]:
    """The name and salt of its cookie, and the path above its own."""
    if isinstance(link, ReportLink):
        return _COOKIE, _SALT, "/link/"
    if isinstance(link, SectionLink):
        return _SECTION_COOKIE, _SECTION_SALT, "/link/section/"
    if isinstance(link, InviteeLink):
        return _INVITEE_COOKIE, _INVITEE_SALT, "/link/meeting/"
    return _TASK_COOKIE, _TASK_SALT, "/link/task/"


def link_held(request: HttpRequest, link_id: int) -> ReportLink | None:
    """The link whose cookie the request bears, where it is in force now."""
    is_held = _held(request, link_id, _COOKIE, _SALT)
    return link_in_force(timezone.now(), pk=link_id) if is_held else None


def section_link_held(request: HttpRequest, link_id: int) -> SectionLink | None:
    """The same of a link to a section."""
    is_held = _held(request, link_id, _SECTION_COOKIE, _SECTION_SALT)
    return section_link_in_force(timezone.now(), pk=link_id) if is_held else None


def task_link_held(request: HttpRequest, link_id: int) -> TaskLink | None:
    """The same of a link to a task."""
    is_held = _held(request, link_id, _TASK_COOKIE, _TASK_SALT)
    return task_link_in_force(timezone.now(), pk=link_id) if is_held else None


def invitee_link_held(request: HttpRequest, link_id: int) -> InviteeLink | None:
    """The same of a link to an invitation."""
    is_held = _held(request, link_id, _INVITEE_COOKIE, _INVITEE_SALT)
    return invitee_link_in_force(timezone.now(), pk=link_id) if is_held else None


def _held(request: HttpRequest, link_id: int, cookie: str, salt: str) -> bool:
    return bool(request.get_signed_cookie(cookie, default="", salt=salt) == str(link_id))


def closed(request: HttpRequest, *, typed: str = "") -> HttpResponse:
    """Unknown, revoked and expired look the same: to a stranger nothing is told."""
    if request.headers.get("HX-Request"):  # the report's page saves what is typed
        words = _("This link no longer works. Ask the secretariat for a new one.")
        return guarded(JsonResponse({"message": words}, status=409))
    return guarded(render(request, "links/closed.html", {"typed": typed}, status=404))


def too_often(
    request: HttpRequest,
    link: ReportLink | None = None,
    *,
    task_link: TaskLink | None = None,
    typed: str = "",
) -> HttpResponse:
    """How long to wait, and whom to call: for the holder of a link, or a stranger who has none."""
    context = {"link": link, "task_link": task_link, "typed": typed}
    response = render(request, "links/too_often.html", context, status=429)
    response["Retry-After"] = str(WINDOW)
    return guarded(response)


def guarded(response: HttpResponse) -> HttpResponse:
    """Kept by no cache and named to no other site; the origin stays, since CSRF asks for it."""
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "no-store"
    return response
