"""How long does a newcomer wait for `make demo`, with nothing fetched yet?

`python -m benchmarks.demo_start`
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path

from benchmarks import page
from benchmarks.comparison import Comparison, Section

REPOSITORY = Path(__file__).resolve().parent.parent
ADDRESS = "http://127.0.0.1:8000/"
SECONDS = 60
GIVE_UP_SECONDS = 300


def measure() -> Section:
    section = Section(
        "`make demo` from an empty cache",
        "A fresh clone of what is committed, an empty cache of packages, until"
        f" {ADDRESS} answers: packages fetched and installed, 99 communes with fifteen months of"
        " made-up figures filled in through the product's actions, totals folded, served. The"
        " network is part of it.",
    )
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", 8000)) == 0:
            section.remarks.append("Not measured: port 8000 is taken.")
            return section
    first = _seconds()
    section.comparisons = [Comparison("until the address answers", first, "s", or_below=SECONDS)]
    return section


def _seconds() -> float:
    folder = Path(tempfile.mkdtemp(prefix="giaoban-bench-demo-"))
    clone = folder / "giaoban"
    subprocess.run(["git", "clone", "--quiet", REPOSITORY, clone], check=True)
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIAOBAN_") and name not in {"DATABASE_URL", "VIRTUAL_ENV"}
    }
    environment["UV_CACHE_DIR"] = str(folder / "cache")
    began = time.monotonic()
    with open(folder / "log", "wb") as log:
        demo = subprocess.Popen(
            ["make", "demo"],
            cwd=clone,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            while not _answers():
                waited = time.monotonic() - began
                if demo.poll() is not None or waited > GIVE_UP_SECONDS:
                    raise RuntimeError((folder / "log").read_text(encoding="utf-8"))
                time.sleep(0.1)
            return time.monotonic() - began
        finally:
            _stop(demo)
            shutil.rmtree(folder, ignore_errors=True)


def _answers() -> bool:
    try:
        with urllib.request.urlopen(ADDRESS, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _stop(demo: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C does: make, the command and its worker are one group."""
    if demo.poll() is None:
        os.killpg(demo.pid, signal.SIGINT)
        try:
            demo.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(demo.pid, signal.SIGKILL)
            demo.wait()


if __name__ == "__main__":
    ArgumentParser(description=__doc__).parse_args()
    page.show(measure())
