"""Which documents may somebody see? Asked by every list, search, count, relation and history.

Public ones are for everyone along the body's line, above and below it. Internal ones are for the
people at its unit and above. Both are for the units that they oblige, wherever these hang. Limited
ones are for those who work for a named unit itself. Whoever keeps the body's registers sees all of
it, drafts too.

Whoever sees a task reads the document that it comes from, unless that one is limited: then the task
is shown without anything that names the document (`documents_unread`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from giaoban.models import CoOperatingUnit, Document, DocumentReader, Obligation, Task
from giaoban.queries.units.lineage import lines_of, subtree
from giaoban.rules.register.documents import Access, DocumentState


@dataclass(frozen=True)
class Reading:
    """The units at which somebody may view, and those at which they keep registers."""

    viewing: frozenset[int]
    keeping: frozenset[int]


def documents_seen(reading: Reading, on: date) -> QuerySet[Document]:
    """Without the text that is searched in: it may be long."""
    return Document.objects.filter(_seen(reading, on)).defer("search_text")


def may_see(reading: Reading, document_id: int, on: date) -> bool:
    """One query."""
    return documents_seen(reading, on).filter(pk=document_id).exists()


def documents_unread(reading: Reading, on: date) -> QuerySet[Document]:
    """The limited ones that this reader may not read, though a task of one may be theirs.

    Neither number, subject, date nor clause of these is said to them anywhere.
    """
    read = documents_seen(reading, on).filter(access=Access.LIMITED).order_by()
    return Document.objects.filter(access=Access.LIMITED).exclude(pk__in=read.values("pk"))


def unread_among(documents: Collection[Document], reading: Reading, on: date) -> frozenset[int]:
    """The ids of those of them; one query, none where no document is limited."""
    limited = {one.pk for one in documents if one.access == Access.LIMITED}
    if not limited:
        return frozenset()
    unread = documents_unread(reading, on).filter(pk__in=limited).order_by()
    return frozenset(unread.values_list("pk", flat=True))


def _seen(reading: Reading, on: date) -> Q:
    kept = Q(body__unit__in=subtree(reading.keeping, on))
    if not reading.viewing:
        return kept
    below = subtree(reading.viewing, on)
    own = Q(body__unit__in=below)
    along = own | Q(body__unit__in=_above(reading.viewing, on))
    shown = (
        (Q(access=Access.PUBLIC) & along)
        | (~Q(access=Access.LIMITED) & (own | _obliges(reading.viewing, on)))
        | (Q(access=Access.LIMITED) & _named(reading.viewing))
    )
    return kept | (~Q(state=DocumentState.DRAFT) & shown)


def _above(unit_ids: Iterable[int], on: date) -> set[int]:
    return set().union(*lines_of(unit_ids, on).values())


def _obliges(unit_ids: Iterable[int], on: date) -> Q:
    """It obliges one of these units, or one below them."""
    below = subtree(unit_ids, on)
    leads = Obligation.objects.filter(document=OuterRef("pk"), lead__in=below)
    helps = CoOperatingUnit.objects.filter(obligation__document=OuterRef("pk"), unit__in=below)
    has = Task.objects.filter(obligation__document=OuterRef("pk"), unit__in=below)
    return Q(Exists(leads)) | Q(Exists(helps)) | Q(Exists(has))


def _named(unit_ids: Iterable[int]) -> Q:
    return Q(
        Exists(DocumentReader.objects.filter(document=OuterRef("pk"), unit__in=list(unit_ids)))
    )
