"""A task is taken back from its unit, and with it whatever the unit had split off."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from giaoban.actions.audit.actors import TaskActor
from giaoban.actions.tasks.steps import take_step
from giaoban.models import Task
from giaoban.queries.tasks.parts import part_ids_under
from giaoban.rules.problems import RuleError
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
