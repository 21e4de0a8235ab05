"""Who of the unit does a task: handed to a colleague, or passed on by who leaves."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from giaoban.actions.audit.events import record, record_many
from giaoban.actions.tasks.links import end_links_of
from giaoban.actions.tasks.news import note_news
from giaoban.models import Person, Task, Unit
from giaoban.queries.tasks.holders import holders_of
from giaoban.rules.problems import RuleError
from giaoban.rules.tasks.states import OPEN
from giaoban.rules.tasks.telling import Occasion


@transaction.atomic
def hand_task(*, task: Task, holder: Person | None, by: Person, today: date, now: datetime) -> Task:
    """Let somebody of the unit do it; None gives it back to whoever works for the unit.

    Whoever holds it has an account, so that a link to it is ended.

    Raises RuleError `task_closed` (state), `holder_not_of_unit`.
    """
    held: Task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if held.state not in OPEN:
        raise RuleError("task_closed", state=held.state)
    if holder is not None and not holders_of(held.unit_id, today).filter(pk=holder.pk).exists():
        raise RuleError("holder_not_of_unit")
    before = held.holder_id
    if before == (holder and holder.pk):
        return held
    held.holder = holder
    held.save(update_fields=["holder"])
    if holder is not None:
        note_news([held], Occasion.HELD, by=by, now=now)
    if holder is not None:
        end_links_of([held.pk], now)
    record(
        actor=by,
        action="hand_task",
        on=held,
        at=now,
        before={"holder": before},
        after={"holder": held.holder_id, "unit": held.unit_id},
    )
    return held


@transaction.atomic
def pass_held_tasks(
    *,
    unit: Unit,
    leaving: Person,
    successor: Person,
    on: date,
    by: Person | None,
    now: datetime,
) -> int:
    """The open tasks of the unit that somebody holds become the successor's; how many.

    The successor hears of it on the day on which they begin, as nobody told before could act.
    """
    held = Task.objects.filter(unit=unit, holder=leaving, state__in=OPEN)
    passed = list(held.select_for_update(of=("self",)).order_by("-pk"))
    Task.objects.filter(pk__in=[task.pk for task in passed]).update(holder=successor)
    begins_at = timezone.make_aware(datetime.combine(on, time.min))
    note_news(passed, Occasion.HELD, by=by, now=max(now, begins_at))
    record_many(
        actor=by,
        action="hand_task",
        at=now,
        on=[(task, {"holder": successor.pk, "unit": unit.pk}) for task in passed],
    )
    return len(passed)
