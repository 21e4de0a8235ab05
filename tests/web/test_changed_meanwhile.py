"""Two people have the same page open: the second is told what the first one saved."""

from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import reverse

from giaoban.models import Committee, Form, Regime, Target
from giaoban.queries.reporting.forms import form_text
from giaoban.rules.people.permissions import Role
from tests.cast import Cast, SignIn
from tests.factories import appoint, make_person, make_regime

NAMED = {
    "frequency": "month",
    "calendar": "nd09",
    "reporters_choice": "leaves",
    "reporters_value": "",
}


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_regime(
        cast.lao_cai,
        indicators=[{"code": "processed", "name": "Hồ sơ"}, {"code": "online", "name": "Mạng"}],
        checks=["online <= processed", "processed >= 0"],
    )


@pytest.fixture
def both(cast: Cast, sign_in: SignIn) -> tuple[Client, Client]:
    colleague = make_person("dao@example.vn", "Lò Thị Đào")
    appoint(colleague, Role.SECRETARIAT, cast.lao_cai)
    return sign_in(cast.chi), sign_in(colleague)


def sent(client: Client, address: str, given: Mapping[str, object], seen: object) -> object:
    return client.post(address, {**given, "seen": str(seen)})


def test_settings_saved_meanwhile_are_shown_and_saving_again_is_a_decision(
    both: tuple[Client, Client], regime: Regime
) -> None:
    chi, dao = both
    address = reverse("edit_regime", args=[regime.pk])
    seen = chi.get(address).context["seen"]
    dao_seen = dao.get(address).context["seen"]
    assert dao.post(address, {**NAMED, "name": "Của Đào", "seen": dao_seen}).status_code == 302

    answer = chi.post(address, {**NAMED, "name": "Của Chi", "seen": seen})
    regime.refresh_from_db()
    assert regime.name == "Của Đào"
    [entry] = answer.context["changed_meanwhile"]
    assert entry.actor == "Lò Thị Đào"
    assert "Của Đào" in {change.after for change in entry.changes}
    assert "Của Chi" in answer.content.decode()

    again = {**NAMED, "name": "Của Chi", "seen": answer.context["seen"]}
    assert chi.post(address, again).status_code == 302
    regime.refresh_from_db()
    assert regime.name == "Của Chi"


def test_a_target_set_meanwhile_is_not_overwritten(
    cast: Cast, both: tuple[Client, Client], regime: Regime
) -> None:
    chi, dao = both
    address = reverse("regime_targets", args=[regime.pk, 2026])
    field = f"{cast.ta_van.pk}:processed"
    seen = chi.get(address).context["seen"]
    dao.post(address, {field: "70", "seen": seen})
    answer = chi.post(address, {field: "50", "seen": seen})
    assert [entry.actor for entry in answer.context["changed_meanwhile"]] == ["Lò Thị Đào"]
    assert Target.objects.get().number == 70


def test_an_outline_saved_meanwhile_is_not_overwritten(
    both: tuple[Client, Client], regime: Regime
) -> None:
    chi, dao = both
    address = reverse("edit_outline", args=[regime.pk])
    seen = chi.get(address).context["seen"]
    dao.post(address, {"title": "I. Của Đào", "text": "", "seen": seen})
    answer = chi.post(address, {"title": "I. Của Chi", "text": "", "seen": seen})
    assert [section.title for section in regime.outline.all()] == ["I. Của Đào"]
    assert answer.context["sections"][0].title == "I. Của Chi"


def test_a_committee_changed_meanwhile_is_not_overwritten(
    cast: Cast, both: tuple[Client, Client]
) -> None:
    chi, dao = both
    address = reverse("edit_committee", args=[cast.lao_cai.pk])
    seen = chi.get(address).context["seen"]
    dao.post(address, {"name": "Của Đào", "seen": seen})
    answer = chi.post(address, {"name": "Của Chi", "seen": seen})
    assert answer.status_code == 200
    assert Committee.objects.get(unit=cast.lao_cai).name == "Của Đào"


