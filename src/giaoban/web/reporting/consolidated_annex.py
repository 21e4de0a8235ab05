"""The figures of a consolidated report in the committee's own workbook."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from giaoban.documents.period_titles import period_title
from giaoban.exchange.reporting.annex_workbook import annex_workbook
from giaoban.exchange.reporting.workbook_template import file_name
from giaoban.queries.reporting.consolidated_reports import figures_of
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import signed_in
from giaoban.web.reporting.consolidated_scope import report_asked
from giaoban.web.reporting.workbooks import XLSX


@signed_in
def consolidated_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Kept figures where the report is fixed; "not found" where no workbook is in use."""
    report = report_asked(request, pk)
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    title = period_title(report.period.key, language)
    try:
        content = annex_workbook(report.period.regime_id, figures_of(report).facts, title)
    except RuleError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=XLSX)
    name = file_name(f"phu-luc-{report.unit.code}", report.period.key)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
