"""The steps of a report beside typing: nothing arose, discard, withdraw, approve, correct, …

Each is a form of its own on the report's page and leads back to it.
"""

from collections.abc import Callable

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.decisions import accept_over_errors
from giaoban.actions.reporting.draft_workbooks import fill_draft_from_workbook
from giaoban.actions.reporting.drafts import begin_version, discard_draft
from giaoban.actions.reporting.folding import fold_now_if_small
from giaoban.actions.reporting.import_outcomes import FileProblem, FileRefused
from giaoban.actions.reporting.importing import IncomingFile
from giaoban.actions.reporting.nothing_arose import declare_nothing_arose
from giaoban.actions.reporting.refused_workbooks import keep_refused_workbook, put_workbook_aside
from giaoban.actions.reporting.submitting import (
    add_signed_copy,
    approve_report,
    withdraw_report,
)
from giaoban.models import Version
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.attached_files import LARGEST_FILE
from giaoban.rules.reporting.period_years import told_period
from giaoban.rules.reporting.states import Channel, ReportState
from giaoban.web.frame.access import signed_in
from giaoban.web.frame.report_addresses import report_address
from giaoban.web.reporting.refused_workbooks import problem_lines
from giaoban.web.reporting.report_files import FilesRefused, check_file, kept
from giaoban.web.reporting.report_scope import Scope, require_some, scope_of
from giaoban.web.reporting.report_words import refusal_words

Step = Callable[[HttpRequest, Scope], str]


class _KeptToMend(Exception):
    """A workbook was refused and is kept, so that its marked copy can be downloaded."""


def _step(*permissions: Permission) -> Callable[[Step], Callable[..., HttpResponse]]:
    """A POST that one of the permissions is needed for; the sentence that it returns is shown."""

    def made(step: Step) -> Callable[..., HttpResponse]:
        @require_POST
        @signed_in
        def view(request: HttpRequest, period_id: int, unit_id: int) -> HttpResponse:
            scope = scope_of(request, period_id, unit_id)
            require_some(request, unit_id, *permissions)
            anchor = ""
            try:
                messages.success(request, step(request, scope))
            except RuleError as error:
                messages.error(request, refusal_words(error.problem))
            except FilesRefused as refused:
                messages.error(request, str(refused))
            except FileRefused as refused:
                for line in _problem_lines(refused.problems):
                    messages.error(request, line)
            except _KeptToMend:
                anchor = "#refused-file"  # the page says what is wrong, and gives the marked copy
            address = report_address(scope.acting, "report", scope.period.pk, scope.unit.pk)
            return redirect(f"{address}{anchor}")

        view.__doc__ = step.__doc__
        return view

    return made


@_step(Permission.FILL_REPORT, Permission.REPORT_FOR_UNIT)
def declare_nothing(request: HttpRequest, scope: Scope) -> str:
    """Answer the whole form at once: nothing arose."""
    if not scope.may_type:
        raise RuleError("not_a_draft")
    declare_nothing_arose(
        unit=scope.unit, period=scope.period, by=scope.acting.actor, now=scope.acting.now
    )
    return _("Filled in as “nothing arose”. Look it over, then send the report.")


@_step(Permission.FILL_REPORT, Permission.REPORT_FOR_UNIT)
def discard(request: HttpRequest, scope: Scope) -> str:
    """Throw the draft away."""
    if not scope.may_type:
        raise RuleError("not_a_draft")
    discard_draft(version=_latest(scope), by=scope.acting.actor, now=scope.acting.now)
    return _("The draft is discarded.")


@_step(Permission.FILL_REPORT, Permission.REPORT_FOR_UNIT)
def withdraw(request: HttpRequest, scope: Scope) -> str:
    """Take the report back before it is decided."""
    version = _latest(scope)
    if not scope.may_withdraw:
        raise _cannot(scope)
    withdraw_report(version=version, by=scope.acting.actor, now=scope.acting.now)
    fold_now_if_small()
    return _("The report is withdrawn. Correct it and send it again.")


@_step(Permission.APPROVE_REPORT)
def approve(request: HttpRequest, scope: Scope) -> str:
    """Approve as the unit's head, with a signed copy where one was chosen."""
    version = _latest(scope)
    if not scope.may_approve:
        raise _cannot(scope)
    signed = request.FILES.get("signed_copy")
    copy = None
    if isinstance(signed, UploadedFile):
        check_file(signed)
        copy = kept(signed, scope.acting)
    approve_report(version=version, by=scope.acting.person, now=scope.acting.now, signed_copy=copy)
    return _("The report is approved and goes to the secretariat.")