def test_an_indicator_changed_meanwhile_is_not_overwritten_but_another_one_may_be(
    both: tuple[Client, Client], regime: Regime
) -> None:
    chi, dao = both
    chi.post(reverse("begin_form", args=[regime.pk]))
    form = Form.objects.get(regime=regime, published_at=None)
    first = reverse("edit_indicator", args=[regime.pk, "processed"])
    second = reverse("edit_indicator", args=[regime.pk, "online"])

    def posted(client: Client, address: str, code: str, name: str, shown: str) -> None:
        kept = {"code": code, "kind": "count", "over_time": "sum", "over_units": "sum"}
        client.post(address, {**kept, "name": name, "shown": shown})

    shown = {page: chi.get(page).context["shown"] for page in (first, second)}
    posted(dao, first, "processed", "Của Đào", shown[first])
    posted(chi, first, "processed", "Của Chi", shown[first])
    posted(chi, second, "online", "Trực tuyến", shown[second])
    names = [asked.name for asked in form_text(form).asked]
    assert names == ["Của Đào", "Trực tuyến"]


def test_a_check_is_moved_and_taken_away_only_where_it_still_stands(
    both: tuple[Client, Client], regime: Regime
) -> None:
    chi, _dao = both
    chi.post(reverse("begin_form", args=[regime.pk]))
    form = Form.objects.get(regime=regime, published_at=None)
    address = reverse("arrange_form", args=[regime.pk])

    def formulas() -> list[str]:
        return [check.formula for check in form_text(form).checks]

    down = {"edit": "move_check", "check": "0", "formula": "online <= processed", "way": "down"}
    chi.post(address, down)
    assert formulas() == ["processed >= 0", "online <= processed"]
    chi.post(address, {"edit": "remove_check", "check": "0", "formula": "online <= processed"})
    assert formulas() == ["processed >= 0", "online <= processed"]
    page = chi.get(reverse("form_designer", args=[regime.pk])).content.decode()
    assert page.count('value="move_check"') == 2


def test_details_of_a_person_saved_meanwhile_are_not_overwritten(
    cast: Cast, both: tuple[Client, Client]
) -> None:
    chi, dao = both
    address = reverse("edit_person", args=[cast.an.pk])
    given = {"name": cast.an.name, "email": cast.an.email, "telephone": ""}
    seen = chi.get(address).context["seen"]
    dao.post(address, {**given, "post": "Phó Chánh Văn phòng", "seen": seen})

    answer = chi.post(address, {**given, "post": "Công chức", "seen": seen})
    cast.an.refresh_from_db()
    assert cast.an.post == "Phó Chánh Văn phòng"
    assert [entry.actor for entry in answer.context["changed_meanwhile"]] == ["Lò Thị Đào"]

    again = {**given, "post": "Công chức", "seen": answer.context["seen"]}
    assert chi.post(address, again).status_code == 302
    cast.an.refresh_from_db()
    assert cast.an.post == "Công chức"


def test_duties_saved_meanwhile_are_not_overwritten(
    cast: Cast, both: tuple[Client, Client]
) -> None:
    chi, dao = both
    held = appoint(make_person("vien@example.vn", "Lý Viên"), Role.MEMBER, cast.lao_cai)
    address = reverse("edit_duties", args=[held.pk])
    seen = chi.get(address).context["seen"]
    dao.post(address, {"duties": "Hạ tầng số", "rank": "3", "seen": seen})
    answer = chi.post(address, {"duties": "Dữ liệu", "rank": "4", "seen": seen})
    held.refresh_from_db()
    assert (held.duties, held.rank) == ("Hạ tầng số", 3)
    assert [entry.actor for entry in answer.context["changed_meanwhile"]] == ["Lò Thị Đào"]
