"""Which formulas of an .xls failed or call out? Read record by record, as [MS-XLS] lays them out.

The reader of workbooks takes what the ones left for an empty cell, and what the others left for
figures.
"""

import struct
from collections.abc import Iterator

from giaoban.exchange.reporting.calling_formulas import Calling
from giaoban.exchange.reporting.compound_files import CompoundFile
from giaoban.exchange.reporting.old_formulas import NEWEST, SHEETS, Outside
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.workbook_formulas import cell_name

_BEGIN, _END = {0x0809, 0x0409, 0x0209, 0x0009}, 0x000A
_PASSWORD, _CODE_PAGE, _SHEET = 0x002F, 0x0042, 0x0085
_FORMULA, _YES_NO_OR_FAILED = 0x0006, 0x0205
_OF_SEVERAL = {0x0221: 12, 0x04BC: 8}  # an array, a shared formula; where its length stands
_REFERS = b"\x01"  # the formula of this cell is one of several's
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


def judged_formulas(content: bytes, most: int) -> list[tuple[str, str, str]]:
    """Sheet, cell and what stands there; of one that calls out what it names, as Calling.

    Raises RuleError `workbook_locked`, `old_workbook_calls_out` where what is outside cannot be
    told by its cells, or `workbook_too_large` where there are more than `most`; struct.error,
    ValueError, KeyError, IndexError or LookupError where the file is damaged.
    """
    file = CompoundFile(content)
    if "EncryptedPackage" in file.entries:
        raise RuleError("workbook_locked")
    book = file.stream("Workbook" if "Workbook" in file.entries else "Book")
    outside = Outside()
    found = []
    for name, start in _sheets(book, outside):
        for row, column, shown in _judged(book, start, outside):
            found.append((name, cell_name((row, column)), shown))
            if len(found) > most:
                raise RuleError("workbook_too_large")
    return found


def _sheets(book: bytes, outside: Outside) -> list[tuple[str, int]]:
    page = "cp1252"
    found = []
    for kind, body in _records(book, 0):
        if kind == _PASSWORD:
            raise RuleError("workbook_locked")
        if kind in _BEGIN:
            outside.is_newest = struct.unpack_from("<H", body)[0] == NEWEST
        elif kind == _CODE_PAGE:
            page = f"cp{struct.unpack_from('<H', body)[0]}"
        elif kind == _SHEET:
            (start,) = struct.unpack_from("<I", body)
            found.append((_name(body[6:], page, is_newest=outside.is_newest), start))
        else:
            outside.add(kind, body)
    return found


def _name(body: bytes, page: str, *, is_newest: bool) -> str:
    length = body[0]
    if not is_newest:
        return body[1 : 1 + length].decode(page, "replace")
    if body[1] & 1:
        return body[2 : 2 + 2 * length].decode("utf-16-le", "replace")
    return body[2 : 2 + length].decode("latin-1")


def _judged(book: bytes, start: int, outside: Outside) -> Iterator[tuple[int, int, str]]:
    """Row, column and what stands there. A formula of several cells follows the first of them."""
    calling: dict[tuple[int, int], Calling] = {}
    place = first = (0, 0)
    for kind, body in _records(book, start):
        if kind == _FORMULA and len(body) >= 14:
            place = struct.unpack_from("<HH", body)
            formula = _formula(body, 20)
            if formula.startswith(_REFERS):
                first = struct.unpack_from("<HH", formula, 1)
                called = calling.get(first)
            else:
                called = outside.called(formula)
            # What a formula left is a number, unless it ends in FF FF: then its kind comes first.
            if called is not None:
                yield *place, called
            elif body[12:14] == b"\xff\xff" and body[6] == 2:
                yield *place, _SHOWN.get(body[8], "#")
        elif kind in _OF_SEVERAL:
            called = outside.called(_formula(body, _OF_SEVERAL[kind]))
            if called is not None:
                calling[first] = called
                yield *place, called
        elif kind == _YES_NO_OR_FAILED and len(body) >= 8 and body[7]:
            yield *struct.unpack_from("<HH", body), _SHOWN.get(body[6], "#")
        elif kind == SHEETS and not outside.is_newest:
            outside.refuse_older(body)


def _formula(body: bytes, at: int) -> bytes:
    """The tokens behind their length; empty where there are none."""
    if len(body) < at + 2:
        return b""
    (size,) = struct.unpack_from("<H", body, at)
    return body[at + 2 : at + 2 + size]


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
