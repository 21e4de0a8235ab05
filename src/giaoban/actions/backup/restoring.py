"""Filling an empty database from a backup: all of it in one transaction, or nothing."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from giaoban.exchange.backup.carried import CarriedTable, carried_tables
from giaoban.exchange.backup.cells import row_reader
from giaoban.exchange.backup.manifest import FilePart, Manifest, TablePart
from giaoban.exchange.backup.reading import Backup
from giaoban.exchange.backup.refusals import BackupRefused, on_one_line
from giaoban.exchange.backup.snapshot import never_give_again
from giaoban.queries.audit.sealed import head, sealed_events
from giaoban.rules.audit.chain import first_break

BATCH = 1000
BESIDE = ".restoring"

Say = Callable[[str], None]


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """One transaction around tables, rows and their checks: what fails, or is killed, never was.

    SQLite makes tables within a transaction only where it does not watch references meanwhile;
    `restore_rows` checks those of each table itself.
    """
    with connection.constraint_checks_disabled(), transaction.atomic(durable=True):
        yield


def require_known_migrations(manifest: Manifest) -> None:
    """Raises BackupRefused where the backup was made by a newer version than this."""
    known = set(MigrationLoader(None).disk_migrations)
    newer = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if newer:
        raise BackupRefused("newer", version=manifest.version, migration=newer[0])


def loader_for(manifest: Manifest, database: Any = None) -> MigrationLoader:
    """The migrations as the backup's own installation knew them.

    Where it is older than a migration that stands for several, those several are taken.
    """
    loader = MigrationLoader(database)
    if set(loader.replacements) <= _named(manifest):
        return loader
    return MigrationLoader(database, replace_migrations=False)


def applied_at(manifest: Manifest, loader: MigrationLoader) -> list[tuple[str, str]]:
    """What the backup's installation had applied, without what another one of them stands for."""
    return sorted(_named(manifest) & set(loader.graph.nodes))


def _named(manifest: Manifest) -> set[tuple[str, str]]:
    return {(app, name) for app, name in manifest.migrations}


def tables_at(manifest: Manifest) -> list[CarriedTable]:
    """The tables as they were when the backup was made, from the migrations that it names.

    Raises BackupRefused where the tables or columns are others: it was made by another build.
    """
    loader = loader_for(manifest)
    apps: Apps = loader.project_state(applied_at(manifest, loader)).apps
    tables = carried_tables(apps)
    expected = {table.name: table.columns for table in tables}
    found = {part.name: part.columns for part in manifest.tables}
    for name in sorted(expected.keys() | found.keys()):
        if sorted(expected.get(name, [])) != sorted(found.get(name, [])):
            raise BackupRefused(
                "other_build", part=f"tables/{name}.jsonl", version=manifest.version
            )
    return tables


def require_empty(tables: Sequence[CarriedTable]) -> None:
    """Raises BackupRefused naming the first table in which something is."""
    there = set(connection.introspection.table_names())
    for table in tables:
        if table.name in there:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT COUNT(*) FROM {table.name}")
                count = cursor.fetchone()[0]
            if count:
                raise BackupRefused("not_empty", table=table.name, count=count)


def require_room_for_files(backup: Backup) -> None:
    """Raises BackupRefused where a file is there already that has other bytes."""
    for file in backup.manifest.files:
        if default_storage.exists(file.name) and _digest_of(file.name) != file.sha256:
            raise BackupRefused("file_differs", file=file.name)


def restore_files(backup: Backup, say: Say) -> None:
    """Before the rows are committed: a row that names a file finds it.

    What is there already is left. Where one cannot be written, those that were are taken away.
    """
    written: list[str] = []
    try:
        for number, file in enumerate(backup.manifest.files):
            if number % 500 == 0:
                say(f"files {number}")
            if not default_storage.exists(file.name):
                written.append(file.name)
                _restore_file(backup, file)
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise


def _restore_file(backup: Backup, file: FilePart) -> None:
    """Written beside and renamed when whole: a killed restore leaves no part under the name."""
    beside = file.name + BESIDE
    default_storage.delete(beside)  # of a restore that was killed
    try:
        with backup.open_file(file.path) as content:
            kept = default_storage.save(beside, File(content))
        if kept != beside or _digest_of(kept) != file.sha256:
            default_storage.delete(kept)
            raise BackupRefused("file_not_written", file=file.name)
        os.replace(default_storage.path(kept), default_storage.path(file.name))
    except BaseException:
        default_storage.delete(beside)
        raise


