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
from giaoban.models import ReportLink, SectionLink
from giaoban.queries.reporting.links import link_in_force, section_link_in_force
from giaoban.rules.reporting.assigned_sections import SectionState
from giaoban.web.frame.acting import LinkActing, SectionLinkActing
from giaoban.web.links.rates import COPIES, UPLOADS, WINDOW, is_too_often

View = Callable[..., HttpResponse]
_COOKIE, _SALT = "report_link", "giaoban.links"
_SECTION_COOKIE, _SECTION_SALT = "section_link", "giaoban.links.section"


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


def is_called_off(link: SectionLink) -> bool:
    return bool(link.assigned.state == SectionState.WITHDRAWN)


def give_cookie(response: HttpResponse, link: AnyLink) -> None:
    """For this link's pages only; it ends with the link."""
    is_report = isinstance(link, ReportLink)
    response.set_signed_cookie(
        _COOKIE if is_report else _SECTION_COOKIE,
        str(link.pk),
        salt=_SALT if is_report else _SECTION_SALT,
        path=f"/link/{link.pk}/" if is_report else f"/link/section/{link.pk}/",
        expires=link.expires_at,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def link_held(request: HttpRequest, link_id: int) -> ReportLink | None:
    """The link whose cookie the request bears, where it is in force now."""
    held = request.get_signed_cookie(_COOKIE, default="", salt=_SALT)
    return link_in_force(timezone.now(), pk=link_id) if held == str(link_id) else None


def section_link_held(request: HttpRequest, link_id: int) -> SectionLink | None:
    """The same of a link to a section."""
    held = request.get_signed_cookie(_SECTION_COOKIE, default="", salt=_SECTION_SALT)
    return section_link_in_force(timezone.now(), pk=link_id) if held == str(link_id) else None


def closed(request: HttpRequest) -> HttpResponse:
    """Unknown, revoked and expired look the same: to a stranger nothing is told."""
    if request.headers.get("HX-Request"):  # the report's page saves what is typed
        words = _("This link no longer works. Ask the secretariat for a new one.")
        return guarded(JsonResponse({"message": words}, status=409))
    return guarded(render(request, "links/closed.html", status=404))


def too_often(request: HttpRequest, link: ReportLink | None = None) -> HttpResponse:
    """How long to wait, and whom to call: for the holder of a link, or a stranger who has none."""
    response = render(request, "links/too_often.html", {"link": link}, status=429)
    response["Retry-After"] = str(WINDOW)
    return guarded(response)


def guarded(response: HttpResponse) -> HttpResponse:
    """Kept by no cache and named to no other site; the origin stays, since CSRF asks for it."""
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "no-store"
    return response
