"""May this file be opened at all? Its size unpacked, and the sheets' extent, looked at beforehand.

A spreadsheet is read into a full rectangle: two cells far apart, in a file of 5 kB, would take
gigabytes. So everything is refused whose rectangle is beyond the bounds of settings/uploads.py.
"""

import re
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from django.conf import settings
from lxml import etree

from giaoban.apart.parent import done_apart
from giaoban.exchange.reporting.calling_formulas import Calling
from giaoban.exchange.reporting.compound_files import SIGNATURE
from giaoban.exchange.reporting.failed_formulas import by_sheet, failed_cells, names_outside
from giaoban.exchange.reporting.open_document_sheets import Bounds, judged_sheets
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.workbook_formulas import cell_name

Failed = dict[tuple[str, str], str]
"""By sheet and cell what stands where a formula failed, such as #REF!; or one that calls out."""

_ZIP = b"PK\x03\x04"
_NAMES = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,9})([0-9]{1,9})["']""")  # of cells and rows
_MOST_LETTERS = 20_000  # Excel itself knows 16,384 columns
_TAG = re.compile(rb"<(?:\w+:)?(?:(row)\b|c[\s/>])")
# A reader follows relations to parts of any name: a sheet is told by what is in it.
_SHEET = re.compile(rb"sheetData|s\0h\0e\0e\0t\0D\0a\0t\0a")
_TEXTS = re.compile(rb"<(?:\w+:)?sst\b")
_TEXT = re.compile(rb"<(?:\w+:)?si\b")
_LONGEST_NAME = 100  # of a sheet, as it is shown; Excel itself allows 31 letters
_TRIAL = "giaoban.exchange.reporting.opening_trial"
_TRIAL_MEGABYTES, _TRIAL_SECONDS = 300, 10


def refuse_unbounded(content: bytes) -> Failed:
    """Where formulas failed or call out: the reader takes what they leave for nothing, or figures.

    Raises RuleError `workbook_too_large`, `old_workbook_too_large`, `workbook_locked` or
    `workbook_damaged`; nothing large is held meanwhile. A zip is one wherever it begins. An .xls
    is no zip: it is opened in a process of its own first, and so is a workbook whose texts might
    be many times as large as they are in the file.
    """
    failed: Failed = {}
    is_to_try = is_old = content.startswith(SIGNATURE)
    if content.startswith(_ZIP) or is_zipfile(BytesIO(content)):
        found = _judged_archive(content)
        failed = found.failed
        is_to_try = is_to_try or found.longest * found.tags > settings.WORKBOOK_LARGEST_TOTAL
    if is_to_try:
        failed |= _tried_apart(content, "old_workbook_too_large" if is_old else None)
    return failed


def _tried_apart(content: bytes, too_large: str | None) -> Failed:
    """As refuse_unbounded; `too_large` is said in place of `workbook_too_large`."""
    given = {
        "most_cells": settings.WORKBOOK_MOST_CELLS,
        "most_in_all": settings.WORKBOOK_MOST_CELLS_IN_ALL,
        "most_failed": settings.WORKBOOK_MOST_FAILED,
    }
    bounds = {"megabytes": _TRIAL_MEGABYTES, "seconds": _TRIAL_SECONDS}
    try:
        answer, _rest = done_apart(_TRIAL, given, content, **bounds)
    except RuleError:
        answer = {"refused": "workbook_too_large"}
    code = answer.get("refused")
    if code is None:
        failed: Failed = {(sheet, cell): shown for sheet, cell, shown in answer["failed"]}
        calling = {(sheet, cell): Calling(shown) for sheet, cell, shown in answer["calling"]}
        return failed | calling
    is_too_large = too_large is not None and code == "workbook_too_large"
    raise RuleError(too_large if is_too_large else code, **answer.get("told", {}))


@dataclass
class _Judged:
    """What is known of a workbook that is a zip: its cells as written, and its longest text."""

    failed: Failed = field(default_factory=dict)
    in_all: int = 0
    tags: int = 0
    longest: int = 0


def _judged_archive(content: bytes) -> _Judged:
    found = _Judged()
    failed: dict[str, dict[str, str]] = {}
    try:
        with ZipFile(BytesIO(content)) as archive:
            _refuse_large(archive.infolist())
            _refuse_locked(archive)
            names = names_outside(archive)
            for part in archive.infolist():
                unpacked = _unpacked(archive, part)
                if _SHEET.search(unpacked):
                    try:
                        _add_extent(unpacked, found)
                        cells = failed_cells(unpacked, settings.WORKBOOK_MOST_FAILED, names)
                    except RuleError as error:
                        raise _with_sheet(error, archive, part.filename) from error
                    if cells:
                        failed[part.filename] = cells
                if _TEXTS.search(unpacked):
                    found.longest = max(found.longest, _longest_text(unpacked))
                if part.filename.lower() == "content.xml":
                    found.failed |= judged_sheets(unpacked, _bounds())
            found.failed |= by_sheet(archive, failed, settings.WORKBOOK_MOST_FAILED)
    except (
        KeyError,
        etree.XMLSyntaxError,
        BadZipFile,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
    ) as error:
        raise RuleError("workbook_damaged") from error
    return found


