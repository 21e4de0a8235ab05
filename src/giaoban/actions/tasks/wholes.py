"""Keeping what a whole looks like from its parts, up to the task that nobody split off."""

from giaoban.models import Task
from giaoban.rules.tasks.parts import Answered, whole_of
from giaoban.rules.tasks.states import TaskState


def settle_wholes(task: Task) -> None:
    """Work out the whole of a task that is held, and of every task over it, from the parts.

    The rows over it are locked from below to above, as everywhere: two parts of one whole that
    change at the same moment wait for each other there, and the second one sees the first.
    """
    current: Task | None = task
    while current is not None:
        parts: list[Answered] = [
            (TaskState(state), day)
            for state, day in current.parts.values_list("whole", "whole_handed_in_on")
        ]
        whole, day = whole_of((TaskState(current.state), current.handed_in_on), parts)
        if (current.whole, current.whole_handed_in_on) == (whole, day) and current is not task:
            return  # nothing above it changes either
        current.whole, current.whole_handed_in_on = whole, day
        current.save(update_fields=["whole", "whole_handed_in_on"])
        above = current.parent_id
        current = Task.objects.select_for_update().get(pk=above) if above is not None else None
