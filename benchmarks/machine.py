"""On which machine was it measured, and how are times written down?"""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path
from statistics import quantiles


def described() -> str:
    """Processor, cores, memory, system and versions, in a line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{_processor()}, {cores} cores, {_memory()} GB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, Django {version('django')}, "
        f"SQLite {sqlite3.sqlite_version}, DuckDB {version('duckdb')}"
    )


def percentile(values: list[float], share: int) -> float:
    """The value below which `share` per cent of them lie."""
    return quantiles(values, n=100, method="inclusive")[share - 1] if len(values) > 1 else values[0]


def _processor() -> str:
    cpu = Path("/proc/cpuinfo")
    if cpu.exists():
        for line in cpu.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)
