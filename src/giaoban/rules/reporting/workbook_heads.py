"""Where on a sheet is the framed table to fill in, and what is each of its columns for?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from giaoban.rules.reporting.workbook_grid import Cell, SheetGrid
from giaoban.rules.units.naming import search_key

_NUMBER = {"tt", "stt", "so tt", "no", "no."}
_NAME = re.compile(
    r"(chi tieu|noi dung|dien giai|hang muc|danh muc|tieu chi|linh vuc|doi tuong|ten\b|loai\b|"
    r"indicator|item|content)"
)
_MEASURE = re.compile(r"(don vi tinh|dvt|dv tinh|unit of measure)")
_NOTE = re.compile(r"(ghi chu|giai trinh|nguon so lieu|note|remark)")
_COUNTED = re.compile(r"\(?\s*([0-9]{1,2}|[A-Za-z])\s*\)?")  # (1) (2) (3) or A B 1 2 under a head
_MOST_HEAD_ROWS = 4


@dataclass(frozen=True, slots=True)
class Head:
    """A table: where its rows begin, its columns by use, and the words over each column.

    `words` are by column the cell that names it and its name with those of the heads above it.
    """

    first_row: int
    number: int | None
    name: int
    measure: int | None
    figures: tuple[int, ...]
    words: dict[int, tuple[Cell, str]]


def heads(sheet: SheetGrid) -> Iterator[tuple[Head, int]]:
    """Every table with the row after its last one."""
    row = 0
    while row < sheet.height:
        head = _head_at(sheet, row)
        if head is None:
            row += 1
            continue
        row = _end(sheet, head)
        yield head, row


def _head_at(sheet: SheetGrid, row: int) -> Head | None:
    """A row of words whose columns are figures below."""
    texts = {
        column: search_key(sheet.at((row, column)).text)
        for column in range(sheet.width)
        if sheet.at((row, column)).text and not sheet.at((row, column)).is_number
    }
    if len(texts) < 2 or not all(sheet.at((row, column)).is_framed for column in texts):
        return None
    name = next((column for column, text in texts.items() if _NAME.search(text)), None)
    if name is None:
        if not any(text in _NUMBER for text in texts.values()):
            return None
        name = next((column for column, text in texts.items() if text not in _NUMBER), None)
        if name is None:
            return None
    first = _first_row(sheet, row, texts)
    words = {
        column: found
        for column in range(sheet.width)
        if (found := _column_words(sheet, row, first, column))
    }
    keys = {column: search_key(text) for column, (_cell, text) in words.items()}
    number = next((column for column, key in keys.items() if key in _NUMBER), None)
    measure = next((column for column, key in keys.items() if _MEASURE.search(key)), None)
    beside = {name, number, measure}
    asked = tuple(
        column
        for column, key in keys.items()
        if column not in beside
        and column > name
        and not _NOTE.search(key)
        and _is_for_figures(sheet, first, column)
    )
    return Head(first, number, name, measure, asked, words) if asked else None


def _first_row(sheet: SheetGrid, row: int, texts: dict[int, str]) -> int:
    """Below the head with its merged cells, and below the row that numbers the columns."""
    last = row
    for top, left, bottom, _right in sheet.merged:
        if top == row and left in texts:
            last = max(last, min(bottom, row + _MOST_HEAD_ROWS))
    first = last + 1
    below = [sheet.at((first, column)).text for column in range(sheet.width)]
    said = [text for text in below if text]
    if len(said) >= 2 and all(_COUNTED.fullmatch(text) for text in said):
        first += 1
    return first


def _column_words(sheet: SheetGrid, row: int, first: int, column: int) -> tuple[Cell, str] | None:
    """The lowest cell of the head over the column, and all that stands over it, once each."""
    found: list[str] = []
    lowest: Cell | None = None
    for above in range(row, first):
        cell = sheet.first_of((above, column))
        text = sheet.at(cell).text.strip()
        if not text or cell[0] < row or _COUNTED.fullmatch(text):
            continue
        lowest = cell
        if text not in found:
            found.append(text)
    return (lowest, " – ".join(found)) if lowest else None


def _is_for_figures(sheet: SheetGrid, first: int, column: int) -> bool:
    cells = [(row, column) for row in range(first, min(first + 40, sheet.height))]
    return any(sheet.at(cell).is_fillable and not sheet.is_covered(cell) for cell in cells)


def _end(sheet: SheetGrid, head: Head) -> int:
    """The row after the last that has a name or a framed figure."""
    row = head.first_row
    while row < sheet.height:
        framed = any(sheet.at((row, column)).is_framed for column in head.figures)
        if not framed and not sheet.at((row, head.name)).is_framed:
            break
        if row > head.first_row and _head_starts(sheet, head, row):
            break
        row += 1
    return max(row, head.first_row)


def _head_starts(sheet: SheetGrid, head: Head, row: int) -> bool:
    """Whether another head follows at once, with the same words as this one."""
    _cell, name = head.words.get(head.name, ((0, 0), ""))
    return bool(name) and sheet.at((row, head.name)).text.strip() == name
