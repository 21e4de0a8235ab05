"""A cell of a breakdown or a table is marked as estimated and explained, by keys and by press."""

import pytest
from playwright.sync_api import Page, expect

from giaoban.models import Period, Regime, Value, Version
from tests.browser import OpenPage, assert_accessible, assert_fits
from tests.cast import Cast, make_cast
from tests.factories import NOW, PASSWORD, make_period, make_regime
from tests.structured_form import publish_structured

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

WOMEN, HOUSES = "trained__sex__female", "damage__houses__number"


def scene() -> tuple[Cast, Period]:
    cast = make_cast()
    regime: Regime = make_regime(cast.lao_cai, calendar="calendar")
    publish_structured(regime, NOW)
    return cast, make_period(regime, "2026-09")


def opened(page: Page, address: str) -> Page:
    page.goto(f"/account/login/?next={address}")
    page.fill("[name=login]", "an@example.vn")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#report-form")).to_be_visible()
    return page


def test_a_cell_is_marked_and_explained_by_keys_and_read_so(open_page: OpenPage) -> None:
    cast, period = scene()
    address = f"/reports/{period.pk}/{cast.ta_van.pk}/"
    page = opened(open_page(), address)
    page.locator(f"#cell-{WOMEN}").fill("30")
    page.keyboard.press("~")
    cell = page.locator(f"#cell-{HOUSES}")
    cell.fill("3")
    page.keyboard.press("Shift+F2")
    expect(page.locator(f"#note-{HOUSES}")).to_be_focused()
    page.keyboard.type("Hai nhà sập hẳn")
    assert_accessible(page)
    page.keyboard.press("Escape")
    # What the page knows to be stored.
    expect(page.locator(f"[name=was-note-{HOUSES}]")).to_have_value("Hai nhà sập hẳn")
    expect(cell).to_be_focused()
    expect(page.locator(f"#note-{HOUSES}")).to_be_hidden()

    values = Value.objects.filter(version=Version.objects.get())
    assert {
        value.indicator.code: (value.number, value.note, value.is_estimate)
        for value in values.select_related("indicator")
    } == {WOMEN: (30, "", True), HOUSES: (3, "Hai nhà sập hẳn", False)}

    page.goto(f"{address}read/")
    expect(page.locator(".read-breakdown").first).to_contain_text("30 (ước)")
    expect(page.locator(".read-grid")).to_contain_text("Hai nhà sập hẳn")


def test_on_a_telephone_the_marks_of_a_cell_are_pressed_open(open_page: OpenPage) -> None:
    cast, period = scene()
    page = opened(open_page(390, 844, phone=True), f"/reports/{period.pk}/{cast.ta_van.pk}/")
    page.locator(f"#cell-{WOMEN}").fill("30")
    more = page.locator(f".cell-more:has([name=estimate-{WOMEN}])")
    more.locator("summary").click()
    more.get_by_label("Ước thực hiện").check()
    expect(page.locator(f"[name=was-estimate-{WOMEN}]")).to_have_value("1")
    assert_fits(page)
    assert_accessible(page)
    assert Value.objects.get(indicator__code=WOMEN).is_estimate
