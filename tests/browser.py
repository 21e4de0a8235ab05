"""How do the tests drive a real Chromium, as a person at a desk or with a telephone would?"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import handlers as staticfiles_handlers
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from tests import parts
from tests.skips import skip_without

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
FLAGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_LAY_BARS = (
    "position => document.querySelectorAll('.foot-bar, .bottom')"
    ".forEach(bar => { bar.style.position = position; })"
)
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What starts browsers: one for most tests, and one with a disk of its own for some."""
    skip_without("chromium")
    # Playwright's synchronous interface keeps an event loop in this thread; Django would refuse
    # every query in it, although nothing here is concurrent.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # Two test workers, a database and a browser share two cores; a lost save is tried again after
    # one, two and four seconds.
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    started = driver.chromium.launch(executable_path=parts.chromium(), args=flags())
    yield started
    started.close()


def flags() -> list[str]:
    return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@pytest.fixture(scope="session")
def live_server(request: pytest.FixtureRequest) -> Iterator[LiveServer]:
    """As pytest-django's, but static files come the way they do in use: joined, packed, named.

    Django's test server would look for them by itself, before the product is asked.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staticfiles_handlers, "StaticFilesHandler", lambda application: application)
        server = LiveServer(request.config.getoption("liveserver") or "localhost")
    yield server
    server.stop()


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[OpenPage]:
    """open_page(width, height, language, dark) → a page of a new person, who is not signed in.

    Addresses are relative to the running server: `page.goto("/")`. What the page's own code
    throws, or the content security policy refuses, fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def open_one(
        width: int = DESK["width"],
        height: int = DESK["height"],
        *,
        language: str = "vi",
        dark: bool = False,
        phone: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale={"vi": "vi-VN", "en": "en-GB"}[language],
            timezone_id="Asia/Ho_Chi_Minh",
            color_scheme="dark" if dark else "light",
            has_touch=phone,
            is_mobile=phone,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", hear)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A desk: 1280 px wide, Vietnamese, light."""
    return open_page()


@pytest.fixture
def phone_page(open_page: OpenPage) -> Page:
    """A telephone: 390 × 844, Vietnamese, light."""
    return open_page(PHONE["width"], PHONE["height"], phone=True)


def assert_accessible(page: Page) -> None:
    """axe-core finds nothing against WCAG 2.2 A and AA on the page as it stands."""
    # A page can be read before its last stylesheet has come: sizes would be a browser's own.
    page.wait_for_load_state("load")
    # What lies half under a bar at the screen's edge can be scrolled from under it: no fault.
    page.evaluate(_LAY_BARS, "static")
    found = Axe().run(
        page,
        options={
            "runOnly": {"type": "tag", "values": WCAG_22_AA},
            # Off by default although it is part of 2.2 AA.
            "rules": {"target-size": {"enabled": True}},
            "resultTypes": ["violations"],
        },
    )
    page.evaluate(_LAY_BARS, "")
    violations = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
        + "\n".join(
            f"    {' '.join(map(str, node['target']))}\n        {node['html'][:200]}\n        "
            + node["failureSummary"].replace("\n", "\n        ")
            for node in violation["nodes"][:5]
        )
        for violation in found.response["violations"]
    ]
    if violations:
        pytest.fail(f"{page.url}\n" + "\n".join(violations), pytrace=False)


def assert_fits(page: Page) -> None:
    """Nothing makes the page scroll sideways.

    On a telephone `innerWidth` grows with what is too wide, so only the root's own width tells.
    """
    assert (
        page.evaluate(
            "(width => [...document.querySelectorAll('body *')]"
            ".filter(e => document.documentElement.scrollWidth > width + 1"
            " && e.getBoundingClientRect().right > width + 1)"
            ".map(e => e.tagName + '.' + e.className).slice(0, 5)"
            ")(document.documentElement.clientWidth)"
        )
        == []
    )
