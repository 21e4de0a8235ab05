"""Reading what waits of an import, a batch taken in one transaction: nothing is half taken."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import date, datetime

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from giaoban.actions.reporting.import_outcomes import (
    FileOutcome,
    FileProblem,
    Import,
    ImportReach,
)
from giaoban.actions.reporting.importing_values import OpenedTable, ValuesImport
from giaoban.actions.reporting.importing_workbooks import WorkbookImport
from giaoban.actions.reporting.opening_workbooks import OpenedWorkbook, Opening
from giaoban.actions.reporting.stored_problems import to_stored
from giaoban.exchange.reporting.archives import (
    WORKBOOKS,
    ArchivedFile,
    ArchiveEntry,
    ending,
    read_entry,
)
from giaoban.models import ImportedFile, ReportImport
from giaoban.queries.reporting.import_reach import units_a_person_reports_for
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.problems import Problem
from giaoban.rules.reporting.import_states import FileState, ImportState, file_state

log = logging.getLogger(__name__)
_SAID = ("state", "unit_code", "unit_name", "period", "new", "changed", "unchanged", "problems")
_MOST_BEGUN = 3
_WAITING = (ImportState.QUEUED, ImportState.RUNNING)


def read_next_batch(*, today: date, now: datetime, only: int | None = None) -> int:
    """Read a batch of the oldest import that waits, or of the one given; how many files.

    A file on which the reader breaks down is refused by itself, so that nobody waits behind it;
    so is one with which the whole process came to its end, time after time.
    """
    found = _begun(only)
    if found is None:
        return 0
    only, begun = found
    sizes = (settings.IMPORT_BATCH_FILES, 1) if begun == 0 else (1,)
    for most in sizes if begun < _MOST_BEGUN else ():
        try:
            return _batch(today, now, only, most)
        except (OperationalError, InterfaceError):
            raise  # the database is away: nothing is wrong with the file
        except Exception:
            log.exception("A batch of an import broke off; its files are tried one by one.")
    return _batch(today, now, only, 1, is_refused=True)


@transaction.atomic
def _begun(only: int | None) -> tuple[int, int] | None:
    """The import whose turn it is, and how often it was begun and not ended: kept before anything
    is read, since a process that is killed keeps nothing afterwards."""
    stored = _next_import(only)
    if stored is None:
        return None
    ReportImport.objects.filter(pk=stored.pk).update(begun=F("begun") + 1)
    return stored.pk, stored.begun


_Come = OpenedWorkbook | OpenedTable | ArchivedFile
"""A workbook or a table that was opened, or whatever else came."""


def _batch(today: date, now: datetime, only: int, most: int, *, is_refused: bool = False) -> int:
    """Open the files, which may take minutes, and then take them at once; how many files.

    Where a row can be held by itself, the import is held all the while, so that no other worker
    opens the same files. SQLite would keep everybody from saving: there it is held for the taking.
    """
    holds_rows = connection.features.has_select_for_update
    with transaction.atomic() if holds_rows else nullcontext():
        stored = _next_import(only)
        if stored is None:
            return 0
        waiting = stored.files.filter(state=FileState.WAITING).select_related("upload")
        files = _together(list(waiting.order_by("number")[:most]))
        come = None if is_refused else _opened(stored, files, today)
        return _settle(today, now, stored.pk, [file.pk for file in files], come)


@transaction.atomic
def _settle(
    today: date, now: datetime, only: int, pks: Sequence[int], come: dict[int, _Come] | None
) -> int:
    """Take what was opened, by the id of its file; None: refuse the files. How many files.

    An import that was called off meanwhile is left alone, and so are files that another read.
    """
    stored = _next_import(only)
    if stored is None:
        return 0
    files = list(stored.files.filter(state=FileState.WAITING, pk__in=pks).order_by("number"))
    if files:
        if come is None:
            _refuse(files)
        else:
            _take(stored, files, come, today, now)
        names = [
            "state",
            "unit_code",
            "unit_name",
            "period",
            "new",
            "changed",
            "unchanged",
            "problems",
        ]
        ImportedFile.objects.bulk_update(files, names)
    read = sum(file.state != FileState.WAITING for file in files)
    stored.done += read
    is_over = not stored.files.filter(state=FileState.WAITING).exists()
    stored.state = ImportState.DONE if is_over else ImportState.RUNNING
    stored.finished_at = now if is_over else None
    stored.begun = 0
    stored.save(update_fields=["done", "state", "finished_at", "begun"])
    return read


def _next_import(only: int | None) -> ReportImport | None:
    """The import whose turn it is, held until the transaction ends; none that another worker has.

    SQLite's transactions are IMMEDIATE and so hold it.
    """
    waiting = ReportImport.objects.filter(state__in=_WAITING).order_by("queued_at", "id")
    if only is not None:
        waiting = waiting.filter(pk=only)
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True)
    return waiting.first()


def _together(files: Sequence[ImportedFile]) -> list[ImportedFile]:
    """The first files that may share a transaction: a table is alone."""
    if files and ending(files[0].name) == ".csv":
        return [files[0]]
    batch = []
    for file in files:
        if ending(file.name) == ".csv":
            break
        batch.append(file)
    return batch


def _opened(stored: ReportImport, files: Sequence[ImportedFile], today: date) -> dict[int, _Come]:
    """By id, as many as fit into memory; the turn of the others comes with the next batch."""
    opening = Opening(stored.regime, load_dated_tree(), today)
    come: dict[int, _Come] = {}
    held = 0
    for file in files:
        if held >= settings.IMPORT_BATCH_BYTES:
            break
        read = bytes_of(file)
        held += len(read.content)
        come[file.pk] = read
        if read.problem is None and ending(file.name) in WORKBOOKS:
            come[file.pk] = opening.opened(file.name, read.content)
        elif read.problem is None and ending(file.name) == ".csv":
            come[file.pk] = OpenedTable.of(read.content)
    return come


def _take(
    stored: ReportImport,
    files: Sequence[ImportedFile],
    come: Mapping[int, _Come],
    today: date,
    now: datetime,
) -> None:
    wanted = Import(
        stored.regime, _reach(stored, today), stored.by, today, now, stored.reason, stored.is_trial
    )
    with transaction.atomic():
        _take_files(wanted, [(file, come[file.pk]) for file in files if file.pk in come])
        transaction.set_rollback(stored.is_trial)


def _take_files(wanted: Import, files: Sequence[tuple[ImportedFile, _Come]]) -> None:
    tree = load_dated_tree()
    workbooks: list[tuple[ImportedFile, OpenedWorkbook]] = []
    for file, came in files:
        if isinstance(came, OpenedWorkbook):
            workbooks.append((file, came))
        elif isinstance(came, OpenedTable):
            _note(file, ValuesImport(wanted, tree).take(file.name, came))
        else:
            problem = FileProblem(came.problem or Problem("file_kind_unknown"))
            _note(file, FileOutcome(file.name, problems=[problem]))
    outcomes = WorkbookImport(wanted, tree).take_opened([came for _file, came in workbooks])
    for (file, _came), outcome in zip(workbooks, outcomes, strict=True):
        _note(file, outcome)


def _refuse(files: Sequence[ImportedFile]) -> None:
    for file in files:
        problem = FileProblem(Problem("file_breaks_reader"))
        _note(file, FileOutcome(file.name, problems=[problem]))


def _reach(stored: ReportImport, today: date) -> ImportReach:
    """What the person may do now: a role that ended since the files were sent takes no more."""
    if not stored.by.is_active:
        return ImportReach(accepted=(), submitted=())
    reviewed, _filled = units_a_person_reports_for(stored.by, today)
    return ImportReach(accepted=(), submitted=reviewed)


def bytes_of(file: ImportedFile) -> ArchivedFile:
    """What was sent, from where it was stored; or the problem that it is there no more."""
    name = file.upload.content.name
    if not name:
        return ArchivedFile(file.name, problem=Problem("file_damaged"))
    try:
        with default_storage.open(name) as opened:
            if file.entry is None:
                return ArchivedFile(file.name, opened.read())
            return read_entry(opened, ArchiveEntry(file.entry, file.name))
    except OSError:
        return ArchivedFile(file.name, problem=Problem("file_damaged"))


def _note(file: ImportedFile, outcome: FileOutcome) -> None:
    file.state = file_state(new=outcome.new, changed=outcome.changed, is_refused=outcome.is_refused)
    file.unit_code, file.unit_name = outcome.unit_code[:40], outcome.unit_name[:200]
    file.period = outcome.period[:40]
    file.new, file.changed, file.unchanged = outcome.new, outcome.changed, outcome.unchanged
    file.problems = to_stored(outcome.problems)
