"""A unit hands parts of its task to units under it, or takes a part back from them."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record_many
from giaoban.actions.tasks.news import note_news
from giaoban.actions.tasks.wholes import settle_wholes
from giaoban.models import Person, Task, Unit
from giaoban.queries.tasks.parts import kept_parts
from giaoban.queries.units.lineage import subtree_ids
from giaoban.rules.problems import RuleError
from giaoban.rules.tasks.states import WITH_THE_UNIT, TaskState
from giaoban.rules.tasks.telling import Occasion


@transaction.atomic
def split_task(
    *,
    task: Task,
    parts: Mapping[int, str],
    due_on: date | None,
    by: Person | None,
    today: date,
    now: datetime,
) -> list[Task]:
    """Give parts, by unit with what each is to do; an empty text is that of the task.

    The unit keeps its own part, its answer for the whole. A unit that has a part already keeps
    that one, unless it was withdrawn. Raises RuleError `task_not_with_unit` (state),
    `part_beyond_unit` (units, of which one may be closed by today), `part_due_after_whole`
    (due_on), `due_in_the_past` (due_on).
    """
    held: Task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if TaskState(held.state) not in WITH_THE_UNIT:
        raise RuleError("task_not_with_unit", state=held.state)
    below = subtree_ids([held.unit_id], today) - {held.unit_id}
    there_today = Unit.objects.filter(pk__in=below & set(parts))
    beyond = set(parts) - {unit.pk for unit in there_today if unit.is_open(today)}
    if beyond:
        raise RuleError("part_beyond_unit", units=sorted(beyond))
    due = due_on or held.due_on
    if due_on is not None and held.due_on is not None and due_on > held.due_on:
        raise RuleError("part_due_after_whole", due_on=held.due_on)
    if due_on is not None and due_on < today:
        raise RuleError("due_in_the_past", due_on=due_on)
    there = set(kept_parts(held).values_list("unit_id", flat=True))
    given = Task.objects.bulk_create(
        Task(
            obligation_id=held.obligation_id,
            parent=held,
            unit_id=unit_id,
            giver_id=held.unit_id,
            occurrence=held.occurrence,
            text=text.strip() or held.text,
            product=held.product,
            due_on=due,
            first_due_on=due,
            given_at=now,
            given_by=by,
        )
        for unit_id, text in sorted(parts.items())
        if unit_id not in there
    )
    settle_wholes(held)
    note_news(given, Occasion.GIVEN, by=by, now=now)
    record_many(
        actor=by,
        action="split_task",
        at=now,
        on=[(part, {"unit": part.unit_id, "task": held.pk}) for part in given],
    )
    return given
