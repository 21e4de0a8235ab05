"""Which formulas of an .xls failed? Read record by record, as [MS-XLS] lays them out.

The reader of workbooks takes what such a formula left for an empty cell.
"""

import struct
from collections.abc import Iterator

from giaoban.exchange.reporting.compound_files import CompoundFile
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.workbook_formulas import cell_name

_BEGIN, _END = {0x0809, 0x0409, 0x0209, 0x0009}, 0x000A
_PASSWORD, _CODE_PAGE, _SHEET = 0x002F, 0x0042, 0x0085
_FORMULA, _YES_NO_OR_FAILED = 0x0006, 0x0205
_NEWEST = 0x0600  # of Excel 97 and later; what is older knows no Unicode
_SHOWN = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
Record = tuple[int, bytes]


def failed_formulas(content: bytes, most: int) -> list[tuple[str, str, str]]:
    """Sheet, cell and what stands there.

    Raises RuleError `workbook_locked`, or `workbook_too_large` where there are more than `most`;
    struct.error, ValueError, KeyError, IndexError or LookupError where the file is damaged.
    """
    file = CompoundFile(content)
    if "EncryptedPackage" in file.entries:
        raise RuleError("workbook_locked")
    book = file.stream("Workbook" if "Workbook" in file.entries else "Book")
    found = []
    for name, start in _sheets(book):
        for row, column, code in _failed(book, start):
            found.append((name, cell_name((row, column)), _SHOWN.get(code, "#")))
            if len(found) > most:
                raise RuleError("workbook_too_large")
    return found


def _sheets(book: bytes) -> list[tuple[str, int]]:
    is_newest, page = True, "cp1252"
    found = []
    for kind, body in _records(book, 0):
        if kind == _PASSWORD:
            raise RuleError("workbook_locked")
        if kind in _BEGIN:
            is_newest = struct.unpack_from("<H", body)[0] == _NEWEST
        elif kind == _CODE_PAGE:
            page = f"cp{struct.unpack_from('<H', body)[0]}"
        elif kind == _SHEET:
            (start,) = struct.unpack_from("<I", body)
            found.append((_name(body[6:], page, is_newest=is_newest), start))
    return found


def _name(body: bytes, page: str, *, is_newest: bool) -> str:
    length = body[0]
    if not is_newest:
        return body[1 : 1 + length].decode(page, "replace")
    if body[1] & 1:
        return body[2 : 2 + 2 * length].decode("utf-16-le", "replace")
    return body[2 : 2 + length].decode("latin-1")


def _failed(book: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    for kind, body in _records(book, start):
        # What a formula left is a number, unless it ends in FF FF: then its kind comes first.
        if kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
            yield *struct.unpack_from("<HH", body), body[8]
        elif kind == _YES_NO_OR_FAILED and len(body) >= 8 and body[7]:
            yield *struct.unpack_from("<HH", body), body[6]


def _records(book: bytes, at: int) -> Iterator[Record]:
    """Those of the sheet that begins there, and of the charts in it."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length
        if kind in _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
