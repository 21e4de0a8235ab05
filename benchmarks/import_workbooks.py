"""How long does importing filled workbooks take, against openpyxl only opening the same files?

Importing reads each workbook of 60 cells, checks it, keeps the file, stores version, values and
event, and folds every total. `python -m benchmarks.import_workbooks --units 300`.
"""

import argparse
import time
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.installation import add_map, add_regime, install

PERIOD = "2026-06"
CELLS = 60


def run(units: int, database: str) -> dict[str, Any]:
    """Seconds of both, and their ratio (below 1: importing is faster than opening)."""
    home = install(database)
    add_map(home, units)
    add_regime(home, CELLS)
    folder = home / "workbooks"
    files = _write_workbooks(folder)
    imported = _import(folder)
    opened = _open_each(sorted(folder.iterdir()))
    return {
        "name": "import_workbooks",
        "database": database,
        "files": files,
        "import_seconds": round(imported, 2),
        "openpyxl_seconds": round(opened, 2),
        "ratio": round(imported / opened, 3),
    }


def _write_workbooks(folder: Path) -> int:
    from django.utils import timezone

    from giaoban.actions.reporting.periods import open_period
    from giaoban.exchange.reporting.workbook_template import TemplateWriter, file_name
    from giaoban.models import Regime
    from giaoban.queries.reporting.answers import Answers
    from giaoban.queries.reporting.periods import expected_units
    from giaoban.queries.reporting.template_facts import Filled, form_of_period, template_units

    folder.mkdir()
    now = timezone.now()
    regime = Regime.objects.get(code="bench")
    period = open_period(regime=regime, key=PERIOD, by=None, today=timezone.localdate(), now=now)
    shared = form_of_period(period)
    writer = TemplateWriter(shared, PERIOD, now)
    chance = Random(7)
    made = template_units(shared, expected_units(period))
    for unit in made.values():
        numbers = {f"i{number}": float(chance.randint(0, 900)) for number in range(CELLS)}
        filled = Filled(Answers(numbers), {}, {}, "", nothing_arose=False)
        name = file_name(unit.code, period.key)
        (folder / name).write_bytes(writer.workbook(replace(unit, filled=filled)))
    return len(made)


def _import(folder: Path) -> float:
    from django.core.management import call_command

    from giaoban.models import Mark, Value

    begun = time.perf_counter()
    with open("/dev/null", "w") as silent:
        call_command("import_submissions", str(folder), regime="bench", stdout=silent)
    seconds = time.perf_counter() - begun
    files = sum(1 for _ in folder.iterdir())
    if Value.objects.count() != files * CELLS or Mark.objects.exists():
        raise RuntimeError("not everything was taken")
    return seconds


def _open_each(files: list[Path]) -> float:
    from openpyxl import load_workbook

    begun = time.perf_counter()
    for file in files:
        load_workbook(file)
    return time.perf_counter() - begun


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--units", type=int, default=3321)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = asked.parse_args()
    print(run(options.units, options.database))
