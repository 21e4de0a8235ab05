"""How long does one wait for the consolidated report of 99 communes, with its charts?

`python -m benchmarks.consolidated_report`
"""

from argparse import ArgumentParser

from benchmarks import page
from benchmarks.comparison import Comparison, Section
from benchmarks.workspace import workspace

SECONDS = 2


def measure() -> Section:
    section = Section("The consolidated report of 99 communes", "")
    comparisons = []
    with workspace("sqlite") as place:
        about = place.run("report:prepare")
        communes = about.pop("communes")
        for format_name, ending in (("Word", "docx"), ("PDF", "pdf")):
            made = place.run("report:make", to=str(place.home / f"report.{ending}"), **about)
            for how, words in (("cold", "the first of a process"), ("warm", "the next ones")):
                comparisons.append(
                    Comparison(f"{format_name}, {words}", made[how], "s", or_below=SECONDS)
                )
            section.remarks.append(f"{format_name}: {made['kilobytes']:.0f} kB.")
    section.how = (
        f"The demo's quarter {about['period']} for {communes} communes on SQLite, through"
        " `giaoban consolidate` without Python's own start: totals, tables by commune, charts,"
        " layout, file."
    )
    section.comparisons = comparisons
    return section


if __name__ == "__main__":
    ArgumentParser(description=__doc__).parse_args()
    page.show(measure())
