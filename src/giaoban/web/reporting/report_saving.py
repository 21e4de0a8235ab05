"""How is what was typed saved as it is typed?

The page sends only what changed, as the fields of its form, and gets back what has become of it:
findings, sections, counts and what others changed, drawn by the same templates as the page. What is
empty is left out of the answer: most of a form has nothing to say.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.models import Version
from giaoban.queries.reporting.report_page import Report, report_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.states import ReportState
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.reporting.report_blocks import sums_of
from giaoban.web.reporting.report_cells import ShownReport, TypedBack, shown_report
from giaoban.web.reporting.report_lists import ShownList, TypedBackList, row_texts
from giaoban.web.reporting.report_offers import (
    is_pressed,
    put_back_from,
    take_from,
    taken_words,
    to_put_back,
)
from giaoban.web.reporting.report_scope import Scope, require_some, scope_of
from giaoban.web.reporting.report_typed import (
    CELL,
    ESTIMATE,
    NOTE,
    REASON,
    REMARK,
    SavedForm,
    save_from,
    typed_back,
    who_saved,
)
from giaoban.web.reporting.report_words import refusal_words
from giaoban.web.templatetags.figures import moment


@require_POST
@signed_in
def save_report(request: HttpRequest, period_id: int, unit_id: int) -> HttpResponse:
    """Store the fields sent; 409 with a sentence where the report takes none any more.

    401 where somebody else has signed in meanwhile: what was typed is not theirs.
    """
    scope = scope_of(request, period_id, unit_id)
    require_some(request, unit_id, Permission.FILL_REPORT, Permission.REPORT_FOR_UNIT)
    if request.POST.get("as", typed_as(scope.acting)) != typed_as(scope.acting):
        return HttpResponse(status=401)
    if not scope.may_type:
        return _refused(_("The report has moved on: reload the page to see how it stands."))
    try:
        saved = save_from(request, scope)
        put_back_from(request, saved.version)
    except RuleError as error:
        return _refused(refusal_words(error.problem))
    taken = _taken(request, scope)
    report = report_of(scope.unit, scope.period, acting_on(request).now)
    # What both changed is chosen in a list of its own, so nothing is said of it beside the cells.
    said = typed_back(request, report, saved)
    lists = {code: _unread(saved, code, back) for code, back in said.lists.items()}
    back = replace(
        said,
        newer={},
        lists=lists,
        notes={code: said.notes[code] for code in saved.fields.notes},
        reasons={pk: said.reasons[pk] for pk in saved.fields.reasons},
        remark=said.remark if saved.fields.remark else None,
    )
    return JsonResponse(_answer(request, report, saved, back) | taken)


def _taken(request: HttpRequest, scope: Scope) -> dict[str, Any]:
    """What a button that takes figures of other reports did, where one was pressed.

    A refusal is told and stops nothing: what was typed is stored by then.
    """
    if not is_pressed(request):
        return {}
    try:
        taken = take_from(request, scope)
    except RuleError as error:
        return {"taken": {"codes": (), "said": refusal_words(error.problem), "back": ""}}
    if taken is None:
        return {"taken": {"codes": (), "said": "", "back": ""}}
    said = taken_words(taken.codes)
    return {"taken": {"codes": taken.codes, "said": said, "back": to_put_back(taken)}}


def _unread(saved: SavedForm, code: str, back: TypedBackList) -> TypedBackList:
    of_list = saved.lists[code][1]
    if of_list.is_newer or of_list.conflicts:
        return TypedBackList(problems=back.problems)
    return back


def typed_as(acting: Acting) -> str:
    """Who types, so that nothing is saved in the name of whoever signs in on the same machine."""
    return f"link-{acting.link_id}" if acting.link_id else str(acting.person.pk)


def form_code(version: Version | None) -> str:
    """Which draft the page holds, so that what a browser kept is never put into another one.

    Of a returned report it is the draft that will mend it.
    """
    if version is None:
        return "0"
    number = version.number + (version.state == ReportState.RETURNED)
    return f"{number}-{version.form_id}"


def _answer(
    request: HttpRequest, report: Report, saved: SavedForm, back: TypedBack
) -> dict[str, Any]:
    shown = shown_report(report, back)
    version = report.version or saved.version  # figures that were taken are in it too
    context = {"shown": shown, "report": report, "version": report.version, "may_type": True}

    def drawn(name: str, **more: Any) -> str:
        return render_to_string(f"reporting/report/{name}.html", context | more, request=request)

    return {
        "revision": version.revision,
        "version": form_code(version),
        "cells": {f"{CELL}{line.line.code}": line.known for line in shown.lines if line.known},
        "figures": {
            line.line.code: line.figure
            for line in shown.lines
            if line.line.kind == "ratio" or line.line.place.list
        },
        "texts": _texts(report, shown),
        "unreadable": [
            *(f"{CELL}{code}" for code in back.problems),
            *(
                f"rows-{code}"
                for code, (_typed, of_list) in saved.lists.items()
                if of_list.unreadable or of_list.refused
            ),
        ],
        "conflicts": list(_conflicts(report, saved)),
        "before": {"who": who_saved(saved.fields.before), "at": moment(saved.fields.before.at)},
        "too_long": {f"{NOTE}{code}": note.problem for code, note in back.notes.items()}
        | ({REMARK: back.remark.problem} if back.remark else {}),
        "below": {
            line.line.code: drawn("below", line=line)
            for line in shown.lines
            if line.has_notes_below
        },
        "marks": {
            line.line.code: "error" if line.has_error else "warning"
            for line in shown.lines
            if line.has_error or line.has_warning
        },
        "sums": {
            added.key: added.figure
            for of_one in sums_of(report, get_language() or "vi").values()
            for _group, added in of_one
        },
        "lists": {
            f"rows-{block.code}": _list_answer(block, saved)
            for part in shown.parts
            for block in part.blocks
            if isinstance(block, ShownList)
        },
        "jumps": drawn("jumps"),
        "offers": drawn("offers"),
        "sections": drawn("sections"),
        "counts": drawn("counts"),
    }


def _texts(report: Report, shown: ShownReport) -> dict[str, str]:
    """The remarks and marks that are stored, by field; what is not among them is empty."""
    texts = {f"{NOTE}{line.line.code}": line.line.note for line in shown.lines if line.line.note}
    texts |= {f"{REASON}{pk}": text for pk, text in report.reasons.items() if text}
    texts |= {f"{ESTIMATE}{line.line.code}": "1" for line in shown.lines if line.line.is_estimate}
    if report.version is not None and report.version.note:
        texts[REMARK] = report.version.note
    return texts


def _conflicts(report: Report, saved: SavedForm) -> Iterator[dict[str, Any]]:
    """What somebody else had changed and stands as they wrote it, field by field.

    Of a list `row` and `column` say which cell; where they are missing, it is the list as a whole.
    """
    fields = saved.fields
    for code in sorted(fields.newer):
        yield {"name": f"{CELL}{code}"}
    for code in sorted(fields.newer_notes):
        yield {"name": f"{NOTE}{code}"}
    for pk in sorted(fields.newer_reasons):
        yield {"name": f"{REASON}{pk}"}
    if fields.is_remark_newer:
        yield {"name": REMARK}
    for listed in report.facts.lists:
        if listed.code not in saved.lists:
            continue
        of_list = saved.lists[listed.code][1]
        if of_list.is_newer:
            yield {"name": f"rows-{listed.code}"}
        for each in of_list.conflicts:
            column = each.column
            mine, theirs = (
                row_texts(listed, {} if content is None else {column: content}).get(column, "")
                for content in (each.mine, each.theirs)
            )
            yield {
                "name": f"rows-{listed.code}",
                "row": each.row,
                "column": column,
                "mine": mine,
                "theirs": theirs,
            }


def _list_answer(block: ShownList, saved: SavedForm) -> dict[str, Any]:
    """`problems` of the rows as they were sent, by index of the row and code of the column.

    `is_newer` says that the rows are no longer those that were sent.
    """
    of_list = saved.lists[block.code][1] if block.code in saved.lists else None
    return {
        "known": block.known,
        "said": block.said,
        "is_newer": of_list is not None and (of_list.is_newer or of_list.is_merged),
        "problems": {
            row.number - 1: {cell.column.code: cell.problem for cell in row.cells if cell.problem}
            for row in block.rows
            if row.problems
        },
    }


def _refused(words: str) -> JsonResponse:
    return JsonResponse({"message": words}, status=409)
