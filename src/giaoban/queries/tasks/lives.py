"""What was done to many tasks since a day, read back in a constant number of statements?"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import make_aware, make_naive

from giaoban.models import Task, TaskEvent, TaskExtension
from giaoban.rules.tasks.counting import TaskFacts
from giaoban.rules.tasks.on_a_day import Life, whole_stood
from giaoban.rules.tasks.states import TaskState, TaskStep

_LIVED = ("given_at", "due_on", "first_due_on")


@dataclass(frozen=True, slots=True)
class WholeLife:
    """A task that is counted, its life with those of everything that was split off it."""

    pk: int
    unit_id: int
    document_id: int | None
    life: Life

    def stood(self, day: date) -> TaskFacts | None:
        return whole_stood(self.life, day)


def _lists() -> dict[int, list[tuple[date, TaskState]]]:
    return defaultdict(list)


@dataclass
class _Past:
    """By task what rules.tasks.on_a_day.Life wants to know of it."""

    changes: dict[int, list[tuple[date, TaskState]]] = field(default_factory=_lists)
    submitted: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))
    extended: dict[int, list[tuple[date, date]]] = field(default_factory=lambda: defaultdict(list))

    def of(self, pk: int, life: Life) -> Life:
        if pk not in self.changes and pk not in self.extended:
            return life
        return replace(
            life,
            changes=self.changes.get(pk, ()),
            submitted=self.submitted.get(pk, ()),
            extended=self.extended.get(pk, ()),
        )


def whole_lives(tasks: QuerySet[Task], since: date) -> list[WholeLife]:
    """These tasks, none a part of another, so that they can be asked about every day from `since`.

    Three statements, and three or four more for each level of parts.
    """
    ids = tasks.order_by().values("pk")
    past = _Past()
    parts: dict[int, list[tuple[int, Life]]] = defaultdict(list)  # by the task they come from
    for depth in count():
        if depth:
            below = _parts(depth, ids)
            for pk, above, life in below:
                parts[above].append((pk, life))
            if not below:
                break
        _read_past(past, {f"task{'__parent' * depth}__in": ids}, since)

    def with_parts(pk: int, life: Life) -> Life:
        lived = past.of(pk, life)
        split_off = parts.get(pk)
        return replace(lived, parts=[with_parts(*one) for one in split_off]) if split_off else lived

    return [
        WholeLife(pk, unit_id, document_id, with_parts(pk, own if pk in parts else whole))
        for pk, unit_id, document_id, own, whole in _tops(tasks)
    ]


def _tops(tasks: QuerySet[Task]) -> list[tuple[int, int, int | None, Life, Life]]:
    """Of each its unit, its document, its own life, and that of its whole where it has no parts."""
    rows = tasks.order_by("due_on", "pk").values_list(
        "pk",
        "unit_id",
        "obligation__document_id",
        "state",
        "handed_in_on",
        "whole",
        "whole_handed_in_on",
        *_LIVED,
    )
    found = []
    for pk, unit_id, document_id, state, day, whole, whole_day, given_at, due, first in rows:
        given_on = make_naive(given_at).date()
        own = Life(given_on, TaskState(state), due, day, first)
        of_whole = replace(own, state=TaskState(whole), handed_in_on=whole_day)
        found.append((pk, unit_id, document_id, own, of_whole))
    return found


def _parts(depth: int, ids: Any) -> list[tuple[int, int, Life]]:
    """The parts so many levels under the tasks, each with what it was split off."""
    path = "__".join(["parent"] * depth)
    rows = Task.objects.filter(**{f"{path}__in": ids}).order_by("pk")
    return [
        (pk, above, Life(make_naive(given_at).date(), TaskState(state), due, day, first))
        for pk, above, state, day, given_at, due, first in rows.values_list(
            "pk", "parent_id", "state", "handed_in_on", *_LIVED
        )
    ]


def _read_past(past: _Past, of_tasks: dict[str, object], since: date) -> None:
    """Days on which something was handed in are read only where there is something to undo."""
    behind = make_aware(datetime.combine(since + timedelta(days=1), time()))
    changed = TaskEvent.objects.filter(**of_tasks, at__gte=behind).order_by("at", "pk")
    is_changed = False
    for pk, at, before in changed.values_list("task_id", "at", "before"):
        past.changes[pk].append((make_naive(at).date(), TaskState(before)))
        is_changed = True
    if is_changed:
        handed_in = TaskEvent.objects.filter(**of_tasks, step=TaskStep.SUBMIT).order_by("at")
        for pk, at in handed_in.values_list("task_id", "at"):
            past.submitted[pk].append(make_naive(at).date())
    given = TaskExtension.objects.filter(
        **of_tasks, granted_until__isnull=False, answered_at__isnull=False
    ).order_by("answered_at", "pk")
    for pk, answered_at, until in given.values_list("task_id", "answered_at", "granted_until"):
        if answered_at is not None and until is not None:
            past.extended[pk].append((make_naive(answered_at).date(), until))
