"""How long does an officer wait on an old laptop with a bad line? `python -m benchmarks.weak_lines`

The budget is decision 0017's. Held against a page of the same server that does nothing (the
sign-in page) on the same line, so that the figures mean something on another machine.
"""

import os
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests import parts
from tests.weighing import KILOBITS, LATENCY, SLOWER, slow_down, until, until_loaded

from benchmarks import page as results
from benchmarks.comparison import Comparison, Section
from benchmarks.workspace import Workspace, workspace

CELLS = {60: (5.0, 4.0), 600: (10.0, 9.0)}
"""Of a form: the seconds until one can type, the first time and whenever it is opened again."""
ANSWER_SECONDS = {60: 2.0, 600: 3.5}
"""From a key to the word that the cell is saved and checked."""
HEAP_MEGABYTES = 30
EMAIL, PASSWORD = "can-bo@giaoban.example", "giaoban-bench"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--enable-precise-memory-info"]


def measure(times: int = 3) -> Section:
    section = Section(
        "A report on an old laptop and a bad line",
        f"Chromium with its processor slowed {SLOWER} times, {KILOBITS} kbit/s each way and"
        f" {LATENCY} ms from question to answer; granian with the product's own settings; SQLite."
        " Until one can type: the first cell is drawn and takes keys. Held against the sign-in page"
        f" of the same server, drawn on the same line. The median of {times}.",
    )
    if parts.chromium() is None:
        section.remarks.append("Not measured: there is no Chromium.")
        return section
    with workspace("sqlite") as made, _serving(made) as address, sync_playwright() as playwright:
        forms = made.run("weak:with_forms", cells=list(CELLS), email=EMAIL, password=PASSWORD)
        browser = playwright.chromium.launch(executable_path=parts.chromium(), args=_FLAGS)
        trivial = median(_trivial(browser, address) for _ in range(times))
        for cells, path in forms.items():
            taken = [_report(browser, address + path) for _ in range(times)]
            section.comparisons = [*section.comparisons, *_compared(cells, taken, trivial)]
        browser.close()
    return section


def _compared(cells: int, taken: list[dict[str, float]], trivial: float) -> list[Comparison]:
    first, again = CELLS[cells]
    aims = {
        "cold": (f"{cells} cells: until one can type, the first time", first),
        "warm": (f"{cells} cells: until one can type, opened again", again),
        "answer": (f"{cells} cells: from a key to saved and checked", ANSWER_SECONDS[cells]),
    }
    made = [
        Comparison(
            what,
            median(one[name] for one in taken),
            "s",
            trivial,
            "the sign-in page",
            or_below=most,
        )
        for name, (what, most) in aims.items()
    ]
    heap = max(one["heap"] for one in taken)
    return [
        *made,
        Comparison(f"{cells} cells: memory of the scripts", heap, "MB", or_below=HEAP_MEGABYTES),
    ]


@contextmanager
def _serving(made: Workspace) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
            *("--port", str(port), "--blocking-threads", "4", "--no-access-log"),
            *("--log-level", "error", "giaoban.wsgi:application"),
        ],
        env=os.environ | made.environment,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urlopen(f"{address}/account/login/")
                break
            except (URLError, OSError):
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _signed_in(browser: Browser, address: str) -> BrowserContext:
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    page.goto(f"{address}/account/login/")
    page.fill("#id_login", EMAIL)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".menu-end").wait_for()
    context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.close()
    return context


def _slow_page(context: BrowserContext) -> Page:
    page = context.new_page()
    slow_down(context.new_cdp_session(page))
    return page


def _trivial(browser: Browser, address: str) -> float:
    context = browser.new_context(locale="vi-VN")
    page = _slow_page(context)
    began = time.monotonic()
    page.goto(f"{address}/account/login/", wait_until="commit")
    page.locator("#id_login").wait_for()
    taken = time.monotonic() - began
    context.close()
    return taken


def _report(browser: Browser, address: str) -> dict[str, float]:
    """Seconds until one can type (cold, warm), and from a key to its answer; megabytes."""
    context = _signed_in(browser, address.rpartition("/reports/")[0])
    found = {}
    for name in ("cold", "warm"):
        page = _slow_page(context)
        began = time.monotonic()
        page.goto(address, wait_until="commit")
        cell = page.locator("#report-form input.number").first
        cell.wait_for()
        cell.focus()
        page.keyboard.type("1")
        found[name] = time.monotonic() - began
        until_loaded(page)
        until(page, "document.getElementById('report-form').dataset.unsaved === '0'")
        began = time.monotonic()
        page.keyboard.type("2")
        until(page, "document.getElementById('report-form').dataset.unsaved === '0'")
        found["answer"] = time.monotonic() - began
        found["heap"] = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
        page.close()
    context.close()
    return found


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    results.show(measure(parser.parse_args().times))
