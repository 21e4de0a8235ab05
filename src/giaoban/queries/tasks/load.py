"""Who has how much to do, who has not answered, and since when?"""

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from giaoban.models import Task
from giaoban.queries.tasks.holders import is_held
from giaoban.rules.tasks.states import OPEN, TaskState

UNANSWERED = OPEN - {TaskState.SUBMITTED}
"""Nothing was handed in, or what was handed in came back."""


class By(StrEnum):
    UNIT = "unit"
    HOLDER = "holder"


SORTS: dict[str, tuple[str, ...]] = {
    "name": ("unit__sort_key",),
    "open": ("open", "overdue"),
    "soon": ("soon", "open"),
    "overdue": ("overdue", "open"),
}


def load_of(
    tasks: QuerySet[Task], by: By, today: date, *, soon: date, sort: str = "late"
) -> QuerySet[Task, dict[str, Any]]:
    """One row for each unit, or for each holder of each unit, that has something unanswered.

    Of each `open` tasks without an answer: `unread` not even acknowledged, `soon` due from today to
    the day `soon`, `overdue`; `first_due` is the earliest day that has passed, `first_given` the
    moment since which it waits. The longest overdue come first, unless a sort is named. Whoever
    left holds nothing; one statement.
    """
    late = Q(due_on__lt=today)
    found = tasks.filter(state__in=UNANSWERED, whole__in=UNANSWERED)
    fields = ["unit", "unit__name", "unit__code", "unit__sort_key"]
    if by is By.HOLDER:
        found = found.filter(is_held(today))
        fields += ["holder", "holder__name", "holder__sort_key"]
    rows = (
        found.order_by()
        .values(*fields)
        .annotate(
            open=Count("pk"),
            unread=Count("pk", filter=Q(state=TaskState.ASSIGNED)),
            soon=Count("pk", filter=Q(due_on__range=(today, soon))),
            overdue=Count("pk", filter=late),
            first_due=Min("due_on", filter=late),
            first_given=Min("given_at"),
        )
    )
    then = ["holder__sort_key", "holder"] if by is By.HOLDER else []
    return rows.order_by(*_ordered(sort), "unit__sort_key", "unit", *then)


def _ordered(sort: str) -> list[Any]:
    name, is_descending = sort.removeprefix("-"), sort.startswith("-")
    if name not in SORTS:
        return [F("first_due").asc(nulls_last=True), F("first_given").asc()]
    return [F(field).desc() if is_descending else F(field).asc() for field in SORTS[name]]
