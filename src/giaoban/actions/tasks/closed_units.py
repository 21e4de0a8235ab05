"""What a closed unit left open goes to the unit that carries its work on."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.tasks.links import end_links_of
from giaoban.actions.tasks.news import note_news
from giaoban.actions.tasks.withdrawing import withdraw_task
from giaoban.models import Person, Task, Unit
from giaoban.rules.problems import RuleError
from giaoban.rules.tasks.states import OPEN, TaskState
from giaoban.rules.tasks.telling import Occasion


@transaction.atomic
def hand_on_tasks(
    *,
    tasks: Collection[Task],
    successor: Unit,
    reason: str,
    by: Person,
    today: date,
    now: datetime,
) -> list[Task]:
    """Move the open ones among these tasks of closed units to the successor, with their parts.

    What the successor has been given itself, or has given, it does not get twice: that task of the
    closed unit is withdrawn for the reason. Returns those that moved. Raises RuleError
    `reason_missing`, `unit_not_closed` (unit), `successor_not_open`.
    """
    if not reason.strip():
        raise RuleError("reason_missing")
    if not successor.is_open(today):
        raise RuleError("successor_not_open")
    left = list(
        Task.objects.select_for_update(of=("self",))
        .select_related("unit", "parent")
        .filter(pk__in=[task.pk for task in tasks], state__in=OPEN)
        .order_by("-pk")
    )
    moved = []
    for task in left:
        if task.unit.is_open(today):
            raise RuleError("unit_not_closed", unit=task.unit.name)
        if _has_it_already(task, successor):
            withdraw_task(task=task, reason=reason, by=by, today=today, now=now)
            continue
        _move(task, successor, reason, by, now)
        moved.append(task)
    return moved


def _has_it_already(task: Task, successor: Unit) -> bool:
    theirs = Task.objects.filter(unit=successor).exclude(state=TaskState.WITHDRAWN)
    if task.parent is not None:
        others = theirs.filter(parent=task.parent_id)
        return task.parent.unit_id == successor.pk or others.exists()
    return (
        task.obligation_id is not None
        and theirs.filter(
            obligation=task.obligation_id, occurrence=task.occurrence, parent=None
        ).exists()
    )


def _move(task: Task, successor: Unit, reason: str, by: Person, now: datetime) -> None:
    before = task.unit_id
    task.unit, task.holder = successor, None
    task.revision += 1
    task.save(update_fields=["unit", "holder", "revision"])
    task.parts.update(giver=successor)
    end_links_of([task.pk], now)
    note_news([task], Occasion.HANDED_ON, by=by, now=now, words=reason.strip())
    record(
        actor=by,
        action="hand_on_task",
        on=task,
        at=now,
        before={"unit": before},
        after={"unit": successor.pk, "reason": reason.strip()},
    )
