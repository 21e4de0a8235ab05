"""The designer's pages of nested rows, breakdowns, tables and lists, row by row."""

import pytest
from django.test import Client
from django.urls import reverse

from giaoban.actions.reporting.forms import draft_form, edit_form
from giaoban.models import Form, Regime
from giaoban.queries.reporting.forms import form_text
from giaoban.rules.reporting.regime_facts import FormText
from giaoban.rules.reporting.structure_texts import (
    BreakdownText,
    CategoryText,
    ColumnText,
    ListText,
    RowText,
    TableText,
)
from tests.cast import Cast, SignIn
from tests.factories import NOW, make_regime
from tests.structured_form import STRUCTURED


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_regime(
        cast.lao_cai,
        indicators=[
            {
                "code": "trained",
                "name": "Người được tập huấn",
                "measure": "người",
                "section": "I. Tập huấn",
            }
        ],
    )


@pytest.fixture
def chi(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.chi)


@pytest.fixture
def draft(regime: Regime) -> Form:
    return draft_form(regime=regime, by=None, now=NOW)


def stored(draft: Form) -> FormText:
    draft.refresh_from_db()
    return form_text(draft)


def rows(key: str, *given: dict[str, str]) -> dict[str, str]:
    """Rows as the page sends them."""
    sent = {f"{key}-count": str(len(given))}
    for number, row in enumerate(given):
        sent |= {f"{key}-{number}-{name}": value for name, value in row.items()}
    return sent


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "page, code",
    [("breakdown", "sex"), ("table", "damage"), ("list", "courses"), ("indicator", "officials")],
)
def test_every_page_shows_what_is_stored_and_begins_a_new_one(
    chi: Client, regime: Regime, draft: Form, page: str, code: str, language: str
) -> None:
    chi.cookies["django_language"] = language
    edit_form(form=draft, text=STRUCTURED, by=None, now=NOW)

    answers = [
        chi.get(reverse(f"edit_{page}", args=[regime.pk, code])),
        chi.get(reverse(f"add_{page}", args=[regime.pk])),
        chi.get(reverse("form_designer", args=[regime.pk])),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]


def test_a_usual_breakdown_is_begun_from_and_then_divides_an_indicator(
    chi: Client, regime: Regime, draft: Form
) -> None:
    offered = chi.get(reverse("add_breakdown", args=[regime.pk]), {"start": "sex"})
    assert [form["code"].value() for form in offered.context["groups"][0].forms] == [
        "female",
        "male",
    ]

    chi.post(
        reverse("add_breakdown", args=[regime.pk]),
        {"name": "Giới tính", "code": "sex", "rule": "equal"}
        | rows("categories", {"name": "Nữ", "code": "female"}, {"name": "Nam", "code": ""}),
    )
    chi.post(
        reverse("edit_indicator", args=[regime.pk, "trained"]),
        {
            "name": "Người được tập huấn",
            "section": "I. Tập huấn",
            "parts": "equal",
            "breakdowns": ["sex"],
        },
    )

    text = stored(draft)
    assert text.breakdowns == (
        BreakdownText(
            "sex", "Giới tính", "equal", (CategoryText("female", "Nữ"), CategoryText("nam", "Nam"))
        ),
    )
    assert (text.asked[0].breakdowns, text.asked[0].parts) == (("sex",), "equal")


def test_a_part_is_added_under_its_whole_and_counted_like_it(
    chi: Client, regime: Regime, draft: Form
) -> None:
    address = reverse("add_indicator", args=[regime.pk])
    begun = chi.get(address, {"part_of": "trained"}).context["form"].initial
    assert (begun["part_of"], begun["kind"], begun["section"]) == (
        "trained",
        "count",
        "I. Tập huấn",
    )

    chi.post(
        address,
        {
            "name": "Cán bộ",
            "code": "officials",
            "kind": "count",
            "measure": "người",
            "part_of": "trained",
            "over_time": "sum",
            "over_units": "sum",
        },
    )

    added = stored(draft).asked[1]
    assert (added.code, added.part_of, added.section) == ("officials", "trained", "I. Tập huấn")


def test_a_table_is_written_row_by_row_and_column_by_column(
    chi: Client, regime: Regime, draft: Form
) -> None:
    answer = chi.post(
        reverse("add_table", args=[regime.pk]),
        {"name": "Thiệt hại do mưa lũ", "code": "", "section": "I. Tập huấn"}
        | rows("rows", {"name": "Nhà ở"}, {"name": "Cộng", "is_total": "on"})
        | rows(
            "columns",
            {"name": "Số lượng", "kind": "count", "measure": "cái", "minimum": "0"},
            {"name": "Giá trị", "kind": "amount", "decimals": "1", "over_time": "last"},
        ),
    )

    code = "thiet_hai_do_mua_lu"
    assert answer["Location"] == reverse("form_designer", args=[regime.pk]) + f"#tables-{code}"
    assert stored(draft).tables == (
        TableText(
            code,
            "Thiệt hại do mưa lũ",
            "I. Tập huấn",
            (RowText("nha_o", "Nhà ở"), RowText("cong", "Cộng", is_total=True)),
            (
                ColumnText("so_luong", "Số lượng", "count", "cái", minimum=0),
                ColumnText("gia_tri", "Giá trị", "amount", decimals=1, over_time="last"),
            ),
        ),
    )


