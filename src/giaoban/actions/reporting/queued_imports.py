"""Storing files of reports that came together, to be read a batch at a time; or calling it off."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.import_outcomes import FileProblem
from giaoban.actions.reporting.stored_problems import to_stored
from giaoban.actions.reporting.whole_files import delete_unheld, keep_held
from giaoban.exchange.reporting.archives import ArchiveEntry, ending, entries_of, is_archive
from giaoban.models import ImportedFile, ImportUpload, Person, Regime, ReportImport
from giaoban.rules.problems import Problem
from giaoban.rules.reporting.import_states import FileState, ImportState

_OVER = (ImportState.DONE, ImportState.CANCELLED)
_LONGEST_NAME = 255


@dataclass(frozen=True)
class SentFile:
    """A file as somebody sent it, open at its beginning."""

    name: str
    size: int
    content: IO[bytes]


@transaction.atomic
def queue_import(
    *,
    regime: Regime,
    files: Sequence[SentFile],
    by: Person,
    now: datetime,
    reason: str = "",
    is_trial: bool = False,
) -> ReportImport:
    """Store the files and list what is in them; what is too large is refused at once, unstored."""
    stored = ReportImport.objects.create(
        regime=regime, by=by, reason=reason, is_trial=is_trial, queued_at=now
    )
    rows: list[ImportedFile] = []
    for file in files:
        rows += _listed(stored, file, now)
    for number, row in enumerate(rows, start=1):
        row.number = number
    ImportedFile.objects.bulk_create(rows, batch_size=500)
    stored.total = len(rows)
    stored.done = sum(row.state == FileState.REFUSED for row in rows)
    if stored.done == stored.total:
        stored.state, stored.finished_at = ImportState.DONE, now
    stored.save(update_fields=["total", "done", "state", "finished_at"])
    after = {"regime": regime.code, "files": len(rows), "is_trial": is_trial}
    record(actor=by, action="queue_import", on=stored, at=now, after=after)
    return stored


@transaction.atomic
def cancel_import(*, report_import: ReportImport, by: Person, now: datetime) -> bool:
    """Read no more of its files; what was taken stays. False where it was over already."""
    waiting = ReportImport.objects.filter(pk=report_import.pk).exclude(state__in=_OVER)
    if not waiting.update(state=ImportState.CANCELLED, finished_at=now):
        return False
    record(actor=by, action="cancel_import", on=report_import, at=now)
    return True


def forget_old_uploads(*, now: datetime) -> int:
    """Delete the bytes of imports that ended long ago; the result lists stay. How many files."""
    ended = now - timedelta(days=settings.IMPORT_UPLOADS_KEPT_DAYS)
    old = ImportUpload.objects.filter(report_import__finished_at__lt=ended).exclude(content="")
    forgotten = 0
    for upload in old[:1000]:
        name = upload.content.name or ""
        ImportUpload.objects.filter(pk=upload.pk).update(content="")
        delete_unheld(name, ImportUpload.objects.filter(content=name).exists)
        forgotten += 1
    return forgotten


def _listed(stored: ReportImport, file: SentFile, now: datetime) -> Iterator[ImportedFile]:
    """A row for the file, or for each file in the zip that it is."""
    name = file.name[-_LONGEST_NAME:].replace("\0", "")
    upload = ImportUpload.objects.create(report_import=stored, name=name)
    largest = settings.UPLOAD_LARGEST_ARCHIVE if is_archive(name) else settings.UPLOAD_LARGEST_FILE
    if file.size > largest:
        problem = Problem("file_too_large", {"megabytes": largest // 1024 // 1024})
        yield _row(stored, upload, ArchiveEntry(0, name, problem=problem), None)
        return
    _keep(upload, file, now)
    if not is_archive(name):
        yield _row(stored, upload, ArchiveEntry(0, name), None)
        return
    for entry in entries_of(file.content):
        yield _row(stored, upload, entry, entry.index)


def _row(
    stored: ReportImport, upload: ImportUpload, entry: ArchiveEntry, index: int | None
) -> ImportedFile:
    name = entry.name if index is None else f"{upload.name}/{entry.name}" if entry.name else ""
    row = ImportedFile(
        report_import=stored, upload=upload, entry=index, name=(name or upload.name)[-600:]
    )
    if entry.problem is not None:
        row.state = FileState.REFUSED
        row.problems = to_stored([FileProblem(entry.problem)])
    return row


def _keep(upload: ImportUpload, file: SentFile, now: datetime) -> None:
    """The bytes, under their own digest: what people call a file never becomes a path."""
    digest = hashlib.file_digest(file.content, "sha256").hexdigest()  # type: ignore[arg-type]
    name = f"imports/{now:%Y/%m}/{digest}{ending(upload.name)[:6]}"
    file.content.seek(0)
    keep_held(name, File(file.content))
    file.content.seek(0)
    ImportUpload.objects.filter(pk=upload.pk).update(content=name)
