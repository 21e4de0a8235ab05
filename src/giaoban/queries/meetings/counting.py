"""How many seats voted for what, whether openly, secretly or on paper?"""

from collections import Counter
from collections.abc import Mapping

from giaoban.models import Ballot, BallotOption, BallotQuestion
from giaoban.rules.meetings.majorities import Base, Count, chosen_option

_MEANS = BallotOption.Means


def votes_by_option(question: BallotQuestion) -> Mapping[int, int]:
    """By option's id; of an open vote from its ballots, else as it was counted."""
    options = list(question.options.all())
    if question.is_secret or question.how == BallotQuestion.How.PAPER:
        return {option.pk: option.count for option in options}
    cast = question.ballots.filter(has_voted=True).order_by().values_list("option_id", flat=True)
    counted = Counter(cast)
    return {option.pk: counted[option.pk] for option in options}


def count_of_question(question: BallotQuestion) -> tuple[Count, bool]:
    """Its votes, and whether they are for options: then `yes` is all that were cast."""
    votes = votes_by_option(question)
    by_means: Counter[str] = Counter()
    for option in question.options.all():
        by_means[option.means] += votes[option.pk]
    is_by_options = question.options.filter(means=_MEANS.OPTION).exists()
    yes = by_means[_MEANS.OPTION] if is_by_options else by_means[_MEANS.YES]
    count = Count(
        question.entitled or 0,
        question.present or 0,
        yes,
        by_means[_MEANS.NO],
        by_means[_MEANS.ABSTAIN],
    )
    return count, is_by_options


def winning_option(question: BallotQuestion, present: int) -> BallotOption | None:
    """Of several options the one that reached the majority; None where none did."""
    votes = votes_by_option(question)
    options = {str(one.pk): one for one in question.options.filter(means=_MEANS.OPTION)}
    cast = {key: votes[one.pk] for key, one in options.items()}
    base = {
        Base.CAST: sum(cast.values()),
        Base.PRESENT: present,
        Base.ALL: question.entitled or 0,
    }[Base(question.base)]
    chosen = chosen_option(cast, question.majority, base)
    return options[chosen] if chosen else None


def how_chair_voted(question: BallotQuestion) -> bool | None:
    """Whether who presides voted yes; None where they did not vote, or secretly."""
    chair_id = question.item.meeting.chair_id
    if chair_id is None or question.is_secret:
        return None
    means = (
        Ballot.objects.filter(question=question, invitee__person=chair_id, has_voted=True)
        .values_list("option__means", flat=True)
        .first()
    )
    return {_MEANS.YES: True, _MEANS.NO: False}.get(means)  # type: ignore[call-overload, no-any-return]
