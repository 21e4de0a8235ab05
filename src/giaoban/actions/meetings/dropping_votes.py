"""A question that was never opened is taken away, and the ballot of who is asked no longer."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from giaoban.actions.audit.events import record
from giaoban.actions.meetings.words_of_few import kept_facts
from giaoban.models import Ballot, BallotQuestion, Invitee, Person
from giaoban.rules.problems import RuleError


@transaction.atomic
def drop_question(*, question: BallotQuestion, by: Person | None, now: datetime) -> None:
    """What was voted on stays in the record. Raises RuleError `vote_was_opened`."""
    held = BallotQuestion.objects.select_for_update(of=("self",)).filter(pk=question.pk).first()
    if held is None:
        return
    if held.opened_at is not None:
        raise RuleError("vote_was_opened")
    item = held.item
    before = kept_facts({"text": held.text}, item, item.reach)
    held.delete()
    record(actor=by, action="drop_question", on=item, at=now, before=before)


def drop_unused_ballots(place: Invitee) -> None:
    """Of open votes that whoever sat there has not used: nobody waits for it, and no silence of
    theirs is counted. In the caller's transaction.
    """
    questions = BallotQuestion.objects.select_for_update(of=("self",)).filter(
        ballots__invitee=place, ballots__has_voted=False, closed_at=None
    )
    for question in questions.order_by("pk"):
        Ballot.objects.filter(question=question, invitee=place, has_voted=False).delete()
        BallotQuestion.objects.filter(pk=question.pk).update(
            entitled=F("entitled") - 1, present=F("present") - 1, revision=F("revision") + 1
        )
