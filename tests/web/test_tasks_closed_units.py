"""What a unit left open when it was closed: who reads of it, and who carries it on."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from giaoban.models import Task, Unit
from giaoban.rules.tasks.states import TaskState
from tests.cast import Cast, SignIn
from tests.factories import NOW, TODAY, make_unit
from tests.obligations import make_body, make_document, make_obligation

pytestmark = pytest.mark.django_db


def a_task(unit: Unit, giver: Unit, **fields: object) -> Task:
    given = {"unit": unit, "giver": giver, "text": "Rà soát dữ liệu dân cư", "given_at": NOW}
    return Task.objects.create(**given | fields)


def test_a_closed_units_tasks_are_handed_on_by_the_secretariat_from_its_page(
    cast: Cast, sign_in: SignIn
) -> None:
    old = make_unit("cu", "Xã Cũ", under=cast.lao_cai, closed_on=TODAY)
    task = a_task(old, cast.lao_cai)
    chi, address = sign_in(cast.chi), reverse("hand_on_tasks", args=[old.pk])
    card = reverse("unit", args=[old.pk])
    assert chi.get(card).context["left_open"] == 1
    assert address in chi.get(card).content.decode()
    refused = chi.post(address, {"unit": "00721", "reason": "Sáp nhập"})
    assert list(refused.context["form"].errors) == ["unit"]  # in another province
    assert chi.post(address, {"unit": "03037", "reason": "Sáp nhập"}).status_code == 302
    task.refresh_from_db()
    assert task.unit == cast.ta_van
    assert chi.get(address).status_code == 404  # nothing is left
    assert chi.get(card).context["left_open"] == 0


def test_a_task_that_the_successor_has_itself_is_said_to_be_withdrawn(
    cast: Cast, sign_in: SignIn
) -> None:
    old = make_unit("cu", "Xã Cũ", under=cast.lao_cai, closed_on=TODAY)
    obligation = make_obligation(make_document(make_body(cast.lao_cai)), cast.lao_cai)
    for unit in (old, cast.ta_van):
        a_task(unit, cast.lao_cai, obligation=obligation)
    a_task(old, cast.lao_cai)
    handed = sign_in(cast.chi).post(
        reverse("hand_on_tasks", args=[old.pk]), {"unit": "03037", "reason": "Sáp nhập"}
    )
    said = [(one.level_tag, "Xã Tả Van" in str(one)) for one in get_messages(handed.wsgi_request)]
    assert said == [("success", True), ("info", True)]
    left = Task.objects.filter(unit=old).values_list("obligation", "state")
    assert list(left) == [(obligation.pk, TaskState.WITHDRAWN)]


def test_who_closes_a_unit_reads_first_how_many_tasks_it_leaves_open(
    cast: Cast, sign_in: SignIn
) -> None:
    a_task(cast.y_ty, cast.lao_cai)
    a_task(cast.ta_van, cast.lao_cai)
    page = reverse("change_unit", args=[cast.y_ty.pk, "close"])
    shown = sign_in(cast.chi).post(page, {"on": TODAY, "reason": "Sáp nhập", "step": "preview"})
    assert shown.context["preview"]["open_tasks"] == 1


def test_parts_of_a_closed_unit_are_handed_on_by_the_unit_that_split_them_off(
    cast: Cast, sign_in: SignIn
) -> None:
    old = make_unit("h1", "Thôn 1", kind="thôn", under=cast.ta_van, closed_on=TODAY)
    heir = make_unit("h2", "Thôn 2", kind="thôn", under=cast.ta_van)
    whole = a_task(cast.ta_van, cast.lao_cai)
    part = a_task(old, cast.ta_van, parent=whole)
    an, address = sign_in(cast.an), reverse("hand_on_tasks", args=[old.pk])
    assert address in an.get(reverse("home")).content.decode()
    elsewhere = an.post(address, {"unit": cast.y_ty.code, "reason": "Sáp nhập"})
    assert list(elsewhere.context["form"].errors) == ["unit"]
    assert an.post(address, {"unit": heir.code, "reason": "Sáp nhập"}).status_code == 302
    part.refresh_from_db()
    assert part.unit == heir
