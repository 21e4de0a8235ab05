"""Taking whatever files come: workbooks, tables, and zips of either; each file on its own."""

from collections.abc import Iterable, Iterator

from giaoban.actions.reporting.import_outcomes import FileOutcome, FileProblem, Import
from giaoban.actions.reporting.importing_values import OpenedTable, ValuesImport
from giaoban.actions.reporting.importing_workbooks import CHUNK, WorkbookImport
from giaoban.exchange.reporting.archives import (
    WORKBOOKS,
    ArchivedFile,
    ending,
    files_in,
    is_archive,
)
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.problems import Problem

__all__ = ["Import", "IncomingFile", "import_files"]

IncomingFile = ArchivedFile
"""A file by name with its bytes, or with the problem that kept it from being read."""


def import_files(*, wanted: Import, files: Iterable[IncomingFile]) -> Iterator[FileOutcome]:
    """What became of each file, as it goes; zips are looked into.

    Workbooks are taken some hundreds in a transaction, each refused or taken by itself; a table is
    a transaction of its own. Fold the marks afterwards.
    """
    tree = load_dated_tree()
    workbooks = WorkbookImport(wanted, tree)
    waiting: list[tuple[str, bytes]] = []
    for file in _opened(files):
        if file.problem is not None:
            yield FileOutcome(file.name, problems=[FileProblem(file.problem)])
        elif ending(file.name) == ".csv":
            yield from workbooks.take(waiting)
            waiting = []
            yield ValuesImport(wanted, tree).take(file.name, OpenedTable.of(file.content))
        elif ending(file.name) in WORKBOOKS:
            waiting.append((file.name, file.content))
            if len(waiting) == CHUNK:
                yield from workbooks.take(waiting)
                waiting = []
        else:
            problem = Problem("file_kind_unknown")
            yield FileOutcome(file.name, problems=[FileProblem(problem)])
    yield from workbooks.take(waiting)


def _opened(files: Iterable[IncomingFile]) -> Iterator[IncomingFile]:
    """The files with every zip replaced by what lies in it, named after the zip."""
    for file in files:
        if file.problem is None and is_archive(file.name):
            for inner in files_in(file.content):
                name = f"{file.name}/{inner.name}" if inner.name else file.name
                yield ArchivedFile(name, inner.content, inner.problem)
        else:
            yield file
