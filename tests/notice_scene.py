"""A meeting in two weeks whose notice goes out: letters, calendars, a substitute proposed."""

from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar

from giaoban.actions.meetings.announcing import announce_meeting
from giaoban.actions.meetings.answering import Substitute, answer_invitation
from giaoban.actions.meetings.inviting import Guest, invite_guest
from giaoban.models import Invitee, Meeting, OutgoingMail
from giaoban.rules.meetings.inviting import Answer
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.meeting_scene import Sitting, make_sitting

SITE = "https://giaoban.example.vn"
IN_TWO_WEEKS = NOW + timedelta(days=14)
MINUTE = timedelta(minutes=1)


def prepared(cast: Cast, **fields: object) -> Sitting:
    """A draft in two weeks: Dũng presides, Giang and a guest without an account are invited."""
    sitting = make_sitting(
        cast, seats=2, runs=False, at=IN_TWO_WEEKS, place="Phòng họp số 1", **fields
    )
    guest = Guest("Bà Mẩy", "Phó Chủ tịch", "UBND xã Y Tý", "may@example.vn")
    place = invite_guest(meeting=sitting.meeting, guest=guest, by=cast.chi, now=NOW)
    return Sitting(sitting.meeting, sitting.item, [*sitting.seats, place])


def announced(cast: Cast, **fields: object) -> Sitting:
    sitting = prepared(cast, **fields)
    meeting = announce(sitting.meeting, cast)
    for place in sitting.seats:
        place.refresh_from_db()
    return Sitting(meeting, sitting.item, sitting.seats)


def announce(meeting: Meeting, cast: Cast) -> Meeting:
    return announce_meeting(meeting=meeting, by=cast.chi, today=TODAY, now=NOW, site=SITE)


def told() -> list[tuple[str, str]]:
    """(to, subject) of the letters that wait, which are gone then."""
    letters = list(OutgoingMail.objects.order_by("pk").values_list("to", "subject"))
    OutgoingMail.objects.all().delete()
    return letters


def entry_of(letter: OutgoingMail) -> Any:
    [entry] = Calendar.from_ical(letter.calendar).walk("VEVENT")
    return entry


def propose(place: Invitee, at: datetime, *, name: str = "Ông Thay", email: str) -> Invitee:
    return answer_invitation(
        invitee=place,
        answer=Answer.SUBSTITUTE,
        by=None,
        now=at,
        substitute=Substitute(name, "Chuyên viên", email),
    )
