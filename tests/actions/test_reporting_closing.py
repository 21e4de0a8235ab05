"""Closing with what there is: errors accepted over, estimates, one unit's report opened again."""

from datetime import timedelta
from typing import Any

import pytest

from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.reporting.decisions import accept_over_errors, accept_reports
from giaoban.actions.reporting.drafts import Cell, begin_version, save_cells
from giaoban.actions.reporting.folding import fold_waiting
from giaoban.actions.reporting.import_outcomes import EVERYTHING_ACCEPTED, Import
from giaoban.actions.reporting.importing import IncomingFile, import_files
from giaoban.actions.reporting.incoming_reports import IncomingReport
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.actions.reporting.periods import lock_period, unlock_period
from giaoban.actions.reporting.reopening import close_ended_reopenings, reopen_for_unit
from giaoban.actions.reporting.submitting import submit_report, withdraw_report
from giaoban.actions.reporting.taking import take_reports
from giaoban.actions.reporting.typed_cells import Typed, TypedCell, save_typed
from giaoban.models import (
    Event,
    Message,
    OutgoingMail,
    Period,
    Regime,
    ReportLink,
    Total,
    Value,
    Version,
)
from giaoban.queries.reporting.verification import verify
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.states import Channel, ReportState
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime, make_version

LATER = NOW + timedelta(days=3)
TELLING: dict[str, Any] = {"today": TODAY, "site": "https://giaoban.example.vn"}


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_regime(
        cast.lao_cai,
        indicators=[{"code": "processed", "is_required": True}, "online"],
        checks=[
            {"formula": "online <= processed", "message": "Trực tuyến lớn hơn tổng số."},
            {"formula": "processed <= 100", "level": "warning", "message": "Nhiều bất thường."},
        ],
    )


@pytest.fixture
def period(regime: Regime) -> Period:
    return make_period(regime, "2026-10")


def drafted(cast: Cast, period: Period, *estimates: str, **numbers: float) -> Version:
    version = begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)
    cells = {c: Cell(number, is_estimate=c in estimates) for c, number in numbers.items()}
    return save_cells(version=version, cells=cells, by=cast.an, now=NOW)


def sent(cast: Cast, period: Period, *estimates: str, **numbers: float) -> Version:
    draft = drafted(cast, period, *estimates, **numbers)
    return submit_report(version=draft, by=cast.an, now=NOW)


def accepted(cast: Cast, period: Period, *estimates: str, **numbers: float) -> Version:
    version = sent(cast, period, *estimates, **numbers)
    return accept_reports(versions=[version], by=cast.chi, now=NOW)[0]


def refused(call: object, **arguments: object) -> RuleError:
    with pytest.raises(RuleError) as error:
        call(**arguments)  # type: ignore[operator]
    return error.value


def counts(cast: Cast, period: Period) -> tuple[int, int, int]:
    """Received, estimated, accepted over an error; of the whole province."""
    append_marks_for(unit_ids=[cast.ta_van.pk, cast.y_ty.pk, cast.sa_pa.pk], period=period)
    fold_waiting()
    total = Total.objects.get(unit=cast.lao_cai, period=period)
    assert verify().differences == []
    return total.received, total.estimated, total.over_error


# --- over an error


def test_a_report_with_an_error_is_accepted_with_a_reason(cast: Cast, period: Period) -> None:
    draft = drafted(cast, period, processed=500, online=600)

    taken = accept_over_errors(version=draft, reason=" Cán bộ nghỉ ốm ", by=cast.chi, now=NOW)

    taken.refresh_from_db()
    assert (taken.state, taken.over_error) == (ReportState.ACCEPTED, "Cán bộ nghỉ ốm")
    assert sorted(taken.findings.values_list("code", "level")) == [
        ("check_failed", "error"),
        ("check_failed", "warning"),
    ]
    assert counts(cast, period) == (1, 0, 1)
    event = Event.objects.get(action="accept_over_errors")
    assert event.after == {"version": 1, "reason": "Cán bộ nghỉ ốm", "cells": ["online"]}


