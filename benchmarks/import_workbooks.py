"""How long does an import of the country's workbooks take, against merely opening them?

`python -m benchmarks.import_workbooks --units 300` tries it on fewer.
"""

import tempfile
from argparse import ArgumentParser
from pathlib import Path

from benchmarks import page
from benchmarks.comparison import Comparison, Section
from benchmarks.workspace import DATABASES, IN_WORDS, workspace

COMMUNES = 3321
EACH = 3  # of the files openpyxl loads every third, which takes long enough


def measure(units: int = COMMUNES) -> Section:
    section = Section(
        f"Importing {units:,} filled workbooks of 60 cells",
        "Workbooks of the product's own writer, each in a file of its own, through"
        " `import_files` with eight error checks and two warnings that look at the month before;"
        " then every total folded. Held against openpyxl's `load_workbook` of the same files, one"
        f" after another in one process, which checks and stores nothing (every {EACH}rd file is"
        " loaded and the time multiplied).",
    )
    comparisons = []
    theirs = None
    expected = 0.0
    with tempfile.TemporaryDirectory(prefix="giaoban-bench-books-") as folder:
        for database in DATABASES:
            with workspace(database) as place:
                place.run("workbooks:prepare")
                if theirs is None:
                    expected = place.run("workbooks:write", to=folder, units=units)
                    theirs = place.run("workbooks:load_with_openpyxl", folder=folder, each=EACH)
                ours = place.run("workbooks:take", folder=folder, expected=expected)
            comparisons.append(
                Comparison(
                    f"{IN_WORDS[database]}: import with checks, storage and totals",
                    ours["seconds"],
                    "s",
                    theirs,
                    "openpyxl opens them",
                    most=1,
                )
            )
            section.remarks.append(
                f"{IN_WORDS[database]}: {units / ours['seconds']:,.0f} workbooks a second,"
                f" of it {ours['folding']:.1f} s for the totals."
            )
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / units
    section.remarks.append(f"A workbook has {size / 1000:.0f} kB.")
    section.comparisons = comparisons
    return section


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=COMMUNES)
    page.show(measure(parser.parse_args().units))
