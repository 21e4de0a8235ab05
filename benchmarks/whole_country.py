"""How long does it take to remind every commune, and to back the country up and take it back?

`python -m benchmarks.whole_country --months 1` keeps less.
"""

import tempfile
from argparse import ArgumentParser
from pathlib import Path

from benchmarks import page
from benchmarks.comparison import Comparison, Section
from benchmarks.workspace import workspace

MONTHS = 12
LETTERS_SECONDS = 30
MEGABYTES = 300
"""Neither command may hold the installation: so much more than before it began."""


def measure(months: int = MONTHS) -> Section:
    section = Section(
        "The whole country at once",
        "On SQLite. Reminding: 3,321 communes without an account owe a report; letters, links and"
        " what was told are stored in the one transaction of `remind`, no letter is sent. Backup"
        f" and restore: 60 figures of each commune in each of {months} months with all totals, by"
        " the commands, the restore into an empty database with its check of every total; memory is"
        " the most that the process held beyond what it held before.",
    )
    with workspace("sqlite") as place:
        told = place.run("whole_country:remind_everybody")
    with tempfile.TemporaryDirectory(prefix="giaoban-bench-") as folder:
        file = str(Path(folder) / "all.zip")
        with workspace("sqlite") as place:
            place.run("whole_country:fill_country", months=months)
            kept = place.run("whole_country:back_up", to=file)
        with workspace("sqlite") as place:
            back = place.run("whole_country:take_back", source=file)
    if back["values"] != kept["values"] or told["letters"] != told["links"]:
        raise RuntimeError(f"{kept} {back} {told}")
    section.comparisons = [
        Comparison("every commune reminded", told["seconds"], "s", or_below=LETTERS_SECONDS),
        Comparison("memory of the backup", kept["grown"], "MB", or_below=MEGABYTES),
        Comparison("memory of the restore", back["grown"], "MB", or_below=MEGABYTES),
    ]
    section.remarks = [
        f"{told['letters']:,} letters with {told['links']:,} links in {told['statements']:,}"
        " statements.",
        f"{kept['values']:,} values: {kept['seconds']:.0f} s to back up, {back['seconds']:.0f} s to"
        f" restore and check; {kept['megabytes']:.0f} MB of a database of"
        f" {kept['database']:.0f} MB.",
    ]
    return section


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--months", type=int, default=MONTHS)
    page.show(measure(parser.parse_args().months))
