"""The table of an annex becomes obligations: read, mended in place, then taken whole.

What was read travels signed in the page; only the rows that have an error are fields of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from giaoban.actions.register.files import attach_files
from giaoban.actions.register.importing_obligations import (
    ObligationsRefused,
    import_obligations,
    read_annex_file,
)
from giaoban.exchange.register.annex_tables import (
    TAKEN,
    FoundAnnex,
    annex_numbered,
    annexes_beside,
    annexes_in,
    rows_in,
)
from giaoban.exchange.register.problem_words import annex_name, column_name, sentence
from giaoban.models import Document, DocumentFile
from giaoban.queries.country import country
from giaoban.queries.register.named_units import units_named_by
from giaoban.rules.problems import RuleError
from giaoban.rules.register.annex import AnnexCells, AnnexRow, cells_of, judged_rows
from giaoban.rules.register.annex_heads import Column
from giaoban.rules.register.named_units import UnitNames
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.picked import picked_ids
from giaoban.web.register.annex_choice import (
    choices_of,
    file_asked,
    files_with_annexes,
    read_kept,
)
from giaoban.web.register.scope import document_kept
from giaoban.web.register.words import register_refusal

_SALT = "giaoban.register.annex.of-a-file"
A_DAY = 24 * 3600
_PLACE = ("file", "annex", "file_name", "annex_name", "headings")
"""Where the rows stand: it travels with them. `annex_name` is empty of the only one of a file."""
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
    """Choose the file, and the annex where it has several; then its rows, with a remedy beside each
    bad cell; then they are there.
    """
    document = document_kept(request, pk)
    if request.method == "POST" and "kept" in request.POST:
        return _mended(request, document)
    form = AnnexForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {"document": document, "form": form}
    try:
        if request.method == "POST" and form.is_valid():
            return _sent(request, document, form.cleaned_data["file"])
        if request.method == "GET" and "file" in request.GET:
            return _kept(request, document)
    except RuleError as error:
        form = form if form.is_bound else AnnexForm({})
        form.errors.clear()
        form.add_error("file", register_refusal(error.problem))
        shown["form"] = form
    shown["files"] = files_with_annexes(document)
    return render(request, "register/annex.html", shown)


def _sent(request: HttpRequest, document: Document, upload: UploadedFile) -> HttpResponse:
    """Kept when it is read, not when its rows are taken: what is mended comes without the file."""
    read = read_annex_file(upload.name or "", upload.read())
    annexes = annexes_in(read.tables, _units(request, document))
    acting = acting_on(request)
    attach_files(document=document, files=[read.file], by=acting.person, now=acting.now)
    held = document.files.filter(file__sha256=read.file.digest).order_by("pk")[0]
    if len(annexes) > 1:
        return redirect(f"{reverse('annex', args=[document.pk])}?file={held.pk}")
    return _rows_page(request, document, held, annexes, annexes[0])


def _kept(request: HttpRequest, document: Document) -> HttpResponse:
    """A file that the document has already: which of its annexes, or the rows of that one."""
    held = file_asked(document, request.GET["file"])
    annexes = annexes_in(read_kept(held).tables, _units(request, document))
    number = request.GET.get("annex", "")
    if number.isascii() and number.isdigit() and len(number) < 6:
        chosen = annex_numbered(annexes, int(number))
        return _rows_page(request, document, held, annexes, chosen)
    if len(annexes) == 1:
        return _rows_page(request, document, held, annexes, annexes[0])
    choices = choices_of(document, annexes)
    shown = {
        "document": document,
        "held": held,
        "choices": choices,
        "next": next((one.number for one in choices if one.is_fresh), 0),
    }
    return render(request, "register/annex_choice.html", shown)


def _rows_page(
    request: HttpRequest,
    document: Document,
    held: DocumentFile,
    annexes: Sequence[FoundAnnex],
    chosen: FoundAnnex,
) -> HttpResponse:
    rows = cells_of(chosen.rows, chosen.annex)
    place = {
        "headings": list(chosen.annex.headings.items()),
        "file": held.pk,
        "annex": chosen.number,
        "file_name": held.file.name,
        "annex_name": annex_name(chosen) if len(annexes) > 1 else "",
    }
    shown: dict[str, Any] = {"document": document, "form": AnnexForm()}
    shown |= _shown(request, document, rows, place, frozenset(), {})
    return render(request, "register/annex.html", shown)


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
        others = annexes_beside(_annexes_again(request, document, kept), kept["annex"])
        try:
            done = import_obligations(
                document=document,
                rows=judged,
                by=acting.person,
                now=acting.now,
                is_another_annex="another" in request.POST,
                beside=rows_in(others),
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
            if any(choice.is_fresh for choice in choices_of(document, others)):
                return redirect(f"{reverse('annex', args=[document.pk])}?file={kept['file']}")
            return redirect("document", pk=document.pk)
    shown: dict[str, Any] = {"document": document, "form": AnnexForm()}
    shown |= _shown(request, document, rows, kept, out, refused)
    shown["asks_another"] = refused or "another" in request.POST
    shown["is_another"] = "another" in request.POST
    return render(request, "register/annex.html", shown)


def _annexes_again(
    request: HttpRequest, document: Document, kept: Mapping[str, Any]
) -> list[FoundAnnex]:
    """Those of the file that the rows come from; none where it was taken out meanwhile."""
    if not kept["annex_name"]:
        return []  # it has one
    try:
        held = file_asked(document, str(kept["file"]))
        return annexes_in(read_kept(held).tables, _units(request, document))
    except (Http404, RuleError):
        return []


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
    place: Mapping[str, Any],
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
    kept = {name: place[name] for name in _PLACE}
    kept["rows"] = [(one.number, one.heading, dict(one.said)) for one in rows]
    return {
        "kept": signing.dumps(kept, salt=_SALT, compress=True),
        "bad": bad[:MOST_MENDED],
        "bad_count": len(bad),
        "good": [one for one in shown if not one.fields],
        "good_count": len(shown) - len(bad) - len(out),
        "out_count": len(out),
        **{name: place[name] for name in _PLACE},
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
