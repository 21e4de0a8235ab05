"""Which column of an annex is which? Its head, of one row or two, is found by its words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from giaoban.rules.units.naming import search_key

HEAD_WITHIN = 15
"""The head stands among the first rows: titles and notes may lie over it."""


class Column(StrEnum):
    CLAUSE = "clause"
    TEXT = "text"
    LEAD = "lead"
    CO_OPERATING = "co_operating"
    TERM = "term"
    PRODUCT = "product"
    NOTE = "note"


# From the beginning of a word on. The longer comes first: `don vi phoi hop` is no `don vi`.
_HEADS: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(rf"(?<![a-z])(?:{words})"))
    for column, words in (
        (Column.CO_OPERATING, "phoi hop|co-?operating|supporting"),
        (Column.LEAD, "chu tri|don vi thuc hien|co quan thuc hien|lead|responsible"),
        (Column.PRODUCT, "san pham|ket qua|product|deliverable|output|expected result"),
        (Column.TERM, "thoi han|thoi gian|tien do|han hoan thanh|deadline|due|by when"),
        (Column.NOTE, "ghi chu|note|remark"),
        (Column.TEXT, "nhiem vu|noi dung|cong viec|task|obligation|action|activit|to be done"),
    )
)
_CLAUSE_HEADS = frozenset(
    {"stt", "tt", "so tt", "so thu tu", "no", "no.", "number", "item", "#", "muc", "clause"}
)
NEEDED = (Column.TEXT, Column.LEAD)


def columns_of(cells: Sequence[str]) -> dict[Column, int]:
    """Which column stands where, if the row is a head; the first of two alike counts."""
    found: dict[Column, int] = {}
    for place, cell in enumerate(cells):
        words = search_key(cell).strip(" .:")
        if words in _CLAUSE_HEADS:
            found.setdefault(Column.CLAUSE, place)
            continue
        column = next((column for column, head in _HEADS if head.search(words)), None)
        if column is not None and len(words) <= 60:
            found.setdefault(column, place)
    return found


@dataclass(frozen=True, slots=True)
class Head:
    """`below` is the place of the first row under it; `rows` are its own, as they are compared."""

    below: int
    columns: Mapping[Column, int]
    rows: frozenset[tuple[str, ...]]


def continues(table: Sequence[Sequence[str]], following: Sequence[Sequence[str]]) -> bool:
    """Whether an annex goes on in the next table of its file, as it does over pages: that one is as
    wide, and has the same head or none.
    """
    head, again = head_of(table), head_of(following)
    is_as_wide = max(map(len, table), default=0) == max(map(len, following), default=0)
    return head is not None and is_as_wide and (again is None or again.columns == head.columns)


def head_of(table: Sequence[Sequence[str]]) -> Head | None:
    """The first rows that name the columns needed, a second one with them that parts some of it."""
    for place, cells in enumerate(table[:HEAD_WITHIN]):
        below = table[place + 1] if place + 1 < len(table) else ()
        parted = columns_of(_parted(cells, below))
        for columns, rows in ((parted, (cells, below)), (columns_of(cells), (cells,))):
            if all(column in columns for column in NEEDED):
                return Head(place + len(rows), columns, frozenset(map(compared, rows)))
    return None


def _parted(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """The words of a head of two rows, the lower ones where both say some; none if it is not one.

    `Đơn vị thực hiện` lies over `Chủ trì` and `Phối hợp`.
    """
    if len(above) != len(below) or len(columns_of(above)) < 2:
        return []  # nothing, or a title
    both = list(zip(above, below, strict=True))
    new = {low for high, low in both if low and low != high}
    if len(new) == 1 or not all(columns_of([low]) for low in new):
        return []  # a heading, or what is to be done
    return [low or high for high, low in both]


def compared(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(search_key, cells))
