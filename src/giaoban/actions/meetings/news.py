"""What is told without anybody pressing a button: called off, taken back, who sits for whom.

It is told by what is so and not by a list of what happened, so that an answer that was taken back
within the minute tells nobody anything, and nobody hears of one thing twice.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import make_naive

from giaoban.actions.meetings.apart import each_apart
from giaoban.actions.meetings.planning import held_meeting
from giaoban.actions.meetings.telling import Telling, tell, tell_who_decides
from giaoban.models import Invitee, Meeting, MeetingTold
from giaoban.queries.meetings.attendance import is_substituted
from giaoban.queries.meetings.presiding import substitute_deciders
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
    return sum(each_apart(_with_news(), lambda pk: _tell_of(pk, now, site)))


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
    """Also whose invitation was taken back a moment before, and who has not heard of that."""
    behind = [place for place in places if 0 <= place.told_sequence < meeting.sequence]
    Invitee.objects.filter(pk__in=[place.pk for place in behind]).update(
        told_sequence=meeting.sequence
    )
    tellings = [Telling(place, Occasion.CANCELLED, words=meeting.reason) for place in behind]
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
            step = f"proposed:{place.pk}:{place.answered_at:%Y%m%d%H%M%S}"
            for decides in substitute_deciders(meeting, place.person, make_naive(now).date()):
                if is_first(step, decides.email):
                    tell_who_decides(meeting, place, decides, now=now, site=site)
        if state in _DECIDED:
            step = f"decided:{place.pk}:{place.decided_at:%Y%m%d%H%M%S}"
            if is_first(step, place.email):
                tellings.append(_decided(place, state))
        if is_substituted(place) and is_first(f"{_SITS}{place.pk}", place.substitute_email):
            tellings.append(Telling(place, Occasion.SITS, of_substitute=True))
    MeetingTold.objects.bulk_create(new)
    # Whoever sits for somebody else from now on hears last that they come: a calendar goes by it.
    return [*_sit_no_more(places, told.values()), *tellings]


def _sit_no_more(places: Iterable[Invitee], told: Iterable[MeetingTold]) -> list[Telling]:
    """Whoever was told to come for somebody and is needed no longer."""
    by_pk = {place.pk: place for place in places}
    gone = []
    for row in told:
        place = by_pk.get(_place_of(row)) if row.step.startswith(_SITS) else None
        if place is None:
            continue
        sits = place.removed_at is None and is_substituted(place)
        if not sits or place.substitute_email.lower() != row.email:
            gone.append((row, place))
    MeetingTold.objects.filter(pk__in=[row.pk for row, _place in gone]).delete()
    return [
        Telling(place, Occasion.SITS_NO_MORE, of_substitute=True, to=row.email)
        for row, place in gone
    ]


def _decided(place: Invitee, state: SubstituteState) -> Telling:
    is_refused = state is SubstituteState.REFUSED
    words = place.substitute_words if is_refused else ""
    return Telling(place, _DECIDED[state], words=words)


def _place_of(told: MeetingTold) -> int:
    return int(told.step.removeprefix(_SITS))
