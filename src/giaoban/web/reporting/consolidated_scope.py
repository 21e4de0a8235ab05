"""Which consolidated report does an address name, and what may the person do with it?"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from giaoban.models import ConsolidatedReport
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import Problem
from giaoban.rules.reporting.consolidation import Stage
from giaoban.web.frame.access import acting_on, require
from giaoban.web.reporting.consolidated_words import sentence

_OF_OWN_REPORT = {
    Permission.CONSOLIDATE: Permission.MAKE_OWN_REPORT,
    Permission.COMMENT_REPORT: Permission.MAKE_OWN_REPORT,
    Permission.APPROVE_CONSOLIDATED: Permission.APPROVE_OWN_REPORT,
}
"""What a unit's own report to its superior asks for in place of the committee's permissions."""


@dataclass(frozen=True)
class Rights:
    """What the person may do at the report's unit, whatever its stage."""

    may_write: bool
    may_approve: bool
    may_comment: bool
    may_receive: bool


def report_asked(
    request: HttpRequest, pk: int, permission: Permission = Permission.VIEW
) -> ConsolidatedReport:
    """The report, if the permission reaches its unit; else "not found"."""
    report = (
        ConsolidatedReport.objects.filter(pk=pk)
        .select_related(
            "unit", "period__regime", "approved_by", "created_by", "sent_to", "received_by"
        )
        .first()
    )
    if report is None:
        raise Http404
    require(request, _asked_of(report, permission), report.unit_id)
    return report


def rights(request: HttpRequest, report: ConsolidatedReport) -> Rights:
    def may(permission: Permission) -> bool:
        return acting_on(request).may(_asked_of(report, permission), report.unit_id)

    return Rights(
        may_write=may(Permission.CONSOLIDATE),
        may_approve=may(Permission.APPROVE_CONSOLIDATED),
        may_comment=may(Permission.COMMENT_REPORT),
        may_receive=may_receive(request, report),
    )


def may_receive(request: HttpRequest, report: ConsolidatedReport) -> bool:
    """The secretariat of the unit that a report was sent to, or whoever reports for that unit."""
    sent_to = report.sent_to_id
    wanted = (Permission.CONSOLIDATE, Permission.MAKE_OWN_REPORT)
    return sent_to is not None and any(acting_on(request).may(one, sent_to) for one in wanted)


def _asked_of(report: ConsolidatedReport, permission: Permission) -> Permission:
    """A unit's own report is the unit's; everybody else sees it once it is sent."""
    if not report.to_superior:
        return permission
    if permission is Permission.VIEW and report.sent_at is None:
        return Permission.MAKE_OWN_REPORT
    return _OF_OWN_REPORT.get(permission, permission)


def is_draft(report: ConsolidatedReport) -> bool:
    return bool(report.state == Stage.DRAFT)


def back(report: ConsolidatedReport, anchor: str = "") -> HttpResponse:
    address = reverse("consolidated_report", args=[report.pk])
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address)


def refused(request: HttpRequest, report: ConsolidatedReport, problem: Problem) -> HttpResponse:
    """Back to the report, which says why the step was not taken."""
    messages.error(request, sentence(problem))
    return back(report)
