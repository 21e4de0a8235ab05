"""Sending a report, taking it back, approving it, and the signed copy beside it."""

from datetime import datetime

import pytest

from giaoban.actions.reporting.drafts import Cell, begin_version, explain_warning, save_cells
from giaoban.actions.reporting.source_files import source_rows
from giaoban.actions.reporting.submitting import (
    add_signed_copy,
    approve_report,
    submit_report,
    withdraw_report,
)
from giaoban.models import Check, Event, Mark, Period, Regime, SourceFile, Version
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast
from tests.factories import NOW, VIETNAM_TIME, make_period, make_regime, make_version

ON_TIME = datetime(2026, 11, 17, 17, 0, tzinfo=VIETNAM_TIME)  # two working days after Saturday 14th
AFTER = datetime(2026, 11, 17, 17, 1, tzinfo=VIETNAM_TIME)


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
    return make_period(regime, "2026-11")


def drafted(cast: Cast, period: Period, **numbers: float) -> Version:
    version = begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)
    cells = {code: Cell(number) for code, number in numbers.items()}
    return save_cells(version=version, cells=cells, by=cast.an, now=NOW)


def refused(call: object, **arguments: object) -> RuleError:
    with pytest.raises(RuleError) as error:
        call(**arguments)  # type: ignore[operator]
    return error.value


def test_a_sent_report_counts_and_is_recorded_and_marked(cast: Cast, period: Period) -> None:
    sent = submit_report(version=drafted(cast, period, processed=12), by=cast.an, now=ON_TIME)
    submission = sent.submission
    assert (sent.state, sent.submitted_at, sent.submitted_by) == ("submitted", ON_TIME, cast.an)
    assert (submission.counted, submission.latest) == (sent, sent)
    assert (submission.first_submitted_at, submission.is_late) == (ON_TIME, False)
    assert list(Mark.objects.values_list("unit_id", "period_id")) == [(cast.ta_van.pk, period.pk)]
    event = Event.objects.get()
    assert (event.action, event.record_type, event.record_id, event.actor) == (
        "submit_report",
        "Submission",
        submission.pk,
        cast.an,
    )
    assert event.after == {
        "version": 1,
        "channel": "page",
        "numbers": {"processed": 12.0},
        "is_late": False,
    }


@pytest.mark.parametrize("at, is_late", [(ON_TIME, False), (AFTER, True)])
def test_a_report_is_late_the_minute_after_its_deadline(
    cast: Cast, period: Period, at: datetime, is_late: bool
) -> None:
    sent = submit_report(version=drafted(cast, period, processed=12), by=cast.an, now=at)
    assert sent.submission.is_late is is_late


@pytest.mark.parametrize(
    "numbers, found",
    [
        ({"processed": 5, "online": 6}, [("check_failed", "online")]),
        ({"online": 0}, [("required_missing", "processed")]),
        ({"processed": -1}, [("negative", "processed")]),
    ],
)
def test_an_error_stops_the_report_and_leaves_the_draft(
    cast: Cast, period: Period, numbers: dict[str, float], found: list[tuple[str, str]]
) -> None:
    draft = drafted(cast, period, **numbers)
    error = refused(submit_report, version=draft, by=cast.an, now=NOW)
    assert error.code == "has_errors"
    assert [(one.code.value, one.indicator) for one in error.params["findings"]] == found
    draft.refresh_from_db()
    assert draft.state == ReportState.DRAFT
    assert not Mark.objects.exists()


def test_a_warning_stops_the_report_until_it_is_explained(cast: Cast, period: Period) -> None:
    draft = drafted(cast, period, processed=150)
    error = refused(submit_report, version=draft, by=cast.an, now=NOW)
    assert error.code == "warnings_need_reasons"
    assert [one.params["message"] for one in error.params["findings"]] == ["Nhiều bất thường."]
    check = Check.objects.get(level="warning")
    explain_warning(version=draft, check=check, text="Gộp hai xã.", by=cast.an, now=NOW)
    sent = submit_report(version=draft, by=cast.an, now=NOW)
    assert [(one.level, one.check_rule) for one in sent.findings.all()] == [("warning", check)]


