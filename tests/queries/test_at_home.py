"""What there is on a home page is looked for: for each thing, those whom it concerns are told."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

import pytest

from giaoban.models import (
    AssignedSection,
    ConsolidatedReport,
    Incident,
    Period,
    Person,
    Question,
    Regime,
    Reopening,
    Task,
    TaskExtension,
    Unit,
    Version,
)
from giaoban.rules.reporting.states import ReportState
from giaoban.rules.tasks.states import TaskState
from giaoban.web.frame.acting import Acting
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime, make_version


@pytest.fixture
def month(cast: Cast) -> Period:
    regime = make_regime(cast.lao_cai, code="thang", name="Báo cáo tháng")
    return make_period(regime, "2026-11")


def found_by(person: Person) -> set[str]:
    return {
        name for name, is_there in asdict(Acting(person, None, NOW).at_home).items() if is_there
    }


def question(cast: Cast, month: Period) -> Question:
    return Question.objects.create(
        unit=cast.ta_van,
        period=month,
        text="Vì sao?",
        due_on=TODAY,
        asked_at=NOW,
        asked_by=cast.dung,
    )


def reopened(cast: Cast, month: Period) -> None:
    until = NOW + timedelta(days=1)
    Reopening.objects.create(
        period=month, unit=cast.ta_van, until=until, reason="Sửa số", opened_at=NOW
    )


def estimated(cast: Cast, month: Period) -> None:
    version = make_version(cast.ta_van, month, state=ReportState.ACCEPTED)
    Version.objects.filter(pk=version.pk).update(has_estimates=True)


def report(cast: Cast, month: Period, **fields: object) -> ConsolidatedReport:
    held = {"unit": cast.lao_cai, "period": month, "title": "Tổng hợp", "created_at": NOW}
    return ConsolidatedReport.objects.create(**held | {"saved_at": NOW} | fields)


def own_report(cast: Cast, month: Period, **fields: object) -> ConsolidatedReport:
    return report(cast, month, **{"unit": cast.ta_van, "to_superior": True} | fields)


def section(cast: Cast, month: Period, **fields: object) -> None:
    AssignedSection.objects.create(
        report=report(cast, month, state=ConsolidatedReport.State.ISSUED),
        section="s1",
        title="Kết quả",
        due_on=TODAY,
        assigned_at=NOW,
        **{"unit": cast.ta_van} | fields,
    )


def incident(cast: Cast, month: Period) -> None:
    Incident.objects.create(
        regime=month.regime,
        code="BAO",
        name="Bão",
        began_at=NOW,
        counts_from=NOW,
        first_hours=2,
        daily_at=NOW.time(),
        opened_at=NOW,
    )


def task(cast: Cast, month: Period | None = None, **fields: object) -> Task:
    held = {"unit": cast.ta_van, "giver": cast.lao_cai, "text": "Rà soát", "given_at": NOW}
    return Task.objects.create(**held | fields)


def of_question(cast: Cast, month: Period) -> None:
    task(cast, question=question(cast, month))


def more_time(cast: Cast, month: Period) -> None:
    TaskExtension.objects.create(task=task(cast), until=TODAY, reason="Thiếu", asked_at=NOW)


def of_closed_unit(cast: Cast, month: Period) -> None:
    task(cast, unit=cast.y_ty)
    Unit.objects.filter(pk=cast.y_ty.pk).update(closed_on=TODAY)


CASES: list[tuple[str, Callable[[Cast, Period], object], str]] = [
    ("questions", question, "an binh dung"),
    ("sections_to_write", section, "an binh"),
    ("sections_to_write", lambda c, m: section(c, m, unit=c.y_ty, person=c.an), "an"),
    (
        "sections_handed_in",
        lambda c, m: section(c, m, state=AssignedSection.State.HANDED_IN),
        "chi",
    ),
    ("reopened", reopened, "an binh"),
    ("estimates", estimated, "an binh"),
    ("reports_away", lambda c, m: make_version(c.ta_van, m), "an binh"),
    ("reports_to_approve", lambda c, m: Regime.objects.update(needs_approval=True), "binh"),
    ("incidents", incident, "chi dung giang"),
    ("drafts", report, "chi"),
    ("fixed_reports", lambda c, m: report(c, m, state="fixed"), "chi dung"),
    ("approved_reports", lambda c, m: report(c, m, state="approved"), "chi"),
    ("own_reports", own_report, "an binh"),
    (
        "arrived_reports",
        lambda c, m: own_report(c, m, sent_at=NOW, sent_to=c.lao_cai),
        "chi",
    ),
    ("tasks_given_back", lambda c, m: task(c, state=TaskState.SUBMITTED), "chi dung"),
    ("tasks_given_back", lambda c, m: task(c, giver=c.ta_van, state=TaskState.QUERIED), "an binh"),
    ("time_asked", more_time, "chi dung"),
    ("tasks_of_questions", of_question, "dung"),
    ("tasks_of_closed_units", of_closed_unit, "chi"),
]


@pytest.mark.parametrize("name, make, concerned", CASES)
def test_whom_a_thing_concerns_is_told_that_it_is_there_and_nobody_else(
    cast: Cast,
    month: Period,
    name: str,
    make: Callable[[Cast, Period], object],
    concerned: str,
) -> None:
    people = ("an", "binh", "chi", "dung", "giang", "ha", "lan", "minh")
    before = {who for who in people if name in found_by(getattr(cast, who))}

    make(cast, month)

    told = {who for who in people if name in found_by(getattr(cast, who))}
    assert (before, told) == (set(), set(concerned.split()))
