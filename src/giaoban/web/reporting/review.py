"""Is this report sound? Its values beside what was said before; accept it, or return it."""

from datetime import date, datetime, time

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions.reporting.decisions import accept_reports, return_report
from giaoban.actions.reporting.folding import fold_now_if_small
from giaoban.models import Version
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.reporting.report_history import versions_of
from giaoban.queries.reporting.report_page import report_of
from giaoban.queries.reporting.review_list import neighbours
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import require, signed_in
from giaoban.web.people.reach import site_of
from giaoban.web.reporting.report_cells import TypedBack, shown_report
from giaoban.web.reporting.report_page import page_context
from giaoban.web.reporting.report_reading import shown_versions
from giaoban.web.reporting.report_scope import Scope, scope_of
from giaoban.web.reporting.report_words import refusal_words
from giaoban.web.reporting.review_list import wanted_from
from giaoban.web.units.fields import DayField

_REMARK = "remark-"
USUAL_WORKING_DAYS = 2
END_OF_DAY = time(17, 0)


class ReturnForm(forms.Form):
    overall = forms.CharField(
        label=gettext_lazy("What is to be mended in the whole report"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    mend_by = DayField(label=gettext_lazy("Send it again by"))


@signed_in
def review_report(request: HttpRequest, period_id: int, unit_id: int) -> HttpResponse:
    """`?within=ID` and the filters of the list say which report comes next."""
    require(request, Permission.REVIEW_REPORT, unit_id)
    scope = scope_of(request, period_id, unit_id)
    version = scope.newest_sent()
    if version is None:
        raise Http404
    within = _within(request, scope)
    following = neighbours(scope.period, unit_id, within, wanted_from(request))
    remarks = {
        name.removeprefix(_REMARK): str(text)
        for name, text in request.POST.items()
        if name.startswith(_REMARK)
    }
    form = ReturnForm(
        request.POST if request.POST.get("step") == "return" else None,
        initial={"mend_by": _usual_day(scope)},
    )
    if request.method == "POST" and _decided(request, scope, version, form, remarks):
        fold_now_if_small()
        return redirect(_next_address(request, scope, following[1]))
    report = report_of(scope.unit, scope.period, scope.acting.now, version=version)
    context = page_context(scope, report) | {
        "shown": shown_report(report, TypedBack(remarks=remarks)),
        "versions": shown_versions(
            versions_of(scope.submission, with_draft=False) if scope.submission else []
        ),
        "form": form,
        "before": _address(request, scope, following[0]),
        "after": _address(request, scope, following[1]),
        "list_address": _list_address(request, scope, within),
        "is_being_rewritten": scope.latest != version,
    }
    return render(request, "reporting/review/report.html", context)


def _decided(
    request: HttpRequest,
    scope: Scope,
    version: Version,
    form: ReturnForm,
    remarks: dict[str, str],
) -> bool:
    """Whether it was accepted or returned; if not, something is to be mended first."""
    by, now = scope.acting.person, scope.acting.now
    try:
        if request.POST.get("step") == "accept":
            accept_reports(versions=[version], by=by, now=now)
            messages.success(
                request, _("The report of %(unit)s is accepted.") % {"unit": scope.unit.name}
            )
            return True
        if not form.is_valid():
            return False
        return_report(
            version=version,
            remarks=remarks,
            overall=form.cleaned_data["overall"],
            mend_by=timezone.make_aware(datetime.combine(form.cleaned_data["mend_by"], END_OF_DAY)),
            by=by,
            today=scope.acting.today,
            now=now,
            site=site_of(request),
        )
    except RuleError as error:
        if form.is_bound:
            form.add_error(None, refusal_words(error.problem))
        else:
            messages.error(request, refusal_words(error.problem))
        return False
    messages.success(request, _("The report is returned to %(unit)s.") % {"unit": scope.unit.name})
    return True


def _usual_day(scope: Scope) -> date:
    today = scope.acting.today
    calendar = working_calendar((today.year, today.year + 1))
    return calendar.add_working_days(today, USUAL_WORKING_DAYS)


def _within(request: HttpRequest, scope: Scope) -> int:
    """The unit whose list one came from; else the regime's own where it may be reviewed."""
    given = request.GET.get("within", "")
    if given.isascii() and given.isdigit() and len(given) < 18:
        require(request, Permission.REVIEW_REPORT, int(given))
        return int(given)
    asking = scope.period.regime.unit_id
    if scope.acting.may(Permission.REVIEW_REPORT, asking):
        return asking
    return scope.unit.pk


def _address(request: HttpRequest, scope: Scope, unit_id: int) -> str:
    if not unit_id:
        return ""
    address = reverse("review_report", args=[scope.period.pk, unit_id])
    query = request.GET.urlencode()
    return f"{address}?{query}" if query else address


def _list_address(request: HttpRequest, scope: Scope, within: int) -> str:
    query = request.GET.copy()
    query.pop("within", None)
    address = reverse("review_list", args=[scope.period.pk, within])
    return f"{address}?{query.urlencode()}" if query else address


def _next_address(request: HttpRequest, scope: Scope, following: int) -> str:
    """The next report to look at, else the list."""
    within = _within(request, scope)
    return _address(request, scope, following) or _list_address(request, scope, within)
