"""Of which conclusion did a task come, whether it is the lead's or a part of it?"""

from giaoban.models import Conclusion, Task


def conclusion_of(task: Task) -> Conclusion | None:
    """That of the task itself or of the nearest whole above it; one statement for each step up."""
    at: Task | None = task
    while at is not None:
        found: Conclusion | None = (
            Conclusion.objects.filter(task=at, removed_at=None)
            .select_related("meeting__committee", "item")
            .first()
        )
        if found is not None:
            return found
        at = at.parent
    return None