def test_a_list_is_written_column_by_column(chi: Client, regime: Regime, draft: Form) -> None:
    chi.post(
        reverse("add_list", args=[regime.pk]),
        {"name": "Lớp tập huấn", "code": "courses", "section": "", "measure": "lớp"}
        | rows(
            "columns",
            {"name": "Nội dung", "kind": "text", "is_required": "on"},
            {"name": "", "kind": "count"},  # nothing was written here
            {"name": "Cấp", "kind": "choice", "choices": "Tỉnh\nXã\n"},
        ),
    )

    assert stored(draft).lists == (
        ListText(
            "courses",
            "Lớp tập huấn",
            measure="lớp",
            columns=(
                ColumnText("noi_dung", "Nội dung", "text", is_required=True),
                ColumnText("cap", "Cấp", "choice", choices=("Tỉnh", "Xã")),
            ),
        ),
    )


@pytest.mark.parametrize(
    "press, names, focus",
    [
        ("columns:add", ["A", "B", None], "2:name"),
        ("columns:0:down", ["B", "A"], "1:down"),
        ("columns:0:up", ["A", "B"], "0:up"),
        ("columns:1:remove", ["A"], "0:name"),
        ("columns:7:remove", ["A", "B"], ""),
        ("columns:x:up", ["A", "B"], ""),
        ("others:add", ["A", "B"], ""),
    ],
)
def test_a_press_arranges_the_rows_and_stores_nothing(
    chi: Client, regime: Regime, draft: Form, press: str, names: list[str | None], focus: str
) -> None:
    answer = chi.post(
        reverse("add_list", args=[regime.pk]),
        {"name": "Lớp", "press": press}
        | rows("columns", {"name": "A", "kind": "text"}, {"name": "B", "kind": "count"}),
    )

    group = answer.context["groups"][0]
    assert [form["name"].value() for form in group.forms] == names
    assert group.focus == focus
    assert answer.context["form"]["name"].value() == "Lớp"
    assert stored(draft).lists == ()


def test_mistakes_stand_beside_their_row(chi: Client, regime: Regime, draft: Form) -> None:
    answer = chi.post(
        reverse("add_table", args=[regime.pk]),
        {"name": "Bảng", "code": "b", "section": ""}
        | rows("rows", {"name": "Một", "code": "x"}, {"name": "Hai", "code": "x"})
        | rows("columns", {"name": "Số", "kind": "count", "minimum": "0,5"}),
    )

    of_rows, of_columns = answer.context["groups"]
    assert [list(form.errors) for form in of_rows.forms] == [[], ["code"]]
    assert [list(form.errors) for form in of_columns.forms] == [["minimum"]]
    assert stored(draft).tables == ()


def test_somebody_elses_change_is_not_overwritten(chi: Client, regime: Regime, draft: Form) -> None:
    edit_form(form=draft, text=STRUCTURED, by=None, now=NOW)
    address = reverse("edit_breakdown", args=[regime.pk, "sex"])
    shown = chi.get(address).context["shown"]
    sent = {"name": "Giới", "code": "sex", "rule": "equal", "shown": shown} | rows(
        "categories", {"name": "Nữ", "code": "female"}, {"name": "Nam", "code": "male"}
    )

    chi.post(address, sent)
    answer = chi.post(address, sent | {"name": "Giới tính khác"})

    assert stored(draft).breakdowns[0].name == "Giới"
    assert len(answer.context["form"].non_field_errors()) == 1


def test_blocks_are_moved_and_taken_away(chi: Client, regime: Regime, draft: Form) -> None:
    edit_form(form=draft, text=STRUCTURED, by=None, now=NOW)

    def arrange(**given: str) -> None:
        chi.post(reverse("arrange_form", args=[regime.pk]), given)

    arrange(edit="move_table", code="damage", way="up")
    arrange(edit="remove_breakdown", code="sex")
    arrange(edit="remove_list", code="courses")
    arrange(edit="remove_indicator", code="officials")

    text = stored(draft)
    assert [breakdown.code for breakdown in text.breakdowns] == ["disability"]
    assert (len(text.tables), len(text.lists)) == (1, 0)
    assert [(a.code, a.part_of, a.breakdowns) for a in text.asked] == [
        ("trained", "", ("disability",)),
        ("commune_officials", "trained", ()),
    ]
