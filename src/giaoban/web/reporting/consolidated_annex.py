"""The figures of a consolidated report in the committee's own workbook."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from giaoban.documents.period_titles import period_title
from giaoban.exchange.reporting.annex_workbook import annex_workbook
from giaoban.exchange.reporting.workbook_template import file_name
from giaoban.queries.country import country
from giaoban.queries.reporting.consolidated_reports import figures_of
from giaoban.queries.reporting.incidents import incident_name
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import signed_in
from giaoban.web.reporting.consolidated_scope import report_asked
from giaoban.web.reporting.workbooks import XLSX


@signed_in
def consolidated_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Kept figures where the report is fixed; "not found" where no workbook is in use."""
    report = report_asked(request, pk)
    regime = report.period.regime
    title = period_title(
        report.period.key,
        country().language,
        regime.year_starts,
        incident=incident_name(report.period),
    )
    try:
        content = annex_workbook(regime.pk, figures_of(report).facts, title)
    except RuleError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=XLSX)
    annex = _("annex")
    name = file_name(f"{annex}-{report.unit.code}", report.period.key)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
