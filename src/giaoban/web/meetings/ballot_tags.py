"""Which votes does a page show to whoever sits in a place, and where do they go?"""

from collections.abc import Sequence
from typing import Any

from django import template
from django.urls import reverse

from giaoban.rules.meetings.passages import Reach
from giaoban.web.meetings.ballots import MyVote, votes_seen
from giaoban.web.meetings.places import PlaceScope

register = template.Library()


@register.simple_tag
def votes_of_place(scope: PlaceScope) -> Sequence[MyVote]:
    """What was put to the vote, as far as whoever is invited reads; open ones first."""
    place = scope.place if scope.sits else None
    return votes_seen(scope.meeting, place, Reach.MEMBERS)


@register.simple_tag(takes_context=True)
def ballot_address(context: dict[str, Any], question_id: int) -> str:
    """A link has its own addresses, which name nothing but the link."""
    acting = context.get("acting")
    if acting is not None and acting.link_id is not None:
        return reverse("link_cast_vote", args=[acting.link_id, question_id])
    return reverse("cast_vote", args=[context["meeting"].pk, question_id])
