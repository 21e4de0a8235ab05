"""Does the search find without diacritics, and only what the person may see?"""

import re

import pytest
from django.test import Client

from giaoban.models import SharedIndicator, Task, Unit
from giaoban.rules.register.documents import Access
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import NOW, make_regime, make_unit
from tests.obligations import make_body, make_document, make_obligation


def hits(client: Client, text: str, target: str = "results") -> list[str]:
    response = client.get("/search/", {"q": text}, headers={"HX-Target": target})
    assert response.status_code == 200
    return re.findall(r'<span class="strong">([^<]+)</span><br>', response.content.decode())


@pytest.mark.parametrize(
    "name, text, found",
    [
        ("chi", "ta van", ["Xã Tả Van"]),
        ("chi", "Tả Van", ["Xã Tả Van"]),
        ("chi", "03037", ["Xã Tả Van"]),
        ("chi", "VAN TA", ["Xã Tả Van"]),
        ("chi", "vàng thị", ["Vàng Thị Bình"]),
        ("chi", "dung", ["Trần Văn Dũng"]),
        ("chi", "dong van", []),
        ("chi", "lan@example", []),
        ("chi", "a", []),
        ("an", "y ty", []),
        ("an", "chi", []),
        ("lan", "dong van", ["Xã Đồng Văn"]),
        ("minh", "ta van", []),
    ],
)
def test_a_person_finds_what_lies_under_their_units(
    cast: Cast, sign_in: SignIn, name: str, text: str, found: list[str]
) -> None:
    assert hits(sign_in(getattr(cast, name)), text) == found


@pytest.mark.parametrize("name, sees", [("an", True), ("chi", True), ("lan", False)])
def test_a_regime_is_found_by_those_it_asks(
    cast: Cast, sign_in: SignIn, name: str, sees: bool
) -> None:
    make_regime(cast.lao_cai, name="Báo cáo chuyển đổi số")
    found = hits(sign_in(getattr(cast, name)), "chuyen doi")
    assert found == (["Báo cáo chuyển đổi số"] if sees else [])


def test_a_whole_name_comes_before_its_beginning(cast: Cast, sign_in: SignIn) -> None:
    make_unit("99001", "Xã Sa Pả", under=cast.lao_cai)
    make_unit("99002", "Xã An Sa Panh", under=cast.lao_cai)
    assert hits(sign_in(cast.chi), "sa pa") == ["Phường Sa Pa", "Xã Sa Pả", "Xã An Sa Panh"]


def test_the_box_shows_six_of_a_kind(cast: Cast, sign_in: SignIn) -> None:
    for number in range(9):
        make_unit(f"9900{number}", f"Xã Mường {number}", under=cast.lao_cai)
    assert len(hits(sign_in(cast.chi), "muong", target="quick-results")) == 6


def test_searching_asks_the_same_number_of_questions_for_many_hits(
    cast: Cast, sign_in: SignIn, constant_queries: QueryCheck
) -> None:
    client = sign_in(cast.chi)
    numbers = iter(range(9))
    body = make_body(cast.lao_cai)

    def add() -> None:
        number = next(numbers)
        unit = make_unit(f"9900{number}", "Xã Mường", under=cast.lao_cai)
        document = make_document(body, symbol=f"{number}/KH", search_text="xa muong")
        obligation = make_obligation(document, unit, text="Phủ sóng xã Mường")
        given = {"text": obligation.text, "given_at": NOW}
        Task.objects.create(obligation=obligation, unit=unit, giver=cast.lao_cai, **given)

    constant_queries(
        add, lambda: (client.get("/search/?q=muong"), client.get("/documents/?q=muong"))
    )


@pytest.mark.parametrize("name, is_led", [("chi", True), ("an", False)])
def test_a_regime_leads_to_its_page_where_the_person_manages_it(
    cast: Cast, sign_in: SignIn, name: str, is_led: bool
) -> None:
    regime = make_regime(cast.lao_cai, name="Báo cáo chuyển đổi số")
    [(_regime, address)] = (
        sign_in(getattr(cast, name)).get("/search/?q=chuyen+doi").context["regimes"]
    )
    assert address == (f"/regimes/{regime.pk}/" if is_led else "")


