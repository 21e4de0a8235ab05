"""Sending and revoking the link of one report, on the report's page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.links import revoke_link, send_link
from giaoban.queries.reporting.links import newest_link
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, require, signed_in
from giaoban.web.people.reach import site_of
from giaoban.web.reporting.report_scope import scope_of
from giaoban.web.reporting.report_words import refusal_words


@require_POST
@signed_in
def send_report_link(request: HttpRequest, period_id: int, unit_id: int) -> HttpResponse:
    scope = scope_of(request, period_id, unit_id)
    require(request, Permission.CHASE, unit_id)
    acting = acting_on(request)
    try:
        link = send_link(
            unit=scope.unit,
            period=scope.period,
            by=acting.person,
            now=acting.now,
            site=site_of(request),
        )
    except RuleError as error:
        messages.error(request, refusal_words(error.problem))
    else:
        messages.success(
            request, _("A link is on its way to %(email)s.") % {"email": link.contact.email}
        )
    return redirect("read_report", period_id=period_id, unit_id=unit_id)


@require_POST
@signed_in
def revoke_report_link(request: HttpRequest, period_id: int, unit_id: int) -> HttpResponse:
    require(request, Permission.CHASE, unit_id)
    acting = acting_on(request)
    link = newest_link(unit_id, period_id)
    if link is not None:
        revoke_link(link=link, by=acting.person, now=acting.now)
        messages.success(request, _("The link is revoked and no longer works."))
    return redirect("read_report", period_id=period_id, unit_id=unit_id)
