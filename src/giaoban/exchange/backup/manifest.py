"""What does a backup say of itself, so that it can be refused before anything is written?"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from giaoban.exchange.backup.refusals import BackupRefused

FORMAT = "giaoban-backup/1"
NAME = "manifest.json"


@dataclass(frozen=True)
class TablePart:
    """`newest_id` is the highest id that was ever given in the table, where that is known."""

    name: str
    columns: list[str]
    rows: int
    sha256: str
    newest_id: int | None = None

    @property
    def path(self) -> str:
        return f"tables/{self.name}.jsonl"


@dataclass(frozen=True)
class FilePart:
    name: str
    size: int
    sha256: str

    @property
    def path(self) -> str:
        return f"files/{self.name}"


@dataclass(frozen=True)
class Manifest:
    version: str  # of the product
    made_at: str  # ISO 8601, UTC
    database: str  # sqlite, postgresql: for people; it is restored on either
    migrations: list[list[str]]  # [application, name], as they were applied
    audit_head: str  # number:digest, as verify_audit prints it
    tables: list[TablePart] = field(default_factory=list)
    files: list[FilePart] = field(default_factory=list)
    missing_files: list[str] = field(default_factory=list)  # named by a row, not in the folder

    def written(self) -> bytes:
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1).encode()


def read_manifest(text: bytes) -> Manifest:
    """Raises BackupRefused for another format and for one that is not whole."""
    try:
        found: dict[str, Any] = json.loads(text)
        written_as = found.pop("format")
        if written_as != FORMAT:
            raise BackupRefused("other_format", found=written_as, known=FORMAT)
        tables = [TablePart(**part) for part in found.pop("tables")]
        files = [FilePart(**part) for part in found.pop("files")]
        return Manifest(**found, tables=tables, files=files)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupRefused("manifest_damaged", why=error) from error
