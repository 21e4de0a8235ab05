"""How does a person go through the pages: signing in, reading, pressing keys?"""

from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

from tests.browser import DESK, PHONE, OpenPage, assert_accessible, assert_fits
from tests.factories import PASSWORD

SIZES: Mapping[str, dict[str, int]] = {"desk": DESK, "phone": PHONE}
MOST_TABS = 60


def open_at(open_page: OpenPage, size: str, *, language: str = "vi") -> Page:
    chosen = SIZES[size]
    return open_page(chosen["width"], chosen["height"], language=language, phone=size == "phone")


def sign_in(page: Page, email: str, to: str = "/") -> None:
    """By e-mail and password, on the keyboard."""
    page.goto(f"/account/login/?next={to}")
    page.locator("[name=login]").focus()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".menu-end")).to_be_visible()


def look(page: Page) -> None:
    """What everyone must be able to do with every page: perceive it, and not scroll sideways."""
    assert_accessible(page)
    assert_fits(page)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, as one does who has no mouse."""
    for _ in range(MOST_TABS):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_TABS} tabs do not reach {selector} on {page.url}")


def agree(page: Page) -> None:
    """Answer the question "Are you sure?"."""
    expect(page.locator("#confirm")).to_be_visible()
    page.locator("#confirm [data-go]").click()


def row_of(block: Locator, words: str) -> Locator:
    """The line of a list that says the words."""
    return block.locator("li", has_text=words)
