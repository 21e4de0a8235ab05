"""Which lines does the file of a document hold, to search in, to split, to look for a stamp?"""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings

from giaoban.apart.parent import done_apart
from giaoban.exchange.register.reading_apart import PDF, SLIDES, WORD, WORKBOOK
from giaoban.rules.problems import RuleError

_READER = "giaoban.exchange.register.reading_apart"
_ZIP = b"PK\x03\x04"
_BEGINNINGS = {WORD: _ZIP, PDF: b"%PDF-", WORKBOOK: _ZIP, SLIDES: _ZIP}
_PDF_BEGINS_WITHIN = 1024  # programs forgive some bytes before it
READABLE = frozenset({WORD, PDF})
OFFICE = frozenset({WORKBOOK, SLIDES})
"""Read where papers for a meeting are taken; a document of the register is none of these."""


@dataclass(frozen=True)
class DocumentText:
    """`lines` in the order of the text, none of them empty; `around`: heads and feet of pages.

    A scanned PDF has no lines: what is only a picture is not read. `pages` is None where a Word
    file does not say how many it had when it was saved. `heads`: with what each sheet or slide
    begins.
    """

    lines: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    heads: tuple[tuple[str, ...], ...] = ()
    pages: int | None = field(default=None, compare=False)


def document_text(name: str, content: bytes, kinds: Collection[str] = READABLE) -> DocumentText:
    """The text of a .docx or .pdf, the numbers of Word's own lists with it; `kinds`: endings.

    Raises RuleError `document_kind_unknown` (name), `file_too_large` (megabytes),
    `document_damaged`, `document_locked`, `document_too_large`, `file_takes_too_much`.
    """
    said = read_apart(name, content, wants_tables=False, kinds=kinds)
    heads = tuple(map(tuple, said["heads"]))
    return DocumentText(tuple(said["lines"]), tuple(said["around"]), heads, said["pages"])


def read_apart(
    name: str, content: bytes, *, wants_tables: bool, kinds: Collection[str] = READABLE
) -> dict[str, Any]:
    """What reading_apart.answer says of a file; raises as document_text does."""
    ending = PurePosixPath(name).suffix.lower()
    begins = _BEGINNINGS.get(ending) if ending in kinds else None
    if begins is None or begins not in content[: _PDF_BEGINS_WITHIN if ending == PDF else 4]:
        raise RuleError("document_kind_unknown", name=name)
    if len(content) > settings.UPLOAD_LARGEST_FILE:
        raise RuleError("file_too_large", megabytes=settings.UPLOAD_LARGEST_FILE >> 20)
    given = {
        "ending": ending,
        "most_bytes": settings.DOCUMENT_LARGEST_TOTAL,
        "most_parts": settings.DOCUMENT_MOST_PARTS,
        "most_cells": settings.DOCUMENT_MOST_CELLS,
        "most_pages": settings.DOCUMENT_MOST_PAGES,
        "most_text": settings.DOCUMENT_LONGEST_TEXT,
        "wants_tables": wants_tables,
    }
    said, _rest = done_apart(_READER, given, content)
    if "refused" in said:
        raise RuleError(said["refused"])
    return said
