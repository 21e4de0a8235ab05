"""Which streams does a compound file hold? The shell of an .xls, or of an .xlsx with a password."""

import struct
import sys
from array import array

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAM, _ROOT = 2, 5
_ENTRY = 128
_MINI_SECTOR = 64


class CompoundFile:
    """Its streams by name; raises struct.error, ValueError, IndexError or KeyError if damaged."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        (shift,) = struct.unpack_from("<H", content, 30)
        if shift not in (9, 12):
            raise ValueError("no size of sectors that is known")
        self.sector = 1 << shift
        first_entry, self.cutoff, first_mini = struct.unpack_from("<I4xII", content, 48)
        self.table = _numbers(b"".join(self._at(number) for number in self._of_the_table()))
        self.mini_table = _numbers(self._chain(first_mini))
        self.entries: dict[str, tuple[int, int]] = {}
        self.mini = b""
        entries = self._chain(first_entry)
        for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", entries, at + 64)
            start, size = struct.unpack_from("<II", entries, at + 116)
            if kind == _ROOT:
                self.mini = self._chain(start)
            elif kind == _STREAM:
                name = entries[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
                self.entries[name] = start, size

    def stream(self, name: str) -> bytes:
        start, size = self.entries[name]
        if size >= self.cutoff:
            return self._chain(start)[:size]
        found = []
        while start < len(self.mini_table) and len(found) <= size // _MINI_SECTOR:
            found.append(self.mini[start * _MINI_SECTOR : (start + 1) * _MINI_SECTOR])
            start = self.mini_table[start]
        return b"".join(found)[:size]

    def _of_the_table(self) -> list[int]:
        """The sectors in which the table of sectors stands: 109 in the head, others in a chain."""
        (following, _count) = struct.unpack_from("<II", self.content, 68)
        numbers = list(struct.unpack_from("<109I", self.content, 76))
        for _each in range(len(self.content) // self.sector):
            if not self._is_there(following):
                break
            *more, following = _numbers(self._at(following))
            numbers += more
        return [number for number in numbers if self._is_there(number)]

    def _is_there(self, number: int) -> bool:
        return (number + 1) * self.sector < len(self.content)

    def _at(self, number: int) -> bytes:
        return self.content[(number + 1) * self.sector : (number + 2) * self.sector]

    def _chain(self, number: int) -> bytes:
        """What stands in a sector and those that follow it; a circle ends by its length."""
        found = []
        while number < len(self.table) and self._is_there(number) and len(found) < len(self.table):
            found.append(self._at(number))
            number = self.table[number]
        return b"".join(found)


def _numbers(content: bytes) -> "array[int]":
    numbers = array("I", content[: len(content) // 4 * 4])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
