"""A meeting in a calendar, read back by a library and by the grammar of RFC 5545 alone."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from giaoban.exchange.meetings.calendar_ics import (
    CANCEL,
    REQUEST,
    Attendee,
    MeetingEvent,
    invitation_ics,
    meetings_ics,
)

HERE = timezone(timedelta(hours=7))
BEGINS = datetime(2026, 12, 10, 8, 0, tzinfo=HERE)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=HERE)
EVENT = MeetingEvent(
    uid="9c1d3f4e5a6b47c8b0a1d2e3f4a5b6c7",
    sequence=2,
    title="Họp giao ban quý IV năm 2026; công tác phòng, chống thiên tai của Ban Chỉ đạo",
    starts_at=BEGINS,
    ends_at=BEGINS + timedelta(hours=2),
    place="Phòng họp số 1, tầng 2",
    online_url="https://hop.example.vn/abc",
    detail="1. 08:00 Việc còn mở\n2. 08:20 Kinh phí",
    address="https://giaoban.example.vn/meetings/1/my-place/",
)
CHI = Attendee("Ban Chỉ đạo", "chi@example.vn")
GUEST = Attendee('Nguyễn "A"; B, C', "khach@example.vn")


def properties(content: bytes) -> list[tuple[str, dict[str, str], str]]:
    """(name, parameters, value) of each line, unfolded and unescaped by hand."""
    assert content.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    found = []
    for line in re.sub(rb"\r\n[ \t]", b"", content).decode().removesuffix("\r\n").split("\r\n"):
        head = re.match(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:]*))*):(.*)$', line, re.DOTALL)
        assert head, line
        given_parameters = re.findall(r';([A-Z-]+)=("[^"]*"|[^";:]*)', head[2])
        parameters = {name: value.strip('"') for name, value in given_parameters}
        plain = re.sub(r"\\([nN;,\\])", lambda m: {"n": "\n", "N": "\n"}.get(m[1], m[1]), head[3])
        found.append((head[1], parameters, plain))
    return found


def invitation(method: str = REQUEST) -> str:
    return invitation_ics(EVENT, method=method, organiser=CHI, attendee=GUEST, now=NOW)


def test_an_invitation_is_read_by_a_library_as_it_was_meant() -> None:
    read = Calendar.from_ical(invitation())
    [entry] = read.walk("VEVENT")
    assert (str(read["METHOD"]), str(entry["UID"]), entry["SEQUENCE"]) == (REQUEST, EVENT.uid, 2)
    assert (str(entry["SUMMARY"]), str(entry["LOCATION"])) == (EVENT.title, EVENT.place)
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (EVENT.starts_at, EVENT.ends_at)
    assert str(entry["DESCRIPTION"]) == f"{EVENT.online_url}\n\n{EVENT.detail}"
    assert (str(entry["STATUS"]), str(entry["URL"])) == ("CONFIRMED", EVENT.address)
    assert str(entry["ORGANIZER"]) == "mailto:chi@example.vn"
    asked = entry["ATTENDEE"]
    assert (str(asked), asked.params["RSVP"], asked.params["PARTSTAT"]) == (
        "mailto:khach@example.vn",
        "FALSE",
        "NEEDS-ACTION",
    )


def test_an_invitation_is_read_by_the_grammar_alone_as_it_was_meant() -> None:
    lines = properties(invitation().encode())
    by_name = {name: value for name, _parameters, value in lines}
    assert (by_name["METHOD"], by_name["VERSION"]) == ("REQUEST", "2.0")
    assert (by_name["SUMMARY"], by_name["LOCATION"]) == (EVENT.title, EVENT.place)
    assert (by_name["DTSTART"], by_name["DTEND"]) == ("20261210T010000Z", "20261210T030000Z")
    assert (by_name["UID"], by_name["SEQUENCE"]) == (EVENT.uid, "2")
    parameters = {name: given for name, given, _value in lines}
    assert parameters["ATTENDEE"]["CN"] == "Nguyễn ^'A^'; B, C"  # RFC 6868
    assert [name for name, _given, value in lines if value in ("VCALENDAR", "VEVENT")] == [
        "BEGIN",
        "BEGIN",
        "END",
        "END",
    ]


def test_what_is_called_off_asks_for_no_answer() -> None:
    off = invitation(CANCEL)
    [entry] = Calendar.from_ical(off).walk("VEVENT")
    assert "METHOD:CANCEL" in off
    assert set(entry["ATTENDEE"].params) == {"CN", "ROLE"}


def test_whoever_comes_no_more_is_not_told_that_the_meeting_is_off() -> None:
    gone = replace(EVENT, is_cancelled=True)
    statuses = [
        str(Calendar.from_ical(text).walk("VEVENT")[0].get("STATUS"))
        for text in (
            invitation(CANCEL),
            invitation_ics(gone, method=CANCEL, organiser=CHI, attendee=GUEST, now=NOW),
        )
    ]
    assert statuses == ["None", "CANCELLED"]


def test_a_list_has_each_meeting_and_says_which_is_called_off() -> None:
    gone = MeetingEvent("b" * 32, 1, "Họp chuyên đề", BEGINS, BEGINS + timedelta(hours=1))
    off = MeetingEvent(**{**_facts(gone), "is_cancelled": True})
    read = Calendar.from_ical(meetings_ics([EVENT, off], name="Ban Chỉ đạo", now=NOW))
    assert [(str(one["UID"]), str(one["STATUS"])) for one in read.walk("VEVENT")] == [
        (EVENT.uid, "CONFIRMED"),
        ("b" * 32, "CANCELLED"),
    ]
    assert [one["DTSTAMP"].dt for one in read.walk("VEVENT")] == [NOW.astimezone(UTC)] * 2


def _facts(event: MeetingEvent) -> dict[str, object]:
    return {name: getattr(event, name) for name in event.__dataclass_fields__}


# Without backslashes: the library that reads takes "\\\\n" for a line end, whoever wrote it.
_TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\\")
    | st.just("\n"),
    min_size=1,
)


@given(title=_TEXTS, detail=_TEXTS)
def test_any_title_and_agenda_come_back_as_they_were(title: str, detail: str) -> None:
    event = MeetingEvent("c" * 32, 0, title, BEGINS, BEGINS + timedelta(hours=1), detail=detail)
    content = meetings_ics([event], name="x", now=NOW)
    by_name = {name: value for name, _given, value in properties(content)}
    assert (by_name["SUMMARY"], by_name["DESCRIPTION"]) == (title, detail)
    [entry] = Calendar.from_ical(content).walk("VEVENT")
    assert (str(entry["SUMMARY"]), str(entry["DESCRIPTION"])) == (title, detail)
