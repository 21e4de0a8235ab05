"""Noting that something happened to tasks, for the worker to tell (telling.py)."""

from collections.abc import Collection
from datetime import datetime

from giaoban.models import Person, Task, TaskNews
from giaoban.rules.tasks.telling import Occasion


def note_news(
    tasks: Collection[Task],
    occasion: Occasion,
    *,
    by: Person | None,
    now: datetime,
    words: str = "",
) -> None:
    """One statement in the caller's transaction, so that nothing is told of what was rolled back.

    `by` knows it already.
    """
    TaskNews.objects.bulk_create(
        TaskNews(task=task, occasion=occasion, words=words, at=now, by=by) for task in tasks
    )
