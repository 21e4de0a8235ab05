"""A committee with five seats, a meeting of it, and people who sit there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from giaoban.actions.meetings.attendance import check_in
from giaoban.actions.meetings.closing import begin_meeting
from giaoban.actions.meetings.planning import plan_meeting
from giaoban.models import AgendaItem, Invitee, Meeting, Person, Presence
from giaoban.rules.meetings.agenda import ItemKind
from giaoban.rules.meetings.inviting import Part
from giaoban.rules.meetings.posts import Post
from giaoban.rules.meetings.states import MeetingForm
from tests.cast import Cast
from tests.factories import NOW, make_person


@dataclass(frozen=True)
class Sitting:
    """A meeting with an item, its seats in order, the first of them presiding."""

    meeting: Meeting
    item: AgendaItem
    seats: list[Invitee]


def make_sitting(
    cast: Cast,
    *,
    seats: int = 5,
    there: int = 5,
    at: datetime = NOW,
    runs: bool = True,
    **fields: object,
) -> Sitting:
    """`there` of the seats came as it began; Dũng presides, Chi keeps the record."""
    given = {
        "title": "Họp giao ban quý IV",
        "kind": "briefing",
        "form": MeetingForm.ON_SITE,
        "starts_at": at,
        "ends_at": at + timedelta(hours=2),
        "chair": cast.dung,
        "secretary": cast.chi,
        **fields,
    }
    meeting = plan_meeting(committee=cast.committee, fields=given, by=cast.chi, now=at)
    item = AgendaItem.objects.create(
        meeting=meeting, position=1, kind=ItemKind.OTHER, title="Kinh phí", minutes=30
    )
    people = [cast.dung, cast.giang, *map(_member, range(2, seats))][:seats]
    places = [_place(meeting, number, person) for number, person in enumerate(people)]
    if runs:
        meeting = begin_meeting(meeting=meeting, by=cast.chi, now=at)
        for place in places[:there]:
            check_in(invitee=place, how=Presence.How.SECRETARY, at=at, by=cast.chi, now=at)
    return Sitting(meeting, item, places)


def _member(number: int) -> Person:
    email = f"thanh-vien-{number}@example.vn"
    found = Person.objects.filter(email=email).first()
    return found or make_person(email, f"Thành viên {number}")


def _place(meeting: Meeting, number: int, person: Person) -> Invitee:
    place: Invitee = Invitee.objects.create(
        meeting=meeting,
        part=Part.MEMBER,
        seat=Post.MEMBER if number else Post.CHAIR,
        person=person,
        name=person.name,
        email=person.email,
        votes=True,
        position=number,
    )
    return place
