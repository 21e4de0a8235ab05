"""How does a vote stand: who can vote, who has, and, where that may be known, for what?

Of a secret vote no count of an option leaves here before it is closed, and no name beside one ever.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from giaoban.models import AgendaItem, Ballot, BallotOption, BallotQuestion
from giaoban.queries.meetings.attendance import sitting
from giaoban.queries.meetings.counting import (
    count_of_question,
    is_between_options,
    votes_by_option,
    winning_option,
)
from giaoban.rules.meetings.majorities import Base, Count
from giaoban.rules.meetings.states import MeetingForm


class VoteState(StrEnum):
    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class OptionVotes:
    """`count` is None while it may not be known; `names` are those of an open vote."""

    option: BallotOption
    count: int | None
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Vote:
    """`voters` places have a ballot, `voted` of them have used it; on paper nobody here has one.

    `count` and `needed` (votes for) are there once it is closed, and `chosen` of several options.
    """

    question: BallotQuestion
    state: VoteState
    options: Sequence[OptionVotes]
    voters: int
    voted: int
    waited_for: Sequence[str]
    recused: Sequence[str]
    count: Count | None
    needed: int | None
    is_by_options: bool
    chosen: BallotOption | None = None

    @property
    def is_paper(self) -> bool:
        return bool(self.question.how == BallotQuestion.How.PAPER)

    @property
    def was_repeated(self) -> bool:
        return getattr(self.question, "again", None) is not None

    @property
    def is_in_writing(self) -> bool:
        return bool(self.question.item.meeting.form == MeetingForm.CIRCULATION)

    @property
    def silent(self) -> int:
        """In writing: how many did not answer until the deadline."""
        return (self.question.entitled or 0) - self.voted if self.is_in_writing else 0


def votes_on(items: Iterable[AgendaItem]) -> list[Vote]:
    """Every question of these items as they were asked; a constant number of statements."""
    questions = (
        BallotQuestion.objects.filter(item__in=list(items))
        .select_related("item__meeting", "again")
        .prefetch_related("options", "ballots__invitee", "item__recusals__invitee")
        .order_by("item__position", "item_id", "pk")
    )
    return [vote_of(question) for question in questions]


def vote_of(question: BallotQuestion) -> Vote:
    state = _state(question)
    ballots = list(question.ballots.all())
    options = list(question.options.all())
    is_known = state is VoteState.CLOSED or not question.is_secret
    votes = votes_by_option(question) if is_known and state is not VoteState.PREPARED else {}
    count = count_of_question(question)[0] if state is VoteState.CLOSED else None
    return Vote(
        question=question,
        state=state,
        options=[
            OptionVotes(option, votes.get(option.pk), _names(question, option, ballots))
            for option in options
        ],
        voters=len(ballots),
        voted=sum(ballot.has_voted for ballot in ballots),
        waited_for=[voter_of(one) for one in ballots if not one.has_voted],
        recused=[
            sitting(one.invitee)
            for one in question.item.recusals.all()
            if question.opened_at is None or one.at <= question.opened_at
        ],
        count=count,
        needed=_needed(question, count),
        is_by_options=is_between_options(question),
        chosen=winning_option(question),
    )


def voter_of(ballot: Ballot) -> str:
    """Who voted, or had the ballot when it opened, whoever sits there since."""
    return str(ballot.voter) or sitting(ballot.invitee)


def _state(question: BallotQuestion) -> VoteState:
    if question.closed_at is not None:
        return VoteState.CLOSED
    return VoteState.PREPARED if question.opened_at is None else VoteState.OPEN


def _names(
    question: BallotQuestion, option: BallotOption, ballots: Sequence[Ballot]
) -> Sequence[str]:
    if question.is_secret:
        return ()
    return [voter_of(ballot) for ballot in ballots if ballot.option_id == option.pk]


def _needed(question: BallotQuestion, count: Count | None) -> int | None:
    if count is None:
        return None
    base = {Base.CAST: count.cast, Base.PRESENT: count.present, Base.ALL: count.entitled}
    return question.majority.needed(base[Base(question.base)])
