"""What a document gave is withdrawn as a whole, once it asks nothing of anybody any more."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from giaoban.actions.audit.events import record
from giaoban.actions.tasks.withdrawing import withdraw_batch
from giaoban.models import Document, Person, Task
from giaoban.queries.register.standing import over_since
from giaoban.queries.tasks.parts import topmost_open
from giaoban.rules.problems import RuleError
from giaoban.rules.tasks.states import OPEN


@transaction.atomic
def withdraw_document_tasks(
    *, document: Document, reason: str, by: Person, today: date, now: datetime
) -> None:
    """Have the worker withdraw every task of it that is open, for this reason.

    Nobody is released by a relation between documents alone: the tasks may be wanted still. Raises
    RuleError `reason_missing`, `document_still_holds`.
    """
    if not reason.strip():
        raise RuleError("reason_missing")
    held: Document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if over_since(held, today) is None:
        raise RuleError("document_still_holds")
    held.withdrawing_reason, held.withdrawing_by = reason.strip(), by
    held.save(update_fields=["withdrawing_reason", "withdrawing_by"])
    record(
        actor=by,
        action="withdraw_document_tasks",
        on=held,
        at=now,
        after={"reason": held.withdrawing_reason},
    )


def withdraw_asked(*, today: date, now: datetime, only: int | None = None) -> int:
    """Withdraw a batch of what was asked to be; how many tasks, 0 where none is left.

    `only` is the id of the one document that is looked at. Each task with its parts is a
    transaction of its own: units of a whole country may have one.
    """
    asked = Document.objects.exclude(withdrawing_reason="")
    if only is not None:
        asked = asked.filter(pk=only)
    _forget_where_it_holds_again(asked, today)
    left = topmost_open().filter(obligation__document__in=asked)
    left = left.select_related("obligation__document__withdrawing_by")
    withdrawn = withdraw_batch(
        left, lambda one: (one.withdrawing_reason, one.withdrawing_by), today, now
    )
    still_open = Task.objects.filter(state__in=OPEN).exclude(obligation=None)
    asked.exclude(pk__in=still_open.values("obligation__document")).update(
        withdrawing_reason="", withdrawing_by=None
    )
    return withdrawn


def _forget_where_it_holds_again(asked: QuerySet[Document], today: date) -> None:
    """A relation that was a mistake is taken back: nothing more is withdrawn for its reason."""
    holding = [one.pk for one in asked.defer("search_text") if over_since(one, today) is None]
    Document.objects.filter(pk__in=holding).update(withdrawing_reason="", withdrawing_by=None)
