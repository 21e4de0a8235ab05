"""The files beside the one report that a link opens."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from giaoban.models import Attachment, Version
from giaoban.web.frame.access import acting_on
from giaoban.web.frame.acting import LinkActing
from giaoban.web.reporting.report_files import report_file, report_source


def link_file(request: HttpRequest, pk: int) -> FileResponse:
    _require_own(request, get_object_or_404(Attachment, pk=pk).version)
    return report_file(request, pk)  # type: ignore[return-value]


def link_source(request: HttpRequest, pk: int) -> FileResponse:
    _require_own(request, get_object_or_404(Version, pk=pk))
    return report_source(request, pk)  # type: ignore[return-value]


def _require_own(request: HttpRequest, version: Version) -> None:
    acting = acting_on(request)
    assert isinstance(acting, LinkActing)
    submission, link = version.submission, acting.link
    if (submission.unit_id, submission.period_id) != (link.unit_id, link.period_id):
        raise Http404
