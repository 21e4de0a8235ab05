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
    return _any(_theirs(deciding))


def _theirs(deciding: Deciding) -> tuple[Q, ...]:
    """Each reason by itself, as each is found by another index; what whoever decides for a unit
    gave in person is among what the unit gave.
    """
    # The task of a question is given by who asked it.
    questions = Question.objects.filter(asked_by=deciding.person).order_by().values("pk")
    asked = Task.objects.filter(question__in=questions).order_by().values("pk")
    others = deciding.giving - deciding.units
    return (
        Q(parent=None, giver__in=deciding.units, question=None),
        Q(parent__isnull=False, giver__in=deciding.answering),
        Q(parent=None, giver__in=others, given_by=deciding.person),
        Q(pk__in=asked),
    )


def _any(reasons: Iterable[Q]) -> Q:
    return reduce(or_, reasons)


def tasks_to_decide(deciding: Deciding) -> QuerySet[Task]:
    """Each with its `wait`; a task of which more time is asked is decided on by that first."""
    asked = TaskExtension.objects.filter(answered_at=None).order_by().values("task")
    # The states within each reason, so that a country's open tasks are not all looked through.
    away = Q(state__in=[TaskState.SUBMITTED, TaskState.QUERIED])
    waits = _any(reason & away for reason in _theirs(deciding))
    waits |= Q(pk__in=asked, state__in=WITH_THE_UNIT) & is_theirs(deciding)
    wait = Case(
        When(state=TaskState.SUBMITTED, then=Value(Wait.READ.value)),
        When(state=TaskState.QUERIED, then=Value(Wait.REPLY.value)),
        default=Value(Wait.TIME.value),
        output_field=CharField(),
    )
    return Task.objects.filter(waits).annotate(wait=wait)


def bundles_to_decide(deciding: Deciding, most: int | None) -> tuple[list[Bundle], int]:
    """What waits, one for each obligation and thing to do, at most so many, and how many in all.

    Two queries, however much it is.
    """
    groups = list(
        tasks_to_decide(deciding)
        .order_by()
        # What came without a document stands for itself.
        .annotate(bundle=Coalesce(F("obligation_id"), -F("pk")), of=Coalesce(F("parent_id"), 0))
        .values("bundle", "of", "wait")
        .annotate(number=Count("pk"), eldest=Min("pk"), due=Min("due_on"))
        .order_by(F("due").asc(nulls_last=True), "eldest")
    )
    beside = Task.objects.select_related(*_BESIDE, "parent").defer(_UNREAD)
    first = beside.in_bulk([group["eldest"] for group in groups[:most]])
    shown = [
        Bundle(Wait(group["wait"]), first[group["eldest"]], group["number"])
        for group in groups[:most]
    ]
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
