"""What was done to a draft since somebody read it, who now wants to issue it?"""

from giaoban.models import Document
from giaoban.queries.audit.history import HistoryEntry, history_of
from giaoban.rules.register.documents import DocumentState

CHANGES_OF_DRAFT = frozenset(
    {
        *("edit_document", "attach_files", "remove_document_file"),
        *("take_obligations", "edit_obligation", "remove_obligation"),
        *("relate_documents", "unrelate_documents"),
    }
)
"""The events of a draft that raise its revision, each by one."""


def changes_since(document: Document, revision: int) -> list[HistoryEntry]:
    """The newest first; none where it is no draft any more. `revision` as it was read."""
    later = document.revision - revision
    if document.state != DocumentState.DRAFT or later <= 0:
        return []
    return history_of(document, actions=CHANGES_OF_DRAFT, most=later)
