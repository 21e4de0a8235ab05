"""A show of hands is entered for those who vote by it; who has voted themselves is left alone."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from giaoban.actions.meetings.voting import cast_ballot
from giaoban.models import BallotOption, BallotQuestion, Person
from giaoban.queries.meetings.votes_shown import voter_of
from giaoban.rules.problems import RuleError


@transaction.atomic
def enter_hands(
    *,
    question: BallotQuestion,
    everybody: BallotOption | None,
    hands: Mapping[int, BallotOption],
    seen: Mapping[int, int | None],
    by: Person | None,
    now: datetime,
) -> list[str]:
    """`hands` by the place's id, `everybody` for the others who have not voted themselves.

    `seen` is the option that each ballot had when the page was drawn: whoever has voted since, by
    an account or a link, keeps what they said. Returns their names. Raises RuleError as cast_ballot
    does, and `nothing_entered`.
    """
    if everybody is None and not hands:
        raise RuleError("nothing_entered")
    held: BallotQuestion = BallotQuestion.objects.select_for_update(of=("self",)).get(
        pk=question.pk
    )
    kept = []
    for ballot in held.ballots.select_related("invitee"):
        is_own = ballot.has_voted and not ballot.by_secretary
        option = hands.get(ballot.invitee_id)
        if option is None and not is_own:
            option = everybody
        if option is None or option.pk == ballot.option_id:
            continue
        if is_own and seen.get(ballot.invitee_id) != ballot.option_id:
            kept.append(voter_of(ballot))
            continue
        cast_ballot(
            question=held,
            invitee=ballot.invitee,
            option=option,
            by=by,
            now=now,
            by_secretary=True,
        )
    return kept
