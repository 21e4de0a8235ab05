"""The table of an annex becomes obligations: read, mended in place, then taken whole.

What was read travels signed in the page; only the rows that have an error are fields of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from giaoban.actions.register.files import attach_files
from giaoban.actions.register.importing_obligations import (
    ObligationsRefused,
    import_obligations,
    read_annex_file,
)
from giaoban.exchange.register.annex_tables import TAKEN, Table, annex_in, further_annexes
from giaoban.exchange.register.problem_words import column_name, further_words, sentence
from giaoban.models import Document
from giaoban.queries.country import country
from giaoban.queries.register.named_units import units_named_by
from giaoban.rules.problems import RuleError
from giaoban.rules.register.annex import AnnexCells, AnnexRow, cells_of, judged_rows
from giaoban.rules.register.annex_heads import Column
from giaoban.rules.register.named_units import UnitNames
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.picked import picked_ids
from giaoban.web.register.scope import document_kept
from giaoban.web.register.words import register_refusal

_SALT = "giaoban.register.annex"
A_DAY = 24 * 3600
MOST_MENDED = 100
"""So many bad rows are fields at once; the others follow when these are mended."""


class AnnexForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File of the annex"),
        help_text=gettext_lazy("A Word file (.docx) or a workbook; it is kept with the document."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(sorted(TAKEN))}),
    )


@dataclass(frozen=True)
class ShownCell:
    """One cell to be mended: its name on the form, its text, and what is wrong with it."""

    column: Column
    name: str
    text: str
    problems: tuple[str, ...]

    @property
    def label(self) -> str:
        return column_name(self.column)

    @property
    def is_long(self) -> bool:
        return self.column in {Column.TEXT, Column.CO_OPERATING, Column.PRODUCT}


@dataclass(frozen=True)
class ShownRow:
    """`fields` are those of a row that has an error; `remarks` are warnings."""

    cells: AnnexCells
    row: AnnexRow
    fields: list[ShownCell]
    remarks: tuple[str, ...]
    is_out: bool

    @property
    def said(self) -> dict[str, str]:
        return {str(column): text for column, text in self.cells.said.items()}


@signed_in
def annex(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the file; then its rows, with a remedy beside each bad cell; then they are there."""
    document = document_kept(request, pk)
    if request.method == "POST" and "kept" in request.POST:
        return _mended(request, document)
    form = AnnexForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {"document": document, "form": form}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            rows, headings = _read(request, document, upload)
        except RuleError as error:
            form.add_error("file", register_refusal(error.problem))
        else:
            shown |= _shown(request, document, rows, headings, frozenset(), {})
            shown["file_name"] = upload.name
    return render(request, "register/annex.html", shown)


def _read(
    request: HttpRequest, document: Document, upload: UploadedFile
) -> tuple[list[AnnexCells], list[tuple[int, str]]]:
    """Its rows, and those that were read as headings, each with its number."""
    read = read_annex_file(upload.name or "", upload.read())
    units = _units(request, document)
    found = annex_in(read.tables, units)
    if found.problem is not None:
        raise RuleError(found.problem.code, **found.problem.params)
    acting = acting_on(request)
    # Kept when it is read, not when its rows are taken: what is mended comes without the file.
    attach_files(document=document, files=[read.file], by=acting.person, now=acting.now)
    if further := further_annexes(read.tables, units):
        messages.warning(request, further_words(further))
    return cells_of(_table_read(read.tables, units), found), list(found.headings.items())


def _table_read(tables: Sequence[Table], units: UnitNames) -> Table:
    """The table that annex_in read: the first that is one."""
    return next(table for table in tables if annex_in([table], units).problem is None)