def test_a_withdrawn_report_no_longer_counts_and_was_never_sent(cast: Cast, period: Period) -> None:
    sent = submit_report(version=drafted(cast, period, processed=12), by=cast.an, now=AFTER)
    Mark.objects.all().delete()
    withdrawn = withdraw_report(version=sent, by=cast.an, now=NOW)
    submission = withdrawn.submission
    submission.refresh_from_db()
    assert (withdrawn.state, withdrawn.submitted_at) == ("draft", None)
    assert (submission.counted, submission.latest) == (None, withdrawn)
    assert (submission.first_submitted_at, submission.is_late) == (None, False)
    assert Mark.objects.count() == 1
    assert Event.objects.latest("pk").action == "withdraw_report"


def test_a_withdrawn_correction_lets_the_accepted_version_count_again(
    cast: Cast, period: Period
) -> None:
    accepted = make_version(
        cast.ta_van, period, values={"processed": 1}, state=ReportState.ACCEPTED, is_late=True
    )
    correction = begin_version(
        unit=cast.ta_van, period=period, by=cast.an, now=NOW, reason="Cộng sai."
    )
    sent = submit_report(version=correction, by=cast.an, now=NOW)
    assert sent.submission.counted == sent
    withdraw_report(version=sent, by=cast.an, now=NOW)
    accepted.submission.refresh_from_db()
    assert accepted.submission.counted == accepted
    assert accepted.submission.is_late is True


@pytest.mark.parametrize("state", [ReportState.ACCEPTED, ReportState.RETURNED, ReportState.DRAFT])
def test_a_decided_report_is_not_withdrawn(cast: Cast, period: Period, state: ReportState) -> None:
    version = make_version(cast.ta_van, period, state=state)
    error = refused(withdraw_report, version=version, by=cast.an, now=NOW)
    assert (error.code, error.params["unit"]) == ("step_not_allowed", "Xã Tả Van")


def test_nothing_moves_in_a_locked_period(cast: Cast, period: Period) -> None:
    version = make_version(cast.ta_van, period)
    period.locked_at = NOW
    period.save()
    error = refused(withdraw_report, version=version, by=cast.an, now=NOW)
    assert error.code == "period_locked"


def test_the_head_approves_with_a_signed_copy_where_the_regime_asks(
    cast: Cast, period: Period
) -> None:
    period.regime.needs_approval = True
    period.regime.save()
    (copy,) = source_rows([("đã ký.pdf", b"1")], by=cast.binh, now=NOW)
    version = make_version(cast.ta_van, period)
    approved = approve_report(version=version, by=cast.binh, now=NOW, signed_copy=copy)
    assert (approved.state, approved.approved_by, approved.approved_at) == (
        "approved",
        cast.binh,
        NOW,
    )
    assert [(one.purpose, one.file) for one in version.attachments.all()] == [("signed", copy)]
    assert list(Event.objects.order_by("pk").values_list("action", "after__signed_copy")) == [
        ("add_signed_copy", None),
        ("approve_report", True),
    ]
    back = withdraw_report(version=version, by=cast.an, now=NOW)
    assert (back.state, back.approved_by) == ("draft", None)


def test_nobody_approves_where_the_regime_does_not_ask(cast: Cast, period: Period) -> None:
    version = make_version(cast.ta_van, period)
    error = refused(approve_report, version=version, by=cast.binh, now=NOW)
    assert error.code == "step_not_allowed"


@pytest.mark.parametrize("state", [ReportState.DRAFT, ReportState.RETURNED])
def test_what_is_not_on_its_way_takes_no_signed_copy(
    cast: Cast, period: Period, state: ReportState
) -> None:
    (copy,) = source_rows([("đã ký.pdf", b"1")], by=cast.an, now=NOW)
    version = make_version(cast.ta_van, period, state=state)
    error = refused(add_signed_copy, version=version, file=copy, by=cast.an, now=NOW)
    assert error.code == "signed_copy_too_early"
    assert not version.attachments.exists()


def test_a_withdrawn_report_loses_the_copy_that_was_signed_for_its_figures(
    cast: Cast, period: Period
) -> None:
    sent = submit_report(version=drafted(cast, period, processed=1, online=1), by=cast.an, now=NOW)
    scan = source_rows([("ky.pdf", b"%PDF")], by=cast.an, now=NOW)[0]
    add_signed_copy(version=sent, file=scan, by=cast.an, now=NOW)
    withdrawn = withdraw_report(version=sent, by=cast.an, now=NOW)
    assert (list(withdrawn.attachments.all()), SourceFile.objects.get()) == ([], scan)
