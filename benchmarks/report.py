"""How long does the consolidated report of a province of 99 communes take, charts and all?

On the demo's figures: the last quarter but one, cold (a fresh process, nothing drawn before) and
warm. `python -m benchmarks.report`.
"""

import argparse
import subprocess
import sys
import time
from statistics import median
from typing import Any

from benchmarks.installation import install

ENDINGS = ("pdf", "docx", "xlsx")
WARM = 5


def run() -> dict[str, Any]:
    """Seconds for each format; cold includes starting Python."""
    home = install("sqlite")
    from django.utils import timezone, translation

    from giaoban.management.demo.calendar import period_keys
    from giaoban.management.demo.workspace import PROVINCE, fill
    from giaoban.rules.reporting.periods import PeriodKind

    with translation.override("vi"):
        fill(is_national=False, now=timezone.now(), say=lambda text: None)
    key = period_keys(PeriodKind.QUARTER, timezone.localdate())[-2]
    wanted = ["consolidate", "--regime", "cds-quy", "--period", key, "--unit", PROVINCE, "--to"]
    formats = {}
    for ending in ENDINGS:
        target = str(home / f"report.{ending}")
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "giaoban", *wanted, target], check=True)
        cold = time.perf_counter() - begun
        formats[ending] = {"cold_seconds": round(cold, 2), "warm_seconds": _warm(wanted, target)}
    return {"name": "report", "communes": 99, "period": key, "formats": formats}


def _warm(wanted: list[str], target: str) -> float:
    from django.core.management import call_command

    taken = []
    for _ in range(WARM + 1):
        begun = time.perf_counter()
        call_command(*wanted, target)
        taken.append(time.perf_counter() - begun)
    return round(median(taken[1:]), 2)


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(run())
