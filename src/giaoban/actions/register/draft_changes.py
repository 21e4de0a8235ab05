"""A draft is changed beside its own line: whoever read it before is told so before issuing it."""

from django.db.models import F

from giaoban.models import Document
from giaoban.rules.register.documents import DocumentState


def raise_revision_of_draft(document: Document) -> None:
    """In the caller's transaction, which holds the document and records one event of
    queries.register.draft_changes. The line of what is no draft is edited by its own revision.
    """
    drafts = Document.objects.filter(pk=document.pk, state=DocumentState.DRAFT)
    drafts.update(revision=F("revision") + 1)
