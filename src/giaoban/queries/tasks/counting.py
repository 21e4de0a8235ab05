"""The four counts, by the database: the same answer as rules.tasks.counting, for any many tasks."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Expression, F, Q, QuerySet, Value, When

from giaoban.models import Task
from giaoban.rules.tasks import counting
from giaoban.rules.tasks.states import TaskState

Counts = Mapping[counting.Count, int]


def count_of_whole(today: date) -> Expression:
    """Which of the four the whole of a task is, as its value; null for one that was withdrawn."""
    handed_in = Q(
        whole__in=[TaskState.SUBMITTED, TaskState.CONFIRMED], whole_handed_in_on__isnull=False
    )
    is_late = (handed_in & Q(due_on__lt=F("whole_handed_in_on"))) | (
        ~handed_in & Q(due_on__lt=today)
    )
    is_done = Q(whole=TaskState.CONFIRMED)
    return Case(
        When(whole=TaskState.WITHDRAWN, then=Value(None)),
        When(is_done & is_late, then=Value(counting.Count.DONE_LATE)),
        When(is_done, then=Value(counting.Count.DONE_ON_TIME)),
        When(is_late, then=Value(counting.Count.OVERDUE)),
        default=Value(counting.Count.WITHIN_TERM),
        output_field=CharField(),
    )


def counts_by(tasks: QuerySet[Task], today: date, *fields: str) -> dict[tuple[Any, ...], Counts]:
    """The four counts of each group of tasks, zero included; one statement.

    Keys are the values of `fields`, in their order; without fields the one group has the key ().
    """
    rows = (
        tasks.exclude(whole=TaskState.WITHDRAWN)
        .annotate(counted=count_of_whole(today))
        .order_by()
        .values_list(*fields, "counted")
        .annotate(number=Count("pk"))
    )
    found: dict[tuple[Any, ...], dict[counting.Count, int]] = defaultdict(
        lambda: dict.fromkeys(counting.Count, 0)
    )
    for *key, counted, number in rows:
        found[tuple(key)][counting.Count(counted)] = number
    return dict(found)
