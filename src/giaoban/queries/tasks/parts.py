"""Which parts hang under a task, at whatever depth?"""

from django.db.models import QuerySet

from giaoban.models import Task
from giaoban.rules.tasks.states import TaskState


def kept_parts(task: Task) -> QuerySet[Task]:
    """The parts directly under it that were not withdrawn."""
    return task.parts.exclude(state=TaskState.WITHDRAWN)


def part_ids_under(task_id: int) -> set[int]:
    """Parts, their parts and so on, without the task; one statement a level."""
    found: set[int] = set()
    level = {task_id}
    while level:
        level = set(Task.objects.filter(parent__in=level).values_list("pk", flat=True))
        found |= level
    return found
