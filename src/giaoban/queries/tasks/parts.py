"""Which parts hang under a task, at whatever depth?"""

from giaoban.models import Task


def part_ids_under(task_id: int) -> set[int]:
    """Parts, their parts and so on, without the task; one statement a level."""
    found: set[int] = set()
    level = {task_id}
    while level:
        level = set(Task.objects.filter(parent__in=level).values_list("pk", flat=True))
        found |= level
    return found