@transaction.atomic
def restore_rows(backup: Backup, tables: Sequence[CarriedTable], say: Say) -> None:
    """Load every table and check it: references, counts, the audit's chain and its head.

    Raises BackupRefused naming the part; then nothing was stored.
    """
    require_empty(tables)
    parts = {part.name: part for part in backup.manifest.tables}
    waiting = []
    for table in tables:
        part = parts[table.name]
        say(part.path)
        _load(backup, table, part)
        if table.forward:
            waiting.append((table, part))
        else:
            _require_references(part)
    for table, part in waiting:
        _fill_forward(backup, table, part)
        _require_references(part)
    for table in tables:
        never_give_again(table.name, table.key.column, parts[table.name].newest_id)
        _count_for_plans(table)
    _require_same_chain(backup.manifest)


def _load(backup: Backup, table: CarriedTable, part: TablePart) -> None:
    fields = _in_order(table, part)
    forward = [fields.index(field) for field in table.forward]
    holes = ", ".join(["%s"] * len(fields))
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    statement = f"INSERT INTO {table.name} ({columns}) VALUES ({holes})"

    def without_forward(row: list[Any]) -> list[Any]:
        for place in forward:
            row[place] = None
        return row

    rows = map(without_forward, _rows(backup, part, fields))
    if _write_batches(statement, rows, part) != part.rows:
        raise BackupRefused("rows_missing", part=part.path, rows=part.rows)


def _fill_forward(backup: Backup, table: CarriedTable, part: TablePart) -> None:
    """Second pass: what points at a table that was loaded later."""
    fields = _in_order(table, part)
    places = [fields.index(field) for field in table.forward]
    assigned = ", ".join(f"{field.column} = %s" for field in table.forward)
    statement = f"UPDATE {table.name} SET {assigned} WHERE {table.key.column} = %s"
    at_key = fields.index(table.key)
    rows = (
        [*(row[place] for place in places), row[at_key]]
        for row in _rows(backup, part, fields)
        if any(row[place] is not None for place in places)
    )
    _write_batches(statement, rows, part)


def _rows(backup: Backup, part: TablePart, fields: Sequence[Any]) -> Iterator[list[Any]]:
    read = row_reader(fields)
    for number, line in enumerate(backup.lines(part), start=1):
        try:
            yield read(line)
        except (ValueError, TypeError, ValidationError) as error:
            raise BackupRefused(
                "row_unreadable", part=part.path, row=number, why=on_one_line(error)
            ) from error


def _write_batches(statement: str, rows: Iterator[list[Any]], part: TablePart) -> int:
    done = 0
    while batch := list(islice(rows, BATCH)):
        try:
            with connection.cursor() as cursor:
                cursor.executemany(statement, batch)
        except (DatabaseError, ValueError) as error:
            raise BackupRefused(
                "rows_not_stored",
                part=part.path,
                first=done + 1,
                last=done + len(batch),
                why=on_one_line(error),
            ) from error
        done += len(batch)
    return done


def _require_references(part: TablePart) -> None:
    """Check what was loaded now, so that what waits to be checked does not grow with the size."""
    try:
        connection.check_constraints([part.name])
    except DatabaseError as error:
        raise BackupRefused("refers_to_nothing", part=part.path, why=on_one_line(error)) from error


def _count_for_plans(table: CarriedTable) -> None:
    """PostgreSQL counts by itself only what is committed; the checks come before that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {table.name}")


def _require_same_chain(manifest: Manifest) -> None:
    broken = first_break(sealed_events())
    if broken:
        raise BackupRefused("chain_broken", number=broken.number)
    number, digest = head()
    if f"{number}:{digest}" != manifest.audit_head:
        raise BackupRefused("chain_ends_elsewhere")


def _in_order(table: CarriedTable, part: TablePart) -> list[Any]:
    by_column = {field.column: field for field in table.fields}
    return [by_column[column] for column in part.columns]


def _digest_of(name: str) -> str:
    with default_storage.open(name) as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