def _with_sheet(error: RuleError, archive: ZipFile, part: str) -> RuleError:
    """The same problem with the name that people see, where the part is known to bear one."""
    try:
        most = settings.WORKBOOK_MOST_FAILED
        names = [sheet for sheet, _cell in by_sheet(archive, {part: {"A1": ""}}, most)]
    except (KeyError, etree.XMLSyntaxError, RuleError):
        names = []
    if error.code != "workbook_too_large" or not any(names):
        return error
    return RuleError(error.code, sheet=names[0][:_LONGEST_NAME], **error.params)


def _bounds() -> Bounds:
    return Bounds(
        most_cells=settings.WORKBOOK_MOST_CELLS,
        most_in_all=settings.WORKBOOK_MOST_CELLS_IN_ALL,
        most_sheets=settings.WORKBOOK_MOST_PARTS,
        most_text=settings.WORKBOOK_LARGEST_TOTAL,
        most_failed=settings.WORKBOOK_MOST_FAILED,
    )


def _refuse_large(parts: list[ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > settings.WORKBOOK_MOST_PARTS or unpacked > settings.WORKBOOK_LARGEST_TOTAL:
        raise RuleError("workbook_too_large")
    if any(part.flag_bits & 1 for part in parts):
        raise RuleError("workbook_locked")
    if any(part.filename.lower() == "xl/workbook.bin" for part in parts):
        raise RuleError("workbook_damaged")  # .xlsb: its sheets are not XML and cannot be measured


def _refuse_locked(archive: ZipFile) -> None:
    """An .ods with a password says so in its list of parts; the parts are no XML then."""
    for part in archive.infolist():
        is_list = part.filename.lower() == "meta-inf/manifest.xml"
        if is_list and b"encryption-data" in _unpacked(archive, part):
            raise RuleError("workbook_locked")


def _unpacked(archive: ZipFile, part: ZipInfo) -> bytes:
    """The bytes of a part; a directory that lies about their number is a damaged file."""
    with archive.open(part) as opened:
        found = opened.read(part.file_size + 1)
    if len(found) != part.file_size:
        raise RuleError("workbook_damaged")
    return found


def _add_extent(sheet: bytes, found: _Judged) -> None:
    """A sheet of an .xlsx: what stands farthest down times what stands farthest right.

    Nothing is gathered here: 100 MB of the shortest tags would be a gigabyte of matches.
    """
    if b"\0" in sheet[:200]:
        raise RuleError("workbook_damaged")
    most = 2 * settings.WORKBOOK_MOST_CELLS
    rows = column = width = tags = 0
    for at, match in enumerate(_TAG.finditer(sheet)):
        if match[1]:
            rows, column = rows + 1, 0
        else:
            # Cells without a name follow one another within their row.
            column += 1
            tags += 1
            if column > width:
                width = column
        if at > most:
            raise _reaching(cell_name((max(rows, 1) - 1, max(width, 1) - 1)))
    letters: set[bytes] = set()
    for at, name in enumerate(_NAMES.finditer(sheet)):
        letters.add(name[1])
        number = int(name[2])
        if number > rows:
            rows = number
        if at > most or len(letters) > _MOST_LETTERS:
            raise _reaching(((name[1] or b"A") + name[2]).decode().upper())
    width = max([width, *(_column(each) for each in letters)])
    found.tags += tags
    found.in_all += rows * width
    if rows * width > settings.WORKBOOK_MOST_CELLS:
        raise _reaching(cell_name((rows - 1, width - 1)))
    if found.in_all > settings.WORKBOOK_MOST_CELLS_IN_ALL:
        raise RuleError("workbook_too_large")


def _reaching(cell: str) -> RuleError:
    return RuleError("workbook_too_large", cell=cell, most=settings.WORKBOOK_MOST_CELLS)


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - ord("A") + 1
    return column


def _longest_text(texts: bytes) -> int:
    """Of the shared texts, in bytes; each may be named by any number of cells."""
    most = 2 * settings.WORKBOOK_MOST_CELLS
    longest = begun = 0
    for at, match in enumerate(_TEXT.finditer(texts)):
        longest, begun = max(longest, match.start() - begun), match.start()
        if at > most:
            raise RuleError("workbook_too_large")
    return max(longest, len(texts) - begun)
