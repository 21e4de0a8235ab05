"""Files beside a report: evidence, the answer to a file indicator, the signed copy, the source."""

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from giaoban.actions.reporting.drafts import attach_file, detach_file
from giaoban.actions.reporting.source_files import keep_bytes, source_rows
from giaoban.exchange.reporting.archives import WORKBOOKS, ending
from giaoban.models import Attachment, Indicator, SourceFile, Version
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.attached_files import refuse_file
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.reporting.report_scope import require_version
from giaoban.web.reporting.report_words import refusal_words

_FILE, _EVIDENCE, _DETACH = "file-", "evidence", "detach"
MOST_AT_ONCE = 10


class FilesRefused(Exception):
    """A sentence: why a chosen file was not taken."""


@signed_in
def report_file(request: HttpRequest, pk: int) -> FileResponse:
    """Always as a download, never shown by the browser as a page of ours."""
    attachment = get_object_or_404(
        Attachment.objects.select_related("file", "version__submission"), pk=pk
    )
    version = attachment.version
    require_version(request, version, version.submission.unit_id)
    return download(attachment.file)


@signed_in
def report_source(request: HttpRequest, pk: int) -> FileResponse:
    """The workbook or table that a version came from."""
    version = get_object_or_404(
        Version.objects.select_related("source", "submission__period__regime"), pk=pk
    )
    if version.source is None:
        raise Http404
    # A table may hold other units' figures: whoever sees all of the regime's may have it.
    is_own = ending(version.source.name) in WORKBOOKS
    submission = version.submission
    require_version(
        request, version, submission.unit_id if is_own else submission.period.regime.unit_id
    )
    return download(version.source)


def download(file: SourceFile) -> FileResponse:
    try:
        content = file.content.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        content, as_attachment=True, filename=file.name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def take_files(request: HttpRequest, version: Version) -> None:
    """Attach what was chosen on the form and take away what was asked to go.

    Raises FilesRefused, with nothing attached, where one of them is not taken.
    """
    acting = acting_on(request)
    chosen = _chosen(request)
    for _indicator, file in chosen:
        check_file(file)
    for code, file in chosen:
        attach_file(
            version=version,
            file=kept(file, acting),
            purpose=Attachment.Purpose.ANSWER if code else Attachment.Purpose.EVIDENCE,
            indicator=_file_indicator(version, code) if code else None,
            by=acting.actor,
            now=acting.now,
        )
    given = request.POST.get(_DETACH, "")
    if given.isascii() and given.isdigit():
        attachment = version.attachments.filter(pk=int(given)).first()
        if attachment is not None:
            detach_file(attachment=attachment, by=acting.actor, now=acting.now)


def check_file(file: UploadedFile) -> None:
    """Raises FilesRefused with the sentence to show."""
    beginning = file.read(16)
    file.seek(0)
    try:
        refuse_file(file.name or "", file.size or 0, beginning)
    except RuleError as error:
        raise FilesRefused(refusal_words(error.problem)) from error


def kept(file: UploadedFile, acting: Acting) -> SourceFile:
    """The file stored as it came, under the person's name."""
    content = file.read()
    row = source_rows([(file.name or "", content)], by=acting.actor, now=acting.now)[0]
    keep_bytes(row, content)
    return row


def _chosen(request: HttpRequest) -> list[tuple[str, UploadedFile]]:
    """(indicator code, or empty for evidence; file) of every file on the form."""
    found: list[tuple[str, UploadedFile]] = []
    for name in request.FILES:
        if name == _EVIDENCE:
            found += [("", file) for file in request.FILES.getlist(name)[:MOST_AT_ONCE]]
        elif name.startswith(_FILE):
            file = request.FILES[name]
            if isinstance(file, UploadedFile):
                found.append((name.removeprefix(_FILE), file))
    return found


def _file_indicator(version: Version, code: str) -> Indicator:
    indicator = Indicator.objects.filter(
        items__form=version.form_id, code=code, kind="file"
    ).first()
    if indicator is None:
        raise RuleError("unknown_indicator", code=code)
    return indicator
