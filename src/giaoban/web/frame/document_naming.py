"""By what name does a reader hear of the document that a task comes from?"""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.documents.period_titles import period_title
from giaoban.models import Document, Task
from giaoban.queries.register.seen import unread_among
from giaoban.web.frame.acting import Acting


class Names:
    """What may be said of these documents to the person at work; one query at most.

    Of one that is limited to others nothing is said but that there is one.
    """

    def __init__(self, acting: Acting, documents: Iterable[Document]) -> None:
        self._unread = unread_among(list(documents), acting.reading, acting.today)

    def is_read(self, document: Document) -> bool:
        return document.pk not in self._unread

    def shown(self, document: Document) -> Document:
        """The document itself, or one without number, date and subject in its place."""
        if self.is_read(document):
            return document
        return Document(pk=document.pk, title=_("Document for other units"), access=document.access)

    def source(self, task: Task, *, stands_for_many: bool = False) -> str:
        """The document's symbol and the clause, and which time it is of what recurs.

        Empty for an instruction; of what is unread the time alone. A task that stands for many of
        its obligation says no time, since theirs may be others.
        """
        said: list[str] = []
        if task.obligation is not None and self.is_read(task.obligation.document):
            said += [task.obligation.document.symbol, task.obligation.clause]
        if task.occurrence and not stands_for_many:
            said.append(period_title(task.occurrence, get_language() or "vi"))
        return " · ".join(part for part in said if part)


def names_of(acting: Acting, tasks: Iterable[Task]) -> Names:
    """Of the documents of these tasks."""
    given = (task.obligation for task in tasks)
    return Names(acting, [one.document for one in given if one is not None])


def shown_document(acting: Acting, document: Document) -> Document:
    """One document, as far as the person at work may hear of it."""
    return Names(acting, [document]).shown(document)
