"""How long does one wait for a document, when the registers hold fifty thousand?

`python -m benchmarks.document_search --documents 5000` looks in fewer.
"""

from argparse import ArgumentParser

from benchmarks import page
from benchmarks.comparison import Comparison, Section
from benchmarks.workspace import DATABASES, IN_WORDS, workspace

DOCUMENTS = 50_000
PAGES = ("the page with two rare words", "all documents, the newest")


def measure(documents: int = DOCUMENTS) -> Section:
    section = Section(
        "Looking for a document",
        f"{documents:,} documents of three hundred words, with everything that decides who may see"
        " one; the fifty newest that are found. Words are held against the same list without the"
        " index of words, which reads every text; both must find the same. Pages are asked for in"
        " one process and held against the sign-in page in the same. Warm, the median of 9.",
    )
    for database in DATABASES:
        with workspace(database) as place:
            filled = place.run("register:fill", documents=documents)
            found = place.run("register:ask")
        name = IN_WORDS[database]
        section.comparisons = [
            *section.comparisons,
            *(_compared(f"{name}: {what}", what in PAGES, took) for what, took in found.items()),
        ]
        section.remarks.append(f"{name}: {filled['seconds']:.0f} s to store and index them.")
    return section


def _compared(what: str, is_page: bool, took: dict[str, float]) -> Comparison:
    ours, theirs = took["ours"], took["theirs"]
    if is_page:
        return Comparison(what, ours, "ms", theirs, "the sign-in page", most=10)
    return Comparison(what, ours, "ms", theirs, "every text read", most=1)


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    page.show(measure(parser.parse_args().documents))
