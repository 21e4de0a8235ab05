"""How far have the documents come that arrived between two days: who has them, until when?"""

from dataclasses import dataclass
from datetime import date

from giaoban.models import Document, DocumentRelation, NumberedBody, Obligation, Task
from giaoban.queries.tasks.counting import Counts, counts_by
from giaoban.rules.register.documents import Direction, DocumentState
from giaoban.rules.register.standing import Relation


@dataclass(frozen=True, slots=True)
class Followed:
    """An incoming document with what it obliges to and the documents that answer it.

    `counts` are those of the tasks by obligation; an obligation that nobody was given has none.
    """

    document: Document
    obligations: tuple[Obligation, ...]
    counts: dict[int, Counts]
    replies: tuple[str, ...]


def followed_in_book(body: NumberedBody, first: date, last: date, *, today: date) -> list[Followed]:
    """The incoming documents of the book, but for those called off; four queries."""
    in_book = {
        "body": body,
        "direction": Direction.INCOMING,
        "arrived_on__range": (first, last),
    }
    arrived = Document.objects.filter(**in_book).exclude(state=DocumentState.CALLED_OFF)
    obligations = Obligation.objects.filter(
        **{f"document__{name}": value for name, value in in_book.items()}
    )
    of_document: dict[int, list[Obligation]] = {}
    for obligation in obligations.select_related("lead").order_by("position", "pk"):
        of_document.setdefault(obligation.document_id, []).append(obligation)
    tasks = Task.objects.filter(
        parent=None, **{f"obligation__document__{name}": value for name, value in in_book.items()}
    )
    counted = {key: counts for (key,), counts in counts_by(tasks, today, "obligation").items()}
    replies = _replies(in_book)
    found = []
    for document in arrived.order_by("arrived_on", "number", "pk"):
        held = tuple(of_document.get(document.pk, ()))
        counts = {each.pk: counted[each.pk] for each in held if each.pk in counted}
        found.append(Followed(document, held, counts, replies.get(document.pk, ())))
    return found


def _replies(in_book: dict[str, object]) -> dict[int, tuple[str, ...]]:
    """By document the symbols of what was issued to carry it out, the earliest first."""
    rows = DocumentRelation.objects.filter(
        kind=Relation.CARRIES_OUT,
        later__direction=Direction.OUTGOING,
        later__state=DocumentState.ISSUED,
        **{f"earlier__{name}": value for name, value in in_book.items()},
    ).order_by("later__dated_on", "later__number", "pk")
    found: dict[int, tuple[str, ...]] = {}
    for earlier, symbol in rows.values_list("earlier_id", "later__symbol"):
        found[earlier] = (*found.get(earlier, ()), symbol)
    return found
