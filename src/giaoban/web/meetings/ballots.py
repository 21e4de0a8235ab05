"""I vote: what is open now, what have I said, and how did it end? By an account or by a link."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from giaoban.actions.meetings.voting import cast_ballot
from giaoban.models import Ballot, BallotQuestion, Invitee, Meeting
from giaoban.queries.meetings.attendance import person_in
from giaoban.queries.meetings.running import votes_of_meeting
from giaoban.queries.meetings.votes_shown import Vote, VoteState
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.places import place_asked
from giaoban.web.meetings.scope import meeting_asked
from giaoban.web.meetings.taking import number_in
from giaoban.web.meetings.words import meeting_refusal


@dataclass(frozen=True)
class MyVote:
    """A question as whoever sits in a place sees it; without a `ballot` they have no vote on it."""

    vote: Vote
    ballot: Ballot | None
    is_recused: bool = False

    @property
    def may_vote(self) -> bool:
        """A secret vote that was cast cannot be changed: nobody knows what it was."""
        if self.ballot is None or self.vote.state is not VoteState.OPEN:
            return False
        return not (self.vote.question.is_secret and self.ballot.has_voted)


def votes_seen(meeting: Meeting, place: Invitee | None, upto: Reach) -> Sequence[MyVote]:
    """What was put to the vote, open ones first, on items that may be read or that one votes on."""
    votes = [vote for vote in votes_of_meeting(meeting) if vote.state is not VoteState.PREPARED]
    found = [MyVote(vote, _ballot(vote, place), _is_recused(vote, place)) for vote in votes]
    seen = [
        one
        for one in found
        if one.ballot is not None or may_read(Reach(one.vote.question.item.reach), upto)
    ]
    return sorted(seen, key=lambda one: one.vote.state is not VoteState.OPEN)


@signed_in
@never_cache
@require_safe
def meeting_votes(request: HttpRequest, pk: int) -> HttpResponse:
    """For everybody who sees the meeting; who has a vote casts it here."""
    scope = meeting_asked(request, pk)
    place, person = scope.place, acting_on(request).person
    sits = place is not None and person_in(place) == person.pk
    context = {
        "meeting": scope.meeting,
        "place": place,
        "votes": votes_seen(scope.meeting, place if sits else None, scope.upto),
    }
    return render(request, "meetings/votes.html", context)


@sensitive_post_parameters("option", "words")
@sensitive_variables("chosen", "option")
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cast_vote(request: HttpRequest, pk: int, question_id: int) -> HttpResponse:
    """By whoever sits in the place; whoever comes back to this address sees their page."""
    scope, acting = place_asked(request, pk), acting_on(request)
    if scope.is_by_link:
        back = reverse("link_my_invitation", args=[acting.link_id])
    else:
        back = reverse("meeting_votes", args=[scope.meeting.pk])
    if request.method != "POST":
        return redirect(back)
    question = get_object_or_404(
        BallotQuestion.objects.prefetch_related("options"),
        pk=question_id,
        item__meeting=scope.meeting,
    )
    chosen = number_in(request.POST.get("option"))
    option = next((one for one in question.options.all() if one.pk == chosen), None)
    try:
        if option is None:
            raise RuleError("option_of_another_question")
        if not scope.sits:
            raise RuleError("no_ballot", name=scope.place.name)
        cast_ballot(
            question=question,
            invitee=scope.place,
            option=option,
            by=scope.by,
            now=acting.now,
            words=request.POST.get("words", ""),
        )
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    else:
        messages.success(request, _("Your vote is counted."))
    return redirect(back)


def _is_recused(vote: Vote, place: Invitee | None) -> bool:
    recusals = vote.question.item.recusals.all()
    return place is not None and any(one.invitee_id == place.pk for one in recusals)


def _ballot(vote: Vote, place: Invitee | None) -> Ballot | None:
    if place is None:
        return None
    ballots = vote.question.ballots.all()
    return next((one for one in ballots if one.invitee_id == place.pk), None)
