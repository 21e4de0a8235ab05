"""The steps of a consolidated report: number it, fix it, approve it, issue it, make it again."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import TypedDict

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import DateField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.reporting import consolidation as actions
from giaoban.actions.reporting import consolidation_heading as around
from giaoban.actions.reporting import issued_copies as copies
from giaoban.actions.reporting.folding import fold_now_if_small
from giaoban.models import ConsolidatedReport, Person
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.reporting.consolidated_scope import back, refused, report_asked


class Taken(TypedDict):
    """Of which report a step is taken, by whom and when: what every one of the actions asks."""

    report: ConsolidatedReport
    by: Person
    now: datetime


LARGEST_COPY = 50 * 1024 * 1024
_COPY_KINDS = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}


@require_POST
@signed_in
def number_report(request: HttpRequest, pk: int) -> HttpResponse:
    def step(taken: Taken) -> str:
        around.number_report(
            **taken,
            symbol=request.POST.get("symbol", "")[:80],
            dated_on=_date(request.POST.get("dated_on", "")),
        )
        return _("Number and date are saved.")

    return _stepped(request, pk, step)


@require_POST
@signed_in
def fix_report(request: HttpRequest, pk: int) -> HttpResponse:
    def step(taken: Taken) -> str:
        fold_now_if_small()
        actions.fix_report(**taken)
        return _("The figures are fixed. The report waits for the chair.")

    return _stepped(request, pk, step)


@require_POST
@signed_in
def reopen_report(request: HttpRequest, pk: int) -> HttpResponse:
    def step(taken: Taken) -> str:
        actions.reopen_report(**taken)
        return _("The report is a draft again; its figures are live.")

    return _stepped(request, pk, step)


@require_POST
@signed_in
def approve_consolidated(request: HttpRequest, pk: int) -> HttpResponse:
    def step(taken: Taken) -> str:
        actions.approve_consolidated(**taken)
        return _("The report is approved.")

    return _stepped(request, pk, step, Permission.APPROVE_CONSOLIDATED)


@require_POST
@signed_in
def make_again(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_asked(request, pk, Permission.CONSOLIDATE)
    acting = acting_on(request)
    again = actions.draft_report(
        unit=report.unit,
        period=report.period,
        by=acting.person,
        now=acting.now,
        to_superior=report.to_superior,
    )
    return back(again)


@require_POST
@signed_in
def discard_report(request: HttpRequest, pk: int) -> HttpResponse:
    def step(taken: Taken) -> str:
        actions.discard_report(**taken)
        return _("The draft is discarded.")

    return _stepped(request, pk, step, to=reverse("consolidated_reports"))


@require_POST
@signed_in
def add_issued_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it went out: edited in Word, signed, scanned."""

    def step(taken: Taken) -> str:
        name, content = _uploaded(request)
        note = request.POST.get("note", "")
        copy = copies.add_issued_copy(**taken, name=name, content=content, note=note)
        if not (copy.comparison or {}).get("missed"):
            return _("The issued copy stands beside the report.")
        return _("The issued copy stands beside the report. Some figures differ: see which.")

    return _stepped(request, pk, step)


def _stepped(
    request: HttpRequest,
    pk: int,
    step: Callable[[Taken], str],
    permission: Permission = Permission.CONSOLIDATE,
    to: str = "",
) -> HttpResponse:
    """Take a step that answers what to say of it; refused, the report says why it was not taken."""
    report = report_asked(request, pk, permission)
    acting = acting_on(request)
    try:
        said = step({"report": report, "by": acting.person, "now": acting.now})
    except RuleError as error:
        return refused(request, report, error.problem)
    messages.success(request, said)
    return HttpResponseRedirect(to) if to else back(report)


def _uploaded(request: HttpRequest) -> tuple[str, bytes]:
    """Raises RuleError `file_missing`, `file_too_large` (megabytes), `file_kind_not_allowed`."""
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise RuleError("file_missing")
    if file.size > LARGEST_COPY:
        raise RuleError("file_too_large", megabytes=LARGEST_COPY // 1024 // 1024)
    name = PurePosixPath(file.name or "").name
    content = file.read()
    start = _COPY_KINDS.get(PurePosixPath(name).suffix.lower())
    if start is None or not content.startswith(start):
        raise RuleError("file_kind_not_allowed")
    return name, content


def _date(given: str) -> date | None:
    """Raises RuleError `date_unreadable`."""
    try:
        return DateField(required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y"]).clean(given)
    except ValidationError as error:
        raise RuleError("date_unreadable") from error