@pytest.mark.parametrize(
    "name, text, found",
    [
        ("an", "ho so", ["Hồ sơ đã giải quyết", "Tỷ lệ hồ sơ số hóa"]),
        ("chi", "DA_GIAI", ["Hồ sơ đã giải quyết"]),
        ("chi", "ban giay", ["Hồ sơ đã giải quyết"]),
        ("chi", "ho so tre", []),
        ("minh", "ho so", []),
    ],
)
def test_an_entry_of_the_dictionary_is_found_by_everybody_who_sees_anything(
    cast: Cast, sign_in: SignIn, name: str, text: str, found: list[str]
) -> None:
    for entry, code, definition in (
        ("Tỷ lệ hồ sơ số hóa", "so_hoa", ""),
        ("Hồ sơ đã giải quyết", "da_giai_quyet", "Kể cả hồ sơ bản giấy."),
    ):
        SharedIndicator.objects.create(
            name=entry, code=code, definition=definition, kind="count", created_at=NOW
        )

    assert hits(sign_in(getattr(cast, name)), text) == found


def test_an_entry_that_was_found_leads_to_its_page(cast: Cast, sign_in: SignIn) -> None:
    entry = SharedIndicator.objects.create(
        name="Hồ sơ", code="ho_so", kind="count", measure="hồ sơ", created_at=NOW
    )

    response = sign_in(cast.an).get("/search/", {"q": "ho so"})

    assert response.context["entries"] == [(entry, f"/results/dictionary/{entry.pk}/")]
    assert f'href="/results/dictionary/{entry.pk}/"' in response.content.decode()


def a_task(unit: Unit, giver: Unit, **fields: object) -> Task:
    return Task.objects.create(
        **{"unit": unit, "giver": giver, "text": "Rà soát dữ liệu", "given_at": NOW, **fields}
    )


@pytest.mark.parametrize(
    "name, sees", [("an", True), ("chi", True), ("ha", True), ("lan", False), ("minh", False)]
)
def test_a_task_is_found_by_those_who_see_its_unit(
    cast: Cast, sign_in: SignIn, name: str, sees: bool
) -> None:
    a_task(cast.ta_van, cast.lao_cai)
    found = hits(sign_in(getattr(cast, name)), "ra soat")
    assert found == (["Rà soát dữ liệu"] if sees else [])


def test_what_a_directive_gave_to_many_units_is_found_once(cast: Cast, sign_in: SignIn) -> None:
    obligation = make_obligation(
        make_document(make_body(cast.lao_cai)), cast.ta_van, text="Lập đề án", clause="II.3"
    )
    for unit in (cast.ta_van, cast.sa_pa):
        a_task(unit, cast.lao_cai, text="Lập đề án", obligation=obligation)
    page = sign_in(cast.chi).get("/search/", {"q": "de an ii.3"})
    ((found, address, _symbol),) = page.context["tasks"]
    assert found.count == 2
    assert address == f"/tasks/?show=all&obligation={obligation.pk}"
    ((found, address, _symbol),) = sign_in(cast.an).get("/search/", {"q": "de an"}).context["tasks"]
    assert (found.count, address) == (1, f"/tasks/{found.task.pk}/")


def test_a_task_of_a_document_for_named_units_is_found_by_those_alone(
    cast: Cast, sign_in: SignIn
) -> None:
    limited = make_document(make_body(cast.lao_cai), access=Access.LIMITED)
    a_task(cast.ta_van, cast.lao_cai, obligation=make_obligation(limited, cast.ta_van))
    found = {
        name: len(sign_in(getattr(cast, name)).get("/search/?q=ra+soat").context["tasks"])
        for name in ("an", "chi", "ha")
    }
    assert found == {"an": 1, "chi": 1, "ha": 0}
