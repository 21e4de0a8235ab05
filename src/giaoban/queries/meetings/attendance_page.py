"""Who was asked, who is there, who came late or left early, and who waits to be let in?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from giaoban.models import AgendaItem, Invitee, Meeting, Presence
from giaoban.queries.meetings.attendance import is_substituted, recused_from, seat_of
from giaoban.rules.meetings.posts import post_at
from giaoban.rules.meetings.quorum import Stay
from giaoban.rules.meetings.stays import came_late, left_early


@dataclass(frozen=True, slots=True)
class Attendee:
    """`waits` chose that name at the door and nobody has confirmed it yet."""

    invitee: Invitee
    stays: Sequence[Presence]
    waits: Presence | None
    is_there: bool
    is_late: bool
    left_early: bool
    is_substituted: bool
    is_recused: bool

    @property
    def name(self) -> str:
        """Of whoever sits there."""
        place = self.invitee
        return str(place.substitute_name if self.is_substituted else place.name)

    @property
    def post(self) -> str:
        place = self.invitee
        if self.is_substituted:
            return str(place.substitute_post)
        return post_at(place.post, place.agency)


@dataclass(frozen=True, slots=True)
class AttendanceCounts:
    """Of everybody who was asked, with or without a vote."""

    invited: int
    there: int
    waiting: int


def attendees(meeting: Meeting, now: datetime, item: AgendaItem | None = None) -> list[Attendee]:
    """In the order of the invitation; on an item also who takes no part in it. Three statements."""
    invited = meeting.invitees.filter(removed_at=None).prefetch_related("presences")
    recused = recused_from(item)
    began_at = max(meeting.starts_at, meeting.began_at or meeting.starts_at)
    return [
        _attendee(place, now, began_at, meeting.closed_at, place.pk in recused)
        for place in invited.select_related("person", "unit", "substitute_person")
    ]


def counted(found: Sequence[Attendee]) -> AttendanceCounts:
    return AttendanceCounts(
        invited=len(found),
        there=sum(one.is_there for one in found),
        waiting=sum(one.waits is not None for one in found),
    )


def _attendee(
    place: Invitee, now: datetime, began_at: datetime, ended_at: datetime | None, is_recused: bool
) -> Attendee:
    rows = list(place.presences.all())
    confirmed = [row for row in rows if row.is_confirmed]
    stays = [Stay(row.arrived_at, row.left_at) for row in confirmed]
    return Attendee(
        invitee=place,
        stays=confirmed,
        waits=next((row for row in rows if not row.is_confirmed), None),
        is_there=ended_at is None and seat_of(place).is_there(now),
        is_late=came_late(stays, began_at),
        left_early=left_early(stays, ended_at),
        is_substituted=is_substituted(place),
        is_recused=is_recused,
    )
