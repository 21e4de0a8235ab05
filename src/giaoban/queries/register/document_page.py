"""One document: what it does to others, what they do to it, and how it stands on a day."""

from dataclasses import dataclass
from datetime import date

from giaoban.models import Document, DocumentRelation
from giaoban.queries.register.seen import Reading, documents_seen
from giaoban.queries.register.standing import in_its_place, stored_standing
from giaoban.rules.register.standing import Standing


@dataclass(frozen=True)
class StandingShown:
    """`by` are the documents that made it so, `heirs` what stands in its place where those were
    replaced in their turn; both as far as the reader may see them.
    """

    standing: Standing
    by: list[Document]
    heirs: list[Document]


@dataclass(frozen=True)
class Relations:
    """What the document does to others, and what others do to it, as far as they may be seen."""

    does: list[DocumentRelation]
    undergoes: list[DocumentRelation]


def document_found(pk: int, reading: Reading, on: date) -> Document | None:
    """Only where it may be seen; one query."""
    return (
        documents_seen(reading, on)
        .filter(pk=pk)
        .select_related("body__unit", "registered_by", "series")
        .first()
    )


def relations_of(document: Document, reading: Reading, on: date) -> Relations:
    """Two queries. A relation to a document that the reader may not see is not there."""
    seen = documents_seen(reading, on).order_by().values("pk")
    beside = ("earlier", "later")
    heavy = ("earlier__search_text", "later__search_text")
    rows = DocumentRelation.objects.select_related(*beside).defer(*heavy)
    return Relations(
        list(rows.filter(later=document, earlier__in=seen)),
        list(rows.filter(earlier=document, later__in=seen)),
    )


def standing_of(
    document: Document, relations: Relations, reading: Reading, today: date, on: date
) -> StandingShown | None:
    """How it stands on the day `on`; None for what has no date yet. One query, and one for each
    time that it was replaced.

    That it does not hold any more is said to everyone who may read it, whoever may read the
    document that ended it.
    """
    found = stored_standing(document, on)
    if found is None:
        return None
    standing, by = found
    seen = {relation.later_id: relation.later for relation in relations.undergoes}
    heirs: list[Document] = []
    if standing is Standing.REPLACED:
        ends = set(in_its_place(document, on)) - set(by)
        heirs = list(documents_seen(reading, today).filter(pk__in=ends).order_by("dated_on", "pk"))
    return StandingShown(standing, [seen[pk] for pk in by if pk in seen], heirs)
