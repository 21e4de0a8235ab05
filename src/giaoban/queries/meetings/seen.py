"""Which meetings may somebody see, and how much of each? Asked by every list, search and file.

Who manages the committee's meetings sees all of them; who views them, or is invited, sees those
that were announced. Of a meeting that one sees, some read everything (`Reach.LIMITED`): who manages
it, who presides it or keeps its record; everybody else reads what is for members. An invitation
that was taken back shows nothing any more.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from giaoban.models import Invitee, Meeting, Person
from giaoban.queries.units.lineage import subtree
from giaoban.rules.meetings.inviting import SubstituteState
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingState


@dataclass(frozen=True)
class Attending:
    """A person, and the units at which they manage, preside over and view meetings.

    Managing and presiding hold for the committee of that very unit: a committee above has another
    subject, and is not of the members of this one. Viewing reaches down, as oversight does.
    """

    person: Person
    managing: Collection[int]
    presiding: Collection[int]
    viewing: Collection[int]


def meetings_seen(attending: Attending, on: date) -> QuerySet[Meeting]:
    """In no particular order of its own; ask for one."""
    managed = Q(committee__unit__in=attending.managing)
    viewed = Q(committee__unit__in=subtree(attending.viewing, on))
    theirs = (
        Q(pk__in=invitations_of(attending.person).values("meeting"))
        | Q(chair=attending.person)
        | Q(secretary=attending.person)
    )
    told = Q(announced_at__isnull=False) | Q(state__in=[MeetingState.RUNNING, MeetingState.CLOSED])
    return Meeting.objects.filter(managed | (told & (viewed | theirs)))


def invitations_of(person: Person) -> QuerySet[Invitee]:
    """The places of somebody: their own, and those in which they sit as an agreed substitute."""
    agreed = Q(substitute_person=person, substitute_state=SubstituteState.AGREED)
    return Invitee.objects.filter(Q(person=person) | agreed, removed_at=None).order_by()


def place_of(meeting: Meeting, person: Person) -> Invitee | None:
    """Where somebody sits: their own place before one that they stand in for."""
    places = sorted(
        invitations_of(person).filter(meeting=meeting),
        key=lambda place: (place.person_id != person.pk, place.pk),
    )
    return places[0] if places else None


def reads_upto(meeting: Meeting, person: Person, *, manages: bool, presides: bool) -> Reach:
    """How much of a meeting that they see somebody reads."""
    has_office = person.pk in (meeting.chair_id, meeting.secretary_id)
    return Reach.LIMITED if manages or presides or has_office else Reach.MEMBERS


def read_whole(attending: Attending) -> Q:
    """The meetings that somebody reads everything of, among those that they see: the same as
    `reads_upto` says of one.
    """
    offices = [*attending.managing, *attending.presiding]
    return (
        Q(committee__unit__in=offices) | Q(chair=attending.person) | Q(secretary=attending.person)
    )
