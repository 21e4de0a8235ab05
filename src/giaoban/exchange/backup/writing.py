"""Writing a backup: rows, then the files they name, then what all of it was (decision 0013)."""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from giaoban.exchange.backup.carried import CarriedTable, carried_tables
from giaoban.exchange.backup.cells import written_row
from giaoban.exchange.backup.manifest import NAME, FilePart, Manifest, TablePart
from giaoban.exchange.backup.refusals import BackupRefused
from giaoban.exchange.backup.snapshot import newest_id_given, snapshot
from giaoban.queries.audit.sealed import head

BATCH = 2000
_CHUNK = 1 << 20

Say = Callable[[str], None]


def write_backup(path: Path, *, now: datetime, say: Say) -> Manifest:
    """Write everything to `path`, which appears only when it is whole.

    Readable by its owner alone: it holds names and password hashes. Raises BackupRefused where
    the file is there already, or the tables are not those of this version.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BackupRefused("not_up_to_date")
    if path.exists():
        raise BackupRefused("name_taken", file=path)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive:
                manifest = _write(archive, now, say)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _write(archive: zipfile.ZipFile, now: datetime, say: Say) -> Manifest:
    named: dict[str, None] = {}
    with snapshot():
        number, digest = head()
        applied = MigrationRecorder(connection).applied_migrations()
        tables = [_write_table(archive, table, named, say) for table in carried_tables(apps)]
    files, missing = _write_files(archive, named, say)
    manifest = Manifest(
        version=version("giaoban"),
        made_at=now.astimezone(UTC).isoformat(),
        database=connection.vendor,
        migrations=sorted([app, name] for app, name in applied),
        audit_head=f"{number}:{digest}",
        tables=tables,
        files=files,
        missing_files=missing,
    )
    archive.writestr(NAME, manifest.written())
    return manifest


def _write_table(
    archive: zipfile.ZipFile, table: CarriedTable, named: dict[str, None], say: Say
) -> TablePart:
    say(table.name)
    digest, count = hashlib.sha256(), 0
    files = [table.fields.index(field) for field in table.file_fields]
    withheld = table.withheld
    rows: Iterable[tuple[object, ...]] = (
        table.model._base_manager.order_by("pk")
        .values_list(*(field.attname for field in table.fields))
        .iterator(chunk_size=BATCH)
    )
    with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as part:
        for row in rows:
            line = written_row(_without(row, withheld))
            digest.update(line)
            part.write(line)
            count += 1
            named.update((str(row[place]), None) for place in files if row[place])
            if count % 50_000 == 0:
                say(f"{table.name} {count}")
    newest = newest_id_given(table.name, table.key.column)
    return TablePart(table.name, table.columns, count, digest.hexdigest(), newest)


def _without(row: tuple[object, ...], withheld: dict[int, str]) -> Sequence[object]:
    if not withheld:
        return row
    return [withheld.get(place, value) for place, value in enumerate(row)]


def _write_files(
    archive: zipfile.ZipFile, named: Iterable[str], say: Say
) -> tuple[list[FilePart], list[str]]:
    files, missing = [], []
    for number, name in enumerate(named, start=1):
        if number % 500 == 0:
            say(f"files {number}")
        if not default_storage.exists(name):
            missing.append(name)
            continue
        with (
            default_storage.open(name) as source,
            archive.open(f"files/{name}", "w", force_zip64=True) as part,
        ):
            size, digest = _copy(source, part)
        files.append(FilePart(name, size, digest))
    return files, missing


def _copy(source: IO[bytes], target: IO[bytes]) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        target.write(chunk)
        size += len(chunk)
    return size, digest.hexdigest()
