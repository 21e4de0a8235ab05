"""An administrator finds a unit in the tree and hands its officer's role over, desk and phone."""

import pytest
from playwright.sync_api import Page, expect

from giaoban.models import Appointment
from tests.browser import DESK, PHONE, OpenPage, assert_accessible, assert_fits
from tests.cast import make_cast
from tests.factories import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_role_is_handed_over_from_the_tree_of_units(
    open_page: OpenPage, size: dict[str, int]
) -> None:
    cast = make_cast()
    page: Page = open_page(size["width"], size["height"], language="en")
    page.goto("/account/login/?next=/units/")
    page.locator("[name=login]").fill("khanh@example.vn")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    assert_accessible(page)
    assert_fits(page)
    page.locator("#main").get_by_role("link", name="Xã Tả Van").click()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name="Lý A An").click()
    page.locator(
        f"a[href='/people/roles/{Appointment.objects.get(person=cast.an).pk}/hand-over/']"
    ).click()
    page.locator("[name=email]").fill("minh@example.vn")
    page.locator("button[value=preview]").click()
    expect(page.locator(".notice", has_text="Hoàng Minh").first).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.locator("button[value=confirm]").click()
    expect(page.locator("h1")).to_have_text("Hoàng Minh")
    assert Appointment.objects.get(person=cast.minh).unit == cast.ta_van
