"""The workbook that a regime uses, or a unit's own spreadsheet: uploaded, marked, in use?"""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from giaoban.actions.reporting.workbook_maps import begin_map
from giaoban.exchange.reporting.problem_words import sentence
from giaoban.models import Regime, Unit, WorkbookMap
from giaoban.queries.reporting.forms import form_facts, form_in_the_making, published_forms
from giaoban.queries.reporting.periods import expected_units_of
from giaoban.queries.reporting.workbook_maps import (
    being_marked,
    lists_asked,
    maps_to_read_by,
    names_asked,
    spreadsheet_in_use,
    workbook_in_use,
)
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.attached_files import LARGEST_FILE
from giaoban.rules.reporting.marked_forms import uncovered
from giaoban.rules.reporting.workbook_lists import uncovered_lists
from giaoban.rules.reporting.workbook_marks import figures, read
from giaoban.web.frame.access import acting_on, require, signed_in
from giaoban.web.reporting.report_scope import require_some

MAY_MARK_OWN = (Permission.FILL_REPORT, Permission.REPORT_FOR_UNIT)


@signed_in
def regime_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The committee's workbook: what is in use, what is being marked, and a place for another.

    `?unit=CODE` leads to the own spreadsheet of a unit that the regime asks.
    """
    regime = get_object_or_404(Regime.objects.select_related("unit"), pk=pk)
    require(request, Permission.MANAGE_REGIMES, regime.unit_id)
    if code := request.GET.get("unit", "").strip():
        asked = expected_units_of(regime, acting_on(request).today)
        unit = Unit.objects.filter(pk__in=asked, code=code).first()
        if unit is not None:
            return redirect("own_workbook", pk=regime.pk, unit_id=unit.pk)
        messages.error(request, sentence(Problem("unit_not_asked_today", {"code": code[:40]})))
    return _page(request, regime, None, workbook_in_use(regime.pk))


@signed_in
def own_workbook(request: HttpRequest, pk: int, unit_id: int) -> HttpResponse:
    """A unit's own spreadsheet for a regime that asks it."""
    regime = get_object_or_404(Regime.objects.select_related("unit"), pk=pk)
    unit = get_object_or_404(Unit, pk=unit_id)
    require_some(request, unit.pk, *MAY_MARK_OWN)
    if unit.pk not in expected_units_of(regime, acting_on(request).today):
        raise Http404
    return _page(request, regime, unit, spreadsheet_in_use(regime.pk, unit.pk))


def _page(
    request: HttpRequest, regime: Regime, unit: Unit | None, in_use: WorkbookMap | None
) -> HttpResponse:
    if request.method == "POST":
        held = _begun(request, regime, unit)
        if held is not None:
            return redirect("workbook_map", pk=held.pk)
    draft = being_marked(regime.pk, unit.pk if unit else None)
    shown: dict[str, Any] = {
        "regime": regime,
        "unit": unit,
        "in_use": in_use,
        "draft": draft,
        "figures": len(figures(read(in_use.marks))) if in_use else 0,
        "draft_figures": len(figures(read(draft.marks))) if draft else 0,
        "missing": missing_names(in_use) if in_use else [],
        "missing_lists": missing_lists(in_use) if in_use else [],
        "of_units": [] if unit else [m for m in maps_to_read_by(regime.pk) if m.unit_id],
    }
    return render(request, "reporting/marking/workbook.html", shown)


def missing_names(held: WorkbookMap) -> list[str]:
    """What the form asks and the marks do not cover, by name."""
    form = form_in_the_making(held.regime) or next(reversed(published_forms(held.regime_id)), None)
    if form is None:
        return []
    names = names_asked(held.regime, with_ratios=False)
    codes = uncovered(form_facts(form).indicators, read(held.marks))
    return [names[code] for code in codes if code in names]


def missing_lists(held: WorkbookMap) -> list[str]:
    """The lists of the form that the marks do not cover, by name."""
    return uncovered_lists(lists_asked(held.regime), read(held.marks))


def _begun(request: HttpRequest, regime: Regime, unit: Unit | None) -> WorkbookMap | None:
    acting = acting_on(request)
    file = request.FILES.get("workbook")
    try:
        if not isinstance(file, UploadedFile):
            raise RuleError("choose_a_workbook")
        if (file.size or 0) > LARGEST_FILE:
            raise RuleError("file_too_large", megabytes=LARGEST_FILE // 1024 // 1024)
        return begin_map(
            regime=regime,
            unit=unit,
            name=file.name or "",
            content=file.read(),
            by=acting.actor,
            now=acting.now,
        )
    except RuleError as error:
        messages.error(request, sentence(error.problem))
        return None
