"""A secretary names the seats, replaces a member by a decision, and says how the committee decides;
at the desk and on a telephone."""

import pytest
from playwright.sync_api import expect

from giaoban.models import Appointment, DecisionRules, RosterDecision
from tests.browser import OpenPage
from tests.cast import make_cast
from tests.journeys.walking import look, open_at, sign_in
from tests.obligations import make_body

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_roster_is_named_changed_and_its_decision_drafted(open_page: OpenPage, size: str) -> None:
    cast = make_cast()
    make_body(cast.lao_cai, name=cast.committee.name)
    page = open_at(open_page, size)
    sign_in(page, "chi@example.vn", f"/committee/{cast.lao_cai.pk}/roster/")
    look(page)
    page.locator("form[action*='/roster/seats/'] button").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    look(page)

    member = page.locator("tbody tr", has_text="Phạm Hương Giang")
    member.locator("a[href*='?seat=']").click()
    look(page)
    page.locator("[name=joins-0-email]").fill("minh@example.vn")
    page.locator("form[data-unsaved] button.primary").click()
    expect(page.locator("tbody")).to_contain_text("Hoàng Minh")
    look(page)
    assert Appointment.objects.get(person=cast.minh).post == "member"
    decision = RosterDecision.objects.get()
    assert decision.document is not None
    assert decision.document.state == "draft"

    page.goto(f"/committee/{cast.lao_cai.pk}/decides/")
    look(page)
    page.locator("[name=quorum]").fill("2/3")
    page.locator("form[data-unsaved] button.primary").click()
    expect(page.locator("[aria-labelledby=decides]")).to_contain_text("2/3")
    assert DecisionRules.objects.get().quorum_under == 3


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_documents_and_tasks_are_one_place_of_seven(open_page: OpenPage, size: str) -> None:
    make_cast()
    page = open_at(open_page, size)
    sign_in(page, "chi@example.vn", "/documents/")
    look(page)
    places = page.locator(".side .place" if size == "desk" else ".bottom .places > li > .place")
    led_to = ["/", "/reports/", "/documents/", "/meetings/", "/units/", "/results/", "/settings/"]
    found = places.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert found == (led_to if size == "desk" else led_to[:4])
    page.locator(".within a[href='/tasks/']").click()
    look(page)
    expect(page.locator(".within [aria-current]")).to_have_attribute("href", "/tasks/")
    expect(places.nth(2)).to_have_attribute("aria-current", "page")


def test_the_kinds_of_meetings_are_read_on_a_telephone(open_page: OpenPage) -> None:
    make_cast()
    page = open_at(open_page, "phone")
    sign_in(page, "khanh@example.vn", "/settings/meeting-kinds/")
    look(page)
    page.locator("a[href='/settings/meeting-kinds/briefing/']").click()
    look(page)
    page.locator("[name=longest_minutes]").fill("120")
    page.locator("[name=source]").fill("Quy chế làm việc 05/QĐ-BCĐ")
    page.locator("form[data-unsaved] button.primary").click()
    expect(page.locator("tbody tr").first).to_contain_text("120")