def _mended(request: HttpRequest, document: Document) -> HttpResponse:
    """The rows as mended: shown again, or taken where all of them are good or left out."""
    acting = acting_on(request)
    try:
        kept = signing.loads(request.POST["kept"], salt=_SALT, max_age=A_DAY)
    except signing.BadSignature:
        messages.error(request, _("The preview is out of date: choose the file again."))
        return redirect("annex", pk=document.pk)
    rows = [
        AnnexCells(number, heading, _typed(request, number, said))
        for number, heading, said in kept["rows"]
    ]
    out = picked_ids(request.POST.getlist("out"))
    wanted = [row for row in rows if row.number not in out]
    judged = _judged(wanted, _units(request, document))
    refused: dict[int, AnnexRow] = {}
    if "take" in request.POST and not wanted:
        messages.error(request, _("Every row is left out: untick those that you want to take."))
    elif "take" in request.POST and all(row.is_good for row in judged):
        try:
            done = import_obligations(
                document=document,
                rows=judged,
                by=acting.person,
                now=acting.now,
                is_another_annex="another" in request.POST,
            )
        except ObligationsRefused as error:
            refused = {row.number: row for row in error.rows}
        except RuleError as error:
            messages.error(request, register_refusal(error.problem))
        else:
            words = ngettext(
                "%(count)s obligation is taken.", "%(count)s obligations are taken.", done.added
            )
            messages.success(request, words % {"count": done.added})
            return redirect("document", pk=document.pk)
    shown: dict[str, Any] = {"document": document, "form": AnnexForm()}
    shown |= _shown(request, document, rows, kept.get("headings", ()), out, refused)
    shown["asks_another"] = refused or "another" in request.POST
    shown["is_another"] = "another" in request.POST
    return render(request, "register/annex.html", shown)


def _typed(request: HttpRequest, number: int, said: dict[str, str]) -> dict[Column, str]:
    return {
        column: request.POST.get(f"r{number}-{column}", said.get(column, "")).strip()
        for column in Column
    }


def _units(request: HttpRequest, document: Document) -> UnitNames:
    return units_named_by(document.body, acting_on(request).today)


def _judged(rows: Sequence[AnnexCells], units: UnitNames) -> list[AnnexRow]:
    return judged_rows(rows, units, year_starts=country().year_starts)


def _shown(
    request: HttpRequest,
    document: Document,
    rows: list[AnnexCells],
    headings: Sequence[tuple[int, str]],
    out: frozenset[int],
    refused: dict[int, AnnexRow],
) -> dict[str, Any]:
    units = _units(request, document)
    judged = {
        row.number: row for row in _judged([r for r in rows if r.number not in out], units)
    } | refused
    alone = {row.number: row for row in _judged([r for r in rows if r.number in out], units)}
    shown = list(_rows(rows, judged | alone, out))
    bad = [one for one in shown if one.fields]
    kept = {
        "rows": [(one.number, one.heading, dict(one.said)) for one in rows],
        "headings": headings,
    }
    return {
        "kept": signing.dumps(kept, salt=_SALT, compress=True),
        "bad": bad[:MOST_MENDED],
        "bad_count": len(bad),
        "good": [one for one in shown if not one.fields],
        "good_count": len(shown) - len(bad) - len(out),
        "out_count": len(out),
        "headings": headings,
    }


def _rows(
    rows: Sequence[AnnexCells], judged: dict[int, AnnexRow], out: frozenset[int]
) -> Iterator[ShownRow]:
    for cells in rows:
        row = judged[cells.number]
        is_out = cells.number in out
        fields = [] if row.is_good or is_out else list(_fields(cells, row))
        remarks = tuple(sentence(one.code, one.params) for one in row.problems if not one.is_error)
        yield ShownRow(cells, row, fields, remarks, is_out)


def _fields(cells: AnnexCells, row: AnnexRow) -> Iterator[ShownCell]:
    for column in Column:
        problems = tuple(
            sentence(one.code, one.params)
            for one in row.problems
            if one.params.get("column") == column
        )
        yield ShownCell(column, f"r{cells.number}-{column}", cells.said.get(column, ""), problems)
