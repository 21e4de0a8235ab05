"""Taking whatever files come: workbooks, tables, and zips of either; each file on its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.reporting.import_outcomes import FileOutcome, FileProblem, ImportReach
from giaoban.actions.reporting.importing_values import ValuesImport
from giaoban.actions.reporting.importing_workbooks import CHUNK, WorkbookImport
from giaoban.exchange.reporting.archives import ArchivedFile, ending, files_in, is_archive
from giaoban.models import Person, Regime
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.problems import Problem

IncomingFile = ArchivedFile
"""A file by name with its bytes, or with the problem that kept it from being read."""


@dataclass(frozen=True)
class Import:
    """Whose import it is, of which regime, and when.

    `reason` explains the warnings that the files themselves do not explain. A trial says what
    would become of the files and changes nothing.
    """

    regime: Regime
    reach: ImportReach
    by: Person | None
    today: date
    now: datetime
    reason: str = ""
    is_trial: bool = False


def import_files(*, wanted: Import, files: Iterable[IncomingFile]) -> Iterator[FileOutcome]:
    """What became of each file, as it goes; zips are looked into.

    Workbooks are taken some hundreds in a transaction, each refused or taken by itself; a table is
    a transaction of its own. Fold the marks afterwards.
    """
    settings = (wanted.regime, load_dated_tree(), wanted.reach, wanted.by)
    moment = (wanted.today, wanted.now, wanted.reason, wanted.is_trial)
    workbooks = WorkbookImport(*settings, *moment)
    waiting: list[tuple[str, bytes]] = []
    for file in _opened(files):
        if file.problem is not None:
            yield FileOutcome(file.name, problems=[FileProblem(file.problem)])
        elif ending(file.name) == ".csv":
            yield from workbooks.take(waiting)
            waiting = []
            yield ValuesImport(*settings, *moment).take(file.name, file.content)
        elif ending(file.name) == ".xlsx":
            waiting.append((file.name, file.content))
            if len(waiting) == CHUNK:
                yield from workbooks.take(waiting)
                waiting = []
        else:
            problem = Problem("file_kind_unknown")
            yield FileOutcome(file.name, problems=[FileProblem(problem)])
    yield from workbooks.take(waiting)


def try_files(*, wanted: Import, files: Iterable[IncomingFile]) -> list[FileOutcome]:
    """What would become of the files; nothing is changed."""
    if not wanted.is_trial:
        raise ValueError("a trial is asked for as a trial")
    with transaction.atomic():
        outcomes = list(import_files(wanted=wanted, files=files))
        transaction.set_rollback(True)
    return outcomes


def _opened(files: Iterable[IncomingFile]) -> Iterator[IncomingFile]:
    """The files with every zip replaced by what lies in it, named after the zip."""
    for file in files:
        if file.problem is None and is_archive(file.name):
            for inner in files_in(file.content):
                name = f"{file.name}/{inner.name}" if inner.name else file.name
                yield ArchivedFile(name, inner.content, inner.problem)
        else:
            yield file
