"""Which files lie in a zip? Read in memory, within limits, never unpacked to disk."""

import stat
import zlib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.conf import settings

from giaoban.rules.problems import Problem

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
TAKEN = WORKBOOKS | {".csv"}
# What computers put beside people's files by themselves.
_UNSEEN = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """One file of a zip: its bytes, or the problem that keeps it from being read."""

    name: str
    content: bytes = b""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """A file named in a zip's directory; `index` is its place there, `size` what it unpacks to."""

    index: int
    name: str
    size: int = 0
    problem: Problem | None = None


def files_in(content: bytes, taken: Container[str] = TAKEN) -> Iterator[ArchivedFile]:
    """The files of a zip in its own order; what cannot be taken comes with its problem.

    A zip that is damaged or breaks a limit gives one answer with an empty name.
    """
    file = BytesIO(content)
    for entry in entries_of(file, taken):
        yield read_entry(file, entry)


def entries_of(file: IO[bytes], taken: Container[str] = TAKEN) -> list[ArchiveEntry]:
    """What a zip's directory names, nothing unpacked; a zip that is not opened is one problem."""
    try:
        archive = ZipFile(file)
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return [ArchiveEntry(0, "", problem=Problem("archive_damaged"))]
    wanted = [(index, entry) for index, entry in enumerate(archive.infolist()) if _is_wanted(entry)]
    if len(wanted) > settings.ARCHIVE_MOST_FILES:
        problem = Problem("archive_too_many_files", {"most": settings.ARCHIVE_MOST_FILES})
        return [ArchiveEntry(0, "", problem=problem)]
    if sum(entry.file_size for _index, entry in wanted) > settings.ARCHIVE_LARGEST_TOTAL:
        problem = Problem("archive_too_large", _megabytes(settings.ARCHIVE_LARGEST_TOTAL))
        return [ArchiveEntry(0, "", problem=problem)]
    if not wanted:
        return [ArchiveEntry(0, "", problem=Problem("archive_empty"))]
    return [
        ArchiveEntry(
            index, entry.filename[-_LONGEST_NAME:], entry.file_size, _problem(entry, taken)
        )
        for index, entry in wanted
    ]


def read_entry(file: IO[bytes], entry: ArchiveEntry) -> ArchivedFile:
    """The bytes of one entry of a zip, at most as many as its directory says."""
    if entry.problem is not None:
        return ArchivedFile(entry.name, problem=entry.problem)
    try:
        archive = ZipFile(file)
        found = archive.infolist()[entry.index]
        # The size in the directory may lie; nothing beyond it is unpacked.
        with archive.open(found) as opened:
            content = opened.read(found.file_size + 1)
    except (
        BadZipFile,
        OSError,
        EOFError,
        IndexError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        zlib.error,
    ):
        return ArchivedFile(entry.name, problem=Problem("file_damaged"))
    if len(content) != found.file_size:
        return ArchivedFile(entry.name, problem=Problem("file_damaged"))
    return ArchivedFile(entry.name, content)


def is_archive(name: str) -> bool:
    return ending(name) == ".zip"


def ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _is_wanted(entry: ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename).parts
    if not parts or entry.is_dir() or any(part in _UNSEEN for part in parts):
        return False
    # Excel leaves ~$name.xlsx beside an open file.
    return not parts[-1].startswith(("~$", "._"))


def _problem(entry: ZipInfo, taken: Container[str]) -> Problem | None:
    """What keeps an entry from being read, as far as the directory tells."""
    name = entry.filename
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        return Problem("archive_path_escapes")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Problem("archive_link")
    if is_archive(name):
        return Problem("archive_nested")
    if ending(name) not in taken:
        return Problem("file_kind_unknown")
    if entry.flag_bits & 1:
        return Problem("archive_locked")
    if entry.file_size > settings.UPLOAD_LARGEST_FILE:
        return Problem("file_too_large", _megabytes(settings.UPLOAD_LARGEST_FILE))
    return None


def _megabytes(bound: int) -> dict[str, object]:
    return {"megabytes": bound // 1024 // 1024}
