"""Filled workbooks and tables come in by the page: what was taken, what was refused, and why."""

import csv
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from giaoban.actions.reporting.folding import fold_now_if_small
from giaoban.actions.reporting.import_outcomes import FileOutcome, ImportReach
from giaoban.actions.reporting.importing import Import, IncomingFile, import_files, try_files
from giaoban.documents.period_titles import period_title
from giaoban.exchange.reporting.archives import LARGEST_FILE, is_archive
from giaoban.exchange.reporting.problem_words import place, sentence
from giaoban.models import Regime
from giaoban.queries.units.lineage import subtree_ids, unit_and_ancestors
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import Problem
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.paging import stretch

LARGEST_ARCHIVE = 200 * 1024 * 1024
MOST_KEPT = 2000  # lines of a result that are kept to be looked at
_KEPT = "import_result"


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ImportReportsForm(forms.Form):
    files = forms.FileField(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy(
            "Filled workbooks, tables (.csv) or a zip of them; several at once."
        ),
        widget=_ManyFiles(attrs={"accept": ".xlsx,.csv,.zip"}),
    )
    folder = forms.FileField(
        label=gettext_lazy("Or a whole folder"),
        required=False,
        widget=_ManyFiles(attrs={"webkitdirectory": True}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for warnings"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Only where you answer for them: it explains every warning that a file leaves open."
        ),
    )


@signed_in
def import_reports(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose files; they are looked at only, or taken as sent by their units."""
    regime, reach = _within_reach(request, pk)
    form = ImportReportsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        files = list(_incoming(request))
        if not files:
            form.add_error("files", _("Choose at least one file."))
        else:
            acting = acting_on(request)
            wanted = Import(
                regime,
                reach,
                acting.person,
                acting.today,
                acting.now,
                form.cleaned_data["reason"].strip(),
                is_trial="try" in request.POST,
            )
            request.session[_KEPT] = _kept(regime, _taken(wanted, files), wanted.is_trial)
            return redirect("import_result", pk=regime.pk)
    return render(request, "reporting/imports/choose.html", {"regime": regime, "form": form})


@signed_in
def import_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of the files of the last import."""
    regime, _reach = _within_reach(request, pk)
    kept = request.session.get(_KEPT)
    if kept is None or kept["regime"] != regime.pk:
        return redirect("import_reports", pk=regime.pk)
    return render(
        request,
        "reporting/imports/result.html",
        {
            "regime": regime,
            "result": kept,
            "problems": stretch(request, kept["problems"], name="problems"),
            "taken": stretch(request, kept["taken"], name="taken"),
        },
    )


@signed_in
def import_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The bad cells of the last import as a table, to be worked through file by file."""
    regime, _reach = _within_reach(request, pk)
    kept = request.session.get(_KEPT) or {}
    lines = kept.get("problems", []) if kept.get("regime") == regime.pk else []
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="import-errors.csv"'
    response.write("\ufeff")  # without it Excel takes the letters for another alphabet
    writer = csv.writer(response)
    writer.writerow([_("File"), _("Unit"), _("Where"), _("Indicator"), _("What is wrong")])
    for line in lines:
        cells = [line[key] for key in ("file", "unit", "place", "indicator", "words")]
        writer.writerow([_harmless(cell) for cell in cells])
    return response


def _within_reach(request: HttpRequest, pk: int) -> tuple[Regime, ImportReach]:
    """The regime and the units that the person brings reports in for; else "not found"."""
    regime = get_object_or_404(Regime, pk=pk)
    acting = acting_on(request)
    held = acting.units_where(Permission.REVIEW_REPORT) | acting.units_where(
        Permission.REPORT_FOR_UNIT
    )
    under_regime = subtree_ids([regime.unit_id], acting.today)
    above_regime = set(unit_and_ancestors(regime.unit_id, acting.today))
    if not held & (under_regime | above_regime):
        raise Http404
    return regime, ImportReach(accepted=(), submitted=subtree_ids(held, acting.today))


def _incoming(request: HttpRequest) -> Iterator[IncomingFile]:
    for name in ("files", "folder"):
        for upload in request.FILES.getlist(name):
            if upload.name and not upload.name.startswith(("~$", ".")):
                yield _file(upload, upload.name)


def _file(upload: UploadedFile, name: str) -> IncomingFile:
    largest = LARGEST_ARCHIVE if is_archive(name) else LARGEST_FILE
    if (upload.size or 0) > largest:
        megabytes = largest // 1024 // 1024
        return IncomingFile(name, problem=Problem("file_too_large", {"megabytes": megabytes}))
    return IncomingFile(name, upload.read())


def _taken(wanted: Import, files: list[IncomingFile]) -> list[FileOutcome]:
    if wanted.is_trial:
        return try_files(wanted=wanted, files=files)
    outcomes = list(import_files(wanted=wanted, files=files))
    fold_now_if_small()
    return outcomes


def _kept(regime: Regime, outcomes: list[FileOutcome], is_trial: bool) -> dict[str, Any]:
    """The result as it is kept in the session: counts, refused cells, files that were taken."""
    problems = [
        {
            "file": outcome.name,
            "unit": outcome.unit_name,
            "place": place(problem.sheet, problem.cell, problem.row, problem.column),
            "indicator": problem.indicator,
            "words": sentence(problem.problem),
        }
        for outcome in outcomes
        for problem in outcome.problems
    ]
    taken = [outcome for outcome in outcomes if not outcome.is_refused]
    return {
        "regime": regime.pk,
        "is_trial": is_trial,
        "files": len(outcomes),
        "new": sum(outcome.new for outcome in outcomes),
        "changed": sum(outcome.changed for outcome in outcomes),
        "unchanged": sum(outcome.unchanged for outcome in outcomes),
        "refused": len(outcomes) - len(taken),
        "problems": problems[:MOST_KEPT],
        "more_problems": max(0, len(problems) - MOST_KEPT),
        "taken": [
            {
                "file": outcome.name,
                "unit": outcome.unit_name,
                "period": _periods(outcome.period),
                "new": outcome.new,
                "changed": outcome.changed,
                "unchanged": outcome.unchanged,
                "is_one": bool(outcome.unit_name),
            }
            for outcome in taken[:MOST_KEPT]
        ],
    }


def _periods(keys: str) -> str:
    """The period, or the first and the last one of a table, in words."""
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    return " – ".join(period_title(key, language) for key in keys.split(" – ") if key)


def _harmless(text: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
