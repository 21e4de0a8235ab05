"""The tree as of a day, changes with a preview, and a file that comes in and goes out."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from giaoban.actions.units.changes import move_unit, rename_unit
from giaoban.models import Placement, Unit
from tests.cast import Cast, SignIn
from tests.factories import NOW, REFORM, TODAY, make_unit

HEADER = "code,name,kind,parent_code,opened_on,closed_on\n"
LATER = TODAY + timedelta(days=30)


def names(children: list[Any]) -> list[str]:
    return [child.name for child in children]


def test_a_person_sees_the_tree_from_their_own_unit_down(cast: Cast, sign_in: SignIn) -> None:
    ((top, children),) = sign_in(cast.chi).get("/units/").context["tops"]
    assert (top.name, top.children) == ("Tỉnh Lào Cai", 3)
    assert names(children.rows) == ["Phường Sa Pa", "Xã Tả Van", "Xã Y Tý"]


def test_the_tree_is_that_of_the_day_in_the_address(cast: Cast, sign_in: SignIn) -> None:
    who = {"by": cast.khanh, "now": NOW, "today": TODAY}
    move_unit(unit=cast.y_ty, parent=cast.tuyen_quang, on=LATER, **who)
    rename_unit(unit=cast.sa_pa, name="Phường Sa Pả", kind="phường", on=LATER, **who)
    client = sign_in(cast.chi)

    def shown(day: str) -> list[str]:
        ((_, children),) = client.get(f"/units/?on={day}").context["tops"]
        return names(children.rows)

    before = (LATER - timedelta(days=1)).isoformat()
    assert shown(before) == ["Phường Sa Pa", "Xã Tả Van", "Xã Y Tý"]
    assert shown(LATER.isoformat()) == ["Phường Sa Pả", "Xã Tả Van"]
    assert client.get("/units/?on=2020-01-01").context["tops"] == []


def test_a_day_that_is_no_day_means_today(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.chi)
    for text in ("2026-02-30", "soon", ""):
        assert client.get("/units/", {"on": text}).context["is_today"]


def test_a_unit_is_found_by_name_without_diacritics(cast: Cast, sign_in: SignIn) -> None:
    assert names(sign_in(cast.chi).get("/units/?q=ta van").context["found"]) == ["Xã Tả Van"]
    assert sign_in(cast.lan).get("/units/?q=ta van").context["found"] == []


def test_a_level_of_the_tree_costs_the_same_for_one_and_for_three_units(
    cast: Cast, sign_in: SignIn, constant_queries: Any
) -> None:
    client = sign_in(cast.chi)
    codes = iter("abc")
    address = f"/units/{cast.ta_van.pk}/below/"

    def add_one() -> None:
        code = next(codes)
        make_unit(code, f"Thôn {code}", kind="thôn", under=cast.ta_van)

    constant_queries(add_one, lambda: client.get(address))


def test_a_wide_level_shows_fifty_units_and_then_more(cast: Cast, sign_in: SignIn) -> None:
    for number in range(60):
        make_unit(f"T{number:02}", f"Thôn {number:02}", kind="thôn", under=cast.ta_van)
    client = sign_in(cast.chi)
    address = f"/units/{cast.ta_van.pk}/below/"

    first = client.get(address)
    level = first.context["children"]
    assert (len(level.rows), level.more) == (50, 10)
    rest = client.get(level.more_address, headers={"HX-Target": level.name})
    assert [unit.code for unit in rest.context["children"].rows] == [
        f"T{number}" for number in range(50, 60)
    ]
    assert rest.context["children"].more_address == ""


def test_a_change_is_shown_before_it_is_made(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.khanh)
    today = timezone.localdate().isoformat()
    given = {"name": "Phường Y Tý", "kind": "phường", "on": today, "reason": ""}
    address = f"/units/{cast.y_ty.pk}/rename/"
    response = client.post(address, {**given, "step": "preview"})
    assert response.context["preview"]["becomes"] == "Phường Y Tý (phường)"
    assert Unit.objects.get(pk=cast.y_ty.pk).name == "Xã Y Tý"
    response = client.post(address, {**given, "step": "confirm"})
    assert response["Location"] == f"/units/{cast.y_ty.pk}/"
    assert Unit.objects.get(pk=cast.y_ty.pk).name == "Phường Y Tý"


def test_a_unit_is_not_moved_out_of_the_own_area(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.khanh).post(
        f"/units/{cast.y_ty.pk}/move/",
        {"parent": "08 Tỉnh Tuyên Quang", "on": timezone.localdate(), "step": "confirm"},
    )
    assert list(response.context["form"].errors) == ["parent"]
    assert Placement.objects.get(unit=cast.y_ty).parent == cast.lao_cai


def test_a_past_change_asks_for_its_reason_beside_the_field(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.khanh).post(
        f"/units/{cast.y_ty.pk}/close/", {"on": "2026-01-01", "step": "confirm"}
    )
    assert list(response.context["form"].errors) == ["reason"]
    assert Unit.objects.get(pk=cast.y_ty.pk).closed_on is None


@pytest.fixture
def upload(cast: Cast, sign_in: SignIn) -> Any:
    """upload(rows, under) → the answer to a file that Lào Cai's administrator chose."""
    client = sign_in(cast.khanh)

    def choose(rows: str, under: str = "") -> Any:
        file = SimpleUploadedFile("units.csv", (HEADER + rows).encode())
        return client.post("/units/import/", {"file": file, "under": under})

    choose.client = client  # type: ignore[attr-defined]
    return choose


def test_a_file_is_planned_first_and_taken_when_it_is_confirmed(cast: Cast, upload: Any) -> None:
    response = upload("X,Xã X,xã,15,2026-01-01,\n03037,Xã Tả Van,xã,15,2025-07-01,\n")
    plan = response.context["plan"]
    assert ([unit.code for unit in plan.additions], plan.unchanged) == (["X"], 1)
    assert not Unit.objects.filter(code="X").exists()
    response = upload.client.post("/units/import/", {"kept": response.context["kept"]})
    assert response["Location"] == "/units/"
    assert Placement.objects.get(unit__code="X").parent == cast.lao_cai


def test_a_file_reaches_no_unit_outside_the_own_area(cast: Cast, upload: Any) -> None:
    response = upload("X,Xã X,xã,08,2026-01-01,\n")
    assert [problem["line"] for problem in response.context["problems"]] == [2]
    response = upload("X,Xã X,xã,,2026-01-01,\n")  # a root of its own
    assert [problem["line"] for problem in response.context["problems"]] == [2]
    assert "kept" not in response.context


def test_a_preview_that_was_touched_is_refused(cast: Cast, upload: Any) -> None:
    kept = upload("X,Xã X,xã,15,2026-01-01,\n").context["kept"]
    response = upload.client.post("/units/import/", {"kept": kept + "x"})
    assert response["Location"] == "/units/import/"
    assert not Unit.objects.filter(code="X").exists()


def test_what_is_exported_can_be_imported_again(cast: Cast, sign_in: SignIn) -> None:
    text = sign_in(cast.chi).get("/units/export/").content.decode("utf-8-sig")
    assert text == HEADER + (
        f"15,Tỉnh Lào Cai,tỉnh,,{REFORM},\n"
        f"03006,Phường Sa Pa,phường,15,{REFORM},\n"
        f"03037,Xã Tả Van,xã,15,{REFORM},\n"
        f"02701,Xã Y Tý,xã,15,{REFORM},\n"
    )
