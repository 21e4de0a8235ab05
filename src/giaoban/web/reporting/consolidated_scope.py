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


@dataclass(frozen=True)
class Rights:
    """What the person may do at the report's unit, whatever its stage."""

    may_write: bool
    may_approve: bool


def report_asked(
    request: HttpRequest, pk: int, permission: Permission = Permission.VIEW
) -> ConsolidatedReport:
    """The report, if the permission reaches its unit; else "not found"."""
    report = (
        ConsolidatedReport.objects.filter(pk=pk)
        .select_related("unit", "period__regime", "approved_by", "created_by")
        .first()
    )
    if report is None:
        raise Http404
    require(request, permission, report.unit_id)
    return report


def rights(request: HttpRequest, report: ConsolidatedReport) -> Rights:
    acting = acting_on(request)
    return Rights(
        may_write=acting.may(Permission.CONSOLIDATE, report.unit_id),
        may_approve=acting.may(Permission.APPROVE_CONSOLIDATED, report.unit_id),
    )


def is_draft(report: ConsolidatedReport) -> bool:
    return bool(report.state == Stage.DRAFT)


def back(report: ConsolidatedReport, anchor: str = "") -> HttpResponse:
    address = reverse("consolidated_report", args=[report.pk])
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address)


def refused(request: HttpRequest, report: ConsolidatedReport, problem: Problem) -> HttpResponse:
    """Back to the report, which says why the step was not taken."""
    messages.error(request, sentence(problem))
    return back(report)
