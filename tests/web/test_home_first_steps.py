"""Whoever signs in first is led step by step until units report."""

import pytest
from django.test import Client

from giaoban.models import Unit
from giaoban.rules.people.permissions import Role
from tests.cast import Cast, SignIn
from tests.factories import (
    appoint,
    make_committee,
    make_form,
    make_period,
    make_person,
    make_regime,
    make_unit,
)


def next_step(client: Client) -> tuple[str, str]:
    steps = client.get("/", headers={"accept-language": "en"}).context["steps"]
    return next(((step.title, step.address) for step in steps if step.is_next), ("", ""))


@pytest.fixture
def province(db: None) -> Unit:
    return make_unit("15", "Tỉnh Lào Cai", kind="tỉnh")


def test_the_administrator_of_an_empty_installation_is_led(province: Unit, sign_in: SignIn) -> None:
    person = make_person("khanh@example.vn", "Lê Quốc Khánh")
    appoint(person, Role.ADMINISTRATOR, province)
    client = sign_in(person)
    client.cookies["django_language"] = "en"
    assert next_step(client) == ("Units", "/units/import/")
    commune = make_unit("03037", "Xã Tả Van", under=province)
    assert next_step(client) == ("Steering committee", f"/committee/{province.pk}/edit/")
    make_committee(province, "Ban Chỉ đạo")
    assert next_step(client) == ("Secretariat", "/people/invite/?unit=15&role=secretariat")
    appoint(make_person("chi@example.vn", "Chi"), Role.SECRETARIAT, province)
    assert next_step(client) == ("Officers of the units", "/people/invite/")
    appoint(make_person("an@example.vn", "An"), Role.UNIT_OFFICER, commune)
    assert next_step(client) == ("", "")  # the rest is the secretariat's


def test_the_secretariat_goes_on_until_a_period_is_open(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.chi)
    client.cookies["django_language"] = "en"
    assert next_step(client) == ("Reporting regime", "/regimes/new/")
    regime = make_regime(cast.lao_cai, indicators=[])
    regime.forms.all().delete()
    assert next_step(client) == ("Form", f"/regimes/{regime.pk}/form/")
    make_form(regime, indicators=[{"code": "a"}])
    assert next_step(client) == ("First reporting period", f"/regimes/{regime.pk}/periods/")
    make_period(regime, "2026-07")
    assert client.get("/").context["steps"] == []


def test_an_officer_is_led_nowhere(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.an).get("/").context["steps"] == []
