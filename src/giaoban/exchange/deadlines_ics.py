"""Deadlines as a calendar that other programs read (RFC 5545).

The library is loaded where it is wanted: most requests ask for no calendar.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from giaoban.exchange.meetings.calendar_ics import MeetingEvent, event_of

REFRESHED = timedelta(hours=1)


@dataclass(frozen=True)
class Deadline:
    """`key` is the same on every day; what is due on a day without an hour has a date."""

    key: str
    title: str
    detail: str
    address: str
    due: date | datetime


def deadlines_ics(
    deadlines: Iterable[Deadline],
    *,
    name: str,
    host: str,
    now: datetime,
    meetings: Iterable[MeetingEvent] = (),
) -> bytes:
    """UTF-8; `host` makes the keys unique in the world, moments stand in UTC."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Giaoban//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESHED, parameters={"value": "DURATION"})
    for deadline in deadlines:
        event = Event()
        event.add("uid", f"{deadline.key}@{host}")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("summary", deadline.title)
        event.add("description", deadline.detail)
        event.add("url", deadline.address)
        due = deadline.due
        event.add("dtstart", due.astimezone(UTC) if isinstance(due, datetime) else due)
        event.add("transp", "TRANSPARENT")  # a deadline keeps nobody busy
        calendar.add_component(event)
    for meeting in meetings:
        calendar.add_component(event_of(meeting, now))
    return bytes(calendar.to_ical())
