"""The tasks that somebody sees, narrowed by what stands in the address."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import F, Q, QuerySet

from giaoban.models import Task
from giaoban.queries.tasks.counting import count_of_whole
from giaoban.queries.tasks.waiting import Deciding, Wait, tasks_to_decide
from giaoban.queries.units.lineage import subtree
from giaoban.rules.register.documents import Access
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
    """`wait` narrows to what waits for the reader; `document`, `obligation`, `unit` are ids."""

    shown: Shown = Shown.OPEN
    wait: Wait | None = None
    document: int | None = None
    obligation: int | None = None
    unit: int | None = None


def tasks_listed(
    wanted: Wanted, seeing: Collection[int], deciding: Deciding, today: date
) -> QuerySet[Task]:
    """Each with its `counted`, one of the four counts; the earliest day first.

    Somebody sees the tasks of the units `seeing` and of those below, and what these gave; of a
    document for named units only those that are theirs to answer or to decide.
    """
    if wanted.wait is not None:
        found = tasks_to_decide(deciding).filter(wait=wanted.wait)
    else:
        seen = Q(unit__in=subtree(seeing, today)) | Q(giver__in=list(seeing))
        theirs = Q(unit__in=subtree(deciding.answering, today)) | Q(giver__in=deciding.units)
        is_limited = Q(obligation__document__access=Access.LIMITED)
        found = Task.objects.filter(seen).exclude(is_limited & ~theirs)
    found = found.annotate(counted=count_of_whole(today))
    if wanted.wait is None and wanted.shown in _COUNTS:
        found = found.filter(counted__in=_COUNTS[wanted.shown])
    for field, given in (
        ("obligation__document", wanted.document),
        ("obligation", wanted.obligation),
        ("unit", wanted.unit),
    ):
        if given is not None:
            found = found.filter(**{field: given})
    return found.select_related("unit", "giver", "obligation__document").order_by(
        F("due_on").asc(nulls_last=True), "unit__sort_key", "pk"
    )
