"""How does an issued copy differ from its report, and does it carry a signature?"""

import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from lxml import etree

from giaoban.apart.parent import done_apart
from giaoban.documents.content import AdministrativeDocument
from giaoban.documents.issued_copies.draft_lines import Draft, draft_of
from giaoban.documents.numbers import number_symbols
from giaoban.documents.profiles import LAYOUT
from giaoban.documents.word_templates.places import BODY, lines_of
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.copy_comparison import (
    CopyComparison,
    CopyLine,
    DraftLine,
    NumberMarks,
    compare_copy,
)

_FEW_CHARACTERS = 20
_DAMAGED = (
    *(BadZipFile, EOFError, KeyError, NotImplementedError, RuntimeError),
    *(etree.XMLSyntaxError, zlib.error),
)
_PDF = b"%PDF-"
_READING = "giaoban.documents.issued_copies.pdf_text"


def compared(
    document: AdministrativeDocument, own_word_file: bytes | None, copy: bytes
) -> dict[str, Any]:
    """What is kept with a copy: `state` and, where it is "compared", what differs.

    Other states: `no_text` (a scan), `unreadable`, `locked`, `too_large`. Where the report's Word
    file follows a template of its own, the copy is held against that as well, and the nearer
    counts: nobody says from which of the two files the copy was made.
    """
    try:
        lines, signatures = _pdf(copy) if copy.startswith(_PDF) else _word(copy)
    except RuleError as error:
        return {"state": error.code, "signatures": []}
    kept: dict[str, Any] = {"signatures": signatures}
    if sum(len(line.text.strip()) for line in lines) < _FEW_CHARACTERS:
        return {**kept, "state": "no_text"}
    drafts = [draft_of(document)]
    if own_word_file is not None:
        with suppress(RuleError, *_DAMAGED):  # such a file is nothing to be held against
            drafts.append(_draft_in_word(own_word_file, drafts[0]))
    found = [_held_against(draft, lines) for draft in drafts]
    nearest = min((each for each in found if each is not None), key=_distance, default=None)
    if nearest is None:
        return {**kept, "state": "too_large"}
    return {**kept, "state": "compared", **nearest.stored()}


def _held_against(draft: Draft, lines: Sequence[CopyLine]) -> CopyComparison | None:
    decimal, group, _minus = number_symbols(LAYOUT.language)
    marks = NumberMarks(decimal, group)
    return compare_copy(draft.lines, lines, marks, draft.running, draft.heads)


def _distance(found: CopyComparison) -> tuple[int, int]:
    return len(found.missed) + len(found.extra), len(found.changed)


def _draft_in_word(content: bytes, built_in: Draft) -> Draft:
    """The lines of a file that a template made: every number in it counts as a figure."""
    with ZipFile(BytesIO(content)) as archive:
        lines = [line for line in lines_of(archive) if line.place.part == BODY]
    said = tuple(DraftLine(line.text[:80], line.text, has_figures=True) for line in lines)
    return Draft(said, built_in.running, built_in.heads)


def _pdf(copy: bytes) -> tuple[list[CopyLine], list[dict[str, str]]]:
    """Raises RuleError `unreadable`, `locked`, `too_large`."""
    try:
        answer, _rest = done_apart(_READING, {}, copy)
    except RuleError as error:
        raise RuleError("too_large") from error
    if "failed" in answer:
        raise RuleError(answer["failed"])
    lines = [
        CopyLine(text, {"page": number}, page=number)
        for number, page in enumerate(answer["pages"], start=1)
        for text in page.splitlines()
    ]
    return lines, answer["signatures"]


def _word(copy: bytes) -> tuple[list[CopyLine], list[dict[str, str]]]:
    """Raises RuleError `unreadable`, `too_large`."""
    try:
        with ZipFile(BytesIO(copy)) as archive:
            if _unpacked(archive) > settings.TEMPLATE_LARGEST_TOTAL:
                raise RuleError("too_large")
            is_signed = any(name.startswith("_xmlsignatures/") for name in archive.namelist())
            lines = [line for line in lines_of(archive) if line.place.part == BODY]
    except _DAMAGED as error:
        raise RuleError("unreadable") from error
    said = [CopyLine(line.text, line.place.stored()) for line in lines]
    return said, [{"name": "", "at": ""}] if is_signed else []


def _unpacked(archive: ZipFile) -> int:
    """Of the parts that are read."""
    parts: Iterable[Any] = archive.infolist()
    return sum(part.file_size for part in parts if part.filename.endswith(".xml"))
