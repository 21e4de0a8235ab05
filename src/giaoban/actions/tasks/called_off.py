"""What a document asked that was called off, nobody is chased for any more."""

from datetime import date, datetime

from giaoban.actions.tasks.withdrawing import withdraw_task
from giaoban.models import Document
from giaoban.queries.tasks.parts import topmost_open
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.tasks.cascade import BATCH


def withdraw_of_called_off(*, today: date, now: datetime) -> int:
    """Withdraw open tasks of such documents, with the reason of the calling off; how many.

    At most a batch, each task with its parts in a transaction of its own: units of a whole country
    may have one. What was confirmed stays done.
    """
    called_off = Document.objects.filter(state=DocumentState.CALLED_OFF)
    left = topmost_open().filter(obligation__document__in=called_off)
    withdrawn = 0
    left = left.select_related("obligation__document").defer("obligation__document__search_text")
    for task in left.order_by("pk")[:BATCH]:
        assert task.obligation is not None
        reason = task.obligation.document.called_off_reason
        try:
            withdraw_task(task=task, reason=reason, by=None, today=today, now=now)
        except RuleError:
            continue  # its unit took a step at this moment: the next round finds it as it is then
        withdrawn += 1
    return withdrawn
