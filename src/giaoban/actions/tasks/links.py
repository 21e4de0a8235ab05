"""A link that opens one task for a unit without accounts: made, confirmed, revoked."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from giaoban.actions.audit.actors import TaskActor
from giaoban.actions.audit.events import record, record_many
from giaoban.models import Person, Task, TaskLink, UnitContact
from giaoban.rules.problems import RuleError
from giaoban.rules.tasks.links import task_link_expires_at

_AT_ONCE = 500
"""So many rows are named in one statement."""


@dataclass(frozen=True)
class TaskLinkWanted:
    """A task that a unit's contact shall be able to open."""

    task: Task
    contact: UnitContact


def make_task_links(
    *,
    wanted: Iterable[TaskLinkWanted],
    by: Person | None,
    now: datetime,
    goes_on: bool = False,
) -> Mapping[int, TaskLink]:
    """New links by task id in the caller's transaction; those before them are revoked.

    With `goes_on` a link that the same contact holds in force is kept, as long as a new one would
    be: its next letter has another address, and whoever is at work by it is not put out. Rows
    are locked in the order of all that has to do with links: tasks, the youngest first;
    contacts; links.
    """
    by_task = {each.task.pk: each for each in wanted}
    _lock(Task, by_task, "-pk")
    _lock(UnitContact, {each.contact.pk for each in by_task.values()}, "pk")
    in_force: dict[int, TaskLink] = {}
    for few in _portions(by_task):
        links = TaskLink.objects.filter(task__in=few, revoked_at=None)
        in_force |= {link.task_id: link for link in links}
    kept = {
        task_id: link
        for task_id, link in in_force.items()
        if goes_on and link.contact_id == by_task[task_id].contact.pk and link.expires_at > now
    }
    _prolong(kept.values(), {task_id: each.task for task_id, each in by_task.items()}, now)
    for few in _portions(link.pk for task_id, link in in_force.items() if task_id not in kept):
        TaskLink.objects.filter(pk__in=few).update(revoked_at=now)
    new = TaskLink.objects.bulk_create(
        TaskLink(
            task=each.task,
            contact=each.contact,
            made_at=now,
            made_by=by,
            expires_at=task_link_expires_at(_end_of(each.task.due_on), now),
        )
        for task_id, each in by_task.items()
        if task_id not in kept
    )
    record_many(
        actor=by,
        action="send_task_link",
        at=now,
        on=[
            (link.task, {"unit": link.task.unit_id, "expires_at": link.expires_at.isoformat()})
            for link in new
        ],
    )
    return kept | {link.task_id: link for link in new}


def _prolong(links: Iterable[TaskLink], tasks: Mapping[int, Task], now: datetime) -> None:
    """So that no letter says "mend it" with a link that ends tomorrow."""
    later = []
    for link in links:
        until = task_link_expires_at(_end_of(tasks[link.task_id].due_on), now)
        if until > link.expires_at:
            link.expires_at = until
            later.append(link)
    TaskLink.objects.bulk_update(later, ["expires_at"], batch_size=_AT_ONCE)


@transaction.atomic
def confirm_task_link(*, link: TaskLink, now: datetime) -> None:
    """Somebody says that they answer for the unit; recorded with the link as the one who acts."""
    TaskLink.objects.filter(pk=link.pk, confirmed_at=None).update(confirmed_at=now)
    after = {"unit": link.task.unit_id}
    record(actor=link, action="confirm_task_link", on=link.task, at=now, after=after)


@transaction.atomic
def revoke_task_link(*, link: TaskLink, by: Person, now: datetime) -> None:
    """The link stops working at once; what was done by it stays."""
    if TaskLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        after = {"unit": link.task.unit_id}
        record(actor=by, action="revoke_task_link", on=link.task, at=now, after=after)


def end_links_of(task_ids: Collection[int], now: datetime) -> None:
    """In the caller's transaction, whose event says why: withdrawn, or handed to somebody else."""
    for few in _portions(task_ids):
        TaskLink.objects.filter(task__in=few, revoked_at=None).update(revoked_at=now)


def prolong_links_of(task: Task, now: datetime) -> None:
    """A term that was extended is no use to whoever cannot open the task any more."""
    until = task_link_expires_at(_end_of(task.due_on), now)
    TaskLink.objects.filter(
        task=task, revoked_at=None, expires_at__gt=now, expires_at__lt=until
    ).update(expires_at=until)


def require_link_in_force(by: TaskActor) -> None:
    """While the task is held: whoever took the task away has ended the link by then.

    Raises RuleError `link_ended`.
    """
    if not isinstance(by, TaskLink):
        return
    if not TaskLink.objects.filter(pk=by.pk, revoked_at=None).exists():
        raise RuleError("link_ended")


def _end_of(due_on: date | None) -> datetime | None:
    if due_on is None:
        return None
    return timezone.make_aware(datetime.combine(due_on, time.max))


def _lock(model: type[Task] | type[UnitContact], ids: Iterable[int], order: str) -> None:
    """Two presses at once come one by one: one link of a task is in force."""
    for few in _portions(sorted(ids, reverse=order.startswith("-"))):
        rows = model._default_manager.filter(pk__in=few).order_by(order)
        list(rows.select_for_update(no_key=True).values_list("pk"))


def _portions(ids: Iterable[int]) -> Iterable[list[int]]:
    every = list(ids)
    return (every[place : place + _AT_ONCE] for place in range(0, len(every), _AT_ONCE))
