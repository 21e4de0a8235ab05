"""`export_calendar` prints what was announced, and nothing that may not be circulated."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from icalendar import Calendar

from giaoban.actions.meetings.agenda import ItemText, add_item
from giaoban.actions.meetings.announcing import announce_meeting
from giaoban.models import Meeting
from giaoban.rules.meetings.passages import Reach
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.meeting_scene import make_sitting


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """In ten days, with an item of each reach; another one is being prepared."""
    sitting = make_sitting(cast, seats=2, runs=False, at=NOW + timedelta(days=10))
    for reach in (Reach.MEMBERS, Reach.LIMITED):
        text = ItemText(title=f"Việc {reach}", reach=reach)
        add_item(meeting=sitting.meeting, text=text, by=cast.chi, now=NOW)
    make_sitting(cast, seats=2, runs=False, at=NOW + timedelta(days=20), title="Chưa thông báo")
    return announce_meeting(
        meeting=sitting.meeting,
        by=cast.chi,
        today=TODAY,
        now=NOW,
        site="https://giaoban.example.vn",
    )


def printed(capsysbinary: pytest.CaptureFixture[bytes], *words: str) -> list[object]:
    call_command("export_calendar", *words)
    return Calendar.from_ical(capsysbinary.readouterr().out).walk("VEVENT")


def test_a_calendar_goes_where_the_command_is_told_to_write(meeting: Meeting) -> None:
    written = StringIO()
    call_command("export_calendar", stdout=written)
    assert written.getvalue().endswith("END:VCALENDAR\r\n")


def test_a_committees_calendar_has_its_announced_meetings(
    meeting: Meeting, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    [entry] = printed(capsysbinary, "--committee", "15")
    assert (str(entry["UID"]), entry["DTSTART"].dt) == (meeting.uid, meeting.starts_at)
    assert str(entry["DESCRIPTION"]).endswith("Kinh phí")
    assert "Việc" not in str(entry["DESCRIPTION"])
    assert "ATTENDEE" not in entry


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ((), 1),
        (("--from", "2026-11-30", "--to", "2026-11-30"), 1),
        (("--from", "2026-12-01"), 0),
        (("--to", "2026-11-29"), 0),
    ],
)
def test_a_calendar_can_be_of_some_days(
    meeting: Meeting,
    capsysbinary: pytest.CaptureFixture[bytes],
    words: tuple[str, ...],
    count: int,
) -> None:
    assert len(printed(capsysbinary, *words)) == count


def test_a_committee_that_nobody_is_called_is_said(cast: Cast) -> None:
    with pytest.raises(CommandError, match="XYZ"):
        call_command("export_calendar", "--committee", "XYZ")
