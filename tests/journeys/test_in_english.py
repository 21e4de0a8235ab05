"""An officer who reads English finds the same way, with figures written as English writes them."""

import re

import pytest
from playwright.sync_api import expect

from giaoban.models import Value, Version
from tests.browser import OpenPage
from tests.journeys.scene import NAME, make_scene
from tests.journeys.walking import look, open_at, row_of, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_report_is_sent_in_english(open_page: OpenPage, size: str) -> None:
    scene = make_scene()
    scene.cast.an.language = "en"
    scene.cast.an.save()
    page = open_at(open_page, size, language="en")
    sign_in(page, "an@example.vn")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1").first).to_have_text("What do I have to do?")
    owed = row_of(page.locator("section[aria-labelledby=owed]"), NAME)
    expect(owed.locator(".badge")).to_have_text(re.compile(r"\d+ working days left"))
    look(page)
    owed.get_by_role("link", name=re.compile("^Fill in")).click()
    page.locator("#cell-processed").fill("1,284")
    page.locator("#cell-online").fill("1,210")
    page.locator("#cell-staff").fill("8")
    expect(page.locator("[data-figure=share]")).to_have_text("94.2%")
    look(page)
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator(".notice.done").first).to_contain_text("The report is sent.")
    look(page)
    version = Version.objects.get(submission__period=scene.newest)
    stored = Value.objects.filter(version=version).values_list("indicator__code", "number")
    assert dict(stored) == {"processed": 1284, "online": 1210, "staff": 8}
