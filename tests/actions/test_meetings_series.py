"""The next meetings of a series are made by themselves, each once."""

from datetime import date, time

import pytest
from django.utils.timezone import localtime

from giaoban.actions.meetings.planning import cancel_meeting
from giaoban.actions.meetings.series import edit_series, make_coming_meetings, make_series
from giaoban.jobs.rounds import Rounds
from giaoban.models import Meeting, MeetingSeries, Unit
from giaoban.rules.meetings.recurrence import OnDayOff
from giaoban.rules.meetings.states import MeetingForm
from giaoban.rules.problems import RuleError
from tests.cast import Cast
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


def a_series(cast: Cast, **fields: object) -> MeetingSeries:
    given = {
        "name": "Giao ban quý",
        "kind": "briefing",
        "rule": "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1",
        "first_on": date(2026, 1, 1),
        "starts_at": time(8),
        "minutes": 120,
        "form": MeetingForm.ON_SITE,
        "on_day_off": OnDayOff.NEXT,
        **fields,
    }
    return make_series(committee=cast.committee, fields=given, by=cast.chi, now=NOW)


def held() -> list[tuple[date | None, date]]:
    found = Meeting.objects.order_by("starts_at")
    return [(one.occurrence, one.starts_at.date()) for one in found]


def test_the_next_two_are_made_where_a_holiday_moves_them(cast: Cast) -> None:
    a_series(cast)
    assert make_coming_meetings(today=TODAY, now=NOW) == 2
    # The first of January is moved off the holiday and the week-end behind it.
    assert held() == [
        (date(2027, 1, 1), date(2027, 1, 4)),
        (date(2027, 4, 1), date(2027, 4, 1)),
    ]
    assert make_coming_meetings(today=TODAY, now=NOW) == 0


def test_the_worker_makes_them_within_its_minute(cast: Cast) -> None:
    a_series(cast)
    done = Rounds(clock=lambda: NOW).run()
    assert (Meeting.objects.count(), done.broken) == (2, 0)


def test_a_day_that_was_called_off_or_left_out_is_not_made_again(cast: Cast) -> None:
    series = a_series(cast, left_out=["2027-04-01"])
    make_coming_meetings(today=TODAY, now=NOW)
    assert [day for day, _on in held()] == [date(2027, 1, 1), date(2027, 7, 1)]
    cancel_meeting(
        meeting=Meeting.objects.earliest("starts_at"), reason="Trùng lịch", by=cast.chi, now=NOW
    )
    assert make_coming_meetings(today=TODAY, now=NOW) == 0
    edit_series(series=series, fields={"is_active": False}, revision=0, by=cast.chi, now=NOW)
    assert make_coming_meetings(today=date(2027, 6, 1), now=NOW) == 0


def test_a_series_is_changed_by_whoever_read_it_last(cast: Cast) -> None:
    series = a_series(cast)
    edit_series(series=series, fields={"minutes": 90}, revision=0, by=cast.chi, now=NOW)
    with pytest.raises(RuleError, match="series_changed_meanwhile"):
        edit_series(series=series, fields={"minutes": 60}, revision=0, by=cast.chi, now=NOW)


def test_a_meeting_that_tet_moved_to_today_is_made_today(cast: Cast) -> None:
    a_series(cast, rule="FREQ=WEEKLY;BYDAY=TU", first_on=date(2026, 2, 16))
    make_coming_meetings(today=date(2026, 2, 23), now=NOW)
    assert held() == [
        (date(2026, 2, 17), date(2026, 2, 23)),
        (date(2026, 2, 24), date(2026, 2, 24)),
    ]


def test_a_committee_whose_unit_is_closed_meets_no_more(cast: Cast) -> None:
    a_series(cast)
    Unit.objects.filter(pk=cast.lao_cai.pk).update(closed_on=date(2027, 2, 1))
    assert make_coming_meetings(today=TODAY, now=NOW) == 1


def test_a_series_bears_no_mark_of_a_state_secret(cast: Cast) -> None:
    with pytest.raises(RuleError, match="state_secret"):
        a_series(cast, name="TUYỆT MẬT")


def test_what_is_being_prepared_follows_its_series_in_what_nobody_changed(cast: Cast) -> None:
    series = a_series(cast, place="Phòng 1")
    make_coming_meetings(today=TODAY, now=NOW)
    first, second = Meeting.objects.order_by("starts_at")
    Meeting.objects.filter(pk=second.pk).update(place="Phòng 9", state="announced")
    Meeting.objects.filter(pk=first.pk).update(title="Giao ban đầu năm")
    fields = {"name": "Giao ban", "place": "Phòng 2", "starts_at": time(14)}
    edit_series(series=series, fields=fields, revision=0, by=cast.chi, now=NOW, also_made=True)
    found = Meeting.objects.order_by("starts_at")
    assert [(one.title, one.place, localtime(one.starts_at).hour) for one in found] == [
        ("Giao ban đầu năm", "Phòng 2", 14),
        ("Giao ban quý", "Phòng 9", 8),
    ]
