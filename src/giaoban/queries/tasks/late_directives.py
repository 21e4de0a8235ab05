"""Which directives are units late with, how many units, and since when?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet

from giaoban.models import Document, Task
from giaoban.queries.tasks.load import UNANSWERED


@dataclass(frozen=True)
class LateDirective:
    """`document` None: what came without one. `units` have not answered what was due by then."""

    document: Document | None
    units: int
    tasks: int
    first_due: date


def late_directives(
    tasks: QuerySet[Task], today: date, most: int | None = None
) -> tuple[list[LateDirective], int]:
    """Those with the most units late first, at most so many, and how many there are in all.

    Late is what was due before today and has no answer, as on the page of who has not answered;
    two statements.
    """
    rows = list(
        tasks.filter(state__in=UNANSWERED, whole__in=UNANSWERED, due_on__lt=today)
        .order_by()
        .values_list("obligation__document")
        .annotate(units=Count("unit", distinct=True), number=Count("pk"), due=Min("due_on"))
        .order_by("-units", "due", "obligation__document")
    )
    shown = rows[:most]
    documents = Document.objects.defer("search_text").in_bulk(
        [key for key, *_rest in shown if key is not None]
    )
    found = [
        LateDirective(documents.get(key), units, number, due) for key, units, number, due in shown
    ]
    return found, len(rows)
