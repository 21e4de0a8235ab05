"""Which tasks that somebody may see bear these words?"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Min, Q, QuerySet

from giaoban.models import Document, Obligation, Task
from giaoban.queries.tasks.seen import Seeing, tasks_seen
from giaoban.rules.units.naming import search_key


@dataclass(frozen=True)
class TasksFound:
    """Tasks of one obligation, told once; or one that came without a document."""

    task: Task
    count: int


def tasks_matching(
    words: str, *, seeing: Seeing, unread: QuerySet[Document], on: date, most: int
) -> list[TasksFound]:
    """Those whose text, clause or document's number has every word, the newest first.

    Of documents that are `unread` by whoever asks the text of a task alone is searched.

    `words` is folded text as of rules.units.naming.search_key. A directive goes to thousands of
    units, but says a few dozen things: what it obliges to is searched, and then who has it. Three
    statements.
    """
    asked = words.split()
    if not asked or not seeing.units:
        return []
    hidden = unread.order_by().values("pk")
    named = Obligation.objects.exclude(document__in=hidden)
    obliged = named.values_list("pk", "text", "clause", "document__symbol")
    matching = [pk for pk, *texts in obliged if _has_all(" ".join(texts), asked)]
    # The same words on each part; a part that says something else is found by its whole.
    seen = tasks_seen(seeing, on).filter(question=None)
    by_itself = Q(obligation=None) | Q(obligation__document__in=hidden)
    alone = seen.filter(by_itself).values_list("pk", "text")
    firsts = {pk: 1 for pk, text in alone if _has_all(text, asked)}
    counted = (
        seen.filter(obligation__in=matching)
        .order_by()
        .values("obligation")
        .annotate(first=Min("pk"), number=Count("pk"))
    )
    firsts |= {row["first"]: row["number"] for row in counted}
    beside = Task.objects.select_related("unit", "obligation__document")
    beside = beside.defer("obligation__document__search_text")
    tasks = beside.in_bulk(sorted(firsts, reverse=True)[:most])
    return [TasksFound(tasks[pk], firsts[pk]) for pk in sorted(tasks, reverse=True)]


def _has_all(text: str, words: list[str]) -> bool:
    folded = _folded(text)
    return all(word in folded for word in words)


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    """An installation has some thousands of obligations; folding is what costs."""
    return search_key(text)
