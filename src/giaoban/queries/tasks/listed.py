"""The tasks that somebody sees, narrowed by what stands in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import F, QuerySet

from giaoban.models import Task
from giaoban.queries.tasks.counting import count_of_whole
from giaoban.queries.tasks.seen import Seeing, tasks_seen, topmost_seen
from giaoban.queries.tasks.waiting import Wait, tasks_to_decide
from giaoban.queries.units.lineage import subtree
from giaoban.rules.tasks.counting import Count


class Shown(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    ALL = "all"


_COUNTS = {
    Shown.OPEN: [Count.WITHIN_TERM, Count.OVERDUE],
    Shown.OVERDUE: [Count.OVERDUE],
    Shown.DONE: [Count.DONE_ON_TIME, Count.DONE_LATE],
}


@dataclass(frozen=True)
class Wanted:
    """`wait` narrows to what waits for the reader; the others are ids.

    `under` is a unit with all that hangs under it. `is_counted`: as the counts are made, without
    the parts of what is listed and without what was withdrawn.
    """

    shown: Shown = Shown.OPEN
    wait: Wait | None = None
    document: int | None = None
    obligation: int | None = None
    unit: int | None = None
    under: int | None = None
    holder: int | None = None
    is_counted: bool = False

    @property
    def is_narrowed(self) -> bool:
        named = (self.document, self.obligation, self.unit, self.under, self.holder)
        return any(one is not None for one in named)


def tasks_listed(wanted: Wanted, seeing: Seeing, today: date) -> QuerySet[Task]:
    """Each with its `counted`, one of the four counts; the earliest day first."""
    if wanted.wait is not None:
        found = tasks_to_decide(seeing.deciding).filter(wait=wanted.wait)
    else:
        found = tasks_seen(seeing, today)
    for field, given in (
        ("obligation__document", wanted.document),
        ("obligation", wanted.obligation),
        ("unit", wanted.unit),
        ("holder", wanted.holder),
    ):
        if given is not None:
            found = found.filter(**{field: given})
    if wanted.under is not None:
        found = found.filter(unit__in=subtree([wanted.under], today))
    if wanted.is_counted:
        found = topmost_seen(found)
    found = found.annotate(counted=count_of_whole(today))
    if wanted.shown in _COUNTS:  # whatever waits is open
        found = found.filter(counted__in=_COUNTS[wanted.shown])
    return _with_what_is_shown(found).order_by(
        F("due_on").asc(nulls_last=True), "unit__sort_key", "pk"
    )


def tasks_of(pks: Sequence[int], today: date) -> list[Task]:
    """These, as `tasks_listed` gives them and in this order.

    A page asks for the keys of what it shows first: a database that puts 80,000 tasks in order
    should not carry the words of each along.
    """
    tasks = Task.objects.filter(pk__in=pks).order_by().annotate(counted=count_of_whole(today))
    found = {task.pk: task for task in _with_what_is_shown(tasks)}
    return [found[pk] for pk in pks if pk in found]


def _with_what_is_shown(tasks: QuerySet[Task]) -> QuerySet[Task]:
    return tasks.select_related("unit", "giver", "obligation__document").defer(
        "obligation__document__search_text"
    )
