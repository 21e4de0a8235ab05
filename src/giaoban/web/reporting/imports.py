"""Filled workbooks and tables come in by the page; the worker reads them, few files at once."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.folding import fold_now_if_small
from giaoban.actions.reporting.import_batches import read_next_batch
from giaoban.actions.reporting.queued_imports import SentFile, cancel_import, queue_import
from giaoban.exchange.reporting.archives import TAKEN
from giaoban.models import ImportedFile, Regime, ReportImport
from giaoban.queries.reporting.forms import names_by_code
from giaoban.queries.reporting.imports import (
    import_counts,
    recent_imports,
    refused_files,
    taken_files,
)
from giaoban.queries.units.lineage import subtree_ids, unit_and_ancestors
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.import_states import ImportState
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.paging import Rows, stretch
from giaoban.web.reporting.import_lines import problem_lines, taken_line

_MOST_PROBLEM_FILES = 2000  # refused files whose problems are listed on the page


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ImportReportsForm(forms.Form):
    files = forms.FileField(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy(
            "Filled workbooks, tables (.csv) or a zip of them; several at once."
        ),
        widget=_ManyFiles(attrs={"accept": ",".join(sorted(TAKEN | {".zip"}))}),
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
    regime = _regime_within_reach(request, pk)
    form = ImportReportsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        files = list(_sent(request))
        if files:
            return redirect("import_result", pk=_queued(request, regime, files, form).pk)
        form.add_error("files", _("Choose at least one file."))
    recent = recent_imports(regime, acting_on(request).person)
    shown = {"regime": regime, "form": form, "recent": recent}
    return render(request, "reporting/imports/choose.html", shown)


@signed_in
def import_result(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the import is; when it is over, what became of each file."""
    stored = import_within_reach(request, pk)
    is_over = ImportState(stored.state).is_over
    shown: dict[str, Any] = {
        "regime": stored.regime,
        "stored": stored,
        "is_over": is_over,
        "is_own": stored.by_id == acting_on(request).person.pk,
        "counts": import_counts(stored),
    }
    if request.headers.get("HX-Target") == "progress":
        if is_over:  # the whole page, with the lists
            response = HttpResponse()
            response["HX-Refresh"] = "true"
            return response
        return render(request, "reporting/imports/progress.html", shown)
    refused = refused_files(stored)[:_MOST_PROBLEM_FILES]
    names = names_by_code(stored.regime) if refused else {}
    lines = [line for file in refused for line in problem_lines(file, names)]
    shown["problems"] = stretch(request, lines, name="problems")
    taken: Rows[ImportedFile] = stretch(request, taken_files(stored), name="taken")
    shown["taken"] = taken
    shown["taken_lines"] = [taken_line(file) for file in taken.rows]
    return render(request, "reporting/imports/result.html", shown)


@signed_in
@require_POST
def cancel_import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Read no more of its files."""
    stored = import_within_reach(request, pk)
    acting = acting_on(request)
    cancel_import(report_import=stored, by=acting.person, now=acting.now)
    return redirect("import_result", pk=pk)


def import_within_reach(request: HttpRequest, pk: int) -> ReportImport:
    """One's own, or one of a regime whose reports one reviews; else "not found"."""
    stored = get_object_or_404(ReportImport.objects.select_related("regime", "by"), pk=pk)
    acting = acting_on(request)
    if stored.by_id == acting.person.pk:
        _regime_within_reach(request, stored.regime_id)
    elif not acting.may(Permission.REVIEW_REPORT, stored.regime.unit_id):
        raise Http404
    return stored


def _regime_within_reach(request: HttpRequest, pk: int) -> Regime:
    """The regime, where the person brings reports in for units that it asks; else "not found"."""
    regime = get_object_or_404(Regime, pk=pk)
    acting = acting_on(request)
    held = acting.units_where(Permission.REVIEW_REPORT) | acting.units_where(
        Permission.REPORT_FOR_UNIT
    )
    under_regime = subtree_ids([regime.unit_id], acting.today)
    above_regime = set(unit_and_ancestors(regime.unit_id, acting.today))
    if not held & (under_regime | above_regime):
        raise Http404
    return regime


def _queued(
    request: HttpRequest, regime: Regime, files: list[SentFile], form: ImportReportsForm
) -> ReportImport:
    """The import; of few files the first batch is read at once, and most are over by then."""
    acting = acting_on(request)
    stored = queue_import(
        regime=regime,
        files=files,
        by=acting.person,
        now=acting.now,
        reason=form.cleaned_data["reason"].strip(),
        is_trial="try" in request.POST,
    )
    if stored.total <= settings.IMPORT_FILES_AT_ONCE:
        while read_next_batch(today=acting.today, now=acting.now, only=stored.pk):
            pass
        fold_now_if_small()
    return stored


def _sent(request: HttpRequest) -> Iterator[SentFile]:
    for name in ("files", "folder"):
        for upload in request.FILES.getlist(name):
            if not isinstance(upload, UploadedFile) or upload.file is None:
                continue
            if upload.name and not upload.name.startswith(("~$", ".")):
                yield SentFile(upload.name, upload.size or 0, upload.file)
