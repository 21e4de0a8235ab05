"""Reminding of tasks that fall due or are overdue, by schedule or all at once by a click."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from giaoban.actions.audit.events import record
from giaoban.actions.tasks.told_readers import Said, TaskReader, TaskReaders, send_to_readers
from giaoban.models import Person, Task, TaskTold, Unit
from giaoban.queries.reporting.contacts import contacts_of
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.tasks.readers import (
    TaskPeople,
    asking_for_time,
    owed_tasks,
    reminder_days,
    task_people,
)
from giaoban.rules.reporting.reminders import Audience, OwedFacts, Telling, tellings
from giaoban.rules.tasks.telling import task_reminders

_FARTHEST = timedelta(days=60)
"""No step of rules.tasks.telling, counted in working days, lies further from a task's day."""


@dataclass(frozen=True)
class ToldOfTasks:
    """Who is told; units about whose tasks nobody can be written to; units of givers likewise."""

    readers: Sequence[TaskReader]
    unreached: Sequence[Unit]
    unreached_givers: Sequence[Unit] = ()


@transaction.atomic
def remind_of_tasks(
    *, today: date, now: datetime, site: str, is_trial: bool = False
) -> ToldOfTasks:
    """Tell everybody what the committees' schedules say for today, and nobody twice.

    With `is_trial` nothing is stored or sent. Repeating it on a day tells only what is new.
    """
    owed = list(owed_tasks(today - _FARTHEST, today + _FARTHEST, today))
    if not owed:
        return ToldOfTasks([], [])
    _lock_givers({task.giver_id for task in owed})
    people = task_people(owed, today)
    wanted = _wanted(owed, people, today, asking_for_time())
    told = _told(owed, wanted, people)
    if not is_trial:
        _send(told, by=None, today=today, now=now, site=site)
        _record_by_giver(owed, told, now)
    return told


@transaction.atomic
def chase_tasks(
    *,
    tasks: Iterable[Task],
    on: models.Model,
    by: Person,
    today: date,
    now: datetime,
    site: str,
    is_trial: bool = False,
) -> ToldOfTasks:
    """Tell the units at once of tasks that are overdue; who was told of one today is not again.

    `on` is what the history says it of: the directive, or the unit under which all are chased.
    """
    owed = list(tasks)
    _lock_givers({task.giver_id for task in owed})
    midnight = datetime.combine(today, time.min)
    step = f"chase:{today.isoformat()}"
    wanted = [Telling(one.unit_id, one.pk, Audience.UNIT, step, midnight) for one in owed]
    told = _told(owed, wanted, task_people(owed, today))
    if not is_trial and owed:
        _send(told, by=by, today=today, now=now, site=site)
        after = {"tasks": len(owed), "told": len(told.readers), "unreached": len(told.unreached)}
        record(actor=by, action="chase_tasks", on=on, at=now, after=after)
    return told


def _lock_givers(unit_ids: set[int]) -> None:
    """Two rounds at once, or a round and a press, come one by one."""
    locked = Unit.objects.select_for_update(of=("self",), no_key=True)
    list(locked.filter(pk__in=unit_ids).order_by("pk").values_list("pk"))


def _wanted(
    owed: Sequence[Task], people: TaskPeople, today: date, asking: Collection[int]
) -> list[Telling]:
    """What is due today, each step of each term once: after an extension they begin anew.

    While a unit waits for an answer to its asking for time, whoever gave the task hears alone.
    """
    calendar = working_calendar(range(today.year - 1, today.year + 2))
    by_giver: dict[int, list[OwedFacts]] = {}
    for task in owed:
        assert task.due_on is not None
        due_at = datetime.combine(task.due_on, time.max)
        facts = OwedFacts(task.unit_id, task.pk, 0, due_at)
        by_giver.setdefault(task.giver_id, []).append(facts)
    days = reminder_days(by_giver, people.above)
    due = {task.pk: task.due_on for task in owed}
    return [
        replace(telling, step=f"{telling.step}:{due[telling.thing_id]}")
        for giver, facts in by_giver.items()
        for telling in tellings(facts, task_reminders(*days[giver]), today, calendar)
        if telling.to is not Audience.UNIT or telling.thing_id not in asking
    ]


def _told(owed: Sequence[Task], wanted: Sequence[Telling], people: TaskPeople) -> ToldOfTasks:
    tasks = {task.pk: task for task in owed}
    contacts = contacts_of({telling.unit_id for telling in wanted})
    before, heard = _told_before(wanted)
    readers = TaskReaders()
    unreached: dict[int, Unit] = {}
    unreached_givers: dict[int, Unit] = {}
    for telling in wanted:
        task = tasks[telling.thing_id]
        is_unit = telling.to is Audience.UNIT
        reached = people.of_unit(task) if is_unit else people.of_giver(task)
        contact = contacts.get(task.unit_id) if is_unit and not reached else None
        emails = [person.email for person in reached] + ([contact.email] if contact else [])
        if not emails:
            missed, unit = (unreached, task.unit) if is_unit else (unreached_givers, task.giver)
            missed[unit.pk] = unit
        since = timezone.make_aware(telling.unless_since)
        for place, email in enumerate(emails):
            key = (email.lower(), task.pk)
            last = heard.get(key)
            is_quiet = last is not None and last >= since
            if is_quiet or (*key, telling.step) in before:
                continue
            if contact is not None:
                reader = readers.of_contact(contact, task)
            else:
                reader = readers.of_person(reached[place])
            part = reader.own if is_unit else reader.below
            part[task.pk] = Said(task, step=telling.step)
    return ToldOfTasks(readers.all, list(unreached.values()), list(unreached_givers.values()))


def _told_before(
    wanted: Sequence[Telling],
) -> tuple[set[tuple[str, int, str]], dict[tuple[str, int], datetime]]:
    """Who was told at these very steps, and when each last heard of each task."""
    told = TaskTold.objects.filter(task__in={telling.thing_id for telling in wanted}).order_by()
    at_steps = told.filter(step__in={telling.step for telling in wanted})
    before = set(at_steps.values_list("email", "task_id", "step"))
    last = told.values_list("email", "task_id").annotate(last=Max("at"))
    return before, {(email, task): at for email, task, at in last}


def _send(told: ToldOfTasks, *, by: Person | None, today: date, now: datetime, site: str) -> None:
    send_to_readers(told.readers, by=by, today=today, now=now, site=site, can_wait=False)
    TaskTold.objects.bulk_create(
        (
            TaskTold(email=reader.email.lower(), task=said.task, step=said.step, at=now)
            for reader in told.readers
            for said in (*reader.own.values(), *reader.below.values())
        ),
        ignore_conflicts=True,  # somebody may be told of one task as its unit and as who gave it
    )


def _record_by_giver(owed: Sequence[Task], told: ToldOfTasks, now: datetime) -> None:
    """How many were told of its tasks, and how many units that no letter reaches."""
    givers = {task.giver_id: task.giver for task in owed}
    units: dict[int, set[int]] = {}
    for task in owed:
        units.setdefault(task.giver_id, set()).add(task.unit_id)
    missed = {unit.pk for unit in told.unreached}
    for pk, giver in sorted(givers.items()):
        count = sum(
            any(said.task.giver_id == pk for said in (*one.own.values(), *one.below.values()))
            for one in told.readers
        )
        unreached = len(units[pk] & missed)
        if count or unreached:
            after = {"told": count, "unreached": unreached}
            record(actor=None, action="remind_of_tasks", on=giver, at=now, after=after)
