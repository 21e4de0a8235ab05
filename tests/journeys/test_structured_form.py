"""An officer fills nested rows, a breakdown, a table and a list on a telephone, and sends them."""

import re

import pytest
from playwright.sync_api import Page, expect

from giaoban.models import Version
from giaoban.queries.reporting.answers import answers_of
from giaoban.queries.reporting.list_rows import rows_of
from tests.browser import OpenPage
from tests.factories import make_period, make_regime
from tests.journeys.scene import make_scene
from tests.journeys.walking import look, open_at, sign_in
from tests.structured_form import publish_structured

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_an_officer_fills_nested_rows_a_breakdown_a_table_and_a_list_on_a_telephone(
    open_page: OpenPage,
) -> None:
    scene = make_scene()
    regime = make_regime(scene.cast.lao_cai, code="courses", calendar="calendar")
    publish_structured(regime, scene.before.regime.forms.get().published_at)
    period = make_period(regime, scene.before.key)
    page = open_at(open_page, "phone")
    sign_in(page, "an@example.vn", f"/reports/{period.pk}/{scene.cast.ta_van.pk}/")
    look(page)
    fill_rows_and_breakdowns(page)
    fill_table(page)
    fill_list(page)
    look(page)
    page.locator("button.primary[value=submit]").click()
    expect(page.locator("#report-form")).to_have_count(0)
    expect(page.locator("#list-courses")).to_contain_text("An toàn thông tin")
    look(page)

    version = Version.objects.latest("pk")
    assert version.state == "submitted"
    assert answers_of(version).numbers == {
        "trained": 60,
        "trained__sex__female": 35,
        "trained__sex__male": 25,
        "officials": 20,
        "courses__rows": 2,
        "courses__people": 55,
        "courses__online": 1,
        "damage__houses__number": 3,
        "damage__schools__number": 1,
        "damage__all__number": 4,
    }
    assert rows_of(version) == {
        "courses": [
            {"topic": "An toàn thông tin", "people": 25, "level": "Xã"},
            {"topic": "Chữ ký số", "held_on": "2026-10-05", "people": 30, "online": 1},
        ]
    }


def fill_rows_and_breakdowns(page: Page) -> None:
    page.locator("#cell-trained").fill("60")
    page.locator("#cell-trained__sex__female").fill("35")
    page.locator("#cell-trained__sex__male").fill("30")
    beside = page.locator("#below-trained")
    expect(beside).to_contain_text("65")
    look(page)
    page.locator("#cell-trained__sex__male").fill("25")
    page.locator("#cell-officials").fill("20")
    expect(beside).to_be_hidden()
    expect(page.locator("[data-sum=trained-0]")).to_have_text("20")


def fill_table(page: Page) -> None:
    cell = page.locator("#cell-damage__houses__number")
    cell.focus()
    page.keyboard.type("3")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#cell-damage__schools__number")).to_be_focused()
    page.keyboard.type("1")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#cell-damage__schools__loss")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.keyboard.type("4")
    expect(page.locator("[data-sum=damage__all__number-0]")).to_have_text("4")


def fill_list(page: Page) -> None:
    listed = page.locator("[data-list=courses]")
    listed.locator("[data-add]").click()
    expect(page.locator("#row-courses-1-topic")).to_be_focused()
    page.keyboard.type("Chữ ký số")
    page.locator("#row-courses-1-held_on").fill("2026-10-05")
    page.locator("#row-courses-1-people").fill("ba mươi")
    page.locator("#row-courses-1-online").select_option("1")
    expect(listed.locator("[data-problem=people]").first).to_be_visible()
    page.locator("#row-courses-1-people").fill("30")
    expect(listed.locator("[data-problem=people]").first).to_be_hidden()
    page.locator("#row-courses-1-level").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#row-courses-2-topic")).to_be_focused()
    page.keyboard.type("An toàn thông tin")
    page.locator("#row-courses-2-people").fill("25")
    page.locator("#row-courses-2-level").select_option("Xã")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#row-courses-1-topic")).to_have_value("An toàn thông tin")
    listed.locator("[data-add]").click()
    page.keyboard.type("Gõ nhầm")
    listed.locator("[data-remove]").last.click()
    expect(listed.locator("[data-list-row]")).to_have_count(2)
    expect(page.locator("[data-figure=courses__people]")).to_have_text("55")
    expect(page.locator("#saved")).to_have_text(re.compile(r"\d\d:\d\d"))
    page.reload()
    expect(page.locator("#row-courses-2-topic")).to_have_value("Chữ ký số")
