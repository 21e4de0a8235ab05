"""How many seats voted for what, whether openly, secretly or on paper, and what did that decide?"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from giaoban.models import Ballot, BallotOption, BallotQuestion
from giaoban.queries.meetings.attendance import person_in, voters_at
from giaoban.rules.meetings.majorities import (
    Base,
    Count,
    Outcome,
    Silence,
    chosen_option,
    outcome,
    outcome_of_options,
    with_silence,
)
from giaoban.rules.meetings.states import MeetingForm

_MEANS = BallotOption.Means


def votes_by_option(question: BallotQuestion) -> Mapping[int, int]:
    """By option's id; of an open vote from its ballots, else as it was counted. Without a
    statement of its own where options and ballots were read before.
    """
    options = list(question.options.all())
    if question.is_secret or question.how == BallotQuestion.How.PAPER:
        return {option.pk: option.count for option in options}
    counted = Counter(ballot.option_id for ballot in question.ballots.all() if ballot.has_voted)
    return {option.pk: counted[option.pk] for option in options}


def is_between_options(question: BallotQuestion) -> bool:
    """Whether something is chosen, and not said yes or no to."""
    return any(option.means == _MEANS.OPTION for option in question.options.all())


def count_of_question(question: BallotQuestion) -> tuple[Count, bool]:
    """Its votes, and whether they are for options: then `yes` is all that were cast.

    In writing those who did not answer are taken as was said of them beforehand.
    """
    votes = votes_by_option(question)
    by_means: Counter[str] = Counter()
    for option in question.options.all():
        by_means[option.means] += votes[option.pk]
    is_by_options = is_between_options(question)
    yes = by_means[_MEANS.OPTION] if is_by_options else by_means[_MEANS.YES]
    count = Count(
        question.entitled or 0,
        question.present or 0,
        yes,
        by_means[_MEANS.NO],
        by_means[_MEANS.ABSTAIN],
    )
    meeting = question.item.meeting
    if meeting.form == MeetingForm.CIRCULATION:
        count = with_silence(count, Silence(meeting.silence))
    return count, is_by_options


def taking_part(question: BallotQuestion, now: datetime) -> int:
    """How many seats count as present when it closes: who has voted, and who could still.

    Whoever left without voting takes no part; whoever came after it had opened has no ballot. On
    paper, where nobody here knows who voted, those who were there when it opened; in writing those
    who answered, and the silent where they are counted.
    """
    if question.how == BallotQuestion.How.PAPER:
        return question.present or 0
    if question.item.meeting.form == MeetingForm.CIRCULATION:
        return count_of_question(question)[0].present
    there, _quorum = voters_at(question.item.meeting, now, question.item)
    return sum(one.has_voted or one.invitee_id in there for one in question.ballots.all())


def outcome_of(question: BallotQuestion) -> Outcome:
    """What its votes decide, by `present` as it stands in it."""
    count, is_by_options = count_of_question(question)
    has_quorum = count.present >= (question.quorum_needed or 1)
    chair_for = _option_of_chair(question)
    if is_by_options:
        return outcome_of_options(
            _named_votes(question),
            question.majority,
            _base_of_options(question, count),
            has_quorum=has_quorum,
            chair_for=str(chair_for.pk) if chair_for else None,
        )
    said = {_MEANS.YES: True, _MEANS.NO: False}.get(_MEANS(chair_for.means)) if chair_for else None
    return outcome(question.majority, count, has_quorum=has_quorum, chair_for=said)


def winning_option(question: BallotQuestion) -> BallotOption | None:
    """Of several options the one that was adopted, once it is closed; None where none was."""
    if question.outcome != Outcome.ADOPTED or not is_between_options(question):
        return None
    count, _is_by_options = count_of_question(question)
    chair_for = _option_of_chair(question)
    chosen = chosen_option(
        _named_votes(question),
        question.majority,
        _base_of_options(question, count),
        str(chair_for.pk) if chair_for else None,
    )
    return next((one for one in question.options.all() if str(one.pk) == chosen), None)


def _named_votes(question: BallotQuestion) -> dict[str, int]:
    votes = votes_by_option(question)
    options = (one for one in question.options.all() if one.means == _MEANS.OPTION)
    return {str(one.pk): votes[one.pk] for one in options}


def _base_of_options(question: BallotQuestion, count: Count) -> int:
    return {
        Base.CAST: count.cast,
        Base.PRESENT: count.present,
        Base.ALL: count.entitled,
    }[Base(question.base)]


def _option_of_chair(question: BallotQuestion) -> BallotOption | None:
    """What whoever presides chose, in whichever seat they sit; None where they did not vote, or
    nobody knows how.
    """
    chair_id = question.item.meeting.chair_id
    if chair_id is None or question.is_secret:
        return None
    by_id = {option.pk: option for option in question.options.all()}
    cast: list[Ballot] = [one for one in question.ballots.all() if one.option_id is not None]
    theirs = (one for one in cast if person_in(one.invitee) == chair_id)
    return next((by_id[one.option_id] for one in theirs if one.option_id in by_id), None)
