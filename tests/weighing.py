"""What does a page weigh on the line, and how long does somebody wait for it on a slow machine?"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, CDPSession, Page

SLOWER = 4
"""Times that the processor is slowed down: an old laptop against the machine that measures."""
KILOBITS, LATENCY = 400, 400
"""Of the bad line, in a second each way, and its milliseconds from question to answer."""


@dataclass
class Weighed:
    """What came over the line: answers of the server, and their bytes with their headers."""

    answers: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        return sum(1 for size in self.answers.values() if size)

    @property
    def kilobytes(self) -> float:
        return sum(self.answers.values()) / 1000

    def clear(self) -> None:
        self.answers.clear()
        self.addresses.clear()


@contextmanager
def weighing(context: BrowserContext, *, is_slow: bool = False) -> Iterator[tuple[Page, Weighed]]:
    """A new page whose traffic is counted; what its browser holds already is not fetched."""
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    weighed = Weighed()
    devtools.on(
        "Network.responseReceived",
        lambda event: weighed.addresses.update({event["requestId"]: event["response"]["url"]}),
    )
    devtools.on(
        "Network.loadingFinished",
        lambda event: weighed.answers.update({event["requestId"]: event["encodedDataLength"]}),
    )
    if is_slow:
        slow_down(devtools)
    yield page, weighed
    page.close()


def slow_down(devtools: CDPSession) -> None:
    speed = KILOBITS * 1000 / 8
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": speed,
            "uploadThroughput": speed,
        },
    )
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def until(page: Page, expression: str, seconds: float = 60) -> None:
    """The content security policy keeps playwright's own waiting for an expression away."""
    give_up_at = time.monotonic() + seconds
    while not page.evaluate(expression):
        if time.monotonic() > give_up_at:
            raise TimeoutError(expression)
        time.sleep(0.02)


def until_loaded(page: Page) -> None:
    """Everything that the page asks for by itself has come."""
    until(page, "(performance.getEntriesByType('navigation')[0] || {}).loadEventEnd > 0")
