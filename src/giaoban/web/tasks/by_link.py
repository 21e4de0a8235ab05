"""The files that stand behind a link to a task: its evidence, and those of its document."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from giaoban.models import DocumentFile, TaskFile
from giaoban.queries.register.for_unit import document_for_unit
from giaoban.queries.tasks.task_page import task_found
from giaoban.web.frame.access import acting_on
from giaoban.web.frame.acting import TaskLinkActing
from giaoban.web.reporting.report_files import download


def link_task_file(request: HttpRequest, file_id: int) -> FileResponse:
    """Of this task's steps alone."""
    own = TaskFile.objects.filter(event__task=_task_id(request)).select_related("file")
    return download(get_object_or_404(own, pk=file_id).file)


def link_document_file(request: HttpRequest, file_id: int) -> FileResponse:
    """Of the document that the task comes from, where the unit itself may read it."""
    task = task_found(_task_id(request))
    shown = task and document_for_unit(task, acting_on(request).today)
    if not shown:
        raise Http404
    own = DocumentFile.objects.filter(document=shown.document).select_related("file")
    return download(get_object_or_404(own, pk=file_id).file)


def _task_id(request: HttpRequest) -> int:
    acting = acting_on(request)
    assert isinstance(acting, TaskLinkActing)
    return int(acting.link.task_id)
