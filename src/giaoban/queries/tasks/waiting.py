"""Which tasks wait for whoever gave them?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Min,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from giaoban.models import Person, Question, Task, TaskExtension, Unit
from giaoban.queries.tasks.own_tasks import tasks_by_key
from giaoban.rules.tasks.states import OPEN, WITH_THE_UNIT, TaskState

_BESIDE = ("unit", "giver", "obligation__document", "holder")
_UNREAD = "obligation__document__search_text"  # the text of its files, once for each of its tasks


class Wait(StrEnum):
    """What whoever gave a task has to do about it."""

    READ = "read"  # a result was handed in
    REPLY = "reply"  # the unit asked something
    TIME = "time"  # more time is asked for


@dataclass(frozen=True)
class Deciding:
    """Whose tasks somebody decides on: those that `units` gave, those that `answering` units split
    off theirs, those that `person` gave for one of `giving`, and the questions of the person.
    """

    person: Person
    units: frozenset[int]
    answering: frozenset[int]
    giving: frozenset[int]


@dataclass(frozen=True)
class Bundle:
    """Tasks of one obligation, or one alone, that wait for the same; `first` is the eldest."""

    wait: Wait
    first: Task
    count: int


def is_theirs(deciding: Deciding) -> Q:
    """Of a task: this person decides on it."""
    return _any(_theirs(deciding, asks_questions=True))


def _theirs(deciding: Deciding, *, asks_questions: bool) -> list[Q]:
    """Each reason by itself, as each is found by another index; what whoever decides for a unit
    gave in person is among what the unit gave. None where the person decides on nothing.
    """
    others = deciding.giving - deciding.units
    reasons = []
    if deciding.units:
        reasons.append(Q(parent=None, giver__in=deciding.units, question=None))
    if deciding.answering:
        reasons.append(Q(parent__isnull=False, giver__in=deciding.answering))
    if others:
        reasons.append(Q(parent=None, giver__in=others, given_by=deciding.person))
    if asks_questions:  # the task of a question is given by who asked it
        questions = Question.objects.filter(asked_by=deciding.person).order_by().values("pk")
        asked = Task.objects.filter(question__in=questions).order_by().values("pk")
        reasons.append(Q(pk__in=asked))
    return reasons


def _any(reasons: Iterable[Q]) -> Q:
    return reduce(or_, reasons, Q(pk__in=[]))


def tasks_to_decide(
    deciding: Deciding, *, asks_questions: bool = True, is_asked_for_time: bool = True
) -> QuerySet[Task]:
    """Each with its `wait`; a task of which more time is asked is decided on by that first.

    `asks_questions` False: no task of a question waits for the person, as is known already;
    `is_asked_for_time` False: nobody asks them for more time.
    """
    theirs = _theirs(deciding, asks_questions=asks_questions)
    # The states within each reason, so that a country's open tasks are not all looked through.
    away = Q(state__in=[TaskState.SUBMITTED, TaskState.QUERIED])
    waits = _any(reason & away for reason in theirs)
    if is_asked_for_time:
        asked = TaskExtension.objects.filter(answered_at=None).order_by().values("task")
        waits |= Q(pk__in=asked, state__in=WITH_THE_UNIT) & _any(theirs)
    wait = Case(
        When(state=TaskState.SUBMITTED, then=Value(Wait.READ.value)),
        When(state=TaskState.QUERIED, then=Value(Wait.REPLY.value)),
        default=Value(Wait.TIME.value),
        output_field=CharField(),
    )
    return Task.objects.filter(waits).annotate(wait=wait)


_WAIT_OF = {TaskState.SUBMITTED: Wait.READ, TaskState.QUERIED: Wait.REPLY}


@dataclass
class _Group:
    number: int
    eldest: int
    due: date


def bundles_to_decide(tasks: QuerySet[Task], most: int | None) -> tuple[list[Bundle], int]:
    """Of `tasks_to_decide` one for each obligation and thing to do, what is due soonest first, at
    most so many, and how many in all. Two queries, however much it is.
    """
    rows = (
        tasks.order_by()
        # What came without a document stands for itself.
        .annotate(bundle=Coalesce(F("obligation_id"), -F("pk")))
        .values_list("bundle", "parent_id", "state")
        .annotate(number=Count("pk"), eldest=Min("pk"), due=Min("due_on"))
    )
    groups: dict[tuple[int, int | None, Wait], _Group] = {}
    for bundle, parent_id, state, number, eldest, due in rows:
        key = bundle, parent_id, _WAIT_OF.get(TaskState(state), Wait.TIME)
        one = _Group(number, eldest, due or date.max)
        if found := groups.get(key):
            one.number += found.number
            one.eldest, one.due = min(one.eldest, found.eldest), min(one.due, found.due)
        groups[key] = one
    ordered = sorted(groups.items(), key=lambda held: (held[1].due, held[1].eldest))[:most]
    first = tasks_by_key([one.eldest for _key, one in ordered])
    shown = [Bundle(wait, first[one.eldest], one.number) for (*_key, wait), one in ordered]
    return shown, len(groups)


def closed_units_tasks(deciding: Deciding, on: date) -> QuerySet[Task]:
    """Open tasks of units that are closed by then: those that the person's units gave, and parts
    that a unit split off for which the person answers.
    """
    split_off = Q(parent__isnull=False, giver__in=deciding.answering)
    closed = Unit.objects.filter(closed_on__lte=on).order_by().values("pk")
    return (
        Task.objects.filter(
            Q(giver__in=deciding.units) | split_off,
            state__in=OPEN,
            unit__in=closed,
            question=None,
        )
        .select_related(*_BESIDE)
        .defer(_UNREAD)
        .order_by("unit__sort_key", "pk")
    )
