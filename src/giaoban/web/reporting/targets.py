"""What is each unit to reach this year? A grid of units × indicators, typed or pasted."""

import csv
import io
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from giaoban.actions.audit.unchanged import ChangedMeanwhile
from giaoban.actions.reporting.targets import TargetChange, set_targets
from giaoban.models import Regime, Target, Unit
from giaoban.queries.reporting.periods import expected_units_of
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.cell_input import plain_number, typed_number
from giaoban.rules.reporting.indicators import NUMERIC_KINDS, is_percent
from giaoban.web.audit.changed_meanwhile import event_seen, seen_context
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.paging import stretch
from giaoban.web.reporting.regimes import managed_regime

Mistakes = list[str]
Column = dict[str, Any]


@signed_in
def regime_targets(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The grid of a year; a press of save stores what changed, all or nothing."""
    regime = managed_regime(request, pk)
    columns = _columns(regime)
    units = _units(request, regime)
    rows = stretch(request, units)
    stored = {
        (unit_id, code): number
        for unit_id, code, number in Target.objects.filter(
            indicator__regime=regime, year=year
        ).values_list("unit_id", "indicator__code", "number")
    }
    mistakes: Mistakes = []
    meanwhile: ChangedMeanwhile | None = None
    if request.method == "POST":
        changes = (
            _from_csv(request, units, columns, year, mistakes)
            if request.FILES.get("file")
            else _typed(request, units, columns, year, mistakes)
        )
        if not mistakes:
            acting = acting_on(request)
            try:
                count = set_targets(
                    regime=regime,
                    changes=changes,
                    by=acting.person,
                    now=acting.now,
                    seen=event_seen(request),
                )
            except ChangedMeanwhile as refused:
                meanwhile = refused
            else:
                messages.success(
                    request,
                    ngettext("%(count)s target changed.", "%(count)s targets changed.", count)
                    % {"count": count},
                )
                here = reverse("regime_targets", kwargs={"pk": pk, "year": year})
                return redirect(f"{here}?{request.GET.urlencode()}")
    return render(
        request,
        "reporting/regimes/targets.html",
        {
            "regime": regime,
            "year": year,
            "columns": columns,
            "rows": rows,
            "grid": [_row(unit, columns, stored, request) for unit in rows.rows],
            "mistakes": mistakes,
            **seen_context(regime, {"set_targets"}, meanwhile),
        },
    )


def _columns(regime: Regime) -> list[Column]:
    """The numbers that the newest form asks, as they are called there."""
    form = regime.forms.exclude(published_at=None).order_by("-number").first()
    if form is None:
        return []
    items = form.items.filter(indicator__kind__in=NUMERIC_KINDS).select_related("indicator")
    return [
        {
            "code": item.indicator.code,
            "name": item.name,
            "measure": item.indicator.measure,
            "factor": 100 if is_percent(item.indicator.kind, item.indicator.measure) else 1,
        }
        for item in items
    ]


def _units(request: HttpRequest, regime: Regime) -> list[Unit]:
    """The asking unit first, then those that report, in Vietnamese order."""
    asked = expected_units_of(regime, acting_on(request).today) - {regime.unit_id}
    return [regime.unit, *Unit.objects.filter(pk__in=asked).order_by("sort_key", "id")]


def _row(
    unit: Unit,
    columns: list[Column],
    stored: dict[tuple[int, str], float],
    request: HttpRequest,
) -> dict[str, Any]:
    cells = []
    for column in columns:
        name = f"{unit.pk}:{column['code']}"
        kept = _written(stored.get((unit.pk, column["code"])), column["factor"])
        cells.append({**column, "field": name, "value": request.POST.get(name, kept)})
    return {"unit": unit, "cells": cells}


def _typed(
    request: HttpRequest,
    units: list[Unit],
    columns: list[Column],
    year: int,
    mistakes: Mistakes,
) -> list[TargetChange]:
    changes = []
    for unit in units:
        for column in columns:
            written = request.POST.get(f"{unit.pk}:{column['code']}")
            if written is None:
                continue
            try:
                number = typed_number(written, get_language() or "vi")
            except RuleError:
                mistakes.append(
                    _("%(unit)s, %(indicator)s: “%(written)s” is no number.")
                    % {"unit": unit.name, "indicator": column["name"], "written": written}
                )
                continue
            if number is not None:
                number /= column["factor"]
            changes.append(TargetChange(unit.pk, column["code"], year, number))
    return changes


def _from_csv(
    request: HttpRequest,
    units: list[Unit],
    columns: list[Column],
    year: int,
    mistakes: Mistakes,
) -> list[TargetChange]:
    """`unit,indicator,value` with point decimals; every wrong row is named, none is then taken."""
    try:
        text = request.FILES["file"].read().decode("utf-8-sig")  # type: ignore[union-attr]
    except UnicodeDecodeError:
        mistakes.append(_("The file is not UTF-8 text. Save it as UTF-8 and try again."))
        return []
    reader = csv.DictReader(io.StringIO(text))
    if reader.fieldnames != ["unit", "indicator", "value"]:
        mistakes.append(_("The first line must be: unit,indicator,value"))
        return []
    ids = {unit.code: unit.pk for unit in units}
    codes = {column["code"] for column in columns}
    changes = []
    for number, row in enumerate(reader, start=2):
        if row["unit"] not in ids:
            mistakes.append(
                _("Row %(row)s: no unit of this regime has the code “%(code)s”.")
                % {"row": number, "code": row["unit"]}
            )
        elif row["indicator"] not in codes:
            mistakes.append(
                _("Row %(row)s: the form has no number “%(code)s”.")
                % {"row": number, "code": row["indicator"]}
            )
        else:
            try:
                value = plain_number(row["value"] or "")
            except RuleError:
                mistakes.append(
                    _("Row %(row)s: “%(written)s” is no number.")
                    % {"row": number, "written": row["value"]}
                )
                continue
            changes.append(TargetChange(ids[row["unit"]], row["indicator"], year, value))
    return changes


def _written(number: float | None, factor: int) -> str:
    if number is None:
        return ""
    written = f"{number * factor:.12g}"
    return written.replace(".", ",") if get_language() == "vi" else written