def test_where_the_head_approves_it_waits_for_that(cast: Cast, period: Period) -> None:
    period.regime.needs_approval = True
    period.regime.save()
    draft = drafted(cast, period, processed=5, online=6)
    taken = accept_over_errors(version=draft, reason="Cán bộ nghỉ ốm", by=cast.chi, now=NOW)
    assert (taken.state, taken.over_error) == (ReportState.SUBMITTED, "Cán bộ nghỉ ốm")


def test_what_is_withdrawn_is_no_longer_taken_over_an_error(cast: Cast, period: Period) -> None:
    period.regime.needs_approval = True
    period.regime.save()
    draft = drafted(cast, period, "processed", processed=5, online=6)
    taken = accept_over_errors(version=draft, reason="Cán bộ nghỉ ốm", by=cast.chi, now=NOW)
    again = withdraw_report(version=taken, by=cast.an, now=NOW)
    assert (again.over_error, again.has_estimates) == ("", False)


@pytest.mark.parametrize(
    "numbers, reason, code",
    [
        ({"processed": 5, "online": 6}, " ", "reason_missing"),
        ({"processed": 5, "online": 6}, "x" * 301, "reason_too_long"),
        ({"processed": 6, "online": 5}, "Vì sao", "no_error_to_accept_over"),
        ({"processed": 5.5, "online": 6}, "Vì sao", "has_errors"),
    ],
)
def test_what_cannot_be_taken_over_an_error(
    cast: Cast, period: Period, numbers: dict[str, float], reason: str, code: str
) -> None:
    draft = drafted(cast, period, **numbers)
    error = refused(accept_over_errors, version=draft, reason=reason, by=cast.chi, now=NOW)
    assert error.code == code
    draft.refresh_from_db()
    assert (draft.state, draft.over_error) == (ReportState.DRAFT, "")


# --- estimates


def test_a_report_with_an_estimate_is_counted_as_one(cast: Cast, period: Period) -> None:
    assert sent(cast, period, "processed", processed=12, online=3).has_estimates
    make_version(cast.y_ty, period, values={"processed": 5})
    assert counts(cast, period) == (2, 1, 0)
    quarter = Period.objects.get(key="2026Q4")
    assert Total.objects.get(unit=cast.lao_cai, period=quarter).estimated == 1


def test_an_estimate_is_replaced_without_another_reason(cast: Cast, period: Period) -> None:
    accepted(cast, period, "processed", processed=12, online=3)

    draft = begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)
    save_cells(version=draft, cells={"processed": Cell(14, is_estimate=False)}, by=cast.an, now=NOW)
    replaced = submit_report(version=draft, by=cast.an, now=NOW)

    assert (replaced.number, replaced.reason, replaced.has_estimates) == (2, "", False)
    assert counts(cast, period) == (1, 0, 0)


def test_such_a_correction_changes_nothing_else(cast: Cast, period: Period) -> None:
    accepted(cast, period, "processed", processed=12, online=3)
    draft = begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)
    save_cells(version=draft, cells={"online": Cell(4)}, by=cast.an, now=NOW)
    error = refused(submit_report, version=draft, by=cast.an, now=NOW)
    assert (error.code, error.params) == ("only_estimates_without_reason", {"codes": "online"})


def test_without_an_estimate_a_correction_needs_a_reason(cast: Cast, period: Period) -> None:
    accepted(cast, period, processed=12, online=3)
    error = refused(begin_version, unit=cast.ta_van, period=period, by=cast.an, now=NOW)
    assert error.code == "correction_needs_reason"


@pytest.mark.parametrize(
    "cells, estimates, expected",
    [
        ({"processed": TypedCell("15", "12")}, {}, (15.0, True)),
        ({"processed": TypedCell("15", "12")}, {"processed": False}, (15.0, False)),
        ({}, {"processed": False}, (12.0, False)),
        ({}, {"processed": True}, (12.0, True)),
        ({"processed": TypedCell("", "12")}, {"processed": True}, None),
    ],
)
def test_the_mark_of_a_typed_cell(
    cast: Cast,
    period: Period,
    cells: dict[str, TypedCell],
    estimates: dict[str, bool],
    expected: tuple[float, bool] | None,
) -> None:
    drafted(cast, period, "processed", processed=12)
    typed = Typed(cells=cells, estimates=estimates)
    save_typed(unit=cast.ta_van, period=period, typed=typed, language="vi", by=cast.an, now=NOW)
    assert Value.objects.values_list("number", "is_estimate").first() == expected


