"""A day set by hand moves deadlines, and the reports already sent are judged by the new ones."""

from datetime import date, datetime

import pytest

from giaoban.actions.reporting.working_calendar import remove_calendar_day, set_calendar_day
from giaoban.models import Event, Mark, Period, Submission
from giaoban.queries.reporting.deadlines import deadlines_of
from tests.cast import Cast
from tests.factories import NOW, VIETNAM_TIME, make_period, make_regime, make_version

MONDAY = date(2026, 11, 16)  # the cut-off is Saturday the 14th


@pytest.fixture
def period(cast: Cast) -> Period:
    regime = make_regime(cast.lao_cai)
    regime.deadline_rules.create(working_days=2, at="17:00", roll="forward")
    period = make_period(regime, "2026-11")
    sent_at = datetime(2026, 11, 18, 9, tzinfo=VIETNAM_TIME)
    make_version(cast.ta_van, period, at=sent_at, is_late=True)
    return period


def is_late() -> bool:
    return Submission.objects.get().is_late


def test_a_day_off_makes_a_report_of_the_next_day_be_on_time(cast: Cast, period: Period) -> None:
    override = set_calendar_day(day=MONDAY, is_working=False, name="Nghỉ bù", by=cast.chi, now=NOW)
    assert deadlines_of(period, [cast.ta_van.pk])[cast.ta_van.pk].astimezone(
        VIETNAM_TIME
    ) == datetime(2026, 11, 18, 17, tzinfo=VIETNAM_TIME)
    assert not is_late()
    assert (cast.ta_van.pk, period.pk) in set(Mark.objects.values_list("unit_id", "period_id"))
    assert Event.objects.get().after == {
        "day": "2026-11-16",
        "is_working": False,
        "name": "Nghỉ bù",
        "reports": 1,
    }

    remove_calendar_day(override=override, by=cast.chi, now=NOW)
    assert is_late()
    removed = Event.objects.order_by("id").last()
    assert removed is not None
    assert (removed.action, removed.record_id, removed.after) == (
        "remove_calendar_day",
        Event.objects.order_by("id")[0].record_id,
        {"reports": 1},
    )


def test_a_locked_period_keeps_its_judgement(cast: Cast, period: Period) -> None:
    period.locked_at = NOW
    period.save()
    set_calendar_day(day=MONDAY, is_working=False, name="", by=cast.chi, now=NOW)
    assert is_late()


def test_a_day_that_moves_no_deadline_judges_nothing(cast: Cast, period: Period) -> None:
    set_calendar_day(day=date(2026, 11, 20), is_working=False, name="", by=cast.chi, now=NOW)
    assert is_late()
    assert not Mark.objects.exists()
    assert Event.objects.get().after == {"day": "2026-11-20", "is_working": False, "name": ""}
