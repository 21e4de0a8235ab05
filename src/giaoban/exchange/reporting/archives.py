"""Which files lie in a zip? Read in memory, within limits, never unpacked to disk."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from giaoban.rules.problems import Problem

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_TOTAL = 1024 * 1024 * 1024
MOST_FILES = 20_000
TAKEN = frozenset({".xlsx", ".csv"})
# What computers put beside people's files by themselves.
_UNSEEN = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """One file of a zip: its bytes, or the problem that keeps it from being read."""

    name: str
    content: bytes = b""
    problem: Problem | None = None


def files_in(content: bytes) -> Iterator[ArchivedFile]:
    """The files of a zip in its own order; what cannot be taken comes with its problem.

    A zip that is damaged or breaks a limit gives one answer with an empty name.
    """
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, OSError, ValueError):
        yield ArchivedFile("", problem=Problem("archive_damaged"))
        return
    entries = [entry for entry in archive.infolist() if _is_wanted(entry)]
    if len(entries) > MOST_FILES:
        yield ArchivedFile("", problem=Problem("archive_too_many_files", {"most": MOST_FILES}))
        return
    if sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
        most = LARGEST_TOTAL // 1024 // 1024
        yield ArchivedFile("", problem=Problem("archive_too_large", {"megabytes": most}))
        return
    for entry in entries:
        yield _read(archive, entry)


def is_archive(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() == ".zip"


def ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _is_wanted(entry: ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename).parts
    if entry.is_dir() or any(part in _UNSEEN for part in parts):
        return False
    # Excel leaves ~$name.xlsx beside an open file.
    return not parts[-1].startswith(("~$", "._"))


def _read(archive: ZipFile, entry: ZipInfo) -> ArchivedFile:
    name = entry.filename
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        return ArchivedFile(name, problem=Problem("archive_path_escapes"))
    if is_archive(name):
        return ArchivedFile(name, problem=Problem("archive_nested"))
    if ending(name) not in TAKEN:
        return ArchivedFile(name, problem=Problem("file_kind_unknown"))
    if entry.flag_bits & 1:
        return ArchivedFile(name, problem=Problem("archive_locked"))
    if entry.file_size > LARGEST_FILE:
        most = LARGEST_FILE // 1024 // 1024
        return ArchivedFile(name, problem=Problem("file_too_large", {"megabytes": most}))
    try:
        # The size in the directory may lie; nothing beyond it is unpacked.
        with archive.open(entry) as file:
            content = file.read(entry.file_size + 1)
    except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, zlib.error):
        return ArchivedFile(name, problem=Problem("file_damaged"))
    if len(content) != entry.file_size:
        return ArchivedFile(name, problem=Problem("file_damaged"))
    return ArchivedFile(name, content)
