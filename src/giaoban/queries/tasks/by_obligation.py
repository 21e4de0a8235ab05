"""What a document obliges whom to, and how far the tasks are that came of it."""

from dataclasses import dataclass
from datetime import date

from giaoban.models import Cascade, Document, Obligation, Task
from giaoban.queries.tasks.counting import Counts, counts_by
from giaoban.queries.tasks.parts import topmost_open
from giaoban.queries.tasks.seen import Seeing, tasks_under, topmost_seen
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.states import TaskState


@dataclass(frozen=True)
class ObligationRow:
    """`counts` are those of its tasks that somebody sees; `is_given` asks about all of them."""

    obligation: Obligation
    counts: Counts
    is_given: bool

    @property
    def seen(self) -> int:
        return sum(self.counts.values())


def obligations_of(document: Document, seeing: Seeing, today: date) -> list[ObligationRow]:
    """In their order, with the counts of the tasks seen (topmost_seen); four queries."""
    tasks = tasks_under(seeing, None, today).filter(obligation__document=document)
    counts = counts_by(topmost_seen(tasks), today, "obligation")
    given = _given(document)
    return [
        ObligationRow(
            each, counts.get((each.pk,), dict.fromkeys(Count, 0)), is_given=each.pk in given
        )
        for each in _in_order(document)
    ]


def obligations_ungiven(document: Document) -> list[Obligation]:
    """Those of which nobody has a task, in their order."""
    given = _given(document)
    return [each for each in _in_order(document) if each.pk not in given]


def _in_order(document: Document) -> list[Obligation]:
    obligations = document.obligations.select_related("lead", "indicator__regime")
    return list(obligations.prefetch_related("co_operating__unit").order_by("position", "pk"))


def _given(document: Document) -> set[int]:
    tasks = Task.objects.filter(obligation__document=document, parent=None)
    kept = tasks.exclude(whole=TaskState.WITHDRAWN).order_by()
    return set(kept.values_list("obligation", flat=True).distinct())


def open_tasks_of(document: Document) -> int:
    """How many tasks that it gave are open, parts counted with the task that was split."""
    return topmost_open().filter(obligation__document=document).count()


def units_given(obligation: Obligation, occurrence: str) -> set[int]:
    """The units that have a task of this occurrence; what was withdrawn they have no more."""
    tasks = obligation.tasks.filter(parent=None, occurrence=occurrence).exclude(
        state=TaskState.WITHDRAWN
    )
    return set(tasks.values_list("unit_id", flat=True))


def cascades_of(obligation: Obligation) -> list[Cascade]:
    """The newest first."""
    return list(obligation.cascades.select_related("by")[:5])
