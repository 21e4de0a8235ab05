"""How is what was typed saved, from the whole form or as it is typed?

The page sends only what changed, as the fields of its form, and gets back what has become of it:
findings, sections, counts and what others changed, drawn by the same templates as the page.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.typed_cells import Saved, Typed, TypedCell, save_typed
from giaoban.actions.reporting.typed_lists import SavedList, TypedList, save_typed_list
from giaoban.models import Version
from giaoban.queries.reporting.report_page import Report, report_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.states import Channel, ReportState
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.reporting.report_blocks import sums_of
from giaoban.web.reporting.report_cells import TypedBack, TypedRemark, shown_report
from giaoban.web.reporting.report_lists import ShownList, TypedBackList, typed_lists
from giaoban.web.reporting.report_scope import Scope, require_some, scope_of
from giaoban.web.reporting.report_words import refusal_words

_CELL, _KNOWN, _NOTE, _REASON = "cell-", "was-cell-", "note-", "reason-"
_WAS_ESTIMATE = "was-estimate-"
_REMARK = "remark"


@require_POST
@signed_in
def save_report(request: HttpRequest, period_id: int, unit_id: int) -> HttpResponse:
    """Store the fields sent; 409 with a sentence where the report takes none any more."""
    scope = scope_of(request, period_id, unit_id)
    require_some(request, unit_id, Permission.FILL_REPORT, Permission.REPORT_FOR_UNIT)
    if not scope.may_type:
        return _refused(_("The report has moved on: reload the page to see how it stands."))
    try:
        saved = save_from(request, scope)
    except RuleError as error:
        return _refused(refusal_words(error.problem))
    report = report_of(scope.unit, scope.period, acting_on(request).now)
    back = typed_back(request, report, saved)
    return JsonResponse(_answer(request, report, saved.version, back))


@dataclass
class SavedForm:
    """What became of the fields, and by list code of the rows that were typed."""

    fields: Saved
    lists: dict[str, tuple[TypedList, SavedList]]

    @property
    def version(self) -> Version:
        return self.fields.version


def save_from(request: HttpRequest, scope: Scope) -> SavedForm:
    """Save what the request holds; raises RuleError as save_typed and save_typed_list do."""
    acting = acting_on(request)
    language = get_language() or "vi"
    saved = save_typed(
        unit=scope.unit,
        period=scope.period,
        typed=typed_from(request),
        language=language,
        by=acting.actor,
        now=acting.now,
    )
    lists = {}
    for code, typed in typed_lists(_given(request)).items():
        lists[code] = (
            typed,
            save_typed_list(
                version=saved.version,
                list_code=code,
                typed=typed,
                language=language,
                by=acting.actor,
                now=acting.now,
            ),
        )
        saved.version = lists[code][1].version
    return SavedForm(saved, lists)


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items()}


def typed_from(request: HttpRequest) -> Typed:
    """The fields that were sent: `cell-CODE` with `was-cell-CODE`, `note-CODE`, `reason-ID`.

    `was-estimate-CODE` says that the page has a mark for estimates, which is sent where it is set.
    """
    given = _given(request)
    cells = {
        name.removeprefix(_CELL): TypedCell(text, given.get(f"was-{name}", ""))
        for name, text in given.items()
        if name.startswith(_CELL)
    }
    notes = {
        name.removeprefix(_NOTE): text for name, text in given.items() if name.startswith(_NOTE)
    }
    reasons = {
        int(name.removeprefix(_REASON)): text
        for name, text in given.items()
        if name.startswith(_REASON) and name.removeprefix(_REASON).isdigit()
    }
    estimates = {
        name.removeprefix(_WAS_ESTIMATE): given.get(name.removeprefix("was-")) == "1"
        for name in given
        if name.startswith(_WAS_ESTIMATE)
    }
    return Typed(
        cells=cells, estimates=estimates, notes=notes, reasons=reasons, note=given.get(_REMARK)
    )


def typed_back(request: HttpRequest, report: Report, form: SavedForm) -> TypedBack:
    """What could not be stored, and which cells somebody else had changed, in words."""
    saved = form.fields
    typed = {code: request.POST.get(f"{_CELL}{code}", "") for code in saved.unreadable}
    newer = {}
    for code in saved.newer:
        mine = request.POST.get(f"{_CELL}{code}", "")
        person = _who_saved(report.version) if report.version else ""
        newer[code] = _(
            "Changed meanwhile by somebody else (%(person)s). You had typed: %(mine)s."
        ) % {"person": person or _("the system"), "mine": mine or _("nothing")}
    return TypedBack(
        typed=typed,
        problems={code: refusal_words(problem) for code, problem in saved.unreadable.items()},
        newer=newer,
        notes={
            code: _too_long(request, f"{_NOTE}{code}", why) for code, why in saved.notes.items()
        },
        reasons={
            pk: _too_long(request, f"{_REASON}{pk}", why) for pk, why in saved.reasons.items()
        },
        remark=_too_long(request, _REMARK, saved.remark) if saved.remark else None,
        lists={code: _list_back(report, *each) for code, each in form.lists.items()},
    )


def _list_back(report: Report, typed: TypedList, saved: SavedList) -> TypedBackList:
    """Of a list that somebody else changed, theirs is shown and what one had typed is named."""
    if saved.is_newer:
        person = _who_saved(report.version) if report.version else ""
        mine = [" · ".join(row.values()) for row in typed.rows if row not in typed.known]
        said = _("Changed meanwhile by somebody else (%(person)s). You had typed: %(mine)s.") % {
            "person": person or _("the system"),
            "mine": "; ".join(mine) or _("nothing"),
        }
        return TypedBackList(said=said)
    if saved.refused:
        return TypedBackList(typed.rows, said=refusal_words(saved.refused))
    problems = {
        index: {column: refusal_words(problem) for column, problem in of_row.items()}
        for index, of_row in saved.unreadable.items()
    }
    return TypedBackList(typed.rows, problems)


def _who_saved(version: Version) -> str:
    """The person, or the contact who typed by a link; empty for the system."""
    if version.saved_by is not None:
        return str(version.saved_by)
    return version.channel_note if version.channel == Channel.LINK else ""


def _too_long(request: HttpRequest, name: str, why: Problem) -> TypedRemark:
    return TypedRemark(request.POST.get(name, ""), refusal_words(why))


def form_code(version: Version | None) -> str:
    """Which draft the page holds, so that what a browser kept is never put into another one.

    Of a returned report it is the draft that will mend it.
    """
    if version is None:
        return "0"
    number = version.number + (version.state == ReportState.RETURNED)
    return f"{number}-{version.form_id}"


def _answer(
    request: HttpRequest, report: Report, version: Version, back: TypedBack
) -> dict[str, Any]:
    shown = shown_report(report, back)
    context = {"shown": shown, "report": report, "version": report.version, "may_type": True}

    def drawn(name: str, **more: Any) -> str:
        return render_to_string(f"reporting/report/{name}.html", context | more, request=request)

    # A figure of a project that is not asked has no line any more once it is cleared.
    sent = [name.removeprefix(_CELL) for name in request.POST if name.startswith(_CELL)]
    cleared = [code for code in sent if code in report.unasked]
    return {
        "revision": version.revision,
        "version": form_code(version),
        "cells": {f"{_CELL}{code}": {"text": "", "figure": ""} for code in cleared}
        | {
            f"{_CELL}{line.line.code}": {"text": line.known, "figure": line.figure}
            for line in shown.lines
        },
        "unreadable": [f"{_CELL}{code}" for code in back.problems],
        "newer": [f"{_CELL}{code}" for code in back.newer],
        "too_long": {f"{_NOTE}{code}": note.problem for code, note in back.notes.items()}
        | ({_REMARK: back.remark.problem} if back.remark else {}),
        "below": dict.fromkeys(cleared, "")
        | {
            line.line.code: drawn("below", line=line) if line.has_notes_below else ""
            for line in shown.lines
        },
        "marks": dict.fromkeys(cleared, "")
        | {
            line.line.code: "error" if line.has_error else "warning" if line.has_warning else ""
            for line in shown.lines
        },
        "sums": {
            added.key: added.figure
            for of_one in sums_of(report, get_language() or "vi").values()
            for _group, added in of_one
        },
        "lists": {
            f"rows-{block.code}": _list_answer(block, back.lists.get(block.code))
            for part in shown.parts
            for block in part.blocks
            if isinstance(block, ShownList)
        },
        "jumps": drawn("jumps"),
        "offers": drawn("offers"),
        "sections": drawn("sections"),
        "counts": drawn("counts"),
    }


def _list_answer(block: ShownList, back: TypedBackList | None) -> dict[str, Any]:
    """`problems` of the rows as they were sent, by index of the row and code of the column."""
    return {
        "known": block.known,
        "said": block.said,
        "is_newer": back is not None and back.rows is None,
        "problems": {
            row.number - 1: {cell.column.code: cell.problem for cell in row.cells if cell.problem}
            for row in block.rows
            if row.problems
        },
    }


def _refused(words: str) -> JsonResponse:
    return JsonResponse({"message": words}, status=409)