@_step(Permission.FILL_REPORT)
def attach_signed_copy(request: HttpRequest, scope: Scope) -> str:
    """Put the signed and scanned report beside the version that was sent."""
    version = _latest(scope)
    signed = request.FILES.get("signed_copy")
    if not isinstance(signed, UploadedFile):
        raise RuleError("file_missing")
    check_file(signed)
    add_signed_copy(
        version=version,
        file=kept(signed, scope.acting),
        by=scope.acting.actor,
        now=scope.acting.now,
    )
    return _("The signed copy is attached.")


@_step(Permission.ACCEPT_OVER_ERROR)
def take_over_errors(request: HttpRequest, scope: Scope) -> str:
    """Take the draft as it stands, although a check that is an error fails, with a reason."""
    version = _latest(scope)
    if not scope.may_accept_over_errors:
        raise _cannot(scope)
    taken = accept_over_errors(
        version=version,
        reason=request.POST.get("reason", ""),
        by=scope.acting.person,
        now=scope.acting.now,
    )
    fold_now_if_small()
    if taken.state == ReportState.ACCEPTED:
        return _("The report is accepted with its errors; the reason stands beside it.")
    return _("The report is sent with its errors and waits for the unit’s head.")


@_step(Permission.FILL_REPORT, Permission.REPORT_FOR_UNIT)
def correct(request: HttpRequest, scope: Scope) -> str:
    """Begin a new version of an accepted report, with the reason; the old one stays readable."""
    if not scope.may_correct:
        raise _cannot(scope)
    by_telephone = not scope.may_fill
    begin_version(
        unit=scope.unit,
        period=scope.period,
        by=scope.acting.actor,
        now=scope.acting.now,
        channel=_channel(request) if by_telephone else Channel.PAGE,
        channel_note=_who(request) if by_telephone else "",
        reason=request.POST.get("reason", "").strip()[:300],
    )
    return _("Correct what is wrong, then send the report again.")


@_step(Permission.REPORT_FOR_UNIT)
def begin_for_unit(request: HttpRequest, scope: Scope) -> str:
    """The secretariat writes down what the unit says, and how it said it."""
    if not scope.may_begin_for_unit:
        raise _cannot(scope)
    begin_version(
        unit=scope.unit,
        period=scope.period,
        by=scope.acting.person,
        now=scope.acting.now,
        channel=_channel(request),
        channel_note=_who(request),
    )
    return _("Type what the unit reports; it is recorded how it came in.")


@_step(Permission.FILL_REPORT)
def upload_workbook(request: HttpRequest, scope: Scope) -> str:
    """Fill the draft from a workbook; nothing is sent yet."""
    if not scope.may_type:
        raise RuleError("not_a_draft")
    file = request.FILES.get("workbook")
    if not isinstance(file, UploadedFile):
        raise RuleError("file_missing")
    if (file.size or 0) > LARGEST_FILE:
        raise RuleError("file_too_large", megabytes=LARGEST_FILE // 1024 // 1024)
    unit, period, by, now = scope.unit, scope.period, scope.acting.actor, scope.acting.now
    came = IncomingFile(file.name or "", file.read())
    try:
        fill_draft_from_workbook(unit=unit, period=period, file=came, by=by, now=now)
    except FileRefused as refused:
        wrong = refused.problems
        if keep_refused_workbook(
            unit=unit, period=period, file=came, problems=wrong, by=by, now=now
        ):
            raise _KeptToMend from refused
        raise
    return _("The workbook is read in. Look it over, then send the report.")


@_step(Permission.FILL_REPORT)
def put_aside(request: HttpRequest, scope: Scope) -> str:
    """Forget the workbook that was to be mended."""
    put_workbook_aside(
        unit=scope.unit, period=scope.period, by=scope.acting.actor, now=scope.acting.now
    )
    return _("The Excel file is put aside. Type the figures here.")


def _latest(scope: Scope) -> Version:
    if scope.latest is None:
        raise Http404
    return scope.latest


def _cannot(scope: Scope) -> RuleError:
    if not scope.is_open:
        return RuleError("period_locked", **told_period(scope.period))
    if scope.latest is None:
        return RuleError("not_a_draft")
    return RuleError("step_not_allowed", unit=scope.unit.name, state=scope.latest.state)


def _channel(request: HttpRequest) -> Channel:
    return Channel.LETTER if request.POST.get("channel") == "letter" else Channel.TELEPHONE


def _who(request: HttpRequest) -> str:
    """Who telephoned, or the letter's number; needed, so that it can be looked up later."""
    note = request.POST.get("channel_note", "").strip()[:300]
    if not note:
        raise RuleError("note_missing")
    return note


def _problem_lines(problems: list[FileProblem]) -> list[str]:
    lines = [_("Nothing of the file was taken. Mend the following and load it again.")]
    lines += problem_lines(problems)
    rest = len(problems) - len(lines) + 1
    if rest > 0:
        lines.append(_("Further mistakes in the workbook: %(count)s.") % {"count": rest})
    return lines
