"""Does a document still hold on a day, and what stands in its place? Asked without a reader."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from giaoban.models import Document, DocumentRelation
from giaoban.rules.register.documents import OBLIGES, DocumentState
from giaoban.rules.register.standing import (
    ForceFacts,
    Relation,
    RelationFacts,
    Standing,
    first_day_over,
    heirs,
    holds,
    standing_on,
)


def pointing_at(document_ids: Collection[int]) -> list[RelationFacts]:
    """What others do to these documents; a document that was called off does nothing. One query."""
    rows = DocumentRelation.objects.filter(earlier__in=document_ids).exclude(
        later__state=DocumentState.CALLED_OFF
    )
    return [
        RelationFacts(later, earlier, Relation(kind), since)
        for later, earlier, kind, since in rows.values_list("later", "earlier", "kind", "since")
    ]


def stored_standing(document: Document, on: date) -> tuple[Standing, list[int]] | None:
    """How it stands and by which documents; None for what has no date yet. One query."""
    since = document.holds_from or document.dated_on
    if since is None:
        return None
    return standing_on(ForceFacts(since, document.holds_until), pointing_at([document.pk]), on)


def stored_standings(documents: Collection[Document], on: date) -> dict[int, Standing]:
    """How each stands, by id, without those that have no date yet. One query."""
    relations: dict[int, list[RelationFacts]] = defaultdict(list)
    for one in pointing_at([document.pk for document in documents]):
        relations[one.earlier_id].append(one)
    found: dict[int, Standing] = {}
    for document in documents:
        since = document.holds_from or document.dated_on
        if since is not None:
            facts = ForceFacts(since, document.holds_until)
            found[document.pk] = standing_on(facts, relations[document.pk], on)[0]
    return found


def obliges(document: Document, on: date) -> bool:
    """Whether what it asks is still asked on that day; a draft asks nothing of anybody."""
    found = stored_standing(document, on) if document.state in OBLIGES else None
    return found is not None and holds(found[0])


def over_since(document: Document, on: date) -> date | None:
    """The day from which what it asks is asked no more; None while it is. One query."""
    facts = ForceFacts(document.holds_from or document.dated_on or on, document.holds_until)
    return first_day_over(facts, pointing_at([document.pk]), on)


def in_its_place(document: Document, on: date) -> list[int]:
    """The documents at the end of the chain of those that replaced it; a query for each link."""
    replacing: dict[int, list[int]] = defaultdict(list)
    links = [document.pk]
    while links:
        begun = [
            one
            for one in pointing_at(links)
            if one.kind is Relation.REPLACES and one.since <= on and one.later_id not in replacing
        ]
        for one in begun:
            replacing[one.earlier_id].append(one.later_id)
        links = [one.later_id for one in begun]
    return heirs(document.pk, replacing)
