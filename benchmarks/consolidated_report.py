"""How long does one wait for the consolidated report of 99 communes, with its charts?

`python -m benchmarks.consolidated_report`
"""

import os
import statistics
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

from benchmarks import page
from benchmarks.comparison import Comparison, Section
from benchmarks.workspace import Workspace, workspace

SECONDS = 2
FRESH = 5
# What starts anew in every process, whatever the report: the interpreter with Django and the
# models, and the engine that draws the charts.
_STARTS = {
    "Python, Django and the models": "import django; django.setup()",
    "the chart library with one empty picture": (
        "import json, vl_convert;"
        "vl_convert.vegalite_to_svg(json.dumps(dict(data=dict(values=[]), mark='bar')))"
    ),
}


def measure() -> Section:
    section = Section("The consolidated report of 99 communes", "")
    comparisons = []
    with workspace("sqlite") as place:
        about = place.run("report:prepare")
        communes = about.pop("communes")
        for format_name, ending in (("Word", "docx"), ("PDF", "pdf")):
            to = place.home / f"report.{ending}"
            cold = _fresh_command(place, to, about)
            made = place.run("report:make", to=str(to), **about)
            for words, seconds in (
                ("the whole command, a fresh process", cold),
                ("the next ones of a process", made["warm"]),
            ):
                comparisons.append(
                    Comparison(f"{format_name}, {words}", seconds, "s", or_below=SECONDS)
                )
            section.remarks.append(f"{format_name}: {made['kilobytes']:.0f} kB.")
        starts = [f"{what} {_fresh(place, ['-c', code]):.2f} s" for what, code in _STARTS.items()]
    section.remarks.append(
        f"Of the fresh process two starts are no work of ours: {'; '.join(starts)}."
    )
    section.how = (
        f"The demo's quarter {about['period']} for {communes} communes on SQLite, through"
        " `giaoban consolidate`: totals, tables by commune, charts, layout, file. The fresh process"
        " counts from its start to its end, Python's own start included, with the bytecode that"
        f" Python keeps from the first run of an installation; median of {FRESH}."
    )
    section.comparisons = comparisons
    return section


def _fresh_command(place: Workspace, to: Path, about: dict[str, str]) -> float:
    asked = [word for name, value in about.items() for word in (f"--{name}", value)]
    return _fresh(place, ["-m", "giaoban", "consolidate", *asked, "--to", str(to)])


def _fresh(place: Workspace, arguments: list[str]) -> float:
    """Median seconds of a new interpreter; one before them leaves its bytecode, uncounted."""
    environment = os.environ | place.environment
    environment["PYTHONPYCACHEPREFIX"] = str(place.home / "bytecode")
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    times = []
    for _ in range(1 + FRESH):
        began = time.perf_counter()
        subprocess.run([sys.executable, *arguments], env=environment, check=True)
        times.append(time.perf_counter() - began)
    return statistics.median(times[1:])


if __name__ == "__main__":
    ArgumentParser(description=__doc__).parse_args()
    page.show(measure())
