"""How does a calendar program read a meeting: as an invitation, a change, or one of a list?

RFC 5545 and, for what is sent to somebody, RFC 5546. The library is loaded where it is wanted: most
requests ask for no calendar.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
_PRODUCT = "-//Giaoban//Meetings//EN"


@dataclass(frozen=True)
class Attendee:
    name: str
    email: str


@dataclass(frozen=True)
class MeetingEvent:
    """What a calendar shows of a meeting: nothing that only some of its readers may know.

    `place` is a room or an address on the net; `detail` the agenda as text. `sequence` rises with
    each notice of a change.
    """

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    online_url: str = ""
    detail: str = ""
    address: str = ""  # of its page
    is_cancelled: bool = False


def invitation_ics(
    event: MeetingEvent,
    *,
    method: str,
    organiser: Attendee,
    attendee: Attendee,
    now: datetime,
) -> str:
    """For one reader alone, who does not learn from it who else was asked.

    `method` is REQUEST or CANCEL.
    """
    from icalendar import vCalAddress

    calendar = _calendar(method)
    entry = event_of(event, now)
    organised_by = vCalAddress(f"mailto:{organiser.email}")
    organised_by.params["CN"] = organiser.name
    entry.add("organizer", organised_by)
    asked = vCalAddress(f"mailto:{attendee.email}")
    asked.params["CN"] = attendee.name
    asked.params["ROLE"] = "REQ-PARTICIPANT"
    if method == REQUEST:
        asked.params["PARTSTAT"] = "NEEDS-ACTION"
        # Answers come by the address in the letter: what a program sends back is read by nobody.
        asked.params["RSVP"] = "FALSE"
    elif not event.is_cancelled:
        del entry["STATUS"]  # the meeting is held, without this reader (RFC 5546, 3.2.5)
    entry.add("attendee", asked)
    calendar.add_component(entry)
    return bytes(calendar.to_ical()).decode()


def meetings_ics(events: Iterable[MeetingEvent], *, name: str, now: datetime) -> bytes:
    """A list of meetings for whoever takes it up, in UTF-8."""
    calendar = _calendar(PUBLISH)
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event_of(event, now))
    return bytes(calendar.to_ical())


def event_of(event: MeetingEvent, now: datetime) -> "Event":
    """Moments stand in UTC, which every program turns into the time of its reader."""
    from icalendar import Event

    entry = Event()
    entry.add("uid", event.uid)
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("summary", event.title)
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    place = event.place or event.online_url
    if place:
        entry.add("location", place)
    if event.online_url:
        entry.add("conference", event.online_url, parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    detail = "\n\n".join(filter(None, [event.online_url, event.detail]))
    if detail:
        entry.add("description", detail)
    if event.address:
        entry.add("url", event.address)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry


def _calendar(method: str):  # type: ignore[no-untyped-def]
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar
