"""May this file be opened at all? Its size unpacked, and the sheets' extent, looked at beforehand.

A spreadsheet is read into a full rectangle: two cells far apart, in a file of 5 kB, would take
gigabytes. So everything is refused whose rectangle is beyond the bounds of settings/uploads.py.
"""

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from django.conf import settings
from lxml import etree

from giaoban.rules.problems import RuleError

_ZIP = b"PK\x03\x04"
# Most workbooks have no row from 1000 and no column from AAA on, and so no more than 702 × 999.
_FAR = re.compile(rb"""\br\s*=\s*["'](?:[A-Za-z]{3}[0-9]|[A-Za-z]{0,2}[0-9]{4,})""")
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,9})([0-9]{1,9})["']""")
_ROW = re.compile(rb"""\br\s*=\s*["']([0-9]{1,9})["']""")
_ROW_TAG = re.compile(rb"<(?:\w+:)?row\b")
_CELL_TAG = re.compile(rb"<(?:\w+:)?c[\s/>]")
_FAILED = re.compile(
    rb"<(?:\w+:)?c\b([^>]*[^/>])>"
    rb"(?:<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]{1,20})<"
)
_NAME = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3}[0-9]{1,7})["']""")
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
# A reader follows relations to parts of any name: a sheet is told by what is in it.
_SHEET = re.compile(rb"sheetData|s\0h\0e\0e\0t\0D\0a\0t\0a")
_MANY_ROWS, _MANY_COLUMNS = 999, 702
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def refuse_unbounded(content: bytes) -> dict[tuple[str, str], str]:
    """Raises RuleError `workbook_too_large` or `workbook_damaged`; nothing large is held meanwhile.

    What is no zip (.xls) has at most 65,536 rows of 256 columns and is left to its reader; a zip
    is one wherever it begins. The answer: by (sheet, cell) what stands where a formula failed, such
    as #REF!, which the reader takes for an empty cell.
    """
    failed: dict[str, dict[str, str]] = {}
    if not content.startswith(_ZIP) and not is_zipfile(BytesIO(content)):
        return {}
    try:
        with ZipFile(BytesIO(content)) as archive:
            _refuse_large(archive.infolist())
            for part in archive.infolist():
                content_of = _unpacked(archive, part)
                if _SHEET.search(content_of):
                    _refuse_wide(content_of)
                    if found := _failed_cells(content_of):
                        failed[part.filename] = found
                if part.filename.lower() == "content.xml":
                    _refuse_repeated(content_of)
            return _by_sheet(archive, failed)
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


def _failed_cells(sheet: bytes) -> dict[str, str]:
    if b't="e"' not in sheet:
        return {}
    return {
        name.group(1).decode(): shown.decode("utf-8", "replace")
        for start, shown in _FAILED.findall(sheet)
        if b't="e"' in start and (name := _NAME.search(start))
    }


def _by_sheet(archive: ZipFile, failed: dict[str, dict[str, str]]) -> dict[tuple[str, str], str]:
    """The failed cells by the names that people see; parts are called otherwise."""
    if not failed:
        return {}
    book = etree.fromstring(archive.read("xl/workbook.xml"), _SAFE)
    rels = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), _SAFE)
    targets = {each.get("Id"): each.get("Target", "").removeprefix("/xl/") for each in rels}
    return {
        (sheet.get("name", ""), cell): shown
        for sheet in book.iter("{*}sheet")
        for cell, shown in failed.get(f"xl/{targets.get(sheet.get(_ID))}", {}).items()
    }


def _refuse_large(parts: list[ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > settings.WORKBOOK_MOST_PARTS or unpacked > settings.WORKBOOK_LARGEST_TOTAL:
        raise RuleError("workbook_too_large")
    if any(part.flag_bits & 1 for part in parts):
        raise RuleError("workbook_locked")
    if any(part.filename.lower() == "xl/workbook.bin" for part in parts):
        raise RuleError("workbook_damaged")  # .xlsb: its sheets are not XML and cannot be measured


def _unpacked(archive: ZipFile, part: ZipInfo) -> bytes:
    """The bytes of a part; a directory that lies about their number is a damaged file."""
    with archive.open(part) as opened:
        found = opened.read(part.file_size + 1)
    if len(found) != part.file_size:
        raise RuleError("workbook_damaged")
    return found


def _refuse_wide(sheet: bytes) -> None:
    """A sheet of an .xlsx: what stands farthest down times what stands farthest right."""
    if b"\0" in sheet[:200]:
        raise RuleError("workbook_damaged")
    rows = len(_ROW_TAG.findall(sheet))
    cells = len(_CELL_TAG.findall(sheet))
    if rows <= _MANY_ROWS and cells <= _MANY_COLUMNS and not _FAR.search(sheet):
        return
    width = 0
    for letters, number in _CELL.findall(sheet):
        width = max(width, _column(letters))
        rows = max(rows, int(number))
    rows = max([rows, *(int(number) for number in _ROW.findall(sheet))])
    # Cells without a name follow one another within their row.
    width = max([width, *(len(_CELL_TAG.findall(row)) for row in _ROW_TAG.split(sheet))])
    if rows * width > settings.WORKBOOK_MOST_CELLS:
        raise RuleError("workbook_too_large")


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - ord("A") + 1
    return column


def _refuse_repeated(content: bytes) -> None:
    """The sheets of an .ods: cells and rows may say how often they repeat."""
    rows = width = column = wide = 0
    filled_rows = 0
    try:
        for event, node in etree.iterparse(
            BytesIO(content), events=("start", "end"), resolve_entities=False, no_network=True
        ):
            if event == "start":
                if node.tag == f"{_TABLE}table":
                    rows = width = filled_rows = 0
                elif node.tag == f"{_TABLE}table-row":
                    column = wide = 0
                continue
            if node.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                column += _times(node, "number-columns-repeated")
                wide = column if len(node) else wide
            elif node.tag == f"{_TABLE}table-row":
                rows += _times(node, "number-rows-repeated")
                if wide:
                    filled_rows, width = rows, max(width, wide)
                    if filled_rows * width > settings.WORKBOOK_MOST_CELLS:
                        raise RuleError("workbook_too_large")
                node.clear()
    except etree.XMLSyntaxError as error:
        raise RuleError("workbook_damaged") from error


def _times(node: etree._Element, name: str) -> int:
    given = node.get(f"{_TABLE}{name}", "1")
    return int(given) if given.isdecimal() and len(given) < 9 else 1
