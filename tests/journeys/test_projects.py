"""A secretary puts a new project into the register and asks about it; its commune reports it."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from giaoban.models import Version
from giaoban.queries.reporting.answers import answers_of
from tests.browser import OpenPage
from tests.cast import make_cast
from tests.factories import VIETNAM_TIME, make_period
from tests.journeys.walking import agree, look, open_at, sign_in
from tests.project_form import make_project_regime

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_new_project_is_registered_asked_about_and_reported_by_its_commune(
    open_page: OpenPage,
) -> None:
    cast = make_cast()
    regime = make_project_regime(cast)
    today = datetime.now(VIETNAM_TIME).date()
    quarter = make_period(regime, f"{today.year - 1}Q4")

    register_and_ask(open_at(open_page, "desk"))
    report(open_at(open_page, "phone"), f"/reports/{quarter.pk}/{cast.ta_van.pk}/")

    version = Version.objects.get()
    assert version.state == "submitted"
    assert answers_of(version).numbers == {
        "people": 30,
        "people__project__water": 10,
        "people__project__school": 5,
        "people__project__road": 8,
        "people__project__tram_y_te": 7,
    }


def register_and_ask(page: Page) -> None:
    sign_in(page, "chi@example.vn", "/regimes/")
    page.get_by_role("link", name="Dự án", exact=True).click()
    look(page)
    page.get_by_role("link", name="Thêm dự án").click()
    page.locator("[name=name]").fill("Trạm y tế")
    page.locator("[name=donors]").fill("Quỹ Renn")
    page.locator("[name=units]").fill("03037 Xã Tả Van")
    look(page)
    page.get_by_role("button", name="Lưu").click()
    page.get_by_role("button", name="Hỏi số liệu dự án này").click()
    agree(page)
    expect(page.locator("main")).to_contain_text("đang hỏi về dự án này")
    look(page)


def report(page: Page, address: str) -> None:
    """First with a sum that leaves a project out, then right."""
    sign_in(page, "an@example.vn", address)
    for code, number in (("water", "10"), ("school", "5"), ("road", "8"), ("tram_y_te", "6")):
        page.locator(f"#cell-people__project__{code}").fill(number)
    page.locator("#cell-people").fill("30")
    page.locator("#cell-people").blur()
    expect(page.locator("#below-people")).to_contain_text("29")
    look(page)
    page.locator("#cell-people__project__tram_y_te").fill("7")
    page.locator("#cell-people__project__tram_y_te").blur()
    expect(page.locator("#below-people")).to_be_hidden()
    page.locator("button.primary[value=submit]").click()
    expect(page.locator("#report-form")).to_have_count(0)
    look(page)
