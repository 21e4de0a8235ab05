"""What did people hear of the demo's tasks, and when? What the worker tells, at that moment."""

from datetime import datetime

from giaoban.actions.messages.sending import send_due
from giaoban.actions.tasks.telling import tell_task_news
from giaoban.management.demo.sections import SITE


def tell(now: datetime, *, with_results: bool = False) -> None:
    """Everything that has happened to tasks by now; results are told once a day only."""
    while tell_task_news(today=now.date(), now=now, site=SITE, with_results=with_results):
        pass
    while send_due(now=now):
        pass
