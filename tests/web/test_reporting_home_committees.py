"""One home for what all committees ask of a person, late first, each named."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from giaoban.actions.reporting.drafts import begin_version
from giaoban.actions.reporting.incidents import IncidentText, open_incident
from giaoban.models import Committee, ConsolidatedReport, Person, Regime
from giaoban.rules.people.permissions import Role
from giaoban.rules.reporting.states import ReportState as S
from giaoban.web.frame.acting import Acting
from giaoban.web.reporting.home_rows import reporting_blocks
from giaoban.web.reporting.home_sections import section_blocks
from tests.cast import Cast
from tests.factories import (
    NOW,
    TODAY,
    appoint,
    make_committee,
    make_period,
    make_regime,
    make_unit,
    make_version,
)
from tests.web.test_reporting_dictionary import english


@pytest.fixture
def month(cast: Cast) -> Regime:
    return make_regime(cast.lao_cai, code="thang", name="Báo cáo tháng")


@pytest.fixture
def busy(cast: Cast, month: Regime) -> Person:
    """Two appointments, two committees, three regimes, one report of each regime open."""
    flood = make_committee(cast.vietnam, "Ban Chỉ đạo phòng thủ dân sự", short_name="BCĐ PTDS")
    Regime.objects.filter(pk=month.pk).update(committee=cast.committee)
    above = make_regime(cast.vietnam, code="ptds", name="Phòng thủ dân sự", committee=flood)
    quarter = make_regime(
        cast.lao_cai, code="quy", name="Báo cáo quý", frequency="quarter", committee=cast.committee
    )
    for regime, key in ((month, "2026-11"), (above, "2026-10"), (quarter, "2026Q3")):
        make_period(regime, key)
    clinic = make_unit("99999", "Trung tâm Y tế Sa Pa", kind="trung tâm", under=cast.lao_cai)
    appoint(cast.an, Role.UNIT_OFFICER, clinic)
    return cast.an


def test_what_all_committees_ask_stands_in_one_list_late_first(busy: Person) -> None:
    blocks = english(busy).get(reverse("home")).context["blocks"]

    assert [(row.title, *row.detail.split(" · ")[:2]) for row in blocks.owed] == [
        (f"{title}", unit, asker)
        for title, asker in (
            ("Báo cáo quý, Q3 2026", "BCĐ chuyển đổi số"),
            ("Phòng thủ dân sự, October 2026", "BCĐ PTDS"),
            ("Báo cáo tháng, November 2026", "BCĐ chuyển đổi số"),
        )
        for unit in ("Trung tâm Y tế Sa Pa", "Xã Tả Van")
    ]
    assert [row.tone for row in blocks.owed] == ["late"] * 6


def test_who_fills_for_one_committee_is_not_told_its_name_in_each_row(
    cast: Cast, month: Regime
) -> None:
    for key in ("2026-10", "2026-11"):
        make_period(month, key)

    blocks = english(cast.an).get(reverse("home")).context["blocks"]

    assert [row.detail.startswith("due ") for row in blocks.owed] == [True, True]


def test_the_home_costs_the_same_for_more_committees_regimes_and_units(
    cast: Cast, busy: Person
) -> None:
    client = english(busy)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("home")).status_code == 200
        return len(caught)

    queries()  # what is remembered from the first request on
    few = queries()
    make_committee(cast.sa_pa, "Ban Chỉ đạo phường")
    appoint(busy, Role.UNIT_OFFICER, cast.sa_pa)
    for number in range(4):
        regime = make_regime(cast.lao_cai, code=f"r{number}", name=f"Báo cáo {number}")
        make_period(regime, "2026-11")

    assert queries() == few


def test_of_a_long_list_the_rest_is_one_click_away(cast: Cast) -> None:
    for number in range(23):
        regime = make_regime(cast.lao_cai, code=f"r{number}", name=f"Báo cáo {number}")
        make_period(regime, "2026-11")
    client = english(cast.an)

    first = client.get(reverse("home"))
    every = client.get(reverse("home"), {"all": ""})

    assert len(first.context["blocks"].owed) == 20
    assert "and 3 more things to do" in first.content.decode()
    assert len(every.context["blocks"].owed) == 23


def storm_of(cast: Cast, flood: Committee, *, hours_ago: int, code: str) -> None:
    """An incident whose first report is due 24 hours after it began."""
    regime = make_regime(cast.vietnam, code=code, name=code, frequency="incident", committee=flood)
    began = NOW - timedelta(hours=hours_ago)
    text = IncidentText(code=code.upper(), name=code, began_at=began, areas=(cast.ta_van,))
    open_incident(regime=regime, incident=text, by=None, now=began + timedelta(minutes=1))


def test_late_due_returned_and_by_the_hour_stand_in_one_order_whoever_asks(
    cast: Cast, month: Regime
) -> None:
    Regime.objects.filter(pk=month.pk).update(committee=cast.committee)
    flood = make_committee(cast.vietnam, "Ban Chỉ đạo phòng thủ dân sự", short_name="BCĐ PTDS")
    above = make_regime(cast.vietnam, code="ptds", name="Phòng thủ", committee=flood)
    make_period(month, "2026-10")
    make_period(month, "2026-12")
    make_period(above, "2026-11")
    storm_of(cast, flood, hours_ago=30, code="lu-quet")
    storm_of(cast, flood, hours_ago=10, code="bao-13")
    for key, days in (("2026-08", 3), ("2026-09", -1)):
        version = make_version(
            cast.ta_van, make_period(above, key), values={"processed": 1}, state=S.RETURNED
        )
        version.mend_by = NOW + timedelta(days=days)
        version.save()
        version.remarks.create(text="Rà soát lại.")  # on the whole, not on a cell
        begin_version(unit=cast.ta_van, period=version.submission.period, by=cast.an, now=NOW)

    with override("en"):
        owed = reporting_blocks(Acting(cast.an, None, NOW)).owed

    assert [(row.title, row.tone, row.action) for row in owed] == [
        ("Báo cáo tháng, October 2026", "late", "Fill in"),
        ("Phòng thủ, November 2026", "late", "Fill in"),
        ("Phòng thủ, September 2026", "late", "Mend the report"),
        ("lu-quet, lu-quet, report 1", "late", "Fill in"),
        ("bao-13, bao-13, report 1", "term", "Fill in"),
        ("Phòng thủ, August 2026", "returned", "Mend the report"),
        ("Báo cáo tháng, December 2026", "term", "Fill in"),
    ]
    assert [row.detail.split(" · ")[0] for row in owed] == [
        "BCĐ chuyển đổi số",
        *["BCĐ PTDS"] * 5,
        "BCĐ chuyển đổi số",
    ]


def test_of_many_sections_to_write_the_rest_is_one_click_away(cast: Cast, month: Regime) -> None:
    report = ConsolidatedReport.objects.create(
        unit=cast.lao_cai, period=make_period(month, "2026-07"), created_at=NOW, saved_at=NOW
    )
    for number in range(10):
        report.assigned_sections.create(
            section=f"s{number}",
            title=f"Phần {number}",
            unit=cast.ta_van,
            due_on=TODAY - timedelta(days=number),
            assigned_at=NOW,
        )
    acting = Acting(cast.an, None, NOW)

    few, every = section_blocks(acting), section_blocks(acting, shows_all=True)

    assert (len(few.owed), few.more, few.late) == (8, 2, 9)
    assert (len(every.owed), every.more, every.late) == (10, 0, 9)