def test_a_file_that_makes_an_estimate_a_figure_is_a_new_version(
    cast: Cast, period: Period
) -> None:
    def take(is_estimate: bool) -> tuple[int, int, int]:
        cells = {"processed": Cell(12, is_estimate=is_estimate)}
        taken = take_reports(
            period=period,
            reports=[IncomingReport(cast.ta_van.pk, cells, "v.csv")],
            channel=Channel.CSV,
            state=ReportState.ACCEPTED,
            by=cast.chi,
            now=NOW,
        )
        return taken.new, taken.changed, taken.unchanged

    assert [take(True), take(True), take(False)] == [(1, 0, 0), (0, 0, 1), (0, 1, 0)]
    assert list(Version.objects.values_list("has_estimates", flat=True)) == [True, False]


@pytest.mark.parametrize(
    "written, expected",
    [
        ("1", ([], [True])),
        ("có", ([], [True])),
        ("", ([], [False])),
        ("0", ([], [False])),
        ("chắc", (["not_yes_or_no"], [])),
    ],
)
def test_a_long_table_may_say_what_is_estimated(
    cast: Cast, period: Period, written: str, expected: tuple[list[str], list[bool]]
) -> None:
    table = f"unit,period,indicator,value,estimate\n03037,2026-10,processed,12,{written}\n"
    wanted = Import(period.regime, EVERYTHING_ACCEPTED, cast.chi, TODAY, NOW)
    file = IncomingFile("v.csv", table.encode())
    outcome = next(import_files(wanted=wanted, files=[file]))
    problems = [problem.problem.code for problem in outcome.problems]
    assert (problems, list(Value.objects.values_list("is_estimate", flat=True))) == expected


# --- one unit's report opened again


def test_one_unit_may_correct_a_locked_period_until_a_moment(cast: Cast, period: Period) -> None:
    accepted(cast, period, processed=12)
    make_version(cast.y_ty, period, values={"processed": 5}, state=ReportState.ACCEPTED)
    lock_period(period=period, by=cast.chi, now=NOW)
    period.refresh_from_db()

    reopen_for_unit(
        period=period,
        unit=cast.ta_van,
        until=LATER,
        reason="Nhầm số",
        by=cast.chi,
        now=NOW,
        **TELLING,
    )
    draft = begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW, reason="Nhầm số")
    save_cells(version=draft, cells={"processed": Cell(14)}, by=cast.an, now=NOW)
    newer = submit_report(version=draft, by=cast.an, now=NOW)
    accept_reports(versions=[newer], by=cast.chi, now=NOW)
    other = refused(begin_version, unit=cast.y_ty, period=period, by=None, now=NOW, reason="Sai")
    assert other.code == "period_locked"

    assert close_ended_reopenings(now=LATER - timedelta(seconds=1)) == 0
    assert close_ended_reopenings(now=LATER) == 1
    assert close_ended_reopenings(now=LATER) == 0
    newer.refresh_from_db()
    assert newer.state == ReportState.LOCKED
    late = refused(
        begin_version, unit=cast.ta_van, period=period, by=cast.an, now=LATER, reason="Sai"
    )
    assert late.code == "period_locked"
    actions = (
        Event.objects.filter(record_type="Period").order_by("pk").values_list("action", flat=True)
    )
    assert list(actions)[-2:] == ["reopen_for_unit", "close_reopening"]


def test_nothing_slips_in_before_the_worker_comes(cast: Cast, period: Period) -> None:
    lock_period(period=period, by=cast.chi, now=NOW)
    period.refresh_from_db()
    reopen_for_unit(
        period=period,
        unit=cast.ta_van,
        until=LATER,
        reason="Gửi muộn",
        by=cast.chi,
        now=NOW,
        **TELLING,
    )
    draft = drafted(cast, period, processed=3)
    assert refused(submit_report, version=draft, by=cast.an, now=LATER).code == "period_locked"
    assert submit_report(version=draft, by=cast.an, now=NOW).state == ReportState.SUBMITTED


