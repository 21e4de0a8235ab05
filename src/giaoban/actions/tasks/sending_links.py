"""A link to one task that the secretariat sends by hand, at once and in a letter of its own."""

from datetime import date, datetime

from django.db import transaction

from giaoban.actions.tasks.links import TaskLinkWanted, make_task_links
from giaoban.actions.tasks.told_readers import Said, TaskReaders, send_to_readers
from giaoban.models import Person, Task, TaskLink
from giaoban.queries.reporting.contacts import contacts_of
from giaoban.rules.problems import RuleError
from giaoban.rules.tasks.states import OPEN, TaskState
from giaoban.rules.tasks.telling import Occasion


@transaction.atomic
def send_task_link(
    *, task: Task, by: Person | None, today: date, now: datetime, site: str
) -> TaskLink:
    """Send the unit's contact a new link to this task; the one before stops working.

    Raises RuleError `task_not_open` (state), `unit_closed` (unit), `no_contact` (unit).
    """
    held = (
        Task.objects.select_for_update(of=("self",))
        .select_related("unit", "obligation__document")
        .get(pk=task.pk)
    )
    if held.state not in OPEN:
        raise RuleError("task_not_open", state=held.state)
    if not held.unit.is_open(today):
        raise RuleError("unit_closed", unit=held.unit.name)
    contact = contacts_of([held.unit_id]).get(held.unit_id)
    if contact is None:
        raise RuleError("no_contact", unit=held.unit.name)
    made = make_task_links(wanted=[TaskLinkWanted(held, contact)], by=by, now=now)
    readers = TaskReaders()
    readers.of_contact(contact, held).own[held.pk] = Said(held, _occasion(held, today))
    send_to_readers(readers.all, by=by, today=today, now=now, site=site, can_wait=False)
    return made[held.pk]


def _occasion(task: Task, today: date) -> Occasion | None:
    """What the letter tells: that it was returned or given, or that it is overdue."""
    if task.state == TaskState.RETURNED:
        return Occasion.RETURNED
    is_past = task.due_on is not None and task.due_on < today
    return None if is_past else Occasion.GIVEN
