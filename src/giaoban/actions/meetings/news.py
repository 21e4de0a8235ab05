"""What is told without anybody pressing a button: called off, taken back, who sits for whom.

It is told by what is so and not by a list of what happened, so that an answer that was taken back
within the minute tells nobody anything, and nobody hears of one thing twice.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from giaoban.actions.meetings.planning import held_meeting
from giaoban.actions.meetings.telling import Telling, tell, tell_who_decides
from giaoban.models import Invitee, Meeting, MeetingTold, Person
from giaoban.queries.meetings.attendance import is_substituted
from giaoban.rules.meetings.inviting import SubstituteState
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.meetings.telling import Occasion

_OPEN = (MeetingState.ANNOUNCED, MeetingState.RUNNING)
_SITS = "sits:"
_NAMED = (SubstituteState.PROPOSED, SubstituteState.AGREED, SubstituteState.REFUSED)
_DECIDED = {
    SubstituteState.AGREED: Occasion.SUBSTITUTE_AGREED,
    SubstituteState.REFUSED: Occasion.SUBSTITUTE_REFUSED,
}


def tell_meeting_news(*, now: datetime, site: str) -> int:
    """Tell of every meeting what its people do not know yet; how many letters."""
    return sum(_tell_of(pk, now, site) for pk in _with_news())


def _with_news() -> list[int]:
    """Meetings of which something is perhaps to be told."""
    called_off = Q(
        state=MeetingState.CANCELLED,
        invitees__told_sequence__gte=0,
        invitees__told_sequence__lt=F("sequence"),
    )
    taken_back = Q(invitees__removed_at__isnull=False, invitees__told_sequence__gte=0)
    substitutes = Q(state__in=_OPEN) & (
        Q(invitees__substitute_state__in=_NAMED) | Q(told__step__startswith=_SITS)
    )
    found = Meeting.objects.filter(called_off | taken_back | substitutes)
    return list(found.order_by("pk").values_list("pk", flat=True).distinct())


@transaction.atomic
def _tell_of(pk: int, now: datetime, site: str) -> int:
    meeting = held_meeting(Meeting(pk=pk))
    places = list(
        meeting.invitees.select_related("person", "substitute_person").order_by("position", "pk")
    )
    for place in places:
        place.meeting = meeting
    if meeting.state == MeetingState.CANCELLED:
        tellings = _called_off(meeting, places)
    else:
        tellings = _taken_back(meeting, places)
        if meeting.state in _OPEN:
            tellings += _substitutes(meeting, places, now, site)
    return tell(meeting, tellings, by=None, now=now, site=site)


def _called_off(meeting: Meeting, places: Iterable[Invitee]) -> list[Telling]:
    behind = [place for place in places if 0 <= place.told_sequence < meeting.sequence]
    Invitee.objects.filter(pk__in=[place.pk for place in behind]).update(
        told_sequence=meeting.sequence
    )
    tellings = [
        Telling(place, Occasion.CANCELLED, words=meeting.reason)
        for place in behind
        if place.removed_at is None
    ]
    sits = meeting.told.filter(step__startswith=_SITS)
    by_pk = {place.pk: place for place in behind}
    for told in sits:
        place = by_pk.get(_place_of(told))
        if place is not None:
            tellings.append(
                Telling(place, Occasion.CANCELLED, True, words=meeting.reason, to=told.email)
            )
    sits.delete()
    return tellings


def _taken_back(meeting: Meeting, places: Iterable[Invitee]) -> list[Telling]:
    """Who was told to come and is asked no longer; of what is over nobody hears anything."""
    gone = [one for one in places if one.removed_at is not None and one.told_sequence >= 0]
    Invitee.objects.filter(pk__in=[place.pk for place in gone]).update(told_sequence=-1)
    if meeting.state not in _OPEN:
        return []
    return [Telling(place, Occasion.UNINVITED) for place in gone]


def _substitutes(
    meeting: Meeting, places: Iterable[Invitee], now: datetime, site: str
) -> list[Telling]:
    told = {(row.step, row.email): row for row in meeting.told.all()}
    tellings, new = [], list[MeetingTold]()

    def is_first(step: str, email: str) -> bool:
        key = (step, email.lower())
        if key in told or not email:
            return False
        new.append(MeetingTold(meeting=meeting, step=step, email=email.lower(), at=now))
        return True

    here = [place for place in places if place.removed_at is None]
    for place in here:
        state = SubstituteState(place.substitute_state)
        if state is SubstituteState.PROPOSED:
            decides = _who_decides(meeting, place)
            step = f"proposed:{place.pk}:{place.answered_at:%Y%m%d%H%M%S}"
            if decides is not None and is_first(step, decides.email):
                tell_who_decides(meeting, place, decides, now=now, site=site)
        if state in _DECIDED:
            step = f"decided:{place.pk}:{place.decided_at:%Y%m%d%H%M%S}"
            if is_first(step, place.email):
                tellings.append(_decided(place, state))
        if is_substituted(place) and is_first(f"{_SITS}{place.pk}", place.substitute_email):
            tellings.append(Telling(place, Occasion.SITS, of_substitute=True))
    tellings += _sit_no_more(meeting, here)
    MeetingTold.objects.bulk_create(new)
    return tellings


def _sit_no_more(meeting: Meeting, here: Iterable[Invitee]) -> list[Telling]:
    """Whoever was told to come for somebody and is needed no longer."""
    sitting = {place.pk: place.substitute_email.lower() for place in here if is_substituted(place)}
    found = []
    for row in meeting.told.filter(step__startswith=_SITS):
        pk = _place_of(row)
        if sitting.get(pk) == row.email:
            continue
        place = meeting.invitees.get(pk=pk)
        place.meeting = meeting
        found.append(Telling(place, Occasion.SITS_NO_MORE, of_substitute=True, to=row.email))
        row.delete()
    return found


def _decided(place: Invitee, state: SubstituteState) -> Telling:
    is_refused = state is SubstituteState.REFUSED
    words = place.substitute_words if is_refused else ""
    return Telling(place, _DECIDED[state], words=words)


def _who_decides(meeting: Meeting, place: Invitee) -> Person | None:
    """Whoever presides; of a substitute for themselves the secretary."""
    both = (meeting.chair, meeting.secretary)
    there = [one for one in both if one is not None and one.is_active and one != place.person]
    return there[0] if there else None


def _place_of(told: MeetingTold) -> int:
    return int(told.step.removeprefix(_SITS))
