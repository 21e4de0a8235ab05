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


def side_by_side(client: Client, code: str, asked: str) -> list[list[str]]:
    """The headings, then the unit asked for and those under it, as the page shows them."""
    answer = client.get(
        reverse("results"), {"indicator": code, "period": "2026-09", "apart": asked}
    )
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
