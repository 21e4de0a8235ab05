"""What a document asked that was called off, nobody is chased for any more."""

from datetime import date, datetime

from giaoban.actions.tasks.withdrawing import withdraw_batch
from giaoban.models import Document
from giaoban.queries.tasks.parts import topmost_open
from giaoban.rules.register.documents import DocumentState


def withdraw_of_called_off(*, today: date, now: datetime) -> int:
    """Withdraw open tasks of such documents, with the reason of the calling off; how many.

    At most a batch, each task with its parts in a transaction of its own: units of a whole country
    may have one. What was confirmed stays done.
    """
    called_off = Document.objects.filter(state=DocumentState.CALLED_OFF)
    left = topmost_open().filter(obligation__document__in=called_off)
    return withdraw_batch(left, lambda document: (document.called_off_reason, None), today, now)
