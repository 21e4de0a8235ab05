"""What a document obliges whom to, and how far the tasks are that came of it."""

from dataclasses import dataclass
from datetime import date

from giaoban.models import Cascade, Document, Obligation, Task
from giaoban.queries.tasks.counting import Counts, counts_by
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.states import OPEN, TaskState


@dataclass(frozen=True)
class ObligationRow:
    """`counts` are those of its tasks, parts counted with the task that was split."""

    obligation: Obligation
    counts: Counts

    @property
    def given(self) -> int:
        return sum(self.counts.values())


def obligations_of(document: Document, today: date) -> list[ObligationRow]:
    """In their order, with the counts of their tasks; three queries."""
    obligations = document.obligations.select_related("lead", "indicator__regime").prefetch_related(
        "co_operating__unit"
    )
    tasks = Task.objects.filter(obligation__document=document, parent=None)
    counts = counts_by(tasks, today, "obligation")
    return [
        ObligationRow(each, counts.get((each.pk,), dict.fromkeys(Count, 0)))
        for each in obligations.order_by("position", "pk")
    ]


def open_tasks_of(document: Document) -> int:
    """How many tasks that it gave are open, parts counted with the task that was split."""
    tasks = Task.objects.filter(obligation__document=document, parent=None, state__in=OPEN)
    return tasks.count()


def units_given(obligation: Obligation, occurrence: str) -> set[int]:
    """The units that have a task of this occurrence; what was withdrawn they have no more."""
    tasks = obligation.tasks.filter(parent=None, occurrence=occurrence).exclude(
        state=TaskState.WITHDRAWN
    )
    return set(tasks.values_list("unit_id", flat=True))


def cascades_of(obligation: Obligation) -> list[Cascade]:
    """The newest first."""
    return list(obligation.cascades.select_related("by")[:5])
