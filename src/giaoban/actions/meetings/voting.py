"""A vote: its rules fixed when it opens, one ballot a seat, and of a secret one only counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.views.decorators.debug import sensitive_variables

from giaoban.actions.audit.actors import InviteeActor
from giaoban.actions.audit.events import record
from giaoban.actions.meetings.planning import held_meeting
from giaoban.models import AgendaItem, Ballot, BallotOption, BallotQuestion, Invitee, Person
from giaoban.queries.meetings.attendance import recused_from, sitting, voters_at
from giaoban.queries.meetings.counting import outcome_of, taking_part
from giaoban.queries.meetings.roster import decision_rules_of
from giaoban.rules.meetings.majorities import (
    Count,
    MajorityRule,
    count_problems,
    majority_problems,
    said_beforehand,
)
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.rules.problems import RuleError

_MEANS = BallotOption.Means
_OPENED = 1
"""The revision of a question that was opened, and of which no count was entered since."""


@dataclass(frozen=True)
class Asked:
    """A question before it opens; without `options` it is answered by yes, no, abstaining."""

    text: str
    majority: MajorityRule
    is_secret: bool = False
    how: BallotQuestion.How = BallotQuestion.How.HERE
    options: Sequence[str] = ()


@transaction.atomic
def ask_vote(
    *,
    item: AgendaItem,
    asked: Asked,
    by: Person | None,
    now: datetime,
    again_of: BallotQuestion | None = None,
) -> BallotQuestion:
    """Raises RuleError `question_missing`, `too_few_options`, `meeting_over` (state),
    `voted_again_already`, and what rules.meetings.majorities.majority_problems says.
    """
    meeting = held_meeting(item.meeting)
    if again_of is not None and BallotQuestion.objects.filter(again_of=again_of).exists():
        raise RuleError("voted_again_already")
    if meeting.state in (MeetingState.CLOSED, MeetingState.CANCELLED):
        raise RuleError("meeting_over", state=meeting.state)
    if not asked.text.strip():
        raise RuleError("question_missing")
    options = list(dict.fromkeys(filter(None, (each.strip() for each in asked.options))))
    if asked.options and len(options) < 2:
        raise RuleError("too_few_options")
    is_by_name = not asked.is_secret and asked.how == BallotQuestion.How.HERE
    majority = said_beforehand(asked.majority, is_by_name=is_by_name)
    for problem in majority_problems(majority):
        raise RuleError(problem.code, **problem.params)
    question = BallotQuestion.objects.create(
        item=item,
        text=asked.text.strip()[:1000],
        is_secret=asked.is_secret,
        how=asked.how,
        base=majority.base,
        majority_over=majority.share.numerator,
        majority_under=majority.share.denominator,
        majority_more_than=majority.more_than,
        tie=majority.tie,
        again_of=again_of,
    )
    rows = [(_MEANS.OPTION, text[:300]) for text in options] or [(_MEANS.YES, ""), (_MEANS.NO, "")]
    rows.append((_MEANS.ABSTAIN, ""))
    BallotOption.objects.bulk_create(
        BallotOption(question=question, position=place, means=means, text=text)
        for place, (means, text) in enumerate(rows)
    )
    after = {"item": item.pk, "is_secret": asked.is_secret, "how": asked.how}
    record(actor=by, action="ask_vote", on=question, at=now, after=after)
    return question


@transaction.atomic
def open_vote(*, question: BallotQuestion, by: Person | None, now: datetime) -> BallotQuestion:
    """Give every place that can vote now its ballot; of a circulation every place that votes.

    All rows are there from the beginning, so that their order tells nothing of a secret vote.
    Raises RuleError `vote_was_opened`, `meeting_not_running` (state), `no_quorum` (present,
    needed).
    """
    held = _held(question)
    meeting = held_meeting(held.item.meeting)
    if held.opened_at is not None:
        raise RuleError("vote_was_opened")
    if meeting.state != MeetingState.RUNNING:
        raise RuleError("meeting_not_running", state=meeting.state)
    if meeting.form == MeetingForm.CIRCULATION:
        entitled = meeting.invitees.filter(votes=True, removed_at=None)
        voters = sorted(set(entitled.values_list("pk", flat=True)) - recused_from(held.item))
        held.entitled = len(voters)
        held.quorum_needed = decision_rules_of(meeting.committee).quorum.needed(len(voters))
    else:
        there, quorum = voters_at(meeting, now, held.item)
        if not quorum.is_reached:
            raise RuleError("no_quorum", present=quorum.present, needed=quorum.needed)
        voters, held.entitled = sorted(there), quorum.entitled
        held.quorum_needed = quorum.needed
    if held.how == BallotQuestion.How.HERE:
        seats = meeting.invitees.in_bulk(voters)
        Ballot.objects.bulk_create(
            Ballot(question=held, invitee_id=pk, voter=sitting(seats[pk])) for pk in voters
        )
    held.present, held.opened_at = len(voters), now
    held.revision += 1
    held.save()
    record(actor=by, action="open_vote", on=held, at=now, after={"voters": len(voters)})
    return held


@sensitive_variables("option", "words", "held", "ballot")
@transaction.atomic
def cast_ballot(
    *,
    question: BallotQuestion,
    invitee: Invitee,
    option: BallotOption,
    by: InviteeActor,
    now: datetime,
    by_secretary: bool = False,
    words: str = "",
) -> Ballot:
    """One seat's vote; of an open vote it can be changed while the vote is open, never of a
    secret one, of which nobody knows what it was.

    The event of a secret vote says who has voted and not what. Raises RuleError
    `vote_not_open`, `option_of_another_question`, `no_ballot` (name), `has_voted`,
    `secret_vote_is_ones_own`.
    """
    held = _held(question)
    if held.opened_at is None or held.closed_at is not None or _is_too_late(held, now):
        raise RuleError("vote_not_open")
    if option.question_id != held.pk:
        raise RuleError("option_of_another_question")
    if held.is_secret and by_secretary:
        raise RuleError("secret_vote_is_ones_own")
    ballot = Ballot.objects.filter(question=held, invitee=invitee).select_related("invitee").first()
    if ballot is None:
        raise RuleError("no_ballot", name=invitee.name)
    ballot.voter = sitting(ballot.invitee)
    if held.is_secret:
        if ballot.has_voted:
            raise RuleError("has_voted")
        BallotOption.objects.filter(pk=option.pk).update(count=F("count") + 1)
        ballot.has_voted = True
        ballot.save(update_fields=["has_voted", "voter"])
        record(actor=by, action="cast_ballot", on=held, at=now, after={"invitee": invitee.pk})
        return ballot
    before = ballot.option_id
    ballot.has_voted, ballot.option, ballot.words = True, option, words.strip()[:1000]
    ballot.by_secretary = by_secretary
    ballot.save()
    record(
        actor=by,
        action="cast_ballot",
        on=held,
        at=now,
        before={"option": before} if before else None,
        after={"invitee": invitee.pk, "option": option.pk, "by_secretary": by_secretary},
    )
    return ballot


@transaction.atomic
def enter_counts(
    *,
    question: BallotQuestion,
    counts: Mapping[int, int],
    by: Person | None,
    now: datetime,
) -> BallotQuestion:
    """What was counted on paper, by option. Raises RuleError `vote_not_open`,
    `not_counted_on_paper`, and what rules.meetings.majorities.count_problems says.
    """
    held = _held(question)
    if held.opened_at is None or held.closed_at is not None:
        raise RuleError("vote_not_open")
    if held.how != BallotQuestion.How.PAPER:
        raise RuleError("not_counted_on_paper")
    options = list(held.options.all())
    total = sum(counts.get(option.pk, 0) for option in options)
    lowest = min((counts.get(option.pk, 0) for option in options), default=0)
    checked = Count(held.entitled or 0, held.present or 0, total, min(0, lowest))
    for problem in count_problems(checked):
        raise RuleError(problem.code, **problem.params)
    for option in options:
        option.count = counts.get(option.pk, 0)
    BallotOption.objects.bulk_update(options, ["count"])
    held.revision += 1
    held.save(update_fields=["revision"])
    after = {"counts": {option.position: option.count for option in options}}
    record(actor=by, action="enter_counts", on=held, at=now, after=after)
    return held


@transaction.atomic
def close_vote(*, question: BallotQuestion, by: Person | None, now: datetime) -> BallotQuestion:
    """Count, and keep what was decided by the rules that held when it opened.

    In writing answers may come until the deadline; on paper the counts are entered before. Raises
    RuleError `vote_not_open`, `answers_still_come` (waiting), `counts_missing`.
    """
    held = _held(question)
    if held.opened_at is None or held.closed_at is not None:
        raise RuleError("vote_not_open")
    is_in_writing = held.item.meeting.form == MeetingForm.CIRCULATION
    waiting = held.ballots.filter(has_voted=False).count()
    if is_in_writing and waiting and now < held.item.meeting.ends_at:
        raise RuleError("answers_still_come", waiting=waiting)
    if held.how == BallotQuestion.How.PAPER and held.revision == _OPENED:
        raise RuleError("counts_missing")
    held.present = taking_part(held, now)
    held.outcome = outcome_of(held)
    if held.is_secret:
        _forget_order(held)
    held.closed_at = now
    held.revision += 1
    held.save()
    record(actor=by, action="close_vote", on=held, at=now, after={"outcome": held.outcome})
    return held


def _forget_order(question: BallotQuestion) -> None:
    """Write every count anew in one order: PostgreSQL keeps of a row which transaction wrote it
    last, and that would name who was the last to choose it.
    """
    for option in question.options.all():
        BallotOption.objects.filter(pk=option.pk).update(count=F("count"))


def _is_too_late(question: BallotQuestion, now: datetime) -> bool:
    """In writing the deadline holds, whenever the worker comes to count."""
    meeting = question.item.meeting
    return bool(meeting.form == MeetingForm.CIRCULATION and now >= meeting.ends_at)


def _held(question: BallotQuestion) -> BallotQuestion:
    held: BallotQuestion = (
        BallotQuestion.objects.select_for_update(of=("self",))
        .select_related("item__meeting__committee")
        .get(pk=question.pk)
    )
    return held
