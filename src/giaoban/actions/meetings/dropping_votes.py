"""A question that was prepared and never opened is taken away."""

from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.models import BallotQuestion, Person
from giaoban.rules.problems import RuleError


@transaction.atomic
def drop_question(*, question: BallotQuestion, by: Person | None, now: datetime) -> None:
    """What was voted on stays in the record. Raises RuleError `vote_was_opened`."""
    held = BallotQuestion.objects.select_for_update(of=("self",)).filter(pk=question.pk).first()
    if held is None:
        return
    if held.opened_at is not None:
        raise RuleError("vote_was_opened")
    item, words = held.item, held.text
    held.delete()
    record(actor=by, action="drop_question", on=item, at=now, before={"text": words})
