"""A unit's own report goes to the unit above, and its receipt is confirmed there."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.own_reports import confirm_receipt, send_to_superior
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.reporting.consolidated_scope import back, may_receive, refused, report_asked


@require_POST
@signed_in
def send_own_report(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_asked(request, pk, Permission.CONSOLIDATE)
    acting = acting_on(request)
    try:
        sent = send_to_superior(report=report, by=acting.person, today=acting.today, now=acting.now)
    except RuleError as error:
        return refused(request, report, error.problem)
    assert sent.sent_to is not None
    messages.success(request, _("The report is sent to %(unit)s.") % {"unit": sent.sent_to.name})
    return back(report)


@require_POST
@signed_in
def receive_report(request: HttpRequest, pk: int) -> HttpResponse:
    """At the unit that it was sent to."""
    report = report_asked(request, pk)
    if not may_receive(request, report):
        raise Http404
    acting = acting_on(request)
    confirm_receipt(report=report, by=acting.person, now=acting.now)
    messages.success(request, _("The receipt is confirmed."))
    return back(report)
