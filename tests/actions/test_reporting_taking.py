"""Reports that come as files are taken whole, or refused whole with the cell that is at fault."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from giaoban.actions.reporting.drafts import Cell
from giaoban.actions.reporting.taking import IncomingReport, Taken, take_reports
from giaoban.models import Event, Mark, Period, Submission, Unit, Version
from giaoban.queries.reporting.answers import answers_of
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.states import Channel, ReportState
from tests.cast import Cast
from tests.conftest import QueryCheck
from tests.factories import NOW, make_period, make_regime, make_unit, make_version

CHECKS = (
    "online <= processed",
    {"formula": "processed <= 2 * previous(processed)", "level": "warning", "message": "Tăng vọt"},
)
INDICATORS = (
    "processed",
    "online",
    {"code": "share", "kind": "ratio", "numerator": "online", "denominator": "processed"},
    {"code": "remark", "kind": "text"},
)


@pytest.fixture
def period(cast: Cast) -> Period:
    regime = make_regime(cast.lao_cai, indicators=INDICATORS, checks=CHECKS)
    make_period(regime, "2026-09")
    return make_period(regime, "2026-10")


def report(unit: Unit, **values: float | str) -> IncomingReport:
    cells = {
        code: Cell(text=value, origin=f"I!{code}")
        if isinstance(value, str)
        else Cell(float(value), origin=f"I!{code}")
        for code, value in values.items()
    }
    return IncomingReport(unit.pk, cells, "t10.xlsx")


def take(period: Period, *reports: IncomingReport, **changed: object) -> Taken:
    wanted: dict[str, object] = {
        "channel": Channel.WORKBOOK,
        "state": ReportState.ACCEPTED,
        "by": None,
        "now": NOW,
    }
    return take_reports(period=period, reports=reports, **wanted | changed)  # type: ignore[arg-type]


def refused(taken: Taken) -> list[tuple[str, str | None, str]]:
    return [(one.problem.code, one.indicator, one.cell) for one in taken.refusals]


def test_a_new_report_is_stored_with_its_cells_and_counts(cast: Cast, period: Period) -> None:
    taken = take(period, report(cast.ta_van, processed=12, online=3, remark="Thiếu máy"))
    assert taken.became == {cast.ta_van.pk: "new"}
    version = Version.objects.get()
    assert (version.number, version.state, version.channel) == (1, "accepted", "workbook")
    assert (version.reason, version.submitted_at, version.decided_at) == ("", NOW, NOW)
    assert answers_of(version).numbers == {"processed": 12.0, "online": 3.0}
    assert answers_of(version).texts == {"remark": "Thiếu máy"}
    assert version.values.get(indicator__code="online").cell == "I!online"
    assert version.submission.latest == version.submission.counted == version
    assert list(Mark.objects.values_list("unit_id", "period_id")) == [(cast.ta_van.pk, period.pk)]
    event = Event.objects.get(action="take_report")
    assert event.record_id == version.submission.pk
    assert event.after["numbers"] == {"processed": 12.0, "online": 3.0}
    assert event.after["channel"] == "workbook"


def test_a_submitted_report_still_waits_for_a_decision(cast: Cast, period: Period) -> None:
    take(period, report(cast.ta_van, processed=1), state=ReportState.SUBMITTED, by=cast.chi)
    version = Version.objects.get()
    assert (version.state, version.decided_at, version.submitted_by) == (
        "submitted",
        None,
        cast.chi,
    )


def test_no_other_state_can_be_given_to_a_report(cast: Cast, period: Period) -> None:
    with pytest.raises(RuleError) as raised:
        take(period, report(cast.ta_van, processed=1), state=ReportState.LOCKED)
    assert raised.value.code == "step_not_allowed"


def test_the_same_values_again_make_no_new_version(cast: Cast, period: Period) -> None:
    take(period, report(cast.ta_van, processed=12, remark="Đủ"))
    Mark.objects.all().delete()
    again = take(period, report(cast.ta_van, processed=12, remark="Đủ"))
    assert again.became == {cast.ta_van.pk: "unchanged"}
    assert Version.objects.count() == 1
    assert not Mark.objects.exists()


def test_other_values_are_a_correction_that_names_the_file(cast: Cast, period: Period) -> None:
    take(period, report(cast.ta_van, processed=12))
    assert take(period, report(cast.ta_van, processed=13)).became == {cast.ta_van.pk: "changed"}
    first, second = Version.objects.order_by("number")
    assert (second.number, second.reason) == (2, "import of t10.xlsx")
    assert answers_of(first).numbers == {"processed": 12.0}
    assert second.submission.counted == second


def test_a_cell_that_is_gone_is_a_change_too(cast: Cast, period: Period) -> None:
    take(period, report(cast.ta_van, processed=12, online=3))
    assert take(period, report(cast.ta_van, processed=12)).changed == 1
    assert answers_of(Version.objects.get(number=2)).numbers == {"processed": 12.0}


def test_a_draft_is_taken_over_by_what_the_file_says(cast: Cast, period: Period) -> None:
    make_version(cast.ta_van, period, values={"processed": 5}, state=ReportState.DRAFT)
    assert take(period, report(cast.ta_van, processed=12)).became == {cast.ta_van.pk: "new"}
    version = Version.objects.get()
    assert (version.number, version.reason, answers_of(version).numbers) == (
        1,
        "",
        {"processed": 12.0},
    )
    submission = Submission.objects.get()
    assert submission.first_submitted_at == NOW
    assert submission.latest == submission.counted == version


def test_a_draft_correction_is_taken_over_and_the_version_before_it_stays(
    cast: Cast, period: Period
) -> None:
    make_version(cast.ta_van, period, values={"processed": 5}, state=ReportState.ACCEPTED)
    make_version(cast.ta_van, period, values={"processed": 6}, state=ReportState.DRAFT)
    take(period, report(cast.ta_van, processed=12))
    assert list(Version.objects.order_by("number").values_list("number", "state", "reason")) == [
        (1, "accepted", ""),
        (2, "accepted", "import of t10.xlsx"),
    ]


def test_a_returned_report_is_followed_by_the_next_version(cast: Cast, period: Period) -> None:
    make_version(cast.ta_van, period, values={"processed": 5}, state=ReportState.RETURNED)
    take(period, report(cast.ta_van, processed=12))
    assert Version.objects.get(number=2).submission.counted.number == 2


def test_an_error_refuses_the_report_and_names_the_cell(cast: Cast, period: Period) -> None:
    taken = take(period, report(cast.ta_van, processed=1, online=2), report(cast.y_ty, processed=3))
    assert refused(taken) == [("check_failed", "online", "I!online")]
    assert taken.became == {cast.y_ty.pk: "new"}
    assert list(Submission.objects.values_list("unit_id", flat=True)) == [cast.y_ty.pk]


def test_a_warning_without_a_reason_refuses_the_report(cast: Cast, period: Period) -> None:
    before = Period.objects.get(key="2026-09")
    make_version(cast.ta_van, before, values={"processed": 5}, state=ReportState.ACCEPTED)
    taken = take(period, report(cast.ta_van, processed=50))
    assert refused(taken) == [("check_failed", "processed", "I!processed")]
    assert taken.refusals[0].problem.params["level"] == "warning"


def test_a_warning_is_taken_with_the_reason_of_the_import_or_of_the_file(
    cast: Cast, period: Period
) -> None:
    before = Period.objects.get(key="2026-09")
    for unit in (cast.ta_van, cast.y_ty):
        make_version(unit, before, values={"processed": 5}, state=ReportState.ACCEPTED)
    own = IncomingReport(cast.y_ty.pk, {"processed": Cell(60.0)}, "b.xlsx", explanations={1: "Tết"})
    taken = take(period, report(cast.ta_van, processed=50), own, reason="Đợt cao điểm")
    assert taken.new == 2
    texts = {
        version.submission.unit_id: version.explanations.get().text
        for version in Version.objects.filter(submission__period=period)
    }
    assert texts == {cast.ta_van.pk: "Đợt cao điểm", cast.y_ty.pk: "Tết"}
    kept = Version.objects.get(submission__period=period, submission__unit=cast.ta_van)
    assert list(kept.findings.values_list("level", "code")) == [("warning", "check_failed")]


def test_a_unit_that_is_not_asked_is_refused(cast: Cast, period: Period) -> None:
    closed = make_unit("00001", "Xã Cũ", under=cast.lao_cai, closed_on=period.starts_on)
    taken = take(period, report(cast.dong_van, processed=1), report(closed, processed=1))
    assert refused(taken) == [("unit_not_asked", None, "")] * 2


def test_a_locked_period_and_a_locked_report_take_nothing(cast: Cast, period: Period) -> None:
    make_version(cast.ta_van, period, values={"processed": 1}, state=ReportState.LOCKED)
    assert refused(take(period, report(cast.ta_van, processed=2))) == [("report_locked", None, "")]
    period.locked_at = NOW
    assert refused(take(period, report(cast.y_ty, processed=2))) == [("period_locked", None, "")]


def test_an_unknown_indicator_and_a_ratio_are_refused_by_cell(cast: Cast, period: Period) -> None:
    taken = take(period, report(cast.ta_van, processed=1, share=0.5, nothing=1))
    assert refused(taken) == [
        ("ratio_is_computed", "share", "I!share"),
        ("unknown_indicator", "nothing", "I!nothing"),
    ]
    assert taken.became == {}


def test_a_report_is_late_by_when_it_first_came(cast: Cast, period: Period) -> None:
    in_time = NOW - timedelta(days=60)
    take(period, report(cast.ta_van, processed=1), now=in_time)
    take(period, report(cast.y_ty, processed=1), report(cast.ta_van, processed=2))
    assert dict(Submission.objects.values_list("unit_id", "is_late")) == {
        cast.ta_van.pk: False,
        cast.y_ty.pk: True,
    }


def test_what_was_sent_earlier_is_judged_by_when_its_sender_sent_it(
    cast: Cast, period: Period
) -> None:
    sent_at = NOW - timedelta(days=60)
    letter = replace(report(cast.ta_van, processed=1), sent_by=cast.an, sent_at=sent_at)
    take(period, letter, report(cast.y_ty, processed=1), by=cast.chi)
    version = Version.objects.get(submission__unit=cast.ta_van)
    assert (version.begun_at, version.saved_at, version.submitted_at) == (sent_at,) * 3
    assert (version.begun_by, version.saved_by, version.submitted_by) == (cast.an,) * 3
    assert (version.decided_by, version.decided_at) == (cast.chi, NOW)
    first_sent = {
        submission.unit_id: (submission.first_submitted_at, submission.is_late)
        for submission in Submission.objects.all()
    }
    assert first_sent == {cast.ta_van.pk: (sent_at, False), cast.y_ty.pk: (NOW, True)}


def test_a_remark_beside_an_empty_cell_is_kept(cast: Cast, period: Period) -> None:
    cells = {"processed": Cell(1.0), "online": Cell(note="Chưa có số", origin="I!D8")}
    take(period, IncomingReport(cast.ta_van.pk, cells, "t10.xlsx"))
    assert Version.objects.get().values.get(indicator__code="online").note == "Chưa có số"


def test_three_reports_cost_as_many_queries_as_one(
    cast: Cast, period: Period, constant_queries: QueryCheck
) -> None:
    units = [cast.ta_van, cast.y_ty, cast.sa_pa]
    taken_over: list[IncomingReport] = []
    values: Iterator[int] = iter(range(1, 100))

    def one_more() -> None:
        taken_over.append(report(units[len(taken_over)], processed=0))

    def take_them() -> None:
        changed = [
            IncomingReport(one.unit_id, {"processed": Cell(float(next(values)))}, "x.xlsx")
            for one in taken_over
        ]
        assert take(period, *changed).refusals == []

    for unit in units:
        make_version(unit, period, values={"processed": 0}, state=ReportState.ACCEPTED)
    constant_queries(one_more, take_them)
