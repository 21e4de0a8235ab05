"""What stands beside a task: the whole, the parts, the other units' tasks, and its document."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from giaoban.models import Task
from giaoban.queries.register.for_unit import document_for_unit
from giaoban.queries.register.seen import may_see
from giaoban.queries.tasks.seen import tasks_seen
from giaoban.queries.tasks.task_page import fellows_of, leads_with, parts_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.tasks.states import OPEN
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.labels import Badge
from giaoban.web.tasks.words import COUNTS, TASK_STATES


@dataclass(frozen=True)
class ShownTask:
    """Another task in a list beside this one; whether the reader finds its page."""

    task: Task
    state: Badge
    is_seen: bool


def beside(acting: Acting, task: Task) -> dict[str, Any]:
    """For the template: by a link nothing but the document, where the unit may read it."""
    parts = list(parts_of(task))
    context: dict[str, Any] = {"open_parts": any(one.whole in OPEN for one in parts)}
    if acting.link_id:
        return context | {"for_unit": document_for_unit(task, acting.today)}
    fellows = fellows_of(task, acting.today)
    parents = [task.parent] if task.parent is not None else []
    seen = _seen(acting, task, [*parents, *parts, *fellows.tasks])
    context |= {
        "parents": [one for one in parents if one.pk in seen],
        "parts": _shown(parts, seen),
        "document_address": _document_address(acting, task),
    }
    if task.is_lead:
        context |= {
            "fellows": _shown(fellows.tasks, seen),
            "fellows_total": fellows.total,
            "fellow_counts": [(COUNTS[one], n) for one, n in fellows.counts.items() if n],
        }
    return context


def _seen(acting: Acting, task: Task, others: list[Task]) -> set[int]:
    """Which of these the reader finds; the unit that leads finds all of its obligation."""
    ids = {one.pk for one in others}
    if not ids or leads_with(task, acting.units_where(Permission.ANSWER_TASK)):
        return ids
    found = tasks_seen(acting.seeing_tasks, acting.today).filter(pk__in=ids)
    return set(found.values_list("pk", flat=True))


def _document_address(acting: Acting, task: Task) -> str:
    """Where the document stands that the task comes from; empty for who may not read it."""
    obligation = task.obligation
    if obligation is None or not may_see(acting.reading, obligation.document_id, acting.today):
        return ""
    return f"{reverse('document', args=[obligation.document_id])}#obligation-{obligation.pk}"


def _shown(tasks: Iterable[Task], seen: set[int]) -> list[ShownTask]:
    return [ShownTask(one, TASK_STATES[one.whole], one.pk in seen) for one in tasks]
