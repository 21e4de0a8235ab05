"""Who is chased, and by what? See whom it reaches, send it at one click, take the letter."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.actions.reporting.reminding import Reader, ToldReaders, chase_units
from giaoban.documents.renderers import MEDIA_TYPES, FileKind, renderer
from giaoban.documents.reporting.dunning_letter import DunningFacts, MissingReport, dunning_letter
from giaoban.models import Period, Submission, Unit
from giaoban.queries.country import country
from giaoban.queries.reporting.consolidation_heading import report_heading
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.reminding import OwedReport, owed_of
from giaoban.queries.reporting.totals import coverage_of
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.incidents import hours_left
from giaoban.rules.reporting.states import ReportState
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.frame.paging import stretch
from giaoban.web.people.reach import site_of
from giaoban.web.reporting.status import Asked, asked_of, owing_units


@signed_in
def chase(request: HttpRequest) -> HttpResponse:
    asked = _asked_to_chase(request)
    pairs = _pairs(request, asked)
    if request.method == "POST":
        told = _chased(request, pairs)
        words = ngettext(
            "%(n)s letter is on its way.", "%(n)s letters are on their way.", len(told.readers)
        )
        messages.success(request, words % {"n": len(told.readers)})
        if told.unreached:
            messages.warning(
                request,
                _("Nobody could be written to about: %(units)s.")
                % {"units": ", ".join(unit.name for unit in told.unreached[:20])},
            )
        return redirect(f"{reverse('status')}?{request.GET.urlencode()}")
    told = _chased(request, pairs, is_trial=True)
    by_link = sum(reader.contact is not None for reader in told.readers)
    rows = stretch(request, told.readers)
    context = {
        "asked": asked,
        "owing": len(pairs),
        "by_account": len(told.readers) - by_link,
        "by_link": by_link,
        "rows": rows,
        "shown": _with_units(rows.rows),
        "unreached": told.unreached,
        "query": request.GET.urlencode(),
    }
    return render(request, "reporting/status/chase.html", context)


@signed_in
def chase_letter(request: HttpRequest, form: str) -> HttpResponse:
    """The official letter as DOCX or PDF; number and date are left to the clerk."""
    if form not in {FileKind.DOCX, FileKind.PDF}:
        raise Http404
    asked = _asked_to_chase(request)
    pairs = _pairs(request, asked)
    if not pairs:
        return redirect(f"{reverse('chase')}?{request.GET.urlencode()}")
    kind = FileKind(form)
    content = renderer(kind)(dunning_letter(_facts(request, asked, pairs)))
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    named = country().phrases.frame.dunning_file
    name = f"{named}-{asked.regime.code}-{asked.period.key}.{form}".replace(":", "-")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _with_units(readers: Sequence[Reader]) -> list[tuple[Reader, list[str]]]:
    """Each with the names of the units that the letter is about."""
    ids = [{unit_id for unit_id, _period in (*one.own, *one.below)} for one in readers]
    names = dict(Unit.objects.filter(pk__in=set().union(*ids)).values_list("pk", "name"))
    return [
        (reader, sorted(names[pk] for pk in units))
        for reader, units in zip(readers, ids, strict=True)
    ]


def _asked_to_chase(request: HttpRequest) -> Asked:
    require_anywhere(request, Permission.CHASE)
    asked = asked_of(request)
    if asked is None:
        raise Http404
    require(request, Permission.CHASE, asked.unit)
    return asked


def _pairs(request: HttpRequest, asked: Asked) -> list[tuple[Period, int]]:
    asked.period.regime = asked.regime
    return [(asked.period, unit_id) for unit_id in owing_units(request, asked)]


def _chased(
    request: HttpRequest, pairs: list[tuple[Period, int]], *, is_trial: bool = False
) -> ToldReaders:
    acting = acting_on(request)
    return chase_units(
        pairs=pairs,
        by=acting.person,
        today=acting.today,
        now=acting.now,
        site=site_of(request),
        is_trial=is_trial,
    )


def _facts(request: HttpRequest, asked: Asked, pairs: list[tuple[Period, int]]) -> DunningFacts:
    now = acting_on(request).now
    owed = owed_of(pairs, load_dated_tree(), now)
    returned = set(
        Submission.objects.filter(
            period=asked.period, latest__state=ReportState.RETURNED
        ).values_list("unit_id", flat=True)
    )
    expected = coverage_of([asked.unit.pk], [asked.period.pk])
    return DunningFacts(
        regime=asked.regime.name,
        period_key=asked.period.key,
        year_starts=asked.regime.year_starts,
        incident=incident_name(asked.period),
        heading=report_heading(asked.unit, asked.regime),
        missing=[
            MissingReport(
                report.unit.name,
                report.due.at,
                _late_by(report, now),
                report.unit.pk in returned,
            )
            for report in sorted(owed, key=lambda report: report.unit.sort_key)
        ],
        expected=expected.coverage(asked.unit.pk, asked.period.pk).expected,
        at=now,
        is_made_up=asked.regime.is_made_up,
    )


def _late_by(report: OwedReport, now: datetime) -> int:
    """Working days, of an incident hours."""
    if report.period.incident_id is not None:
        return max(-hours_left(report.due.at, now), 0)
    return max(-report.due.working_days, 0)
