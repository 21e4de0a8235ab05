#!/usr/bin/env python3
"""Take the README's pictures of a running demo: `make demo` in one window, this in another.

`.venv/bin/python scripts/take_pictures.py` writes docs/pictures/*.png.
"""

import argparse
import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright
from tests import parts

PICTURES = ROOT / "docs" / "pictures"
PASSWORD, DOMAIN = "giaoban-demo", "giaoban.example"
WIDTH, HEIGHT = 1280, 800


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--address", default="http://127.0.0.1:8000")
    address = asked.parse_args().address
    PICTURES.mkdir(parents=True, exist_ok=True)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=parts.chromium(), args=sandbox)
        officer = signed_in(browser, address, "03037")
        take(officer, "home")
        follow(officer, r"/reports/\d+/\d+/$")
        take(officer, "report")
        secretary = signed_in(browser, address, "thu-ky")
        secretary.goto("/reports/status/")
        take(secretary, "status")
        secretary.goto("/results/")
        secretary.locator("a[href*='origin']").first.click()
        secretary.wait_for_timeout(1000)  # the panel slides in
        take(secretary, "results")
        secretary.goto("/reports/consolidated/")
        follow(secretary, r"/reports/consolidated/\d+/$")
        take(secretary, "consolidated")
        take(signed_in(browser, address, "truong-ban"), "chair", "/results/chair/")
        browser.close()


def signed_in(browser: Browser, address: str, who: str) -> Page:
    """A new visitor's page after the sign-in, at home."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": WIDTH, "height": HEIGHT},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        color_scheme="light",
    )
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("input[name=login]", f"{who}@{DOMAIN}")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    return page


def follow(page: Page, pattern: str) -> None:
    """Go where the first link of the content with such an address leads."""
    links = page.locator("main a[href]").evaluate_all("all => all.map(a => a.pathname)")
    found = next((link for link in links if re.search(pattern, link)), None)
    if found is None:
        raise SystemExit(f"no link like {pattern} on {page.url}: {links}")
    page.goto(found)


def take(page: Page, name: str, path: str = "") -> None:
    if path:
        page.goto(path)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(PICTURES / f"{name}.png"))
    sys.stdout.write(f"{name}.png\n")


if __name__ == "__main__":
    main()
