"""Which parts hang under a task, at whatever depth?"""

from datetime import date

from django.db.models import Q, QuerySet

from giaoban.models import Task, Unit
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.tasks.states import CLOSED, OPEN, TaskState


def kept_parts(task: Task) -> QuerySet[Task]:
    """The parts directly under it that were not withdrawn."""
    return task.parts.exclude(state=TaskState.WITHDRAWN)


def units_below(task: Task, on: date) -> list[int]:
    """The units open on that day that lie directly under the task's own."""
    tree = load_dated_tree().at(on)
    below = tree.children_of(task.unit_id) if task.unit_id in tree else []
    return [one for one in below if tree.unit(one).is_open(tree.on)]


def units_without_part(task: Task, on: date) -> QuerySet[Unit]:
    """Those of the units below that can still be given a part."""
    below = Unit.objects.filter(pk__in=units_below(task, on))
    return below.exclude(pk__in=kept_parts(task).values("unit"))


def topmost_open() -> QuerySet[Task]:
    """Open tasks that hang under none that is open: whatever is open is one of them or under one.

    A whole can be done while parts of it are not.
    """
    nothing_over = Q(parent=None) | Q(parent__state__in=sorted(CLOSED))
    return Task.objects.filter(nothing_over, state__in=sorted(OPEN))


def is_beneath_withdrawn(task: Task) -> bool:
    """Whether what it was split off, or anything over that, was withdrawn; one query a level."""
    above = task.parent_id
    while above is not None:
        state, above = Task.objects.values_list("state", "parent_id").get(pk=above)
        if state == TaskState.WITHDRAWN:
            return True
    return False


def part_ids_under(task_id: int) -> set[int]:
    """Parts, their parts and so on, without the task; one statement a level."""
    found: set[int] = set()
    level = {task_id}
    while level:
        level = set(Task.objects.filter(parent__in=level).values_list("pk", flat=True))
        found |= level
    return found
