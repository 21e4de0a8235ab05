"""What a run says: the machine, and each figure beside its aim, as text and as a page."""

import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests import parts

from benchmarks.comparison import Comparison, Section, number

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def show(section: Section) -> None:
    """On the terminal, for a part that was run alone."""
    sys.stdout.write("\n".join(_lines(section)) + "\n")


def write(sections: Sequence[Section], today: date, minutes: float) -> None:
    figures = [one for section in sections for one in section.comparisons]
    met = sum(one.is_met for one in figures)
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`. Each figure is a ratio of two times (or rates) taken in one run"
        " on one machine, so that it means something on another; the raw ones stand beside it.",
        "",
        f"**{met} of {len(figures)} aims met** on {today:%Y-%m-%d}, in {minutes:.0f} minutes.",
        "",
        f"Machine: {machine()}.",
    ]
    for section in sections:
        lines += ["", *_lines(section)]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _lines(section: Section) -> list[str]:
    lines = [f"## {section.title}", "", section.how, ""]
    if section.comparisons:
        lines += [
            "| what | ours | against | theirs | ratio | aim | |",
            "|---|--:|---|--:|--:|---|---|",
            *(_row(one) for one in section.comparisons),
        ]
    if section.remarks:
        lines += ["", *(f"- {remark}" for remark in section.remarks)]
    return lines


def _row(one: Comparison) -> str:
    theirs = "" if one.theirs is None else f"{number(one.theirs)} {one.unit}"
    ratio = "" if one.ratio is None else f"{number(one.ratio)} ×"
    cells = [
        one.what,
        f"{number(one.ours)} {one.unit}",
        one.against,
        theirs,
        ratio,
        one.aim,
        "met" if one.is_met else "**missed**",
    ]
    return f"| {' | '.join(cells)} |"


def machine() -> str:
    return ", ".join(
        [
            _processor(),
            f"{os.cpu_count()} cores",
            _memory(),
            platform.system(),
            f"Python {platform.python_version()}",
            f"SQLite {sqlite3.sqlite_version}",
            _postgresql(),
        ]
    )


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return names[0] if names else platform.machine()


def _memory() -> str:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{total / 2**30:.0f} GiB of memory"


def _postgresql() -> str:
    folder = parts.postgresql()
    if folder is None:
        return "no PostgreSQL"
    done = subprocess.run(
        [Path(folder) / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    return "PostgreSQL " + done.stdout.split()[2]
