"""Which reports wait to be accepted? Those without findings are accepted at one click."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.actions.reporting.decisions import accept_reports
from giaoban.actions.reporting.folding import fold_now_if_small
from giaoban.models import Finding, Period, Submission, Unit, Version
from giaoban.queries.reporting.locks import reopened_units
from giaoban.queries.reporting.review_list import (
    FINDINGS,
    LISTED,
    TIMELINESS,
    Wanted,
    acceptable_states,
    clean_versions,
    counts_listed,
    findings_by_version,
    reports_listed,
    reports_under,
    versions_of_units,
)
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.checks import Finding as FoundFinding
from giaoban.rules.reporting.checks import FindingCode, FindingLevel
from giaoban.web.frame.access import acting_on, require, signed_in
from giaoban.web.frame.paging import stretch
from giaoban.web.frame.picked import picked_ids
from giaoban.web.reporting.report_words import finding_words, refusal_words


@dataclass(frozen=True)
class ReviewRow:
    """A report in the list; `is_open` says whether it can be accepted now."""

    submission: Submission
    findings: list[str]
    is_open: bool

    @property
    def version(self) -> Version | None:
        return self.submission.latest


@signed_in
def review_list(request: HttpRequest, period_id: int, unit_id: int) -> HttpResponse:
    """The reports under a unit; a POST accepts those ticked, or all without findings."""
    require(request, Permission.REVIEW_REPORT, unit_id)
    period = get_object_or_404(
        Period.objects.select_related("regime__unit", "incident"), pk=period_id, is_reported=True
    )
    unit = get_object_or_404(Unit, pk=unit_id)
    if request.method == "POST":
        return _accepted(request, period, unit)
    wanted = wanted_from(request)
    rows = stretch(request, reports_listed(period, unit_id, wanted))
    found = findings_by_version(
        submission.latest_id for submission in rows.rows if submission.latest_id
    )
    acceptable = set(acceptable_states(period))
    now = acting_on(request).now
    open_for = None if period.locked_at is None else reopened_units(period, now=now)
    return render(
        request,
        "reporting/review/list.html",
        {
            "period": period,
            "regime": period.regime,
            "unit": unit,
            "wanted": wanted,
            "counts": counts_listed(period, unit_id),
            "clean_count": len(clean_versions(period, unit_id)) if open_for is None else 0,
            "rows": rows,
            "shown": [
                ReviewRow(
                    submission,
                    [_words(one) for one in found.get(submission.latest_id or 0, [])],
                    submission.latest is not None
                    and submission.latest.state in acceptable
                    and (open_for is None or submission.unit_id in open_for),
                )
                for submission in rows.rows
            ],
            "query": request.GET.urlencode(),
        },
    )


def wanted_from(request: HttpRequest) -> Wanted:
    def one_of(name: str, known: tuple[str, ...]) -> str:
        given = request.GET.get(name, "")
        return given if given in known else known[0]

    return Wanted(
        state=one_of("state", LISTED),
        findings=one_of("findings", FINDINGS),
        timeliness=one_of("sent", TIMELINESS),
    )


def _accepted(request: HttpRequest, period: Period, unit: Unit) -> HttpResponse:
    acting = acting_on(request)
    if request.POST.get("which") == "clean":
        versions = clean_versions(period, unit.pk)
    else:
        picked = picked_ids(request.POST.getlist("pick"))
        within = set(
            reports_under(period, unit.pk).filter(unit__in=picked).values_list("unit_id", flat=True)
        )
        if within != picked:
            raise Http404
        versions = versions_of_units(period, sorted(picked))
    if not versions:
        messages.warning(request, _("Tick at least one report that waits to be accepted."))
    else:
        try:
            accepted = accept_reports(versions=versions, by=acting.person, now=acting.now)
        except RuleError as error:
            messages.error(request, refusal_words(error.problem))
        else:
            fold_now_if_small()
            words = ngettext(
                "%(count)s report is accepted.", "%(count)s reports are accepted.", len(accepted)
            )
            messages.success(request, words % {"count": len(accepted)})
    return redirect(request.get_full_path())


def _words(stored: Finding) -> str:
    """A stored finding as the report page says it."""
    found = FoundFinding(
        level=FindingLevel(stored.level),
        code=FindingCode(stored.code),
        indicator=stored.indicator.code if stored.indicator else "",
        params=stored.params,
    )
    return finding_words(found)
