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


def xls(*sheets: Sequence[bytes], names: int = 1) -> bytes:
    """A workbook of sheets, each its records; the last of them is named so many times."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    bodies = [begin + b"".join(records) + record(0x000A) for records in sheets]
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


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int = _NONE) -> bytes:
    written = name.encode("utf-16-le")
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written) + 2, kind, 1, _NONE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
