"""A task is taken back from its unit, and with it whatever the unit had split off."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from giaoban.actions.audit.actors import TaskActor
from giaoban.actions.tasks.steps import take_step
from giaoban.models import Document, Person, Task
from giaoban.queries.tasks.parts import part_ids_under
from giaoban.rules.problems import RuleError
from giaoban.rules.tasks.cascade import BATCH
from giaoban.rules.tasks.states import OPEN, TaskStep


@transaction.atomic
def withdraw_task(
    *,
    task: Task,
    reason: str,
    seen: int | None = None,
    by: TaskActor,
    today: date,
    now: datetime,
) -> Task:
    """Withdraw a task with every open part under it; parts that are done stay as they are.

    `seen` is as in take_step. Raises RuleError as it does, and `task_changed_meanwhile` where a
    part was given while this was done: whoever withdraws has not seen it.
    """
    said: dict[str, Any] = {
        "step": TaskStep.WITHDRAW,
        "words": reason,
        "by": by,
        "today": today,
        "now": now,
    }
    below = part_ids_under(task.pk)
    # A part is younger than what it was split from: so rows are locked from below to above here
    # too, before the first step locks what lies over it.
    list(Task.objects.select_for_update().filter(pk__in=below).order_by("-pk").values_list("pk"))
    for part in Task.objects.filter(pk__in=below, state__in=OPEN).order_by("-pk"):
        take_step(task=part, seen=None, **said)
    withdrawn = take_step(task=task, seen=seen, **said)
    if part_ids_under(task.pk) != below:
        raise RuleError("task_changed_meanwhile")
    return withdrawn


def withdraw_batch(
    tasks: QuerySet[Task],
    said_of: Callable[[Document], tuple[str, Person | None]],
    today: date,
    now: datetime,
) -> int:
    """Withdraw the first of these tasks, each in a transaction of its own; how many.

    `said_of` tells the reason and the person by a task's document.
    """
    withdrawn = 0
    tasks = tasks.select_related("obligation__document").defer("obligation__document__search_text")
    for task in tasks.order_by("pk")[:BATCH]:
        assert task.obligation is not None
        reason, by = said_of(task.obligation.document)
        try:
            withdraw_task(task=task, reason=reason, by=by, today=today, now=now)
        except RuleError:
            continue  # its unit took a step at this moment: the next round finds it as it is then
        withdrawn += 1
    return withdrawn
