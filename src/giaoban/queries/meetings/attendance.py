"""Who is there now, is that enough to decide, and how was it over the meeting?"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from giaoban.models import AgendaItem, Invitee, Meeting
from giaoban.queries.meetings.roster import decision_rules_of
from giaoban.rules.meetings.inviting import Answer, SubstituteState, sits_by_substitute
from giaoban.rules.meetings.quorum import (
    Quorum,
    SeatAttendance,
    Stay,
    present_seats,
    quorum,
    quorum_over_time,
)


def seats_with_a_vote(meeting: Meeting) -> list[SeatAttendance]:
    """The places that count, with their confirmed stays; two statements."""
    invited = meeting.invitees.filter(votes=True, removed_at=None).prefetch_related("presences")
    return [seat_of(invitee) for invitee in invited]


def seat_of(invitee: Invitee) -> SeatAttendance:
    return SeatAttendance(
        invitee.pk,
        person_in(invitee),
        [
            Stay(presence.arrived_at, presence.left_at)
            for presence in invitee.presences.all()
            if presence.is_confirmed
        ],
        is_substituted(invitee),
    )


def person_in(place: Invitee) -> int | None:
    """The id of whoever sits in a place; None where they are known only by name."""
    found: int | None = place.substitute_person_id if is_substituted(place) else place.person_id
    return found


def is_substituted(invitee: Invitee) -> bool:
    """Whether a substitute sits in that place."""
    return sits_by_substitute(Answer(invitee.answer), SubstituteState(invitee.substitute_state))


def sitting(place: Invitee) -> str:
    """The name of whoever sits in a place."""
    return str(place.substitute_name if is_substituted(place) else place.name)


def recused_from(item: AgendaItem | None) -> frozenset[int]:
    """The places that take no part in the item."""
    if item is None:
        return frozenset()
    return frozenset(item.recusals.values_list("invitee_id", flat=True))


def quorum_at(meeting: Meeting, at: datetime, item: AgendaItem | None = None) -> Quorum:
    """On an item: without the places that are recused from it."""
    rule = decision_rules_of(meeting.committee).quorum
    return quorum(seats_with_a_vote(meeting), rule, at, recused_from(item))


def voters_at(
    meeting: Meeting, at: datetime, item: AgendaItem | None = None
) -> tuple[frozenset[int], Quorum]:
    """The places that can vote at that moment, each person in one of them, and the quorum."""
    rule = decision_rules_of(meeting.committee).quorum
    seats, recused = seats_with_a_vote(meeting), recused_from(item)
    return present_seats(seats, rule, at, recused), quorum(seats, rule, at, recused)


def quorum_told(meeting: Meeting, until: datetime) -> list[tuple[datetime, Quorum]]:
    """Each moment from which another number was there, for the minutes; none before it began.

    That everybody leaves when it closes is none of them.
    """
    if meeting.began_at is None:
        return []
    rule = decision_rules_of(meeting.committee).quorum
    told = quorum_over_time(seats_with_a_vote(meeting), rule, meeting.began_at, until)
    closed_at = meeting.closed_at
    return [one for one in told if closed_at is None or one[0] < closed_at]


def quorum_shown(meeting: Meeting, now: datetime, item: AgendaItem | None = None) -> Quorum:
    """Of now; of a meeting that is over, that of its last moment."""
    if meeting.closed_at is None:
        return quorum_at(meeting, now, item)
    return quorum_at(meeting, meeting.closed_at - timedelta(microseconds=1))


def there_now(invitees: Iterable[Invitee], at: datetime) -> Collection[int]:
    """Of those read with their presences, who is in the room or on the line."""
    return {invitee.pk for invitee in invitees if seat_of(invitee).is_there(at)}
