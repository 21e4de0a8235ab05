"""What stands around the report's text: title, heading, signature, recipients, pictures?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions.reporting.consolidation_heading import TYPED_PARTICULARS, set_particulars
from giaoban.documents.reporting.report_charts import usual_charts
from giaoban.queries.reporting.consolidated_reports import figures_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.report_content import content_of
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.reporting.consolidated_scope import back, is_draft, refused, report_asked

_LABELS: dict[str, Promise] = {
    "parent_agency": gettext_lazy("Agency above"),
    "agency": gettext_lazy("Issuing agency"),
    "addressees": gettext_lazy("Addressed to"),
    "grounds": gettext_lazy("Grounds"),
    "authority": gettext_lazy("Signed on behalf of"),
    "signer_post": gettext_lazy("Post of the signer"),
    "signer_agency_post": gettext_lazy("Post in the signer's own agency"),
    "signer_name": gettext_lazy("Name of the signer"),
    "recipients": gettext_lazy("Recipients"),
    "filing": gettext_lazy("Kept at"),
}
_MANY_LINES = {"addressees", "grounds", "authority", "recipients"}


@signed_in
def report_particulars(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_asked(request, pk, Permission.CONSOLIDATE)
    facts = figures_of(report).facts
    if request.method == "POST":
        chosen = tuple(
            code for code in request.POST.getlist("charts") if facts.indicator(code) is not None
        )
        try:
            set_particulars(
                report=report,
                title=request.POST.get("title", "")[:300],
                place=request.POST.get("place", "")[:60],
                typed=_typed(request),
                charts=None if chosen == usual_charts(facts) else chosen,
                has_unit_tables="has_unit_tables" in request.POST,
                has_list_rows="has_list_rows" in request.POST,
                by=acting_on(request).person,
                now=acting_on(request).now,
            )
        except RuleError as error:
            return refused(request, report, error.problem)
        messages.success(request, _("Saved."))
        return back(report)
    content = content_of(report.content)
    charts = usual_charts(facts) if content.charts is None else content.charts
    return render(
        request,
        "reporting/consolidated/particulars.html",
        {
            "report": report,
            "is_draft": is_draft(report),
            "place": report.place,
            "usual_place": facts.heading.place,
            "fields": [
                (name, _LABELS[name], _shown(content.typed.get(name)), usual, name in _MANY_LINES)
                for name in _LABELS
                if (usual := _shown(getattr(facts.heading, name))) is not None
            ],
            "charts": [
                (shown.code, shown.name, shown.code in charts) for shown in facts.indicators
            ],
            "has_unit_tables": content.has_unit_tables,
            "has_list_rows": content.has_list_rows,
            "has_lists": any(shown.list for shown in facts.indicators),
        },
    )


def _typed(request: HttpRequest) -> dict[str, str | tuple[str, ...]]:
    typed: dict[str, str | tuple[str, ...]] = {}
    for name in TYPED_PARTICULARS:
        given = request.POST.get(name, "").strip()
        if name in _MANY_LINES:
            typed[name] = tuple(line.strip() for line in given.splitlines() if line.strip())
        else:
            typed[name] = given
    return typed


def _shown(value: str | tuple[str, ...] | None) -> str:
    if isinstance(value, tuple):
        return "\n".join(value)
    return value or ""
