"""From which meeting did a task come? For the page of a task, which knows nothing of meetings."""

from typing import Any

from django import template

from giaoban.models import Task
from giaoban.web.meetings.task_origin import TaskOrigin, origin_of_task

register = template.Library()


@register.simple_tag(takes_context=True)
def task_origin(context: dict[str, Any], task: Task) -> TaskOrigin | None:
    """The conclusion, and the address of its meeting for whoever may see it there."""
    return origin_of_task(context["acting"], task)
