"""The last hour: every commune opens its link, fills its report in and sends it, 20 at once.

`python -m benchmarks.last_hour --officers 200` tries it with fewer.
"""

import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from benchmarks import page as results
from benchmarks.comparison import Comparison, Section
from benchmarks.inside.numbers import INDICATORS, numbers_of
from benchmarks.workspace import Workspace, workspace

OFFICERS = 3321
AT_ONCE = 20
TRIVIAL = "/account/login/"
MOST = 10.0
STEPS = {
    "page": "the report's page opened",
    "save": "thirty cells saved and checked",
    "submit": "the report sent",
}
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Times:
    """Seconds by step, and what did not go as it should; written by all officers at once."""

    of: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)

    def p95(self, step: str) -> float:
        return statistics.quantiles(self.of[step], n=100, method="inclusive")[94]


def measure(officers: int = OFFICERS) -> Section:
    section = Section(
        "The last hour on PostgreSQL",
        f"{officers:,} officers, {AT_ONCE} at once, each by a link of their own: the letter's"
        " address, the confirmation, the report's page, two saves of thirty cells, the sending."
        " granian with one process for each core and four threads in each, `giaoban worker` beside"
        f" it, PostgreSQL that waits for the disk, and the officers themselves, all on this"
        f" machine. Held against the sign-in page of the same server, asked for by {AT_ONCE} at"
        " once. 95 % were answered within the times given.",
    )
    with workspace("postgresql") as place:
        tokens = place.run("last_hour:prepare", officers=officers)
        with _serving(place) as port:
            _crowd(port, [""] * 4 * AT_ONCE, _sign_in_page)  # each process has loaded its pages
            trivial = _crowd(port, [""] * min(officers, 1000), _sign_in_page)
            began = time.monotonic()
            times = _crowd(port, tokens, _officer)
            taken = time.monotonic() - began
            held = place.run("last_hour:outcome", officers=officers)
    if times.errors or trivial.errors or held["sent"] != officers or held["wrong"]:
        raise RuntimeError(f"{len(times.errors)} errors, {held}: {times.errors[:3]}")
    section.comparisons = [
        Comparison(what, times.p95(step), "s", trivial.p95("page"), "the sign-in page", most=MOST)
        for step, what in STEPS.items()
    ]
    answered = sum(len(seconds) for seconds in times.of.values())
    section.remarks = [
        f"{officers / taken:.1f} reports a second, {answered / taken:.0f} requests a second,"
        f" {taken / 60:.1f} minutes in all; no error.",
        f"Half of the reports were sent within {statistics.median(times.of['submit']):.2f} s, the"
        f" slowest within {max(times.of['submit']):.2f} s.",
        f"{held['waited']:.1f} s after the last the national total held all of them, right to the"
        " last digit.",
    ]
    return section


def _crowd(port: int, tokens: list[str], does: Callable[["Visitor", int, str], None]) -> Times:
    """Let so many at once go through it, one after another each; the times of all."""
    times, lock, waiting = Times(), threading.Lock(), iter(enumerate(tokens))

    def go() -> None:
        while True:
            with lock:
                number, token = next(waiting, (-1, ""))
            if number < 0:
                return
            visitor = Visitor(port)
            try:
                does(visitor, number, token)
            except (HTTPException, OSError, Unexpected) as error:
                times.errors.append(f"{number}: {error!r}")
            finally:
                visitor.connection.close()
            with lock:
                for step, seconds in visitor.taken:
                    times.of[step].append(seconds)

    threads = [threading.Thread(target=go) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


class Unexpected(Exception):
    """An answer that a person would not want."""


class Visitor:
    """A browser as far as the server sees one: a connection, cookies, the form's token."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.taken: list[tuple[str, float]] = []

    def ask(
        self, step: str, address: str, given: dict[str, str] | None = None, status: int = 200
    ) -> str:
        """GET, or POST what is given; gives where a redirection leads, else the page."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if given is not None:
            body = urlencode({**given, "csrfmiddlewaretoken": self.token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request("GET" if body is None else "POST", address, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.taken.append((step, time.perf_counter() - began))
        if answer.status != status:
            raise Unexpected(f"{address}: {answer.status}")
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if found := _TOKEN.search(text):
            self.token = found[1]
        return answer.headers.get("Location", text)


def _sign_in_page(visitor: Visitor, number: int, token: str) -> None:
    visitor.ask("page", TRIVIAL)


def _officer(visitor: Visitor, number: int, token: str) -> None:
    opened = f"/link/{token}/"
    visitor.ask("link", opened)
    report = visitor.ask("confirm", opened, {}, status=302)
    visitor.ask("page", report)
    typed = {f"i{slot}": str(value) for slot, value in enumerate(numbers_of(number))}
    codes = [f"i{slot}" for slot in range(INDICATORS)]
    save = report.replace("/report/", "/save/")
    for half in (codes[:30], codes[30:]):
        cells = {f"cell-{code}": typed[code] for code in half}
        visitor.ask("save", save, cells | {f"was-cell-{code}": "" for code in half})
    whole = {f"cell-{code}": typed[code] for code in codes}
    whole |= {f"was-cell-{code}": typed[code] for code in codes}
    visitor.ask("submit", report, whole | {"step": "submit"}, status=302)


@contextmanager
def _serving(place: Workspace) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | place.environment
    programs = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
                *("--port", str(port), "--workers", str(os.cpu_count() or 1)),
                *("--blocking-threads", "4", "--backpressure", "64", "--no-access-log"),
                *("--log-level", "error", "giaoban.wsgi:application"),
            ],
            env=environment,
        ),
        subprocess.Popen([sys.executable, "-m", "giaoban", "worker"], env=environment),
    ]
    try:
        _wait_for(port)
        yield port
    finally:
        for program in programs:
            program.send_signal(signal.SIGTERM)
        for program in programs:
            program.wait(30)


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            Visitor(port).ask("page", TRIVIAL)
            return
        except (OSError, HTTPException, Unexpected):
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--officers", type=int, default=OFFICERS)
    results.show(measure(parser.parse_args().officers))
