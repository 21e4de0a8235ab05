"""Does the frame work in a real browser: by keyboard, at both widths, in both languages?"""

from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from giaoban.rules.people.permissions import Role
from tests.browser import OpenPage, assert_accessible, assert_fits
from tests.cast import make_cast
from tests.factories import PASSWORD, appoint

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def people(transactional_db: None) -> None:
    cache.clear()
    cast = make_cast()
    appoint(cast.chi, Role.UNIT_OFFICER, cast.ta_van)


def sign_in(page: Page, name: str = "chi") -> None:
    page.goto("/account/login/")
    page.fill("#id_login", f"{name}@example.vn")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".menu-end")).to_be_visible()


@pytest.mark.parametrize("width, height", [(1280, 900), (390, 844)])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_frames_pages_are_accessible_and_fit(
    open_page: OpenPage, width: int, height: int, dark: bool
) -> None:
    page = open_page(width, height, dark=dark)
    for address in ("/account/login/", "/account/password/reset/", "/account/signup/"):
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)
    sign_in(page)
    for address in ("/", "/search/?q=sa", "/settings/", "/account/password/change/", "/nowhere/"):
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)


def test_a_slash_goes_to_the_search_and_arrows_to_what_is_found(page: Page) -> None:
    sign_in(page)
    page.keyboard.press("/")
    expect(page.locator("#search-box")).to_be_focused()
    page.keyboard.type("ta van")
    expect(page.locator("#quick-results .hit")).to_have_count(1)
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator("#quick-results .hit")).to_have_count(0)
    expect(page.locator("#search-box")).to_be_focused()


def test_a_menu_opens_by_key_and_escape_gives_the_focus_back(page: Page) -> None:
    sign_in(page)
    button = page.locator(".acting summary")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".acting .menu-list")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator(".acting .menu-list")).to_be_hidden()
    expect(button).to_be_focused()


def test_acting_for_another_unit_shows_its_name(page: Page) -> None:
    sign_in(page)
    page.click(".acting summary")
    page.click(".acting .menu-item:not([aria-current])")
    expect(page.locator(".acting summary .acting-name")).to_have_text("Xã Tả Van")


@pytest.mark.parametrize(
    "choose, ground", [("dark", "rgb(19, 23, 27)"), ("light", "rgb(245, 247, 249)")]
)
def test_the_theme_chosen_wins_over_the_device(
    open_page: OpenPage, choose: str, ground: str
) -> None:
    page = open_page(dark=choose == "light")
    sign_in(page)
    page.click(".menu-end summary")
    page.click(f"button[name=theme][value={choose}]")
    expect(page.locator("body")).to_have_css("background-color", ground)


def test_on_a_telephone_the_places_are_a_bar_below(phone_page: Page) -> None:
    sign_in(phone_page)
    expect(phone_page.locator(".side")).to_be_hidden()
    expect(phone_page.locator(".bottom .place[aria-current]")).to_be_visible()
    phone_page.click(".bottom summary")
    phone_page.click(".bottom button[name=language]")
    expect(phone_page.locator("html")).to_have_attribute("lang", "en")


def test_a_lost_connection_is_said_in_words(browser: Browser, live_server: Any) -> None:
    # A context of its own: the browser's complaint about the connection is no fault here.
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    sign_in(page)
    context.set_offline(True)
    page.fill("#search-box", "ta van")
    expect(page.locator("#connection")).to_be_visible()
    context.close()


def test_the_way_to_the_content_skips_the_bars(page: Page) -> None:
    sign_in(page)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
