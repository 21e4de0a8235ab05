"""Which documents may somebody see? Asked by every list, search, count, relation and history.

Public ones are for everyone along the body's line, above and below it. Internal ones are for the
people at its unit and above, and for the units that it obliges. Limited ones are for those who
work for a named unit itself. Whoever keeps the body's registers sees all of it, drafts too.
"""

from collections.abc import Iterable
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


def _seen(reading: Reading, on: date) -> Q:
    kept = Q(body__unit__in=subtree(reading.keeping, on))
    if not reading.viewing:
        return kept
    below = subtree(reading.viewing, on)
    own = Q(body__unit__in=below)
    along = own | Q(body__unit__in=_above(reading.viewing, on))
    shown = (
        (Q(access=Access.PUBLIC) & along)
        | (Q(access=Access.INTERNAL) & (own | _obliges(reading.viewing, on)))
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
