"""Which consolidated reports are there, and of which unit and period is the next one made?"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.consolidation import draft_report
from giaoban.models import ConsolidatedReport, Period
from giaoban.queries.reporting.consolidated_reports import reports_seen
from giaoban.queries.reporting.regimes import regimes_around
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.frame.labels import Badge
from giaoban.web.frame.paging import stretch
from giaoban.web.reporting.consolidated_words import STAGES
from giaoban.web.reporting.explorer_choice import unit_seen

OFFERED_PERIODS = 24


@dataclass(frozen=True)
class ShownReport:
    report: ConsolidatedReport
    stage: Badge


@signed_in
def consolidated_reports(request: HttpRequest) -> HttpResponse:
    """`?unit=` names another unit than one's own to make a report of."""
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    making = acting.units_where(Permission.MAKE_OWN_REPORT)
    reports = reports_seen(acting.units_where(Permission.VIEW), acting.today, making)
    rows = stretch(request, reports)
    may_draft = acting.may_anywhere(Permission.CONSOLIDATE)
    named = bool(request.GET.get("unit"))
    own = acting.unit if acting.unit and acting.unit.pk in making else None
    return render(
        request,
        "reporting/consolidated/list.html",
        {
            "rows": rows,
            "shown": [ShownReport(report, STAGES[report.state]) for report in rows.rows],
            "periods": _periods(request, Permission.CONSOLIDATE) if may_draft else [],
            "own": own,
            "own_periods": _periods(request, Permission.MAKE_OWN_REPORT) if own else [],
            "unit": unit_seen(request, request.GET["unit"]) if named else acting.unit,
            "may_draft": may_draft,
        },
    )


@require_POST
@signed_in
def draft_consolidated(request: HttpRequest) -> HttpResponse:
    """Begin a report, or go to the draft that there is."""
    return _drafted(request, Permission.CONSOLIDATE)


@require_POST
@signed_in
def draft_own_report(request: HttpRequest) -> HttpResponse:
    """The same of a unit's own report to the unit above it."""
    return _drafted(request, Permission.MAKE_OWN_REPORT)


def _drafted(request: HttpRequest, permission: Permission) -> HttpResponse:
    require_anywhere(request, permission)
    given = request.POST.get("period", "")
    if not (given.isascii() and given.isdigit() and len(given) < 18):
        return HttpResponseRedirect(reverse("consolidated_reports"))
    unit = unit_seen(request, request.POST.get("unit", ""))
    require(request, permission, unit)
    acting = acting_on(request)
    period = Period.objects.select_related("regime").filter(pk=int(given)).first()
    seen = {regime.pk for regime in regimes_around([unit.pk], acting.today)}
    if period is None or period.regime_id not in seen:
        raise Http404
    report = draft_report(
        unit=unit,
        period=period,
        by=acting.person,
        now=acting.now,
        to_superior=permission is Permission.MAKE_OWN_REPORT,
    )
    return HttpResponseRedirect(reverse("consolidated_report", args=[report.pk]))


def _periods(request: HttpRequest, permission: Permission) -> list[tuple[str, list[Period]]]:
    """The newest periods of each regime that have begun, those that have ended first."""
    acting = acting_on(request)
    regimes = regimes_around(acting.units_where(permission), acting.today)
    offered: dict[int, list[Period]] = {regime.pk: [] for regime in regimes}
    begun = Period.objects.filter(regime__in=regimes, starts_on__lte=acting.today)
    periods = begun.select_related("incident")
    for period in periods.order_by("-ends_on", "-starts_on"):
        if len(offered[period.regime_id]) < OFFERED_PERIODS:
            offered[period.regime_id].append(period)
    for held in offered.values():
        held.sort(key=lambda period: period.ends_on >= acting.today)
    return [(regime.name, offered[regime.pk]) for regime in regimes if offered[regime.pk]]
