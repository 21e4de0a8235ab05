"""Keeping the files that figures came from, as they were received."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from giaoban.actions.audit.actors import Actor, TaskActor, person_of
from giaoban.actions.reporting.whole_files import keep_whole
from giaoban.models import SourceFile

_LONGEST_NAME = 255


def source_rows(
    files: Sequence[tuple[str, bytes]], *, by: Actor | TaskActor, now: datetime
) -> list[SourceFile]:
    """Store a row for each (name, content) in one statement; the bytes follow by `keep_bytes`.

    A file is kept under its own digest, so that the same bytes are on disk once.
    """
    rows = []
    for name, content in files:
        digest = hashlib.sha256(content).hexdigest()
        ending = PurePosixPath(name).suffix.lower()[:10]
        row = SourceFile(
            name=name[-_LONGEST_NAME:],
            size=len(content),
            sha256=digest,
            received_at=now,
            received_by=person_of(by),
        )
        row.content.name = f"sources/{now:%Y/%m}/{digest}{ending}"
        rows.append(row)
    return SourceFile.objects.bulk_create(rows)


def keep_bytes(row: SourceFile, content: bytes) -> None:
    """Write the bytes of a stored row where it says they are."""
    name = row.content.name or ""
    # What is there already is not written again: until this row can be seen, nobody deletes it.
    _lock(name, "pg_advisory_xact_lock_shared")
    keep_whole(name, ContentFile(content))


def delete_unheld_bytes(name: str) -> None:
    """Delete the bytes unless a row holds them, one that is just being stored too."""
    with transaction.atomic():
        _lock(name, "pg_advisory_xact_lock")
        if not SourceFile.objects.filter(content=name).exists():
            default_storage.delete(name)


def _lock(name: str, taken_by: str) -> None:
    """Until the transaction ends; on SQLite whoever stored a row is the one writer anyway."""
    if connection.vendor == "postgresql":
        # One number each, as signed 64 bits; names differ in their digests.
        number = hashlib.sha256(name.encode()).digest()[:8]
        key = int.from_bytes(number, "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {taken_by}(%s)", [key])
