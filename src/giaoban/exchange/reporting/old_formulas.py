"""Does a formula of an .xls fetch its figure from outside? Judged by its tokens, after [MS-XLS].

Other workbooks, programs (DDE) and functions of later versions have their names in the head of the
file, and a formula names them by number. The formulas of Excel 95 and older name them otherwise:
such a file is refused as a whole where it names anything outside.
"""

import re
import struct
from collections.abc import Iterator
from functools import cached_property

from giaoban.exchange.reporting.calling_formulas import Calling, calls_out
from giaoban.rules.problems import RuleError

BOOK, SHEETS, OUTSIDE_NAME, NAME, CONTINUED = 0x01AE, 0x0017, 0x0023, 0x0018, 0x003C
NEWEST = 0x0600  # of Excel 97 and later; what is older knows no Unicode
_THIS_BOOK, _FUNCTIONS = 0x0401, 0x3A01  # in place of the length of a name
_FUNCTION, _FUNCTION_OF_MANY, _OWN_NAME, _NAME_OF_SHEET = 0x21, 0x22, 0x23, 0x39
_OF_SHEETS = frozenset({_NAME_OF_SHEET, 0x3A, 0x3B, 0x3C, 0x3D})
_TEXT, _MARK, _CHOICES = 0x17, 0x19, 0x04
_CALLING_FUNCTIONS = (
    {150: "CALL", 267: "REGISTER.ID", 379: "RTD"}
    | {380: "CUBEVALUE", 381: "CUBEMEMBER", 382: "CUBEMEMBERPROPERTY", 383: "CUBERANKEDMEMBER"}
    | {477: "CUBEKPIMEMBER", 478: "CUBESET", 479: "CUBESETCOUNT"}
)
# How many bytes a token takes, its number included.
_SIZES = (
    dict.fromkeys(range(0x03, 0x17), 1)
    | {0x01: 5, 0x02: 5, 0x18: 6, 0x1C: 2, 0x1D: 2, 0x1E: 3, 0x1F: 9}
    | {0x20: 8, _FUNCTION: 3, _FUNCTION_OF_MANY: 4, _OWN_NAME: 5, 0x24: 5, 0x25: 9}
    | {0x26: 7, 0x27: 7, 0x28: 7, 0x29: 3, 0x2A: 5, 0x2B: 9, 0x2C: 5, 0x2D: 9, 0x2E: 3, 0x2F: 3}
    | {_NAME_OF_SHEET: 7, 0x3A: 7, 0x3B: 11, 0x3C: 7, 0x3D: 11}
)
_OLDER_SIZES = (
    _SIZES
    | {_OWN_NAME: 15, 0x24: 4, 0x25: 7, 0x2A: 4, 0x2B: 7, 0x2C: 4, 0x2D: 7}
    | {_NAME_OF_SHEET: 25, 0x3A: 18, 0x3B: 21, 0x3C: 18, 0x3D: 21}
)
_OLDER_OWN = b"\x00\x02\x03:"  # what the name of a sheet of this workbook begins with
_PATH = "\x01"
_UNPRINTED = re.compile(r"[\x00-\x1f]+")
_LONGEST_SHOWN = 200


