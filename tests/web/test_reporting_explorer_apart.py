"""A figure shown apart in the explorer: by sex, by its parts, beside the rest of its table."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import Period, Regime, Unit
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import NOW, make_period, make_regime, make_unit, make_version
from tests.project_form import make_project_regime
from tests.structured_form import publish_structured

VALUES = {
    "trained": 40,
    "trained__sex__female": 30,
    "trained__sex__male": 10,
    "officials": 12,
    "damage__houses__number": 3,
    "damage__schools__number": 2,
    "damage__all__number": 5,
    "damage__houses__loss": 60.5,
}


@pytest.fixture
def period(cast: Cast) -> Period:
    regime: Regime = make_regime(cast.lao_cai)
    publish_structured(regime, NOW)
    period = make_period(regime, "2026-09")
    append_marks_for(unit_ids=Unit.objects.values_list("pk", flat=True), period=period)
    make_version(cast.ta_van, period, values=VALUES)
    make_version(cast.y_ty, period, values={"trained": 10, "trained__sex__female": 5})
    fold_all()
    return period


@pytest.fixture
def chi(cast: Cast, sign_in: SignIn, period: Period) -> Client:
    client = sign_in(cast.chi)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def side_by_side(client: Client, code: str, asked: str, period: str = "2026-09") -> list[list[str]]:
    """The headings, then the unit asked for and those under it, as the page shows them."""
    answer = client.get(reverse("results"), {"indicator": code, "period": period, "apart": asked})
    table = re.search(
        r'<table class="table table-sticky apart">.*?</table>', answer.content.decode(), re.S
    )
    assert table is not None
    rows = re.findall(r"<tr.*?</tr>", table[0], re.S)
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row, re.S) for row in rows]
    return [[" ".join(re.sub("<[^>]*>", " ", cell).split()) for cell in row] for row in cells]


def test_a_breakdown_is_compared_side_by_side(chi: Client) -> None:
    assert side_by_side(chi, "trained", "by:sex") == [
        ["Unit", "In all", "Nữ", "Nam"],
        ["Tỉnh Lào Cai", "50", "35 70.0%", "10 20.0%"],
        ["Phường Sa Pa", "—", "—", "—"],
        ["Xã Tả Van", "40", "30 75.0%", "10 25.0%"],
        ["Xã Y Tý", "10", "5 50.0%", "—"],
    ]


def test_parts_stand_beside_their_whole(chi: Client) -> None:
    assert side_by_side(chi, "trained", "parts")[:2] == [
        ["Unit", "In all", "Cán bộ, công chức"],
        ["Tỉnh Lào Cai", "50", "12 24.0%"],
    ]


@pytest.mark.parametrize(
    "asked, head, province",
    [
        ("rows", ["Unit", "Nhà ở", "Trường học", "Cộng"], ["Tỉnh Lào Cai", "3", "2", "5"]),
        (
            "columns",
            ["Unit", "Số lượng", "Ước thiệt hại", "Có bảo hiểm"],
            ["Tỉnh Lào Cai", "3", "60.5", "—"],
        ),
    ],
)
def test_a_cell_stands_beside_the_others_of_its_column_and_row(
    chi: Client, asked: str, head: list[str], province: list[str]
) -> None:
    assert side_by_side(chi, "damage__houses__number", asked)[:2] == [head, province]


def test_indicators_are_chosen_by_table_and_categories_from_their_whole(chi: Client) -> None:
    answer = chi.get(reverse("results"), {"indicator": "officials", "period": "2026-09"})

    offered = [
        (group.name, [(one.code, one.name) for one in group.options])
        for group in answer.context["options"]
    ]
    assert offered[0] == (
        "",
        [
            ("trained", "Số người được tập huấn"),
            ("officials", "Cán bộ, công chức"),
            ("commune_officials", "Công chức cấp xã"),
            ("processed", "processed"),
        ],
    )
    assert [name for name, _options in offered[1:]] == ["Lớp tập huấn", "Thiệt hại"]
    assert offered[2][1][0] == ("damage__houses__number", "Nhà ở · Số lượng")
    assert answer.context["whole"][0] == "Số người được tập huấn"
    assert [way.words for way in answer.context["ways"]] == ["by its parts"]


def test_units_are_shown_apart_with_as_many_queries_as_one(
    cast: Cast, chi: Client, constant_queries: QueryCheck
) -> None:
    wanted = {"indicator": "trained", "period": "2026-09", "apart": "by:sex"}

    def add_unit() -> None:
        number = Unit.objects.count()
        make_unit(f"9{number}", f"Xã {number}", under=cast.lao_cai)

    constant_queries(add_unit, lambda: chi.get(reverse("results"), wanted))


@pytest.fixture
def quarter(cast: Cast) -> Period:
    period = make_period(make_project_regime(cast), "2026Q3")
    make_version(cast.ta_van, period, values=OF_PROJECTS)
    make_version(cast.sa_pa, period, values={"people": 20, "people__project__school": 20})
    append_marks_for(unit_ids=Unit.objects.values_list("pk", flat=True), period=period)
    fold_all()
    return period


OF_PROJECTS = {
    "people": 60,
    "people__project__water": 30,
    "people__project__road": 10,
    "people__project__school": 20,
    "days": 4,
    "days__project__water": 4,
    "days__project__road": 2,
}


def test_projects_and_their_donors_are_compared_side_by_side(
    cast: Cast, quarter: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    by_project = side_by_side(client, "people", "by:project", "2026Q3")
    assert by_project[:2] == [
        ["Unit", "In all", "Nước sạch nông thôn", "Trường học an toàn", "Đường liên thôn"],
        ["Tỉnh Lào Cai", "80", "30 37.5%", "40 50.0%", "10 12.5%"],
    ]
    assert side_by_side(client, "people", "donors:project", "2026Q3") == [
        ["Unit", "In all", "Kova", "Kova + Renn"],
        ["Tỉnh Lào Cai", "80", "40 50.0%", "40 50.0%"],
        ["Phường Sa Pa", "20", "—", "20 100.0%"],
        ["Xã Tả Van", "60", "40 66.7%", "20 33.3%"],
        ["Xã Y Tý", "—", "—", "—"],
    ]


def test_a_mean_is_not_added_up_for_a_donor(cast: Cast, quarter: Period, sign_in: SignIn) -> None:
    client = sign_in(cast.chi)
    answer = client.get(reverse("results"), {"indicator": "days", "period": "2026Q3"})
    content = answer.content.decode()
    assert ("apart=by%3Aproject" in content, "apart=donors%3Aproject" in content) == (True, False)


def test_what_is_shown_apart_is_in_the_file_too(
    cast: Cast, quarter: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    asked = {"indicator": "people", "period": "2026Q3", "apart": "donors:project"}
    answer = client.get(reverse("results_file", args=["csv"]), asked)
    rows = [line.split(",") for line in answer.content.decode("utf-8-sig").splitlines()]
    assert [(row[0], *row[10:]) for row in rows] == [
        ("Đơn vị", "Kova", "Kova + Renn"),
        ("Tỉnh Lào Cai", "40", "40"),
        ("Phường Sa Pa", "", "20"),
        ("Xã Tả Van", "40", "20"),
        ("Xã Y Tý", "", ""),
    ]


def test_a_project_without_a_figure_takes_no_column(
    cast: Cast, quarter: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.chi)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    shown = side_by_side(client, "days", "by:project", "2026Q3")
    assert shown[0] == ["Unit", "In all", "Nước sạch nông thôn", "Đường liên thôn"]
