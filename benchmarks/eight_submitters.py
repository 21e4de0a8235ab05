"""At what rate do eight officers get their reports in, against storing their values alone?

`python -m benchmarks.eight_submitters --reports 20` tries it with fewer reports for each.
"""

import signal
import statistics
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from os import environ

import psycopg

from benchmarks import page
from benchmarks.comparison import Comparison, Section
from benchmarks.workspace import Workspace, workspace

SUBMITTERS = 8
REPORTS = 200  # for each: half of the communes together
PROBE_SECONDS = 0.01
# What is called, the month that it fills, and what it is called on the page.
WAYS = (
    ("submitting:send_reports", "2026-10", "reports typed and sent a second"),
    ("submitting:take_whole_reports", "2026-11", "reports taken whole a second"),
)
START_LOCK = 0x676F  # the same as in inside/submitting.py


def measure(reports: int = REPORTS) -> Section:
    section = Section(
        "Eight submitters on PostgreSQL",
        f"Eight processes, {reports} reports of 60 cells each, while `giaoban worker` folds: once"
        " each report in the three transactions of its page (`begin_version`, `save_cells`,"
        " `submit_report`), and once each in the one transaction in which a report arrives whole,"
        " as a workbook's does (`take_reports`, called for one report). All with checks, the month"
        " before, deadline, mark and audit event. Held against eight processes that store"
        " Submission, Version and sixty Values in one transaction through the same ORM, with"
        " nothing else running. PostgreSQL waits for the disk at every commit.",
    )
    comparisons, remarks = [], []
    with workspace("postgresql") as place:
        ids = place.run("submitting:prepare")
        stored = _rate(_all_at_once(place, "submitting:store_values", reports))
        for function, key, name in WAYS:
            with _worker(place), _Probe(place, ids["nation"], ids[key]) as probe:
                sent = _all_at_once(place, function, reports)
                found, expected = place.run(
                    "submitting:national_sum", key=key, reports=reports, parts=SUBMITTERS
                )
            if found != expected:
                raise RuntimeError(f"the national total is {found} instead of {expected}")
            comparisons.append(
                Comparison(name, _rate(sent), "/s", stored, "values stored alone", least=0.5)
            )
            remarks.append(_delay(name, probe, sent))
    section.comparisons, section.remarks = comparisons, remarks
    return section


def _delay(name: str, probe: "_Probe", sent: list[list[float]]) -> str:
    lags = probe.lags(sorted(moment for moments in sent for moment in moments[1:]))
    return (
        f"{name[0].upper()}{name[1:]}: from a report's commit until the national total holds it,"
        f" half within {_percentile(lags, 50):.2f} s, 95 % within {_percentile(lags, 95):.2f} s,"
        f" the slowest {max(lags):.2f} s ({len(lags):,} reports; the stored total of Việt Nam was"
        f" looked at every {PROBE_SECONDS * 1000:.0f} ms). At the end it was right to the last"
        " digit."
    )


def _all_at_once(place: Workspace, function: str, reports: int) -> list[list[float]]:
    """For each process the moment at which all began, and those at which each report was done."""
    arguments = {"parts": SUBMITTERS, "reports": reports}
    with psycopg.connect(place.database_url, autocommit=True) as gate:
        gate.execute("SELECT pg_advisory_lock(%s)", [START_LOCK])
        with place.processes(SUBMITTERS) as pool:
            futures = [
                place.submit(pool, function, part=part, **arguments) for part in range(SUBMITTERS)
            ]
            _wait_until_ready(gate, futures)
            begins = time.time()
            gate.execute("SELECT pg_advisory_unlock(%s)", [START_LOCK])
            return [[begins, *future.result()] for future in futures]


def _wait_until_ready(
    gate: psycopg.Connection[tuple[int]], futures: Sequence[Future[list[float]]]
) -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    while not any(future.done() for future in futures):  # one that failed says so by its result
        row = gate.execute(waiting).fetchone()
        if row and row[0] == SUBMITTERS:
            return
        time.sleep(0.1)


def _rate(moments: list[list[float]]) -> float:
    """Together, until the first of them has finished: eight were at work all that time."""
    begins = moments[0][0]
    ends = min(each[-1] for each in moments)
    done = sum(begins < moment <= ends for each in moments for moment in each)
    return done / (ends - begins)


def _percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


@contextmanager
def _worker(place: Workspace) -> Iterator[None]:
    worker = subprocess.Popen(
        [sys.executable, "-m", "giaoban", "worker"], env={**environ, **place.environment}
    )
    try:
        yield
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait()


class _Probe:
    """Looks at a total again and again and notes when it held how many reports."""

    def __init__(self, place: Workspace, unit_id: int, period_id: int) -> None:
        self._url = place.database_url
        self._ids = [unit_id, period_id]
        self._seen: list[tuple[float, int]] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "_Probe":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            while not self._ended.wait(PROBE_SECONDS):
                row = connection.execute(
                    "SELECT received FROM giaoban_total WHERE unit_id = %s AND period_id = %s",
                    self._ids,
                ).fetchone()
                held = row[0] if row else 0
                if not self._seen or self._seen[-1][1] != held:
                    self._seen.append((time.time(), held))

    def lags(self, committed: list[float]) -> list[float]:
        """Seconds from the commit of the n-th report until the total held n."""
        lags = []
        seen = iter(self._seen)
        moment, held = next(seen)
        for number, at in enumerate(committed, start=1):
            while held < number:
                moment, held = next(seen)
            lags.append(max(0.0, moment - at))
        return lags


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=REPORTS, help="for each of the eight")
    page.show(measure(parser.parse_args().reports))
