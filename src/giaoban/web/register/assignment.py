"""The decision or plan that gives what a document obliges to, as a file with its annex."""

from django.http import Http404, HttpRequest, HttpResponse

from giaoban.documents.register.assignment import (
    ASSIGNING_TYPES,
    assignment,
    assignment_paper,
)
from giaoban.documents.renderers import MEDIA_TYPES, FileKind, renderer
from giaoban.models import Document
from giaoban.queries.country import country
from giaoban.queries.register.seen import documents_seen
from giaoban.rules.register.documents import Direction, DocumentState
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.register.scope import document_asked
from giaoban.web.reporting.consolidated_files import attachment


@signed_in
def assignment_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Word or PDF; a draft says that it is one."""
    if form not in {FileKind.DOCX, FileKind.PDF}:
        raise Http404
    document = document_asked(request, pk)
    if not may_assign(document) or not document.obligations.exists():
        raise Http404
    acting, kind = acting_on(request), FileKind(form)
    paper = assignment_paper(document, seen=documents_seen(acting.reading, acting.today))
    which = document.symbol.replace("/", "-") or document.pk
    name = f"{country().phrases.assignment.file}-{which}.{form}"
    return attachment(renderer(kind)(assignment(paper)), name, MEDIA_TYPES[kind])


def may_assign(document: Document) -> bool:
    """Whether it is of a kind that gives tasks, our own, and not called off."""
    return (
        document.direction == Direction.OUTGOING
        and document.type_code in ASSIGNING_TYPES
        and document.state != DocumentState.CALLED_OFF
    )
