"""Which reports do we have? By regime and period: one's own, or those of the units below."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from giaoban.models import Unit
from giaoban.queries.reporting.regimes import regimes_around
from giaoban.queries.reporting.reports_seen import NARROWED, reports_seen, years_reported
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.reporting.explorer_choice import unit_seen


@signed_in
def reports(request: HttpRequest) -> HttpResponse:
    """`?unit=ID&regime=CODE&state=…&year=…`; without them the unit in whose name one acts."""
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    unit = _unit(request, acting)
    regimes = regimes_around([unit.pk], acting.today)
    code = request.GET.get("regime", "")
    chosen = [regime for regime in regimes if regime.code == code] if code else regimes
    if code and not chosen:
        raise Http404
    state = request.GET.get("state", "")
    narrowed = state if state in NARROWED else ""
    years = years_reported(regimes)
    given = request.GET.get("year", "")
    year = next((year for year in years if str(year) == given), None)
    found = reports_seen(chosen, unit, acting.now, narrowed=narrowed, year=year)
    return render(
        request,
        "reporting/reports/list.html",
        {
            "unit": unit,
            "regimes": regimes,
            "code": code,
            "narrowed": narrowed,
            "years": years,
            "year": year,
            "found": [each for each in found if each.rows or (not narrowed and not year)],
            "may_fill": acting.may(Permission.FILL_REPORT, unit.pk),
            "may_review": acting.may(Permission.REVIEW_REPORT, unit.pk),
            "may_manage": acting.may(Permission.MANAGE_REGIMES, unit.pk),
        },
    )


def _unit(request: HttpRequest, acting: Acting) -> Unit:
    given = request.GET.get("unit")
    if given is not None:
        return unit_seen(request, given)
    held = acting.units_where(Permission.VIEW)
    if acting.unit is not None and acting.unit.pk in held:
        return acting.unit
    return Unit.objects.get(pk=min(held))
