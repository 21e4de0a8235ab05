"""Periods: opened with the longer ones they fill, locked, unlocked, and extended for an area."""

from datetime import date, datetime

import pytest

from giaoban.actions.reporting.periods import (
    extend_deadline,
    lock_period,
    open_due_periods,
    open_period,
    unlock_period,
    withdraw_extension,
)
from giaoban.models import Mark, Period, Regime, Submission
from giaoban.queries.reporting.deadlines import deadlines_of, delivery_deadline
from giaoban.queries.reporting.periods import expected_units, keys_to_open
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast
from tests.factories import NOW, TODAY, VIETNAM_TIME, make_period, make_regime, make_version


def moment(day: int, hour: int = 17, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=VIETNAM_TIME)


def test_opening_a_month_opens_what_it_helps_to_fill(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai)

    period = open_period(regime=regime, key="2026-09", by=cast.chi, today=TODAY, now=NOW)

    assert {p.key: p.is_reported for p in Period.objects.all()} == {
        "2026-09": True,
        "2026Q3": False,
        "2026H2": False,
        "2026-9M": False,
        "2026": False,
    }
    assert (period.starts_on, period.ends_on) == (date(2026, 8, 15), date(2026, 9, 14))


def test_opening_marks_every_unit_that_is_asked(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai)

    period = open_period(regime=regime, key="2026-11", by=cast.chi, today=TODAY, now=NOW)

    asked = {cast.ta_van.pk, cast.y_ty.pk, cast.sa_pa.pk}
    assert expected_units(period) == asked
    assert {mark.unit_id for mark in Mark.objects.all()} == asked
    assert Mark.objects.count() == 3


def test_an_open_period_is_given_back_as_it_is(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai)
    first = open_period(regime=regime, key="2026-11", by=cast.chi, today=TODAY, now=NOW)

    again = open_period(regime=regime, key="2026-11", by=cast.chi, today=TODAY, now=NOW)

    assert again == first
    assert Mark.objects.count() == 3


@pytest.mark.parametrize(
    "key, code",
    [
        ("2026-13", "period_number_out_of_range"),
        ("2026Q3", "period_not_of_frequency"),
        ("2027-01", "period_not_begun"),
    ],
)
def test_a_period_that_cannot_be_is_refused(cast: Cast, key: str, code: str) -> None:
    regime = make_regime(cast.lao_cai)

    with pytest.raises(RuleError) as refused:
        open_period(regime=regime, key=key, by=cast.chi, today=TODAY, now=NOW)

    assert refused.value.code == code


def test_due_periods_are_opened_from_the_first_one_on(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai, first_period="2026-10")

    opened = open_due_periods(regime=regime, today=date(2026, 11, 14), now=NOW)
    later = open_due_periods(regime=regime, today=date(2026, 11, 15), now=NOW)

    assert [period.key for period in opened] == ["2026-10", "2026-11"]
    assert [period.key for period in later] == ["2026-12"]


def test_a_regime_without_a_first_period_waits_to_be_opened(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai)

    assert open_due_periods(regime=regime, today=TODAY, now=NOW) == []
    assert keys_to_open(regime, TODAY) == ["2026-12"]


def test_a_once_period_has_the_days_of_its_regime(cast: Cast) -> None:
    regime = make_regime(
        cast.lao_cai,
        frequency="once",
        first_period="once:ra soat",
        once_starts_on=date(2026, 11, 1),
        once_ends_on=date(2026, 11, 15),
    )

    opened = open_due_periods(regime=regime, today=TODAY, now=NOW)

    assert [(p.key, p.starts_on, p.ends_on) for p in opened] == [
        ("once:ra soat", date(2026, 11, 1), date(2026, 11, 15))
    ]


def test_locking_locks_the_accepted_reports_and_unlocking_frees_them(cast: Cast) -> None:
    period = make_period(make_regime(cast.lao_cai), "2026-10")
    accepted = make_version(cast.ta_van, period, state=ReportState.ACCEPTED)
    sent = make_version(cast.y_ty, period)

    assert lock_period(period=period, by=cast.chi, now=NOW) == 1
    accepted.refresh_from_db()
    sent.refresh_from_db()
    assert (accepted.state, sent.state) == ("locked", "submitted")

    assert unlock_period(period=period, reason="Đính chính", by=cast.chi, now=NOW) == 1
    accepted.refresh_from_db()
    assert accepted.state == "accepted"
    assert Period.objects.get(pk=period.pk).locked_at is None


def test_without_a_rule_a_report_is_due_two_working_days_after_the_cut_off(cast: Cast) -> None:
    period = make_period(make_regime(cast.lao_cai), "2026-11")  # cut-off: Saturday 14 November

    due = deadlines_of(period, [cast.ta_van.pk])

    assert due == {cast.ta_van.pk: moment(17)}


def test_each_level_has_its_own_deadline(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai)
    regime.deadline_rules.create(working_days=1, at="16:00", roll="forward")
    regime.deadline_rules.create(level=3, day=20, at="17:00", roll="forward")
    regime.deadline_rules.create(for_delivery=True, day=22, at="17:00", roll="backward")
    period = make_period(Regime.objects.get(pk=regime.pk), "2026-11")

    due = deadlines_of(period, [cast.lao_cai.pk, cast.ta_van.pk])

    assert due == {cast.lao_cai.pk: moment(16, 16), cast.ta_van.pk: moment(20)}
    assert delivery_deadline(period) == moment(20)  # 22 November is a Sunday


def test_an_extension_for_an_area_reaches_its_units_and_takes_no_time_away(cast: Cast) -> None:
    period = make_period(make_regime(cast.lao_cai), "2026-11")
    units = [cast.ta_van.pk, cast.y_ty.pk]
    extend = {"period": period, "reason": "Lũ quét", "by": cast.chi, "now": NOW}

    extend_deadline(unit=cast.lao_cai, due_at=moment(20), **extend)
    extend_deadline(unit=cast.ta_van, due_at=moment(19), **extend)
    extend_deadline(unit=cast.y_ty, due_at=moment(24), **extend)

    assert deadlines_of(period, units) == {cast.ta_van.pk: moment(20), cast.y_ty.pk: moment(24)}


def test_an_extension_makes_a_late_report_one_on_time_and_its_withdrawal_late(cast: Cast) -> None:
    period = make_period(make_regime(cast.lao_cai), "2026-11")
    late = make_version(cast.ta_van, period, is_late=True, at=moment(18))

    extension = extend_deadline(
        period=period,
        unit=cast.lao_cai,
        due_at=moment(20),
        reason="Lũ quét",
        by=cast.chi,
        now=NOW,
    )
    assert Submission.objects.get(pk=late.submission_id).is_late is False
    assert [mark.unit for mark in Mark.objects.all()] == [cast.ta_van]

    withdraw_extension(extension=extension, by=cast.chi, now=NOW)
    assert Submission.objects.get(pk=late.submission_id).is_late is True


@pytest.mark.parametrize(
    "change, code",
    [
        ({"reason": " "}, "reason_missing"),
        ({"due_at": moment(13)}, "extension_before_cut_off"),
    ],
)
def test_an_extension_needs_a_reason_and_a_day_after_the_cut_off(
    cast: Cast, change: dict[str, object], code: str
) -> None:
    period = make_period(make_regime(cast.lao_cai), "2026-11")
    asked = {"unit": cast.ta_van, "due_at": moment(20), "reason": "Lũ quét"} | change

    with pytest.raises(RuleError) as refused:
        extend_deadline(period=period, by=cast.chi, now=NOW, **asked)  # type: ignore[arg-type]

    assert refused.value.code == code
