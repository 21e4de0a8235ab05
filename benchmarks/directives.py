"""How long does it take to give the country an obligation, and to see who has answered?

`python -m benchmarks.directives --directives 3` looks at fewer.
"""

from argparse import ArgumentParser

from benchmarks import page
from benchmarks.comparison import Comparison, Section
from benchmarks.workspace import DATABASES, IN_WORDS, workspace

DIRECTIVES = 12
LETTERS_SECONDS = 30
TRIVIAL = "the sign-in page"
HOMES = {"the home of an officer", "the home of the secretariat"}
"""Looked at all day; the others may also take up to a second."""


def measure(directives: int = DIRECTIVES) -> Section:
    section = Section(
        "Directives over the whole country",
        "Giving: one obligation to 3,321 communes by the worker's own batches, each with its audit"
        " event; held against the same tasks and events stored alone, in one transaction through"
        f" the same ORM. Looking: {directives} directives of two obligations, each given to every"
        " commune, in every state; pages asked for by the secretariat of the country and by an"
        " officer, in one process, held against the sign-in page in the same. Warm, the median of"
        " 9. A page must ask the database as often as with one directive.",
    )
    for database in DATABASES:
        with workspace(database) as place:
            given = place.run("directives:cascade")
        with workspace(database) as place:
            seen = place.run("directives:pages", directives=directives)
        name = IN_WORDS[database]
        tasks, trivial = seen.pop("tasks")["number"], seen.pop(TRIVIAL)["milliseconds"]
        section.comparisons = [
            *section.comparisons,
            Comparison(
                f"{name}: an obligation given to {given['units']:,.0f} communes",
                given["seconds"],
                "s",
                given["alone"],
                "the rows alone",
                most=3,
            ),
            Comparison(
                f"{name}: every commune told of it", given["telling"], "s", or_below=LETTERS_SECONDS
            ),
            *(
                Comparison(
                    f"{name}: {what}",
                    took["milliseconds"],
                    "ms",
                    trivial,
                    TRIVIAL,
                    most=10,
                    or_below=None if what in HOMES else 1000,
                )
                for what, took in seen.items()
            ),
        ]
        counts = ", ".join(f"{what} {took['statements']:.0f}" for what, took in seen.items())
        section.remarks += [
            f"{name}: {given['statements']:.0f} statements to give it, {given['letters']:,.0f}"
            f" letters to tell of it; {tasks:,.0f} tasks to look at. Statements of a page:"
            f" {counts}.",
        ]
    return section


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--directives", type=int, default=DIRECTIVES)
    page.show(measure(parser.parse_args().directives))
