"""One home for what all committees ask of a person, late first, each named."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from giaoban.models import Person, Regime
from giaoban.rules.people.permissions import Role
from tests.cast import Cast
from tests.factories import appoint, make_committee, make_period, make_regime, make_unit
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