def test_a_file_is_taken_for_the_unit_that_is_open_again(cast: Cast, period: Period) -> None:
    lock_period(period=period, by=cast.chi, now=NOW)
    period.refresh_from_db()
    reopen_for_unit(
        period=period,
        unit=cast.ta_van,
        until=LATER,
        reason="Gửi muộn",
        by=cast.chi,
        now=NOW,
        **TELLING,
    )
    units = (cast.ta_van, cast.y_ty)
    taken = take_reports(
        period=period,
        reports=[IncomingReport(unit.pk, {"processed": Cell(1)}, "v.csv") for unit in units],
        channel=Channel.CSV,
        state=ReportState.ACCEPTED,
        by=cast.chi,
        now=NOW,
    )
    assert list(taken.became) == [cast.ta_van.pk]
    assert [one.problem.code for one in taken.refusals] == ["period_locked"]


def test_unlocking_the_whole_period_ends_what_was_open_for_one(cast: Cast, period: Period) -> None:
    lock_period(period=period, by=cast.chi, now=NOW)
    period.refresh_from_db()
    reopening = reopen_for_unit(
        period=period,
        unit=cast.ta_van,
        until=LATER,
        reason="Gửi muộn",
        by=cast.chi,
        now=NOW,
        **TELLING,
    )
    unlock_period(period=period, reason="Rà soát lại", by=cast.chi, now=NOW)
    reopening.refresh_from_db()
    assert reopening.closed_at == NOW


@pytest.mark.parametrize(
    "is_locked, minutes, reason, unit, code",
    [
        (False, 60, "Vì sao", "ta_van", "period_not_locked"),
        (True, 0, "Vì sao", "ta_van", "reopening_in_the_past"),
        (True, 60, " ", "ta_van", "reason_missing"),
        (True, 60, "x" * 301, "ta_van", "reason_too_long"),
        (True, 60, "Vì sao", "dong_van", "unit_not_asked"),
    ],
)
def test_what_is_not_opened_again(
    cast: Cast, period: Period, is_locked: bool, minutes: int, reason: str, unit: str, code: str
) -> None:
    if is_locked:
        lock_period(period=period, by=cast.chi, now=NOW)
        period.refresh_from_db()
    error = refused(
        reopen_for_unit,
        period=period,
        unit=getattr(cast, unit),
        until=NOW + timedelta(minutes=minutes),
        reason=reason,
        by=cast.chi,
        now=NOW,
        **TELLING,
    )
    assert error.code == code


def test_a_unit_hears_once_that_its_report_is_open_again(cast: Cast, period: Period) -> None:
    lock_period(period=period, by=cast.chi, now=NOW)
    for until in (LATER, LATER + timedelta(days=1)):
        reopen_for_unit(
            period=period, unit=cast.ta_van, until=until, reason="Mất điện", by=cast.chi, now=NOW,
            **TELLING,
        )  # fmt: skip
    letter, message = OutgoingMail.objects.get(), Message.objects.get()
    assert (letter.to, message.person) == ("an@example.vn", cast.an)
    assert letter.subject == message.subject
    assert "Mất điện" in letter.body
    assert message.address == f"/reports/{period.pk}/{cast.ta_van.pk}/"


def test_a_contact_hears_of_it_by_a_link(cast: Cast, period: Period) -> None:
    who = {"name": "Bà Mẩy", "email": "may@example.vn", "telephone": ""}
    set_contact(unit=cast.y_ty, **who, by=None, today=TODAY, now=NOW)
    lock_period(period=period, by=cast.chi, now=NOW)
    reopen_for_unit(
        period=period, unit=cast.y_ty, until=LATER, reason="Mất điện", by=cast.chi, now=NOW,
        **TELLING,
    )  # fmt: skip
    link = ReportLink.objects.get()
    assert OutgoingMail.objects.get().opens == [["report", link.pk]]
    assert (link.unit, link.period, link.revoked_at) == (cast.y_ty, period, None)
    assert link.expires_at >= LATER
