"""From which meeting did a task or a document come? For their pages, which know of no meetings."""

from typing import Any

from django import template

from giaoban.models import Document, Task
from giaoban.web.meetings.document_paper import DocumentPaper, paper_of_document
from giaoban.web.meetings.task_origin import TaskOrigin, origin_of_task

register = template.Library()


@register.simple_tag(takes_context=True)
def task_origin(context: dict[str, Any], task: Task) -> TaskOrigin | None:
    """The conclusion, and the address of its meeting for whoever may see it there."""
    return origin_of_task(context["acting"], task)


@register.simple_tag(takes_context=True)
def document_paper(context: dict[str, Any], document: Document) -> DocumentPaper | None:
    """The meeting whose paper it is, and where its files are."""
    return paper_of_document(context["acting"], document)
