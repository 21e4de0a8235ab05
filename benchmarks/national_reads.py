"""How long does a page wait for its figures, when the whole country has reported for a year?

`python -m benchmarks.national_reads --months 2` tries it on fewer months.
"""

import tempfile
from argparse import ArgumentParser
from pathlib import Path

from benchmarks import page
from benchmarks.comparison import Comparison, Section
from benchmarks.workspace import DATABASES, IN_WORDS, workspace

MONTHS = 12


def measure(months: int = MONTHS) -> Section:
    values = 3321 * 60 * months
    section = Section(
        "Reading totals of the whole country",
        f"3,321 communes × 60 indicators × {months} months ({values:,} values; the totals of the"
        " quarters, halves, nine months and the year as well), read through the one query behind"
        " every page and file (`queries/reporting/totals.py`), figures worked out and put into a"
        " list. Held against DuckDB's own file with the same values and the tree as columns,"
        " grouped and fetched. Warm, the median of 25; both must give the same figures.",
    )
    comparisons = []
    for database in DATABASES:
        with tempfile.TemporaryDirectory(prefix="giaoban-bench-duckdb-") as folder:
            duckdb_file = str(Path(folder) / "values.duckdb")
            with workspace(database) as place:
                took = place.run("national:prepare", months=months, duckdb_file=duckdb_file)
                found = place.run("national:read", duckdb_file=duckdb_file)
        comparisons += [
            Comparison(
                f"{IN_WORDS[database]}: {question}",
                times["ours"],
                "ms",
                times["theirs"],
                "DuckDB",
                most=2,
                or_below=5,
            )
            for question, times in found.items()
        ]
        section.remarks.append(
            f"{IN_WORDS[database]}: {took['folding']:.0f} s to fold all totals once"
            f" (after {took['filling']:.0f} s of filling, in bulk)."
        )
    section.comparisons = comparisons
    return section


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--months", type=int, default=MONTHS)
    page.show(measure(parser.parse_args().months))
