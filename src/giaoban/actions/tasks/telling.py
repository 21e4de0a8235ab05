"""Telling what happened to tasks: the worker writes what the actions noted, nobody twice."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import connection, transaction

from giaoban.actions.tasks.told_readers import Said, TaskReaders, send_to_readers
from giaoban.models import Task, TaskExtension, TaskNews
from giaoban.queries.reporting.contacts import contacts_of
from giaoban.queries.tasks.readers import BESIDE, UNREAD, TaskPeople, task_people
from giaoban.rules.tasks.states import TaskState
from giaoban.rules.tasks.telling import TO_GIVER, Occasion, is_still_true

MOST_AT_ONCE = 500
"""News in one transaction."""


@transaction.atomic
def tell_task_news(*, today: date, now: datetime, site: str, with_results: bool) -> int:
    """Tell some of what happened, the oldest first; how much of it, 0 where nothing waits.

    To a unit: whoever holds the task or answers for the unit, else its contact by a link; else to
    the secretariat of whoever gave it. Who did it knows. What is true no more is not told. Results
    that were handed in wait for the round `with_results`, once a day, in one list for each reader.
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
    beside = Task.objects.select_related(*BESIDE).defer(UNREAD)
    tasks = beside.in_bulk({one.task_id for one in noted})
    news = list(_still_true(noted, tasks))
    if news:
        readers = _readers(news, task_people(tasks.values(), today))
        send_to_readers(readers.all, by=None, today=today, now=now, site=site, can_wait=True)
    return len(noted)


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
        if not answering and contact is not None and task.question_id is None:
            readers.of_contact(contact, task).own[task.pk] = said
    return readers
