"""What does my unit report for this period? The one page on which a report is filled in and sent.

It works as a plain form; with scripts every change is saved as it is typed (report_saving.py).
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.actions.reporting.folding import fold_now_if_small
from giaoban.actions.reporting.submitting import submit_report
from giaoban.documents.period_titles import period_short_title
from giaoban.models import Version
from giaoban.queries.reporting.links import LinkState, link_state
from giaoban.queries.reporting.report_history import versions_of
from giaoban.queries.reporting.report_page import Report, report_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.states import ReportState
from giaoban.web.audit.history_panel import shown_history
from giaoban.web.frame.access import acting_on, require, signed_in
from giaoban.web.frame.report_addresses import report_address
from giaoban.web.reporting.hour_words import hours_words
from giaoban.web.reporting.refused_workbooks import shown_refusal
from giaoban.web.reporting.report_cells import TypedBack, shown_report
from giaoban.web.reporting.report_files import FilesRefused, take_files
from giaoban.web.reporting.report_offers import take_from, taken_words
from giaoban.web.reporting.report_reading import shown_versions
from giaoban.web.reporting.report_saving import form_code, typed_as
from giaoban.web.reporting.report_scope import Scope, scope_of
from giaoban.web.reporting.report_typed import save_from, typed_back
from giaoban.web.reporting.report_words import refusal_words


@signed_in
def report(request: HttpRequest, period_id: int, unit_id: int) -> HttpResponse:
    """The form to fill in for who may type today, else the report as it stands."""
    scope = scope_of(request, period_id, unit_id)
    if request.method == "POST":
        if not scope.may_type:
            require(request, Permission.FILL_REPORT, unit_id)
            messages.error(request, _("The report has moved on; nothing was changed."))
            return redirect(address_of(scope))
        return _saved(request, scope)
    if scope.may_type:
        return _form(request, scope, _report(scope))
    return _reading(request, scope, _newest(scope))


@signed_in
def read_report(request: HttpRequest, period_id: int, unit_id: int) -> HttpResponse:
    """As it would be printed; `?version=2` shows an earlier version."""
    scope = scope_of(request, period_id, unit_id)
    given = request.GET.get("version", "")
    if not given:
        return _reading(request, scope, _newest(scope))
    version = None
    if scope.submission is not None and given.isascii() and given.isdigit() and len(given) < 5:
        version = (
            scope.submission.versions.select_related("form", "source", "submission")
            .filter(number=int(given))
            .first()
        )
    if version is None or (version.state == ReportState.DRAFT and not scope.may_see_draft):
        raise Http404
    return _reading(request, scope, version)


def _newest(scope: Scope) -> Version | None:
    return scope.latest if scope.may_see_draft else scope.newest_sent()


def address_of(scope: Scope) -> str:
    return report_address(scope.acting, "report", scope.period.pk, scope.unit.pk)


def _saved(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A whole form was sent: everything on it is saved first, then what was asked for is done."""
    acting = acting_on(request)
    step = request.POST.get("step", "save")
    try:
        saved = save_from(request, scope)
        take_files(request, saved.version)
        taken = take_from(request, scope)
        codes = taken.codes if taken else ()
    except RuleError as error:
        messages.error(request, refusal_words(error.problem))
        return redirect(address_of(scope))
    except FilesRefused as refused:
        messages.error(request, str(refused))
        return redirect(address_of(scope))
    fresh = scope_of(request, scope.period.pk, scope.unit.pk)
    back = typed_back(request, _report(fresh), saved)
    if step == "submit" and back.is_kept:
        try:
            submit_report(version=saved.version, by=acting.actor, now=acting.now)
        except RuleError as error:
            refusal = refusal_words(error.problem)
            return _form(request, fresh, _report(fresh, is_sending=True), refusal=refusal)
        fold_now_if_small()
        messages.success(request, _("The report is sent. The secretariat will look at it."))
        return redirect(address_of(scope))
    if back.is_kept:
        messages.success(request, taken_words(codes) if codes else _("Saved."))
        anchor = f"#cell-{codes[0]}" if len(codes) == 1 else ""
        return redirect(f"{address_of(scope)}{anchor}")
    refusal = ""
    if back.has_unread:
        refusal = _("Not everything could be saved: mend the cells named below.")
    return _form(request, fresh, _report(fresh), back=back, refusal=refusal)


