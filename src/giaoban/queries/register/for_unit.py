"""What may a unit itself read of the document that a task of it comes from?"""

from dataclasses import dataclass
from datetime import date

from giaoban.models import Document, DocumentFile, Task
from giaoban.queries.register.seen import Reading, may_see


@dataclass(frozen=True)
class DocumentForUnit:
    document: Document
    files: list[DocumentFile]


def document_for_unit(task: Task, on: date) -> DocumentForUnit | None:
    """None where the task has none, or where it is for other units; two queries at most."""
    if task.obligation is None:
        return None
    document = task.obligation.document
    reading = Reading(viewing=frozenset({task.unit_id}), keeping=frozenset())
    if not may_see(reading, document.pk, on):
        return None
    return DocumentForUnit(document, list(document.files.select_related("file").defer("text")))
