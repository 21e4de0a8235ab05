"""The demo: made-up work of every kind, put in by the same actions as real work."""

from collections import Counter
from datetime import datetime

import pytest
from pypdf import PdfReader

from giaoban.management.demo.calendar import period_keys
from giaoban.management.demo.figures import Profile, month_answer, quarter_answer
from giaoban.management.demo.people import PASSWORD
from giaoban.management.demo.workspace import fill
from giaoban.models import (
    Attachment,
    CarriedTotal,
    ConsolidatedReport,
    Mark,
    Period,
    Question,
    Regime,
    Reopening,
    Submission,
    Total,
    Unit,
    Version,
)
from giaoban.queries.reporting.verification import verify
from giaoban.rules.people.permissions import Role
from giaoban.rules.reporting.periods import PeriodKind
from giaoban.rules.reporting.states import ReportState
from tests.factories import VIETNAM_TIME
from tests.management.demo_shows import EVERYTHING
from tests.management.demo_shows_meetings import MEETINGS

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=VIETNAM_TIME)


@pytest.mark.parametrize(
    "kind, first, last",
    [(PeriodKind.MONTH, "2025-10", "2026-12"), (PeriodKind.QUARTER, "2025Q4", "2026Q4")],
)
def test_the_periods_are_the_newest_fifteen_months_and_end_with_the_one_that_runs(
    kind: PeriodKind, first: str, last: str
) -> None:
    keys = period_keys(kind, NOW.date())

    assert (keys[0], keys[-1]) == (first, last)
    assert len(keys) == {PeriodKind.MONTH: 15, PeriodKind.QUARTER: 5}[kind]


def test_the_same_commune_reports_the_same_figures_each_time_the_demo_is_made() -> None:
    profile = Profile.of("03037", "xã")

    assert month_answer(profile, 11, 13) == month_answer(Profile.of("03037", "xã"), 11, 13)
    assert quarter_answer(profile, 3, 3) == quarter_answer(Profile.of("03037", "xã"), 3, 3)


@pytest.mark.django_db
def test_the_demo_shows_a_committee_in_the_middle_of_its_work() -> None:
    people = fill(is_national=False, now=NOW, say=lambda text: None)

    roster = people.committee.unit.appointments.values_list("role", flat=True)
    assert sorted(roster) == sorted(
        [Role.CHAIR] * 2
        + [Role.MEMBER] * 8
        + [Role.SECRETARIAT] * 11
        + [Role.AUDITOR, Role.ADMINISTRATOR, Role.UNIT_OFFICER]
    )
    people.chair.refresh_from_db()
    assert people.chair.check_password(PASSWORD)
    below = Unit.objects.filter(placements__parent__code="15")
    kinds = below.values_list("kind", flat=True)
    assert Counter(kinds) == {"xã": 89, "phường": 10, "sở": 4, "văn phòng": 1}
    assert Regime.objects.filter(is_made_up=True).count() == Regime.objects.count() == 5
    newest = Period.objects.get(regime__code="cds-thang", key="2026-12")
    states = set(Version.objects.filter(submission__period=newest).values_list("state", flat=True))
    assert states == {
        ReportState.DRAFT,
        ReportState.SUBMITTED,
        ReportState.RETURNED,
        ReportState.ACCEPTED,
    }
    assert 0 < Submission.objects.filter(period=newest).count() < 50
    assert Submission.objects.filter(is_late=True).exists()
    assert set(ConsolidatedReport.objects.values_list("unit__code", "period__key", "state")) == {
        ("15", "2026Q1", "issued"),
        ("15", "2026Q2", "approved"),
        ("15", "2026Q3", "draft"),
        ("03037", "2026Q3", "approved"),
        ("VN", "2026-10", "draft"),
    }
    assert Question.objects.filter(answered_at=None).count() == 1
    assert not Version.objects.filter(submitted_at__gt=NOW).exists()
    papers = Attachment.objects.order_by("purpose")
    assert list(papers.values_list("purpose", "version__state")) == [
        (Attachment.Purpose.EVIDENCE, ReportState.SUBMITTED),
        (Attachment.Purpose.SIGNED, ReportState.APPROVED),
    ]
    for paper in papers:
        with paper.file.content.open("rb") as file:
            assert "KHÔNG CÓ THẬT" in PdfReader(file).pages[0].extract_text()
    carried = CarriedTotal.objects.order_by("period__starts_on")
    assert set(carried.values_list("unit__code", flat=True)) == {"15"}
    assert "không có thật" in carried.values_list("source", flat=True).distinct().get()
    for frequency, first, last, number in (
        (PeriodKind.MONTH, "2024-10", "2025-09", 48),
        (PeriodKind.QUARTER, "2022Q1", "2025Q3", 45),
    ):
        keys = list(carried.filter(period__kind=frequency).values_list("period__key", flat=True))
        assert (keys[0], keys[-1], len(keys)) == (first, last, number)
    assert not Period.objects.filter(carried_totals__isnull=False, is_reported=True).exists()
    closed = Total.objects.get(unit__code="15", period__key="2026Q3", period__is_reported=True)
    assert (closed.expected, closed.received, closed.estimated, closed.over_error) == (99, 96, 1, 1)
    assert Period.objects.get(key="2026Q3", is_reported=True).locked_at is not None
    assert Reopening.objects.filter(period__key="2026Q3", closed_at=None).count() == 1
    assert not Mark.objects.exists()
    assert Total.objects.filter(unit__code="15", period=newest).get().expected == 99
    assert verify().differences == []
    for shown in (*EVERYTHING, *MEETINGS):
        shown(NOW)
