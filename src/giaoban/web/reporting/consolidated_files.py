"""A consolidated report as a file: as it stands, and as it went out."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from giaoban.documents.renderers import MEDIA_TYPES, FileKind, renderer
from giaoban.documents.reporting.consolidated_report import report_document
from giaoban.documents.word_templates.files import word_file
from giaoban.exchange.reporting.document_template_words import sentence
from giaoban.models import ConsolidatedReport
from giaoban.queries.country import country
from giaoban.queries.reporting.consolidated_reports import figures_of
from giaoban.queries.reporting.document_templates import template_in_use
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.reporting.consolidated_scope import back, report_asked

BUILT_IN = "built-in"
"""`?layout=built-in`: the Word file without the committee's own template."""


@signed_in
def consolidated_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The report as Word, PDF or Excel file, as it stands; Word follows the template in use."""
    report = report_asked(request, pk)
    try:
        kind = FileKind(form)
    except ValueError as error:
        raise Http404 from error
    try:
        content = _drawn(
            report,
            kind,
            acting_on(request).today,
            is_built_in=request.GET.get("layout") == BUILT_IN,
        )
    except RuleError as error:
        messages.error(request, sentence(error.problem))
        return back(report)
    key = report.period.key.replace(":", "-")
    name = f"{country().phrases.frame.report_file}-{report.unit.code}-{key}-{report.number}.{form}"
    return attachment(content, name, MEDIA_TYPES[kind])


def _drawn(report: ConsolidatedReport, kind: FileKind, today: date, *, is_built_in: bool) -> bytes:
    found = figures_of(report, today)
    document = report_document(report, found.facts, found.earlier)
    if kind is not FileKind.DOCX or is_built_in:
        return renderer(kind)(document)
    return word_file(
        document, found.facts, template_in_use(report.unit_id, report.period.regime_id)
    )


@signed_in
def issued_copy(request: HttpRequest, pk: int, copy: int) -> HttpResponse:
    """Always a download: what came from outside is never shown as a page of ours."""
    report = report_asked(request, pk)
    held = report.issued_copies.select_related("file").filter(pk=copy).first()
    if held is None:
        raise Http404
    try:
        with held.file.content.open("rb") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    return attachment(content, held.file.name)


def attachment(content: bytes, name: str, kind: str = "application/octet-stream") -> HttpResponse:
    """A download that no browser opens as a page."""
    response = HttpResponse(content, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    return response
