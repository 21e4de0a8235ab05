"""How is what was typed saved, from the whole form or as it is typed?

The page sends only what changed, as the fields of its form, and gets back what has become of it:
findings, sections, counts and what others changed, drawn by the same templates as the page.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.typed_cells import Saved, Typed, TypedCell, save_typed
from giaoban.models import Version
from giaoban.queries.reporting.report_page import Report, report_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.states import Channel, ReportState
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.reporting.report_cells import TypedBack, TypedRemark, shown_report
from giaoban.web.reporting.report_scope import Scope, require_some, scope_of
from giaoban.web.reporting.report_words import refusal_words

_CELL, _KNOWN, _NOTE, _REASON = "cell-", "was-cell-", "note-", "reason-"
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


def save_from(request: HttpRequest, scope: Scope) -> Saved:
    """Save what the request holds; raises RuleError as save_typed does."""
    acting = acting_on(request)
    return save_typed(
        unit=scope.unit,
        period=scope.period,
        typed=typed_from(request),
        language=get_language() or "vi",
        by=acting.actor,
        now=acting.now,
    )


def typed_from(request: HttpRequest) -> Typed:
    """The fields that were sent: `cell-CODE` with `was-cell-CODE`, `note-CODE`, `reason-ID`."""
    given = {name: str(value) for name, value in request.POST.items()}
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
    return Typed(cells=cells, notes=notes, reasons=reasons, note=given.get(_REMARK))


def typed_back(request: HttpRequest, report: Report, saved: Saved) -> TypedBack:
    """What could not be stored, and which cells somebody else had changed, in words."""
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
    )


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

    return {
        "revision": version.revision,
        "version": form_code(version),
        "cells": {
            f"{_CELL}{line.line.code}": {"text": line.known, "figure": line.figure}
            for line in shown.lines
        },
        "unreadable": [f"{_CELL}{code}" for code in back.problems],
        "newer": [f"{_CELL}{code}" for code in back.newer],
        "too_long": {f"{_NOTE}{code}": note.problem for code, note in back.notes.items()}
        | ({_REMARK: back.remark.problem} if back.remark else {}),
        "below": {
            line.line.code: drawn("below", line=line) if line.has_notes_below else ""
            for line in shown.lines
        },
        "marks": {
            line.line.code: "error" if line.has_error else "warning" if line.has_warning else ""
            for line in shown.lines
        },
        "jumps": drawn("jumps"),
        "sections": drawn("sections"),
        "counts": drawn("counts"),
    }


def _refused(words: str) -> JsonResponse:
    return JsonResponse({"message": words}, status=409)
