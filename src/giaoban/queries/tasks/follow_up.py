"""How far have the documents come that arrived between two days: who has them, until when?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from giaoban.models import Document, DocumentRelation, Obligation, Task
from giaoban.queries.tasks.counting import Counts, counts_by
from giaoban.queries.tasks.seen import topmost_seen
from giaoban.rules.register.documents import Direction, DocumentState
from giaoban.rules.register.standing import Relation
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.states import TaskState


@dataclass(frozen=True, slots=True)
class Followed:
    """An incoming document with what it obliges to and the documents that answer it.

    `counts` are those of the tasks by obligation, as far as they are seen; an obligation that
    nobody was given has none.
    """

    document: Document
    obligations: tuple[Obligation, ...]
    counts: dict[int, Counts]
    replies: tuple[str, ...]


def followed_in_book(
    in_book: QuerySet[Document], *, seen: QuerySet[Document], tasks: QuerySet[Task], today: date
) -> list[Followed]:
    """The incoming documents of a book, but for those called off; six queries at most.

    Of what answers them only those among `seen` are named, and of their tasks only those among
    `tasks` are counted, which whoever asks may see.
    """
    arrived = in_book.exclude(state=DocumentState.CALLED_OFF)
    ids = arrived.order_by().values("pk")
    obligations = Obligation.objects.filter(document__in=ids)
    of_document: dict[int, list[Obligation]] = {}
    for obligation in obligations.select_related("lead").order_by("position", "pk"):
        of_document.setdefault(obligation.document_id, []).append(obligation)
    theirs = topmost_seen(tasks.filter(obligation__document__in=ids))
    # What was given to others alone counts none, and is not said to be given to nobody.
    counted: dict[int, Counts] = {pk: dict.fromkeys(Count, 0) for pk in _given(ids)}
    counted |= {key: counts for (key,), counts in counts_by(theirs, today, "obligation").items()}
    replies = _replies(arrived, seen)
    found = []
    for document in arrived:
        held = tuple(of_document.get(document.pk, ()))
        counts = {each.pk: counted[each.pk] for each in held if each.pk in counted}
        found.append(Followed(document, held, counts, replies.get(document.pk, ())))
    return found


def _given(ids: QuerySet[Document, dict[str, int]]) -> set[int]:
    """The obligations of these documents that somebody was given."""
    tasks = Task.objects.filter(parent=None, obligation__document__in=ids)
    kept = tasks.exclude(whole=TaskState.WITHDRAWN).order_by()
    return set(kept.values_list("obligation", flat=True).distinct())


def _replies(arrived: QuerySet[Document], seen: QuerySet[Document]) -> dict[int, tuple[str, ...]]:
    """By document the symbols of what was issued to carry it out, the earliest first."""
    rows = DocumentRelation.objects.filter(
        kind=Relation.CARRIES_OUT,
        later__direction=Direction.OUTGOING,
        later__state=DocumentState.ISSUED,
        earlier__in=arrived.order_by().values("pk"),
        later__in=seen.order_by().values("pk"),
    ).order_by("later__dated_on", "later__number", "pk")
    found: dict[int, tuple[str, ...]] = {}
    for earlier, symbol in rows.values_list("earlier_id", "later__symbol"):
        found[earlier] = (*found.get(earlier, ()), symbol)
    return found
