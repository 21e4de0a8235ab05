"""What was one unit given, by which directives, and how far is it?"""

from dataclasses import dataclass
from datetime import date

from giaoban.models import Document
from giaoban.queries.tasks.counting import Counts, counts_by
from giaoban.queries.tasks.seen import Seeing, tasks_seen
from giaoban.rules.tasks.counting import Count

MOST_DIRECTIVES = 6


@dataclass(frozen=True)
class UnitCard:
    """`directives` are those that press most, out of `among`; `without` is what came without one,
    None where nothing did.
    """

    counts: Counts
    directives: list[tuple[Document, Counts]]
    among: int
    without: Counts | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def unit_card(unit_id: int, seeing: Seeing, today: date) -> UnitCard:
    """The unit's own tasks and parts, as far as they are seen; two statements.

    Questions about figures are left out: they are listed with the reports.
    """
    tasks = tasks_seen(seeing, today).filter(unit=unit_id, question=None)
    by_document = counts_by(tasks, today, "obligation__document")
    pressing = sorted(
        (key for (key,) in by_document if key is not None),
        key=lambda key: (
            -by_document[key,][Count.OVERDUE],
            -by_document[key,][Count.WITHIN_TERM],
            -key,
        ),
    )
    documents = Document.objects.defer("search_text").in_bulk(pressing[:MOST_DIRECTIVES])
    return UnitCard(
        counts={count: sum(counts[count] for counts in by_document.values()) for count in Count},
        directives=[(documents[key], by_document[key,]) for key in pressing[:MOST_DIRECTIVES]],
        among=len(pressing),
        without=by_document.get((None,)),
    )
