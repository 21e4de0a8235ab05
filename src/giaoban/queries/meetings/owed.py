"""Who owes a meeting something: an answer, a paper, a decision in writing?"""

from collections.abc import Iterable

from django.db.models import Q

from giaoban.models import AgendaItem, Ballot, Invitee, Meeting
from giaoban.queries.meetings.agenda_seen import items_without_paper
from giaoban.rules.meetings.inviting import Answer, SubstituteState
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.rules.meetings.states import MeetingForm
from giaoban.rules.meetings.telling import is_named_in


def without_answer(meeting: Meeting) -> list[Invitee]:
    """Whom the notice reached and who has not said anything, or whose substitute was refused; of a
    circulation whoever has a ballot that was not cast.
    """
    places = (
        meeting.invitees.filter(removed_at=None, told_sequence__gte=0)
        .exclude(email="")
        .select_related("person", "substitute_person")
    )
    if meeting.form == MeetingForm.CIRCULATION:
        waiting = Ballot.objects.filter(
            question__item__meeting=meeting, question__closed_at=None, has_voted=False
        )
        places = places.filter(pk__in=waiting.values("invitee"))
    else:
        refused = Q(answer=Answer.SUBSTITUTE, substitute_state=SubstituteState.REFUSED)
        places = places.filter(Q(answer=Answer.NONE) | refused)
    return _of(meeting, places)


def papers_owed(meeting: Meeting) -> list[tuple[Invitee, list[AgendaItem]]]:
    """By whom a paper is to come: whoever is invited and named as its rapporteur, else whoever is
    invited for an agency that is named there, or for the unit that proposed it.
    """
    items = [
        item
        for item in items_without_paper(meeting)
        if may_read(Reach(item.reach), Reach.MEMBERS)  # a letter tells no more than the page
    ]
    if not items:
        return []
    places = _of(
        meeting,
        meeting.invitees.filter(removed_at=None).exclude(email="").select_related("person"),
    )
    found: dict[int, tuple[Invitee, list[AgendaItem]]] = {}
    for item in items:
        for place in _who_brings(item, places):
            found.setdefault(place.pk, (place, []))[1].append(item)
    return list(found.values())


def _who_brings(item: AgendaItem, places: Iterable[Invitee]) -> list[Invitee]:
    every = list(places)
    named = [place for place in every if is_named_in(item.rapporteur, place.name)]
    of_agency = [place for place in every if is_named_in(item.rapporteur, place.agency)]
    of_unit = [place for place in every if item.unit_id and place.unit_id == item.unit_id]
    return named or of_agency or of_unit


def _of(meeting: Meeting, places: Iterable[Invitee]) -> list[Invitee]:
    found = list(places)
    for place in found:
        place.meeting = meeting
    return found
