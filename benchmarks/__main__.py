"""Measure everything, each in a process of its own, and write docs/benchmarks.md."""

import argparse
import ast
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.machine import described
from benchmarks.page import write

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
PARTS = {
    "import on SQLite": ["import_workbooks", "--database", "sqlite"],
    "import on PostgreSQL": ["import_workbooks", "--database", "postgresql"],
    "reads on SQLite": ["read_totals", "--database", "sqlite"],
    "reads on PostgreSQL": ["read_totals", "--database", "postgresql"],
    "submitters": ["submitters"],
    "report": ["report"],
    "demo": ["demo_from_nothing"],
}


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", choices=PARTS, action="append", help="may be given several times")
    chosen = asked.parse_args().only or list(PARTS)
    found: dict[str, dict[str, Any]] = {}
    for part in chosen:
        print(f"{part} …", file=sys.stderr, flush=True)
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{PARTS[part][0]}", *PARTS[part][1:]],
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            print(f"{part} failed", file=sys.stderr)
            return 1
        found[part] = ast.literal_eval(done.stdout.strip().splitlines()[-1])
        print(f"  {time.perf_counter() - begun:.0f} s: {found[part]}", file=sys.stderr, flush=True)
    if len(found) == len(PARTS):
        PAGE.write_text(write(found, described(), time.strftime("%Y-%m-%d")), encoding="utf-8")
        print(f"wrote {PAGE}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