def _report(scope: Scope, *, is_sending: bool = False) -> Report:
    return report_of(scope.unit, scope.period, scope.acting.now, is_sending=is_sending)


def _form(
    request: HttpRequest,
    scope: Scope,
    report: Report,
    *,
    back: TypedBack | None = None,
    refusal: str = "",
) -> HttpResponse:
    shown = shown_report(report, back)
    mending = [line for line in shown.lines if line.line.remark]
    mending_pieces = shown.only(lambda line: bool(line.line.remark))
    context = page_context(scope, report) | {
        "shown": shown,
        "refusal": refusal,
        "typed_remark": back.remark if back else None,
        "mending": mending,
        "is_mending": report.returned is not None,
        # What is wrong elsewhere must not hide in the folded part.
        "folds_the_rest": bool(mending) and not refusal and not shown.has_trouble_beside(mending),
        "mending_pieces": mending_pieces,
        "rest_pieces": shown.without(mending_pieces),
        "form_code": form_code(scope.latest),
        "typed_as": typed_as(scope.acting),
        "refused_file": shown_refusal(scope),
    }
    return render(request, "reporting/report/form.html", context)


def _reading(request: HttpRequest, scope: Scope, version: Version | None) -> HttpResponse:
    report = report_of(
        scope.unit, scope.period, scope.acting.now, version=version, is_blank=version is None
    )
    versions = (
        versions_of(scope.submission, with_draft=scope.may_see_draft) if scope.submission else []
    )
    acting = acting_on(request)
    history = None
    if scope.submission and acting.may(Permission.VIEW_HISTORY, scope.unit.pk):
        history = shown_history(scope.submission)
    is_newest = version is None or version == _newest(scope)
    context = page_context(scope, report) | {
        "shown": shown_report(report),
        "versions": shown_versions(versions),
        "shown_version": version,
        "is_newest": is_newest,
        "is_draft": version is not None and version.state == ReportState.DRAFT,
        "remarks": [line for line in report.lines if line.remark],
        "signed": [file for file in report.files if file.purpose == "signed"],
        "history": history,
        "link_state": _link_state(scope),
    }
    return render(request, "reporting/report/read.html", context)


def _link_state(scope: Scope) -> LinkState | None:
    """For who may send links, while the report may still be filled in."""
    may_chase = scope.is_open and scope.acting.may(Permission.CHASE, scope.unit.pk)
    if not may_chase or scope.state not in {None, ReportState.DRAFT, ReportState.RETURNED}:
        return None
    return link_state(scope.unit.pk, scope.period.pk, scope.acting.now)


def page_context(scope: Scope, report: Report) -> dict[str, Any]:
    """What the templates of a report's pages share."""
    in_rows = [line for line in report.lines if not (line.place.table or line.place.breakdown)]
    has_previous = any(line.previous is not None or line.previous_text for line in in_rows)
    has_last_year = any(line.last_year is not None for line in in_rows)
    has_targets = any(line.target is not None for line in in_rows)
    beside = has_previous + has_last_year + has_targets
    return {
        "has_previous": has_previous,
        "has_last_year": has_last_year,
        "has_targets": has_targets,
        "columns": 3 + beside,
        "columns_beside": 1 + beside,
        "previous_label": _short(report, "previous"),
        "last_year_label": _short(report, "last_year"),
        "scope": scope,
        "keep_key": f"{scope.period.pk}:{scope.unit.pk}:{_typist(scope)}",
        "report": report,
        "unit": scope.unit,
        "period": scope.period,
        "regime": scope.period.regime,
        "version": report.version,
        "due": report.due,
        "hours": hours_words(report.due.at, scope.acting.now) if scope.period.incident_id else "",
    }


def _typist(scope: Scope) -> str:
    """In whose name a browser keeps what was typed; a link that was sent anew finds it again."""
    return "link" if scope.acting.link_id else str(scope.acting.person.pk)


def _short(report: Report, which: str) -> str:
    key = report.compared_keys.get(which, "")
    starts = report.period.regime.year_starts
    return period_short_title(key, get_language() or "vi", starts) if key else ""
