"""Telling what happened to tasks: the worker writes what the actions noted, nobody twice."""

import logging
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import partial

from django.db import InterfaceError, OperationalError, connection, transaction
from django.urls import reverse

from giaoban.actions.audit.events import record
from giaoban.actions.messages.warning import in_short, warn_administrators
from giaoban.actions.tasks.told_readers import Said, TaskReaders, send_to_readers
from giaoban.mail.warnings import Notice, news_set_aside
from giaoban.models import Task, TaskExtension, TaskNews
from giaoban.queries.reporting.contacts import contacts_of
from giaoban.queries.tasks.readers import BESIDE, UNREAD, TaskPeople, task_people
from giaoban.queries.tasks.task_page import is_limited
from giaoban.rules.tasks.states import TaskState
from giaoban.rules.tasks.telling import TO_GIVER, Occasion, is_still_true

log = logging.getLogger(__name__)
MOST_AT_ONCE = 500
"""News in one transaction."""


@transaction.atomic
def tell_task_news(*, today: date, now: datetime, site: str, with_results: bool) -> int:
    """Tell some of what happened, the oldest first; how much of it, 0 where nothing waits.

    To a unit: whoever holds the task or answers for the unit, else its contact by a link; else to
    the secretariat of whoever gave it. Who did it knows. What is true no more is not told. Results
    that were handed in wait for the round `with_results`, once a day, in one list for each reader.
    What cannot be told is set aside with an event and a line to the administrators.
    """
    waiting = TaskNews.objects.filter(at__lte=now)
    if not with_results:
        waiting = waiting.exclude(occasion=Occasion.SUBMITTED)
    locked = waiting.select_for_update(
        of=("self",), skip_locked=connection.features.has_select_for_update_skip_locked
    )
    noted = list(locked.order_by("pk")[:MOST_AT_ONCE])
    if not noted:
        return 0
    TaskNews.objects.filter(pk__in=[one.pk for one in noted]).delete()
    _tell_or_set_aside(noted, today, now, site)
    return len(noted)


def _tell_or_set_aside(noted: Sequence[TaskNews], today: date, now: datetime, site: str) -> None:
    """Where one of them breaks, each half is told by itself, down to the one that is set aside.

    What happened to one task stays together as long as it can be told.
    """
    try:
        with transaction.atomic():
            _tell(noted, today, now, site)
    except (OperationalError, InterfaceError):
        raise  # the database is away: all of them wait
    except Exception as error:
        if len(noted) == 1:
            _set_aside(noted[0], error, now)
            return
        for half in _halves(noted):
            _tell_or_set_aside(half, today, now, site)


def _halves(noted: Sequence[TaskNews]) -> tuple[Sequence[TaskNews], Sequence[TaskNews]]:
    """Half of the tasks and the others; of one task half of what happened to it and the rest."""
    tasks = sorted({one.task_id for one in noted})
    if len(tasks) == 1:
        middle = len(noted) // 2
        return noted[:middle], noted[middle:]
    first = set(tasks[: len(tasks) // 2])
    return (
        [one for one in noted if one.task_id in first],
        [one for one in noted if one.task_id not in first],
    )


def _tell(noted: Sequence[TaskNews], today: date, now: datetime, site: str) -> None:
    beside = Task.objects.select_related(*BESIDE).defer(UNREAD)
    tasks = beside.in_bulk({one.task_id for one in noted})
    news = list(_still_true(noted, tasks))
    if news:
        readers = _readers(news, task_people(tasks.values(), today))
        send_to_readers(readers.all, by=None, today=today, now=now, site=site, can_wait=True)


def _set_aside(one: TaskNews, error: Exception, now: datetime) -> None:
    """It is told to nobody any more; the event keeps what was to be told, and why it was not."""
    log.error("News of task %s could not be told.", one.task_id, exc_info=error)
    task = Task.objects.select_related("unit", "obligation__document").get(pk=one.task_id)
    why = in_short(error)
    after = {"occasion": one.occasion, "words": one.words, "error": why}
    record(actor=None, action="set_task_news_aside", on=task, at=now, after=after)
    said_in: partial[Notice] = partial(news_set_aside, unit=task.unit.name, error=why)
    address = "" if is_limited(task) else reverse("record_history", args=["Task", task.pk])
    warn_administrators(said_in, address=address, key=f"news_set_aside:{task.pk}", now=now)


def _still_true(
    noted: Collection[TaskNews], tasks: dict[int, Task]
) -> Iterable[tuple[TaskNews, Said]]:
    """What can yet be said; whoever was not told of a task is not told that it was withdrawn."""
    asked = dict(
        TaskExtension.objects.filter(task__in=tasks, answered_at=None).values_list("task", "until")
    )
    untold = {one.task_id for one in noted if one.occasion == Occasion.GIVEN}
    for one in noted:
        occasion, task = Occasion(one.occasion), tasks[one.task_id]
        if not is_still_true(occasion, TaskState(task.state)):
            continue
        if occasion is Occasion.WITHDRAWN and task.pk in untold:
            continue
        if occasion is Occasion.TIME_ASKED and task.pk not in asked:
            continue
        yield one, Said(task, occasion, one.words, asked.get(task.pk))


def _readers(news: Collection[tuple[TaskNews, Said]], people: TaskPeople) -> TaskReaders:
    contacts = contacts_of({said.task.unit_id for _one, said in news})
    readers = TaskReaders()
    for one, said in news:
        task = said.task
        if said.occasion in TO_GIVER:
            for person in people.of_giver(task):
                if person.pk != one.by_id:
                    reader = readers.of_person(person)
                    is_result = said.occasion is Occasion.SUBMITTED
                    (reader.below if is_result else reader.own)[task.pk] = said
            continue
        answering = people.of_unit(task)
        is_held = said.occasion is Occasion.HELD
        if is_held:  # of the others nobody has anything to do with it
            answering = [person for person in answering if person.pk == task.holder_id]
        for person in answering:
            if person.pk != one.by_id:
                readers.of_person(person).own[task.pk] = said
        contact = None if is_held else contacts.get(task.unit_id)
        if not answering and contact is not None:
            readers.of_contact(contact, task).own[task.pk] = said
    return readers
