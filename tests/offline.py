"""How does a person's own machine lose its line or its power, and come back with its disk?"""

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from tests import parts
from tests.browser import flags
from tests.factories import PASSWORD


@contextmanager
def machine(driver: Playwright, disk: Path, base_url: str) -> Iterator[BrowserContext]:
    """A browser of its own; `disk` is what outlives it."""
    context = driver.chromium.launch_persistent_context(
        disk,
        executable_path=parts.chromium(),
        args=flags(),
        base_url=base_url,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        viewport={"width": 1280, "height": 900},
    )
    context.set_default_timeout(15_000)
    try:
        yield context
    finally:
        with suppress(Error):  # its power may be lost
            context.close()


def lose_power(disk: Path) -> None:
    """SIGKILL for every process of the browser on this disk: nothing is written any more."""
    give_up_at = time.monotonic() + 10
    while (started := _processes(disk)) and time.monotonic() < give_up_at:
        for process in started:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.05)
    for lock in disk.glob("Singleton*"):
        lock.unlink(missing_ok=True)


def _processes(disk: Path) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes()
            is_gone = re.search(r"\) [ZX] ", (place / "stat").read_text())
        except OSError:
            continue
        if f"--user-data-dir={disk}".encode() in words.split(b"\0") and not is_gone:
            found.append(int(place.name))
    return found


def open_report(context: BrowserContext, address: str, email: str) -> Page:
    """The report's page; a machine that lost its power mostly has lost its session too."""
    page = context.new_page()
    page.goto(address)
    if page.locator("#id_login").count():
        page.fill("#id_login", email)
        page.fill("#id_password", PASSWORD)
        page.keyboard.press("Enter")
    expect(page.locator("#report-form")).to_be_visible()
    return page


def all_saved(page: Page) -> None:
    """Everything typed has come to the server, or waits for somebody to choose."""
    expect(page.locator("#report-form")).to_have_attribute("data-unsaved", "0", timeout=20_000)


def kept_on_disk(page: Page) -> None:
    """As long as a person's hand needs from one key to the next: what was typed is kept by then."""
    page.wait_for_timeout(150)
