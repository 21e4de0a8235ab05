"""Compound files and the .xls in them, record by record, as no spreadsheet program writes them."""

import struct
from collections.abc import Mapping, Sequence

_END, _FREE, _NONE, _OF_THE_TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR, _NUMBERS = 512, 128


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of at most three streams, each of at least 4096 bytes, up to 7 MB in all."""
    padded = {name: body.ljust(4096, b"\0") for name, body in streams.items()}
    lengths = [-(-len(body) // _SECTOR) for body in padded.values()]
    tables = -(-(sum(lengths) + 110) // _NUMBERS)
    first = tables + 1
    table = [_OF_THE_TABLE] * tables + [_END]
    entries = _entry("Root Entry", 5, 1, _END, 0)
    for number, (name, length) in enumerate(zip(padded, lengths, strict=True), start=1):
        sibling = number + 1 if number < len(padded) else _NONE
        entries += _entry(name, 2, _NONE, first, len(padded[name]), sibling)
        table += [*range(first + 1, first + length), _END]
        first += length
    table += [_FREE] * (tables * _NUMBERS - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    body = b"".join(
        each.ljust(-(-len(each) // _SECTOR) * _SECTOR, b"\0") for each in padded.values()
    )
    return head + struct.pack(f"<{len(table)}I", *table) + entries.ljust(_SECTOR, b"\0") + body


def xls(
    *sheets: Sequence[bytes], names: int = 1, head: Sequence[bytes] = (), version: int = 0x0600
) -> bytes:
    """A workbook of sheets, each its records; the last of them is named so many times."""
    begin = record(0x0809, struct.pack("<HHHHII", version, 5, 0, 0, 0, 0))
    begin_sheet = begin
    begin += b"".join(head)
    bodies = [begin_sheet + b"".join(records) + record(0x000A) for records in sheets]
    count = len(bodies) + names - 1
    named = [struct.pack("<IBBBB5s", 0, 0, 0, 5, 0, f"s{at:04}".encode()) for at in range(count)]
    at = len(begin) + sum(len(record(0x0085, each)) for each in named) + len(record(0x000A))
    starts = []
    for body in bodies:
        starts.append(at)
        at += len(body)
    starts += [starts[-1]] * (names - 1)
    book = b"".join(
        record(0x0085, struct.pack("<I", start) + each[4:])
        for start, each in zip(starts, named, strict=True)
    )
    return compound({"Workbook": begin + book + record(0x000A) + b"".join(bodies)})


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def extent(rows: int, columns: int) -> bytes:
    """How large the sheet says that it is."""
    return record(0x0200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))


def number(row: int, column: int, value: float = 1.0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def failed_formula(row: int, column: int, code: int) -> bytes:
    left = bytes([2, 0, code, 0, 0, 0, 0xFF, 0xFF])
    return record(0x0006, struct.pack("<HHH", row, column, 0) + left + bytes(6) + b"\0\0")


def formula(row: int, column: int, tokens: bytes, left: float = 5.0) -> bytes:
    body = struct.pack("<HHHdHIH", row, column, 0, left, 0, 0, len(tokens)) + tokens
    return record(0x0006, body)


def shared(row: int, columns: tuple[int, int], tokens: bytes) -> bytes:
    """What stands behind the first cell of a row that have one formula in common."""
    body = struct.pack("<HHBBBB", row, row, *columns, 0, 2)
    return record(0x04BC, body + struct.pack("<H", len(tokens)) + tokens)


def array(row: int, columns: tuple[int, int], tokens: bytes) -> bytes:
    """What stands behind the first cell of a row that one formula fills."""
    body = struct.pack("<HHBBHI", row, row, *columns, 0, 0)
    return record(0x0221, body + struct.pack("<H", len(tokens)) + tokens)


def other_book(name: str) -> bytes:
    """A workbook beside this one; a program and its topic with a sign 3 between them."""
    return record(0x01AE, struct.pack("<HHB", 0, len(name), 1) + name.encode("utf-16-le"))


def own_book(kind: int = 0x0401) -> bytes:
    """The workbook itself, or the functions that are given to it (0x3A01)."""
    return record(0x01AE, struct.pack("<HH", 1, kind))


def name_in_book(name: str) -> bytes:
    return record(0x0023, bytes(6) + bytes([len(name), 0]) + name.encode() + bytes(2))


def sheets_of_books(*books: int) -> bytes:
    """Pairs of a book and its first sheet, as the formulas number them."""
    pairs = b"".join(struct.pack("<HHH", book, 0, 0) for book in books)
    return record(0x0017, struct.pack("<H", len(books)) + pairs)


def own_name(name: str, tokens: bytes = b"") -> bytes:
    said = struct.pack("<HBBH", 0, 0, len(name), len(tokens)) + bytes(8) + b"\0" + name.encode()
    return record(0x0018, said + tokens)


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int = _NONE) -> bytes:
    written = name.encode("utf-16-le")
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written) + 2, kind, 1, _NONE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
