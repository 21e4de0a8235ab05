"""What has happened, what are the figures now, who has reported, who is missing?"""

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.folding import fold_now_if_small
from giaoban.actions.reporting.incidents import end_incident, say_final
from giaoban.documents.numbers import format_number
from giaoban.models import Incident, Unit
from giaoban.queries.reporting.incident_page import (
    Area,
    IncidentNow,
    NowFigure,
    Reported,
    incident_now,
)
from giaoban.queries.reporting.incidents import incidents_seen, seen_from
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.audit.history_panel import shown_history
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.labels import BADGES, Badge
from giaoban.web.frame.paging import stretch
from giaoban.web.reporting.hour_words import hours_words
from giaoban.web.reporting.measure_words import figure_text
from giaoban.web.reporting.report_words import refusal_words

_FINAL = Badge("done", "flag", pgettext_lazy("state of a report", "final report given"))
STANDINGS: dict[Reported, Badge] = {
    Reported.ON_TIME: BADGES["on_time"],
    Reported.LATE: BADGES["received_late"],
    Reported.WITHIN_TERM: BADGES["within_term"],
    Reported.MISSING: BADGES["missing"],
    Reported.FINAL: _FINAL,
}


@dataclass(frozen=True)
class ShownFigure:
    code: str
    name: str
    unit_of_measure: str
    now: str
    moved: str  # empty where nothing is known from before


@dataclass(frozen=True)
class MapKey:
    """What a look of the map's squares means, and how many there are."""

    standing: str
    badge: Badge
    count: int


@dataclass(frozen=True)
class ShownPlace:
    name: str
    standing: str
    address: str
    badge: Badge


@dataclass(frozen=True)
class ShownArea:
    name: str
    places: list[ShownPlace]
    counts: str


@signed_in
def incidents(request: HttpRequest) -> HttpResponse:
    """Those that go on first."""
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    rows = stretch(request, incidents_seen(acting.units_where(Permission.VIEW), acting.today))
    return render(
        request,
        "reporting/incidents/list.html",
        {"rows": rows, "may_open": acting.may_anywhere(Permission.MANAGE_REGIMES)},
    )


@signed_in
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    found, top = _seen(request, pk)
    acting = acting_on(request)
    mine = _mine(acting)
    now = incident_now(found, top, acting.now)
    newest = now.newest
    legend = _legend(now)
    context = {
        "incident": found,
        "regime": found.regime,
        "top": top,
        "now": now,
        "newest": newest,
        "hours": hours_words(newest.period.due_at or acting.now, acting.now),
        "is_overdue": newest.period.due_at is not None and acting.now > newest.period.due_at,
        "figures": [_shown_figure(figure) for figure in now.figures],
        "map": [_shown_area(area, now, acting) for area in now.map],
        "legend": legend,
        "final_count": next(key.count for key in legend if key.standing == Reported.FINAL),
        "to_fill": _to_fill(now, mine),
        "to_close": _to_close(now, mine),
        "may_end": found.ended_at is None and acting.may(Permission.MANAGE_REGIMES, top.pk),
        "may_consolidate": acting.may(Permission.CONSOLIDATE, top.pk),
        "may_call": acting.may(Permission.REVIEW_REPORT, top.pk),
        "may_chase": acting.may(Permission.CHASE, top.pk),
        "history": shown_history(found)
        if acting.may(Permission.VIEW_HISTORY, found.regime.unit_id)
        else None,
    }
    return render(request, "reporting/incidents/incident.html", context)


