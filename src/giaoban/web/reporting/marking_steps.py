"""The steps of marking: a cell, a block, the form made of it, taken into use, thrown away."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.regimes import RegimeRefused
from giaoban.actions.reporting.workbook_maps import (
    change_map,
    drop_map,
    make_form_from_map,
    mark_block,
    mark_cell,
    unmark_cell,
    use_map,
)
from giaoban.exchange.reporting.problem_words import sentence
from giaoban.exchange.reporting.regime_wording import problem_in_words
from giaoban.models import WorkbookMap
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.workbook_blocks import Block
from giaoban.rules.reporting.workbook_formulas import cell_named
from giaoban.rules.reporting.workbook_marks import Asking, Mark, MarkKind, figures, read
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.reporting.marking import AskingForm, map_within_reach, redirect_back

Step = Callable[[HttpRequest, WorkbookMap], None]


@require_POST
@signed_in
def mark_workbook_cell(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what one cell is: a figure, the words of one, the unit, the period, or nothing."""
    return _edited(request, pk, _mark)


@require_POST
@signed_in
def mark_workbook_block(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a rectangle of cells at once."""
    return _edited(request, pk, _block)


@require_POST
@signed_in
def make_form_from_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what is marked to the form in the making, and go there."""
    held = map_within_reach(request, pk)
    if held.unit_id is not None:
        raise Http404
    acting = acting_on(request)
    try:
        make_form_from_map(held=held, by=acting.person, now=acting.now)
    except RegimeRefused as refused:
        for problem in refused.problems:
            messages.error(request, problem_in_words(problem.problem))
    except RuleError as error:
        messages.error(request, sentence(error.problem))
    else:
        messages.success(request, _("The form asks what is marked. Look it over and publish it."))
        return redirect("form_designer", pk=held.regime_id)
    return redirect("workbook_map", pk=pk)


@require_POST
@signed_in
def use_workbook_map(request: HttpRequest, pk: int) -> HttpResponse:
    held = map_within_reach(request, pk)
    acting = acting_on(request)
    try:
        use_map(held=held, revision=_revision(request), by=acting.actor, now=acting.now)
    except RuleError as error:
        messages.error(request, sentence(error.problem))
        return redirect("workbook_map", pk=pk)
    messages.success(request, _("The workbook is in use from now on."))
    return redirect_back(held)


@require_POST
@signed_in
def change_workbook_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on marking with a copy; what is in use stays so until the copy takes its place."""
    held = map_within_reach(request, pk)
    acting = acting_on(request)
    copy = change_map(in_use=held, by=acting.actor, now=acting.now)
    return redirect("workbook_map", pk=copy.pk)


@require_POST
@signed_in
def drop_workbook_map(request: HttpRequest, pk: int) -> HttpResponse:
    held = map_within_reach(request, pk)
    acting = acting_on(request)
    try:
        drop_map(
            held=held,
            revision=_revision(request),
            is_in_use=request.POST.get("in_use") == "yes",
            by=acting.actor,
            now=acting.now,
        )
    except RuleError as error:
        messages.error(request, sentence(error.problem))
    else:
        messages.success(request, _("The marks are thrown away."))
    return redirect_back(held)


def _edited(request: HttpRequest, pk: int, step: Step) -> HttpResponse:
    """Take the step and come back to where one was; refused, the page says why."""
    held = map_within_reach(request, pk)
    try:
        step(request, held)
    except RuleError as error:
        messages.error(request, sentence(error.problem))
    place = {
        key: request.POST[key]
        for key in ("sheet", "row", "column", "cell")
        if request.POST.get(key, "")
    }
    address = reverse("workbook_map", args=[pk])
    return HttpResponseRedirect(f"{address}?{urlencode(place)}#panel")


def _mark(request: HttpRequest, held: WorkbookMap) -> None:
    given = request.POST
    acting = acting_on(request)
    revision, by, now = _revision(request), acting.actor, acting.now
    sheet, cell, kind = given.get("name", ""), given.get("cell", ""), given.get("kind", "")
    if "take_away" in given:
        unmark_cell(held=held, sheet=sheet, cell=cell, revision=revision, by=by, now=now)
        return
    if kind == "label":
        mark = figures(read(held.marks)).get(given.get("of", ""))
        if mark is None or mark.sheet != sheet:
            raise RuleError("mark_label_of_nothing")
        relabelled = Mark(
            mark.kind, mark.sheet, mark.cell, mark.code, cell, "", mark.head, asking=mark.asking
        )
        mark_cell(held=held, mark=relabelled, revision=revision, by=by, now=now)
        return
    if kind not in list(MarkKind):
        raise RuleError("mark_kind_unknown")
    if kind == MarkKind.LIST:
        column = Mark(kind, sheet, cell, asking=Asking(kind=given.get("column_kind", "")))
        mark_cell(held=held, mark=column, revision=revision, by=by, now=now)
        return
    mark = Mark(
        kind,
        sheet,
        cell,
        given.get("code", "").strip(),
        label=_name(given.get("label", "")),
        head=_name(given.get("head", "")),
        asking=_asking(request, held, cell, sheet) if kind == MarkKind.FIGURE else Asking(),
    )
    mark_cell(held=held, mark=mark, revision=revision, by=by, now=now)


def _asking(request: HttpRequest, held: WorkbookMap, cell: str, sheet: str) -> Asking:
    """What was typed of the indicator; of a cell of a table or breakdown what that says stays."""
    before = next((mark for mark in read(held.marks) if mark.place == (sheet, cell)), None)
    if held.unit_id is not None:
        return Asking()
    if before is not None and (before.asking.table or before.is_category):
        return before.asking
    form = AskingForm(request.POST, prefix="asking")
    if not form.is_valid():
        raise RuleError("mark_asks_badly")
    typed = form.cleaned_data
    ratio = before.asking if before is not None else Asking()
    is_ratio = typed["asks"] == "ratio"
    return Asking(
        name=typed["name"].strip(),
        kind=typed["asks"] or "count",
        measure=typed["measure"].strip(),
        section=typed["section"].strip(),
        part_of=typed["part_of"].strip(),
        numerator=ratio.numerator if is_ratio else "",
        denominator=ratio.denominator if is_ratio else "",
    )


def _block(request: HttpRequest, held: WorkbookMap) -> None:
    given, acting = request.POST, acting_on(request)
    first, last = cell_named(given.get("first", "")), cell_named(given.get("last", ""))
    labels = given.get("labels", "").strip().upper()
    heads = given.get("heads", "").strip()
    for name, cell in (("first", first), ("last", last)):
        if cell is None:
            raise RuleError("mark_cell_unknown", cell=given.get(name, "")[:20])
    if cell_named(f"{labels}1") is None:
        raise RuleError("mark_cell_unknown", cell=labels[:20])
    if not (heads.isascii() and heads.isdigit() and 0 < int(heads) < 10**6):
        raise RuleError("mark_cell_unknown", cell=heads[:20])
    assert first is not None
    assert last is not None
    block = Block(
        first, last, labels, int(heads) - 1, section=given.get("section", "").strip()[:300]
    )
    mark_block(
        held=held,
        sheet=given.get("name", ""),
        block=_becoming(block, given),
        revision=_revision(request),
        by=acting.actor,
        now=acting.now,
    )


def _becoming(block: Block, given: QueryDict) -> Block:
    """What the block is to become: single figures, a table, a breakdown or a list."""
    becomes = given.get("becomes", "")
    if becomes == "breakdown":
        code = given.get("breakdown", "").strip()
        if not code:
            raise RuleError("mark_code_bad", code="")
        return replace(
            block,
            breakdown=code,
            breakdown_name=given.get("breakdown_name", "").strip()[:300],
            of=given.get("of", "").strip(),
            adds_up=given.get("adds_up") == "yes",
        )
    if becomes == "list":
        code, name = given.get("list", "").strip(), given.get("list_name", "").strip()
        if not code:
            raise RuleError("mark_code_bad", code="")
        return replace(block, list=code, list_name=name[:300])
    table = given.get("table", "").strip()
    if becomes == "table" and not table:
        raise RuleError("mark_code_bad", code="")
    if becomes not in {"figures", "table"}:
        raise RuleError("mark_kind_unknown")
    name = given.get("table_name", "").strip()[:300]
    return replace(block, table=table, table_name=name) if becomes == "table" else block


def _name(text: str) -> str:
    """D8 however it was typed; refused where it names no cell."""
    bare = text.strip().upper().replace("$", "")
    if bare and cell_named(bare) is None:
        raise RuleError("mark_cell_unknown", cell=text[:20])
    return bare


def _revision(request: HttpRequest) -> int:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1
