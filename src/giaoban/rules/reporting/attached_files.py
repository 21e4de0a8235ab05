"""Which files may lie beside a report?"""

from pathlib import PurePosixPath

from giaoban.rules.problems import RuleError

LARGEST_FILE_MB = 20
LARGEST_FILE = LARGEST_FILE_MB * 1024 * 1024
ALLOWED_ENDINGS = (
    ".pdf",
    ".docx",
    ".xlsx",
    ".odt",
    ".ods",
    ".png",
    ".jpg",
    ".jpeg",
    ".zip",
)
# What a file of that kind begins with; OpenDocument and Office files are zips.
_BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def refuse_file(name: str, size: int, beginning: bytes) -> None:
    """Raises RuleError `file_is_empty` (name), `attached_file_too_large` (name, megabytes),
    `file_kind_not_allowed` (name, allowed) or `file_is_not_what_it_says` (name, ending).

    `beginning` is at least the first 8 bytes: a program renamed to .pdf is not taken.
    """
    ending = PurePosixPath(name).suffix.lower()
    if ending not in ALLOWED_ENDINGS:
        allowed = ", ".join(ending.removeprefix(".") for ending in ALLOWED_ENDINGS)
        raise RuleError("file_kind_not_allowed", name=name, allowed=allowed)
    if size == 0:
        raise RuleError("file_is_empty", name=name)
    if size > LARGEST_FILE:
        raise RuleError("attached_file_too_large", name=name, megabytes=LARGEST_FILE_MB)
    if not beginning.startswith(_BEGINNINGS.get(ending, _ZIP)):
        raise RuleError("file_is_not_what_it_says", name=name, ending=ending.removeprefix("."))