@require_POST
@signed_in
def end_incident_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for nothing more, and close the figures."""
    found, _top = _seen(request, pk)
    require(request, Permission.MANAGE_REGIMES, found.regime.unit_id)
    acting = acting_on(request)
    try:
        end_incident(incident=found, by=acting.person, now=acting.now)
        fold_now_if_small()
        messages.success(request, _("The incident is ended and its figures are closed."))
    except RuleError as error:
        messages.error(request, refusal_words(error.problem))
    return redirect("incident", pk=pk)


@require_POST
@signed_in
def final_report(request: HttpRequest, pk: int, unit_id: int) -> HttpResponse:
    """The unit's newest report was its last."""
    found, _top = _seen(request, pk)
    acting = acting_on(request)
    if not (
        acting.may(Permission.FILL_REPORT, unit_id)
        or acting.may(Permission.REPORT_FOR_UNIT, unit_id)
    ):
        raise Http404
    unit = get_object_or_404(Unit, pk=unit_id)
    try:
        said = say_final(incident=found, unit=unit, by=acting.person, now=acting.now)
        if said.incident.ended_at is not None:
            fold_now_if_small()
            messages.success(
                request,
                _("That was the last report of all: the incident is ended, its figures closed."),
            )
        else:
            messages.success(
                request, _("%(unit)s is not asked for further reports.") % {"unit": unit.name}
            )
    except RuleError as error:
        messages.error(request, refusal_words(error.problem))
    return redirect("incident", pk=pk)


def _seen(request: HttpRequest, pk: int) -> tuple[Incident, Unit]:
    """The incident and the unit it is seen from; else "not found"."""
    acting = acting_on(request)
    found = get_object_or_404(Incident.objects.select_related("regime__unit"), pk=pk)
    top = seen_from(found, sorted(acting.units_where(Permission.VIEW)), acting.today)
    if top is None:
        raise Http404
    return found, top


def _mine(acting: Acting) -> set[int]:
    """Whose reports the person fills: a few units, of which everything under them is left out."""
    return set(acting.units_where(Permission.FILL_REPORT))


def _to_fill(now: IncidentNow, mine: set[int]) -> list[Unit]:
    """The person's own units whose report is still to be sent."""
    if now.incident.ended_at is not None:
        return []
    return [place.unit for place in now.missing if place.unit.pk in mine]


def _to_close(now: IncidentNow, mine: set[int]) -> list[Unit]:
    """The person's own units that have sent the newest report, which may have been their last."""
    if now.incident.ended_at is not None:
        return []
    sent = {Reported.ON_TIME, Reported.LATE}
    return [
        place.unit
        for area in now.map
        for place in area.places
        if place.unit.pk in mine - now.final and place.standing in sent
    ]


def _shown_figure(figure: NowFigure) -> ShownFigure:
    moved = figure.moved
    measure = figure.measure
    language = get_language() or "vi"
    if moved is None:
        words = ""
    elif moved == 0:
        words = _("unchanged")
    elif measure.is_ratio:
        words = _("%(points)s points") % {
            "points": format_number(moved * 100, language, decimals=1, is_signed=True)
        }
    else:
        words = format_number(moved, language, decimals=measure.decimals, is_signed=True)
    return ShownFigure(
        measure.code,
        measure.name,
        "" if measure.is_ratio else measure.unit_of_measure,
        figure_text(measure, figure.now) if figure.now is not None else "",
        words,
    )


def _legend(now: IncidentNow) -> list[MapKey]:
    counts = Counter(place.standing for area in now.map for place in area.places)
    return [MapKey(standing, badge, counts[standing]) for standing, badge in STANDINGS.items()]


def _shown_area(area: Area, now: IncidentNow, acting: Acting) -> ShownArea:
    """Its counts are of the newest report: who gave the last one before is not asked for it."""
    asked = [place for place in area.places if place.is_asked]
    return ShownArea(
        area.name,
        [
            ShownPlace(
                place.unit.name,
                place.standing,
                reverse("report", args=[now.newest.period.pk, place.unit.pk]),
                STANDINGS[place.standing],
            )
            for place in area.places
        ],
        _("%(sent)s of %(all)s")
        % {"sent": sum(place.has_sent for place in asked), "all": len(asked)},
    )
