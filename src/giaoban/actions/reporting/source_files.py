"""Keeping the files that figures came from, as they were received."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath

from django.core.files.base import ContentFile

from giaoban.actions.audit.actors import Actor, TaskActor, person_of
from giaoban.actions.reporting.whole_files import delete_unheld, keep_held
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
    keep_held(row.content.name or "", ContentFile(content))


def delete_unheld_bytes(name: str) -> None:
    """Delete the bytes unless a row holds them, one that is just being stored too."""
    delete_unheld(name, SourceFile.objects.filter(content=name).exists)
