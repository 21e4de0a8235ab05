"""Is a backup whole and as it was written, and what stands in it?"""

import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from giaoban.exchange.backup.manifest import NAME, Manifest, TablePart, read_manifest
from giaoban.exchange.backup.refusals import BackupRefused

_CHUNK = 1 << 20
_LONGEST_MANIFEST = 256 << 20

Say = Callable[[str], None]


class Backup:
    """An opened backup; nothing of it is believed before `require_whole`."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        try:
            if archive.getinfo(NAME).file_size > _LONGEST_MANIFEST:
                raise BackupRefused("part_damaged", part=NAME)
            self.manifest: Manifest = read_manifest(archive.read(NAME))
        except (KeyError, zipfile.BadZipFile, zlib.error) as error:
            raise BackupRefused("no_backup", file=archive.filename) from error

    def require_whole(self, say: Say) -> None:
        """Every part has the count, size and SHA-256 that the manifest names.

        Raises BackupRefused naming the part.
        """
        known = {NAME}
        for table in self.manifest.tables:
            say(table.path)
            lines = 0
            digest = hashlib.sha256()
            for chunk in self._chunks(table.path):
                lines += chunk.count(b"\n")
                digest.update(chunk)
            if (digest.hexdigest(), lines) != (table.sha256, table.rows):
                raise BackupRefused("part_damaged", part=table.path)
            known.add(table.path)
        for number, file in enumerate(self.manifest.files):
            if number % 500 == 0:
                say(f"files {number}")
            _require_inside(file.name)
            size, digest = 0, hashlib.sha256()
            for chunk in self._chunks(file.path):
                size += len(chunk)
                digest.update(chunk)
            if (digest.hexdigest(), size) != (file.sha256, file.size):
                raise BackupRefused("part_damaged", part=file.path)
            known.add(file.path)
        unknown = sorted(set(self._archive.namelist()) - known)
        if unknown:
            raise BackupRefused("part_unknown", part=unknown[0])

    def lines(self, table: TablePart) -> Iterator[bytes]:
        with self._archive.open(table.path) as part:
            yield from part

    @contextmanager
    def open_file(self, path: str) -> Iterator[IO[bytes]]:
        with self._archive.open(path) as part:
            yield part

    def _chunks(self, path: str) -> Iterator[bytes]:
        try:
            with self._archive.open(path) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except KeyError:
            raise BackupRefused("part_missing", part=path) from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as why:
            raise BackupRefused("part_damaged", part=path) from why


@contextmanager
def opened_backup(path: Path) -> Iterator[Backup]:
    """Raises BackupRefused where the file is none, or is cut off."""
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise BackupRefused("not_there", file=path) from None
    except (zipfile.BadZipFile, OSError) as error:
        raise BackupRefused("no_backup", file=path) from error
    with archive:
        yield Backup(archive)


def _require_inside(name: str) -> None:
    """A file of a backup lies in the folder of files and nowhere else."""
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts or "\\" in name or not parts.parts:
        raise BackupRefused("outside", part=f"files/{name}")
