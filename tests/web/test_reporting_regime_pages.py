"""The pages of regimes: who sees them, and a form designed, checked and published on them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from giaoban.models import Extension, Form, Period, Regime, Target
from giaoban.queries.reporting.forms import form_text
from tests.cast import Cast, SignIn
from tests.factories import make_period, make_regime
from tests.regime_files import FULL

PAGES = (
    "regime",
    "edit_regime",
    "edit_deadlines",
    "preview_deadline",
    "edit_outline",
    "download_regime",
    "form_designer",
    "add_indicator",
    "add_check",
    "try_check",
    "regime_periods",
)


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_regime(
        cast.lao_cai,
        indicators=[
            {"code": "processed", "name": "Hồ sơ", "section": "I. Dịch vụ công", "minimum": 0},
            {"code": "online", "name": "Trực tuyến", "section": "I. Dịch vụ công"},
            {"code": "share", "kind": "ratio", "numerator": "online", "denominator": "processed"},
            {"code": "note", "kind": "text", "name": "Kiến nghị"},
        ],
        checks=["online <= processed"],
    )


@pytest.fixture
def chi(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.chi)


@pytest.fixture
def draft(chi: Client, regime: Regime) -> Form:
    chi.post(reverse("begin_form", args=[regime.pk]))
    return Form.objects.get(regime=regime, published_at=None)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_secretariat_sees_every_page(
    chi: Client, regime: Regime, draft: Form, page: str, language: str
) -> None:
    chi.cookies["django_language"] = language

    assert chi.get(reverse(page, args=[regime.pk])).status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["an", "dung", "khanh", "lan", "minh"])
def test_others_find_no_page(
    cast: Cast, sign_in: SignIn, regime: Regime, page: str, who: str
) -> None:
    client = sign_in(getattr(cast, who))

    assert client.get(reverse(page, args=[regime.pk])).status_code == 404


def test_the_list_shows_the_regimes_that_are_managed(chi: Client, regime: Regime) -> None:
    answer = chi.get(reverse("regimes"))

    assert [row["regime"] for row in answer.context["rows"]] == [regime]


def test_the_list_asks_as_often_for_three_regimes_as_for_one(
    cast: Cast, chi: Client, constant_queries
) -> None:
    numbers = iter(range(9))
    constant_queries(
        lambda: make_regime(cast.lao_cai, code=f"r{next(numbers)}"),
        lambda: chi.get(reverse("regimes")),
    )


def test_a_new_regime_is_made_on_the_page(cast: Cast, chi: Client) -> None:
    answer = chi.post(
        reverse("new_regime"),
        {
            "name": "An toàn giao thông",
            "code": "atgt",
            "unit": f"{cast.lao_cai.code} {cast.lao_cai.name}",
            "frequency": "quarter",
            "calendar": "nd09",
            "reporters_choice": "kind",
            "reporters_value": "xã",
            "first_period": "2026Q4",
        },
    )

    made = Regime.objects.get(code="atgt")
    assert answer.status_code == 302
    assert (made.unit, made.reporters, made.first_period) == (cast.lao_cai, "kind:xã", "2026Q4")


def test_a_mistake_in_the_settings_stands_beside_its_field(chi: Client, regime: Regime) -> None:
    answer = chi.post(
        reverse("edit_regime", args=[regime.pk]),
        {
            "name": "Báo cáo",
            "frequency": "month",
            "calendar": "nd09",
            "reporters_choice": "level",
            "reporters_value": "hai",
            "first_period": "2026Q1",
        },
    )

    assert sorted(answer.context["form"].errors) == ["reporters_value"]


def test_a_code_that_no_unit_ever_bore_is_named_beside_its_field(
    chi: Client, regime: Regime, cast: Cast
) -> None:
    answer = chi.post(
        reverse("edit_regime", args=[regime.pk]),
        {
            "name": "Báo cáo",
            "frequency": "month",
            "calendar": "nd09",
            "reporters_choice": "listed",
            "reporters_value": f"{cast.ta_van.code}, 99999",
        },
    )

    errors = answer.context["form"].errors
    assert list(errors) == ["reporters_value"]
    assert len(errors["reporters_value"]) == 1
    assert "99999" in errors["reporters_value"][0]


def test_the_page_of_a_regime_says_names_and_no_codes(
    chi: Client, cast: Cast, regime: Regime
) -> None:
    other = make_regime(cast.lao_cai, code="other", name="Hành chính công")
    regime.outline.create(position=1, title="I", author=cast.ta_van.code, draws_on=other.code)

    answer = chi.get(reverse("regime", args=[regime.pk]))

    assert answer.context["outline"] == [
        {"title": "I", "author": "Xã Tả Van", "draws_on": "Hành chính công"}
    ]
    ratio = answer.context["sections"][0]["asked"][0]
    assert (ratio["numerator"], ratio["denominator"]) == ("Trực tuyến", "Hồ sơ")


def test_a_regime_that_asks_nobody_says_so(chi: Client, cast: Cast) -> None:
    chi.cookies["django_language"] = "en"
    asked, nobody = (
        make_regime(cast.lao_cai, code=code, reporters=reporters)
        for code, reporters in (("a", "leaves"), ("b", "kind:none"))
    )

    assert [
        "No unit would report." in chi.get(reverse("regime", args=[one.pk])).content.decode()
        for one in (asked, nobody)
    ] == [False, True]


def test_deadlines_are_set_and_taken_away(chi: Client, regime: Regime) -> None:
    address = reverse("edit_deadlines", args=[regime.pk])
    typed = {"way": "day", "day": "20", "month_offset": "0", "at": "17:00", "roll": "forward"}

    chi.post(address, {**typed, "level": "3"})
    chi.post(address, {**typed, "roll": "backward", "delivery": "1"})
    set_rules = [(r.level, r.day, r.for_delivery) for r in regime.deadline_rules.all()]
    chi.post(address, {"remove": "3"})

    assert sorted(set_rules, key=str) == [(3, 20, False), (None, 20, True)]
    assert [rule.for_delivery for rule in regime.deadline_rules.all()] == [True]


def test_the_preview_shows_the_next_four_deadlines(chi: Client, regime: Regime) -> None:
    answer = chi.get(
        reverse("preview_deadline", args=[regime.pk]),
        {
            "way": "working_days",
            "working_days": "2",
            "month_offset": "0",
            "at": "17:00",
            "roll": "forward",
        },
    )

    assert len(answer.context["upcoming"]) == 4


def test_an_indicator_is_added_moved_and_taken_away(
    chi: Client, regime: Regime, draft: Form
) -> None:
    def arrange(**given: str) -> None:
        chi.post(reverse("arrange_form", args=[regime.pk]), given)

    def shape() -> list[tuple[str, str]]:
        return [(asked.section[:2], asked.code) for asked in form_text(draft).asked]

    chi.post(
        reverse("add_indicator", args=[regime.pk]),
        {
            "name": "Thành viên",
            "code": "members",
            "kind": "count",
            "section": "I. Dịch vụ công",
            "minimum": "0",
            "over_time": "last",
            "over_units": "sum",
        },
    )
    assert shape() == [
        ("", "share"),
        ("", "note"),
        ("I.", "processed"),
        ("I.", "online"),
        ("I.", "members"),
    ]

    arrange(edit="add_section", title="II. Tổ công nghệ số")
    arrange(edit="move_indicator", code="members", way="down")
    arrange(edit="place_indicator", code="note", section="II. Tổ công nghệ số", place="0")
    arrange(edit="remove_indicator", code="online")
    assert shape() == [("", "share"), ("I.", "processed"), ("II", "note"), ("II", "members")]


def test_a_code_of_a_published_form_keeps_its_kind(
    chi: Client, regime: Regime, draft: Form
) -> None:
    chi.post(
        reverse("edit_indicator", args=[regime.pk, "processed"]),
        {"name": "Hồ sơ đã giải quyết", "code": "x", "kind": "text", "section": "I. Dịch vụ công"},
    )

    asked = {asked.code: asked for asked in form_text(draft).asked}
    assert (asked["processed"].kind, asked["processed"].name) == ("count", "Hồ sơ đã giải quyết")


def test_a_wrong_formula_is_shown_with_its_mistake_marked(
    chi: Client, regime: Regime, draft: Form
) -> None:
    answer = chi.get(reverse("try_check", args=[regime.pk]), {"formula": "online ≤ processed"})

    assert (answer.context["before_mistake"], answer.context["at_mistake"]) == ("online ", "≤")


@pytest.mark.parametrize(
    "online, outcome", [("1.284", "holds"), ("1.311", "fails"), ("", "not_evaluated")]
)
def test_a_formula_is_tried_on_values(
    chi: Client, regime: Regime, draft: Form, online: str, outcome: str
) -> None:
    answer = chi.get(
        reverse("try_check", args=[regime.pk]),
        {"formula": "online <= processed", "this:online": online, "this:processed": "1.300"},
    )

    assert answer.context["outcome"] == outcome


def test_a_form_is_published_from_the_page(chi: Client, regime: Regime, draft: Form) -> None:
    chi.post(
        reverse("add_check", args=[regime.pk]), {"formula": "processed >= 1", "level": "warning"}
    )

    chi.post(reverse("publish_form", args=[regime.pk]), {"effective_from": "2026-12"})

    draft.refresh_from_db()
    assert (draft.number, draft.effective_from) == (2, "2026-12")
    assert draft.published_at is not None
    assert chi.get(reverse("form_version", args=[regime.pk, 2])).status_code == 200


def test_a_period_is_opened_extended_and_locked_on_the_pages(
    cast: Cast, chi: Client, regime: Regime
) -> None:
    chi.post(reverse("open_period", args=[regime.pk]), {"key": "2026-10"})
    period = Period.objects.get(regime=regime, key="2026-10")
    address = reverse("extend_period", args=[regime.pk, period.pk])

    chi.post(
        address,
        {
            "unit": "03037 Xã Tả Van",
            "due_on": "2026-11-30",
            "at": "17:00",
            "reason": "Lũ quét",
        },
    )
    given = [extension.unit for extension in Extension.objects.all()]
    assert chi.get(address).status_code == 200
    chi.post(reverse("lock_period", args=[regime.pk, period.pk]))

    period.refresh_from_db()
    assert given == [cast.ta_van]
    assert period.locked_at is not None
    assert chi.get(reverse("regime_periods", args=[regime.pk])).status_code == 200


def test_targets_are_typed_or_loaded_whole(cast: Cast, chi: Client, regime: Regime) -> None:
    address = reverse("regime_targets", args=[regime.pk, 2026])

    chi.post(address, {f"{cast.ta_van.pk}:processed": "4.500,5", f"{cast.y_ty.pk}:online": ""})
    wrong = SimpleUploadedFile("t.csv", b"unit,indicator,value\n02701,online,7\n99,online,1\n")
    refused = chi.post(address, {"file": wrong})
    right = SimpleUploadedFile("t.csv", b"unit,indicator,value\n02701,online,7\n")
    chi.post(address, {"file": right})

    assert len(refused.context["mistakes"]) == 1
    stored = {(t.unit.code, t.indicator.code): t.number for t in Target.objects.all()}
    assert stored == {("03037", "processed"): 4500.5, ("02701", "online"): 7.0}


def test_a_file_is_shown_before_it_is_taken(cast: Cast, chi: Client) -> None:
    file = SimpleUploadedFile("regime.toml", FULL.encode())

    shown = chi.post(reverse("upload_regime"), {"file": file})
    assert Regime.objects.count() == 0
    chi.post(reverse("upload_regime"), {"text": shown.context["text"], "step": "confirm"})

    made = Regime.objects.get()
    assert chi.get(reverse("download_regime", args=[made.pk])).content.decode() == FULL


def test_a_file_for_a_unit_out_of_reach_is_refused(cast: Cast, chi: Client) -> None:
    written = FULL.replace('unit = "15"', 'unit = "VN"')

    shown = chi.post(reverse("upload_regime"), {"text": written, "step": "confirm"})

    assert len(shown.context["problems"]) == 1
    assert Regime.objects.count() == 0


def test_a_period_of_another_regime_is_not_reached(cast: Cast, chi: Client, regime: Regime) -> None:
    other = make_period(make_regime(cast.tuyen_quang, code="khac"), "2026-10")

    answer = chi.post(reverse("lock_period", args=[regime.pk, other.pk]))

    other.refresh_from_db()
    assert (answer.status_code, other.locked_at) == (404, None)