class Outside:
    """What the head of an .xls names, and which formulas reach out of the workbook by it."""

    def __init__(self) -> None:
        self.is_newest = True
        self.books: list[str | None] = []
        """Other workbooks and programs; None is the workbook itself, or functions."""
        self.names: list[list[str]] = []
        """By book what it is asked for, or the functions."""
        self.own: list[tuple[str, bytes]] = []
        """The names given in the workbook, and what stands behind each."""
        self.sheets = bytearray()
        self.last = 0

    def add(self, kind: int, body: bytes) -> None:
        """A record of the head; raises RuleError `old_workbook_calls_out`."""
        if kind == SHEETS and not self.is_newest:
            self.refuse_older(body)
        elif kind == SHEETS:
            self.sheets += body[2:]
        elif kind == CONTINUED and self.last == SHEETS:
            self.sheets += body
        elif kind == BOOK:
            self.books.append(_book(body))
            self.names.append([])
        elif kind == OUTSIDE_NAME and self.names:
            self.names[-1].append(_text(body[7:], body[6]))
        elif kind == NAME and self.is_newest:
            length, size = struct.unpack_from("<BH", body, 3)
            width = 2 if body[14] & 1 else 1
            self.own.append((_text(body[14:], length), body[15 + length * width :][:size]))
        self.last = self.last if kind == CONTINUED else kind

    def refuse_older(self, body: bytes) -> None:
        """Of Excel 95 and older: the length of a name, and the name."""
        if len(body) > 1 and body[1] not in _OLDER_OWN:
            raise RuleError("old_workbook_calls_out")

    def called(self, formula: bytes) -> Calling | None:
        """What the formula names that is outside; None where it stays within the workbook.

        Of one that is not understood whatever is outside may be meant. Asked once the whole head
        is added.
        """
        for said in self._said(formula):
            found = said if isinstance(said, str) else self._led_outside.get(said)
            if found:
                return Calling(found[:_LONGEST_SHOWN])
        return None

    def _said(self, formula: bytes) -> Iterator[str | int]:
        """What is outside, and the numbers of the workbook's own names, as the formula says it."""
        sizes = _SIZES if self.is_newest else _OLDER_SIZES
        try:
            for token, said in _tokens(formula, sizes, is_newest=self.is_newest):
                named = self._named(token, said)
                if isinstance(named, int) and not 0 < named <= len(self.own):
                    raise IndexError(named)
                if named is not None:
                    yield named
        except (KeyError, IndexError, struct.error):
            yield from (f"[{book}]" for book in self.books if book)

    @cached_property
    def _led_outside(self) -> dict[int, str]:
        """By the number of a name what is outside that it leads to, by way of others too.

        Each name is looked at once, however often it is said: one may name itself.
        """
        led: dict[int, str] = {}
        said_by: dict[int, list[int]] = {}
        for number, (name, formula) in enumerate(self.own, start=1):
            saying = dict.fromkeys(self._said(formula))
            texts = (said for said in saying if isinstance(said, str))
            if found := _calling_name(name) or next(texts, None):
                led[number] = found
                continue
            for said in saying:
                if isinstance(said, int):
                    said_by.setdefault(said, []).append(number)
        to_follow = list(led)
        while to_follow:
            followed = to_follow.pop()
            for number in said_by.pop(followed, ()):
                if number not in led:
                    led[number] = led[followed]
                    to_follow.append(number)
        return led

    def _named(self, token: int, said: bytes) -> str | int | None:
        if token in (_FUNCTION, _FUNCTION_OF_MANY):
            (number,) = struct.unpack_from("<H", said, token - _FUNCTION)
            return _CALLING_FUNCTIONS.get(number & 0x7FFF)
        if self.is_newest and token in _OF_SHEETS:
            return self._of_sheet(token, said)
        if self.is_newest and token == _OWN_NAME:
            return int.from_bytes(said[:2], "little")
        return None

    def _of_sheet(self, token: int, said: bytes) -> str | int | None:
        sheet, name = struct.unpack_from("<HH", said)
        (at,) = struct.unpack_from("<H", self.sheets, 6 * sheet)
        if self.books[at] is not None:
            return f"[{self.books[at]}]"
        if token != _NAME_OF_SHEET:
            return None
        names = self.names[at]
        return _calling_name(names[name - 1]) if names else int(name)


def _book(body: bytes) -> str | None:
    (length,) = struct.unpack_from("<H", body, 2)
    if length in (_THIS_BOOK, _FUNCTIONS):
        return None
    name = _text(body[4:], length)
    beside = "/" if name.startswith(_PATH) else "|"  # of folders; of a program and its topic
    return _UNPRINTED.sub(beside, name).strip(f"{beside} ") or None


def _text(body: bytes, length: int) -> str:
    """Letters of one byte or of two, as the byte before them says."""
    if body[0] & 1:
        return body[1 : 1 + 2 * length].decode("utf-16-le", "replace")
    return body[1 : 1 + length].decode("latin-1")


def _calling_name(name: str) -> str | None:
    """Functions that Excel 2003 did not know are names, such as _xlfn.WEBSERVICE."""
    return name if calls_out(f"{name}()") else None


def _tokens(
    formula: bytes, sizes: dict[int, int], *, is_newest: bool
) -> Iterator[tuple[int, bytes]]:
    """Each token and what belongs to it; raises KeyError for one that is not known."""
    at = 0
    while at < len(formula):
        token = formula[at]
        token = token & 0x1F | 0x20 if token > 0x3F else token  # one of three classes of values
        if token == _TEXT:
            width = 2 if is_newest and formula[at + 2] & 1 else 1
            size = 2 + is_newest + formula[at + 1] * width
        elif token == _MARK:
            is_choice = formula[at + 1] & _CHOICES
            (choices,) = struct.unpack_from("<H", formula, at + 2)
            size = 4 + (2 * (choices + 1) if is_choice else 0)
        else:
            size = sizes[token]
        yield token, formula[at + 1 : at + size]
        at += size
