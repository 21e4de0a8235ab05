"""Where does this figure come from? As a panel beside the table, and as a page of its own."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse

from giaoban.documents.reporting.offer_words import put_together_words
from giaoban.models import Period, Unit
from giaoban.queries.reporting.measures import Measure, Measures, measures_of
from giaoban.queries.reporting.origin import Contribution, OwnReport, Saying, origin_of
from giaoban.queries.units.browse import path_to
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.reporting.explorer_choice import unit_seen
from giaoban.web.reporting.measure_words import figure_text, method_words

FIRST_CHILDREN = 5


@dataclass(frozen=True)
class ShownChild:
    name: str
    figure: str
    is_carried: bool
    address: str


@dataclass(frozen=True)
class ShownSaying:
    saying: Saying
    figure: str
    put_together: str  # how it was made from reports of several periods


@dataclass(frozen=True)
class ShownReport:
    """`address` is where the version that counts says it; `file_address` what it came from, if that
    may be had."""

    report: OwnReport
    counted: ShownSaying
    others: list[ShownSaying]
    address: str
    file_address: str


@signed_in
def origin(request: HttpRequest, unit_id: int, period_id: int, code: str) -> HttpResponse:
    unit = unit_seen(request, str(unit_id))
    period = get_object_or_404(
        Period.objects.select_related("regime__unit", "incident"), pk=period_id
    )
    measures = measures_of(period.regime)
    if code not in measures:
        raise Http404
    measure = measures[code]
    is_panel = request.headers.get("HX-Target") == "side-panel-body"
    shows_all = "all" in request.GET or not is_panel
    most = None if shows_all else FIRST_CHILDREN
    context = origin_shown(request, measures, measure, unit, period, most=most)
    name = "origin_panel.html" if is_panel else "origin.html"
    return render(request, f"reporting/results/{name}", context | {"is_panel": is_panel})


def origin_shown(
    request: HttpRequest,
    measures: Measures,
    measure: Measure,
    unit: Unit,
    period: Period,
    *,
    most: int | None,
) -> dict[str, Any]:
    """What origin_body.html shows, with the first `most` units under this one.

    Whoever came by a link reads how the unit itself reported it: no other unit, no other page.
    """
    found = origin_of(measures, measure, unit, period)
    leads_on = acting_on(request).link_id is None
    return {
        "unit": unit,
        "period": period,
        "measure": measure,
        "origin": found,
        "figure": figure_text(measure, found.figure.value),
        "method": method_words(measure),
        "children": [_child(measure, period, child) for child in found.children[:most]],
        "reports": [_report(request, measure, report) for report in found.own_reports],
        "above": [
            ShownChild(
                each.name, "", False, reverse("origin", args=[each.id, period.pk, measure.code])
            )
            for each in path_to(unit.pk, period.ends_on)
            if acting_on(request).may(Permission.VIEW, each.id)
        ],
        "parts": [
            ShownChild(
                part.measure.name,
                figure_text(part.measure, part.figure.value),
                part.figure.is_carried,
                reverse("origin", args=[unit.pk, period.pk, part.measure.code]),
            )
            for part in found.parts
        ],
        "more_missing": found.missing_count - len(found.missing),
        "ask_address": _ask_address(request, unit, period, measure),
        "leads_on": leads_on,
    }


def _child(measure: Measure, period: Period, child: Contribution) -> ShownChild:
    return ShownChild(
        child.name,
        figure_text(measure, child.figure.value),
        child.figure.is_carried,
        reverse("origin", args=[child.unit_id, period.pk, measure.code]),
    )


def _report(request: HttpRequest, measure: Measure, report: OwnReport) -> ShownReport:
    place = [report.period.pk, report.submission.unit_id]
    version = report.counted.version
    return ShownReport(
        report,
        _saying(measure, report.counted),
        [_saying(measure, other) for other in report.others],
        f"{reverse('read_report', args=place)}?version={version.number}{_anchor(measure)}",
        _file_address(request, report),
    )


def _anchor(measure: Measure) -> str:
    """A sum of a list leads to its rows, a cell to its table."""
    if measure.place.list:
        return f"#list-{measure.place.list}"
    return f"#table-{measure.place.table}" if measure.place.table else ""


def _file_address(request: HttpRequest, report: OwnReport) -> str:
    """A workbook is the unit's own; a table may hold other units' figures as well."""
    source = report.counted.version.source
    if source is None:
        return ""
    is_own = source.name.lower().endswith(".xlsx")
    of = report.submission.unit_id if is_own else report.period.regime.unit_id
    if not acting_on(request).may(Permission.VIEW, of):
        return ""
    return reverse("report_source", args=[report.counted.version.pk])


def _saying(measure: Measure, saying: Saying) -> ShownSaying:
    number = saying.value.number if saying.value else None
    put_together = put_together_words(measure.over_time, len(saying.taken_from))
    return ShownSaying(saying, figure_text(measure, number), put_together)


def _ask_address(request: HttpRequest, unit: Unit, period: Period, measure: Measure) -> str:
    """Where a question about the figure is asked; empty for those who may not ask one."""
    if not acting_on(request).may(Permission.ASK_QUESTION, unit.pk):
        return ""
    try:
        address = reverse("ask_question")
    except NoReverseMatch:
        return ""
    return f"{address}?unit={unit.pk}&period={period.pk}&indicator={measure.code}"
