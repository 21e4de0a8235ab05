"""One task with everything that was done about it, its parts, and the other units' tasks."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from giaoban.models import Task, TaskEvent, TaskExtension, TaskLink
from giaoban.queries.tasks.counting import Counts, counts_by
from giaoban.rules.register.documents import Access
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.states import TaskState

MOST_FELLOWS = 50
"""So many of the other units' tasks are named; their counts are those of all."""


@dataclass(frozen=True)
class Fellows:
    """The other units' tasks of the same obligation, for the unit that leads it."""

    tasks: list[Task]
    counts: Counts

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def task_found(pk: int) -> Task | None:
    """The task with what its page names beside it; one query."""
    return (
        Task.objects.filter(pk=pk)
        .select_related(
            "unit", "giver", "given_by", "holder", "parent__unit", "obligation__document__body"
        )
        .first()
    )


def happenings(task: Task) -> list[TaskEvent | TaskExtension]:
    """Every step and every request for more time, the oldest first; three queries."""
    steps = task.events.select_related("by", "link__contact").prefetch_related("files__file")
    asked = task.extensions.select_related("asked_by", "answered_by")

    def moment(one: TaskEvent | TaskExtension) -> datetime:
        return one.at if isinstance(one, TaskEvent) else one.asked_at

    return sorted([*steps, *asked], key=moment)


def link_then(task: Task, moment: datetime) -> TaskLink | None:
    """The link that could be used then: making a new one ends the one before; one query."""
    made = task.links.filter(made_at__lte=moment).select_related("contact")
    return made.order_by("made_at", "pk").last()


def parts_of(task: Task) -> QuerySet[Task]:
    """What the unit split off, in the order of the units."""
    return task.parts.select_related("unit").order_by("unit__sort_key", "pk")


def fellows_of(task: Task, today: date) -> Fellows:
    """The tasks that other units have by the same obligation, the overdue first; two queries.

    None are found for a task without an obligation, and for one that does not lead.
    """
    if not task.is_lead or task.obligation_id is None:
        return Fellows([], dict.fromkeys(Count, 0))
    others = Task.objects.filter(
        obligation=task.obligation_id, occurrence=task.occurrence, parent=None
    ).exclude(unit=task.unit_id)
    others = others.exclude(state=TaskState.WITHDRAWN)  # it may have been given again
    shown = others.select_related("unit").order_by("due_on", "unit__sort_key", "pk")
    not_done = ~Q(whole__in=[TaskState.CONFIRMED, TaskState.WITHDRAWN])
    first = list(shown.filter(not_done)[:MOST_FELLOWS])
    if len(first) < MOST_FELLOWS:
        first += shown.exclude(not_done)[: MOST_FELLOWS - len(first)]
    counts = counts_by(others, today).get((), dict.fromkeys(Count, 0))
    return Fellows(first, counts)


def leads_with(task: Task, unit_ids: frozenset[int]) -> bool:
    """Whether one of these units leads the obligation, and so sees the others' tasks of it."""
    return (
        task.obligation_id is not None
        and bool(unit_ids)
        and Task.objects.filter(
            obligation=task.obligation_id, occurrence=task.occurrence, is_lead=True
        )
        .filter(unit__in=unit_ids)
        .exclude(state=TaskState.WITHDRAWN)
        .exists()
    )


def is_limited(task: Task) -> bool:
    """Whether the document that it comes from is for named units only."""
    return task.obligation is not None and task.obligation.document.access == Access.LIMITED
