"""Which tasks wait for a unit, and which for whoever gave them?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from giaoban.models import Person, Task, TaskExtension
from giaoban.queries.tasks.holders import is_held
from giaoban.rules.tasks.states import OPEN, WITH_THE_UNIT, TaskState

_BESIDE = ("unit", "giver", "obligation__document", "holder")


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


def tasks_to_do(unit_ids: Collection[int], person: Person, on: date) -> QuerySet[Task]:
    """What these units have to do and no colleague holds, the earliest day first.

    Questions about figures are left out, here and below: they are listed with the reports.
    """
    mine = Q(holder=person) | ~is_held(on)
    return (
        Task.objects.filter(mine, unit__in=list(unit_ids), state__in=WITH_THE_UNIT, question=None)
        .select_related(*_BESIDE)
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def tasks_with_others(unit_ids: Collection[int], person: Person, on: date) -> QuerySet[Task]:
    """What these units handed in or asked about, or what a colleague holds."""
    away = Q(state__in=[TaskState.SUBMITTED, TaskState.QUERIED])
    held = Q(state__in=WITH_THE_UNIT) & Q(is_held(on)) & ~Q(holder=person)
    return (
        Task.objects.filter(away | held, unit__in=list(unit_ids), question=None)
        .select_related(*_BESIDE)
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def is_theirs(deciding: Deciding) -> Q:
    """Of a task: this person decides on it."""
    return (
        Q(parent=None, giver__in=deciding.units, question=None)
        | Q(parent__isnull=False, giver__in=deciding.answering)
        | Q(parent=None, giver__in=deciding.giving, given_by=deciding.person)
        | Q(question__isnull=False, given_by=deciding.person)
    )


def tasks_to_decide(deciding: Deciding) -> QuerySet[Task]:
    """Each with its `wait`; a task of which more time is asked is decided on by that first."""
    asked = Exists(TaskExtension.objects.filter(task=OuterRef("pk"), answered_at=None))
    wait = Case(
        When(state=TaskState.SUBMITTED, then=Value(Wait.READ.value)),
        When(state=TaskState.QUERIED, then=Value(Wait.REPLY.value)),
        When(asked & Q(state__in=WITH_THE_UNIT), then=Value(Wait.TIME.value)),
        default=Value(None),
        output_field=CharField(),
    )
    return (
        Task.objects.filter(is_theirs(deciding), state__in=OPEN)
        .annotate(wait=wait)
        .exclude(wait=None)
    )


def bundles_to_decide(deciding: Deciding, most: int | None) -> tuple[list[Bundle], int]:
    """What waits, one for each obligation and thing to do, at most so many, and how many in all.

    Two queries, however much it is.
    """
    groups = list(
        tasks_to_decide(deciding)
        .order_by()
        # What came without a document stands for itself.
        .annotate(bundle=Coalesce(F("obligation_id"), -F("pk")))
        .values("bundle", "parent_id", "wait")
        .annotate(number=Count("pk"), eldest=Min("pk"), due=Min("due_on"))
        .order_by(F("due").asc(nulls_last=True), "eldest")
    )
    first = Task.objects.select_related(*_BESIDE, "parent").in_bulk(
        [group["eldest"] for group in groups[:most]]
    )
    shown = [
        Bundle(Wait(group["wait"]), first[group["eldest"]], group["number"])
        for group in groups[:most]
    ]
    return shown, len(groups)


def closed_units_tasks(unit_ids: Collection[int], on: date) -> QuerySet[Task]:
    """Open tasks that these units gave to units that are closed by then."""
    return (
        Task.objects.filter(
            giver__in=list(unit_ids), state__in=OPEN, unit__closed_on__lte=on, question=None
        )
        .select_related(*_BESIDE)
        .order_by("unit__sort_key", "pk")
    )
