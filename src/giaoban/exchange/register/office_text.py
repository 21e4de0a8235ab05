"""Which lines do a workbook and slides hold, and with which does each sheet and slide begin?

Numbers are no lines: nobody searches for them, and no stamp is one. Runs apart (apart/child.py),
without settings: what is bounded comes as arguments.
"""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from itertools import islice
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from giaoban.exchange.register.office_parts import (
    drawn_lines,
    opened_parts,
    part_bytes,
    part_tree,
)
from giaoban.exchange.register.word_text import WordText
from giaoban.rules.problems import RuleError
from giaoban.rules.register.secrecy import HEAD_LINES

_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_BESIDE_SLIDES = re.compile(r"ppt/(?:notesSlides|slideMasters|slideLayouts)/[^/]+\.xml")
_NOTES = "ppt/notesSlides/"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_OVER_CELLS = re.compile(r"xl/drawings/drawing\d+\.xml")
_HEAD_OR_FOOT = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]*)<")
_LAYOUT = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d+|[A-Za-z])')
"""Where in a head or foot of a sheet something stands, and in which letters."""


def read_slides(content: bytes, *, most_bytes: int, most_parts: int, most_text: int) -> WordText:
    """What they and the notes to them say; `heads` also those of the drawings behind them."""
    found = WordText()
    with opened_parts(content, most_bytes=most_bytes, most_parts=most_parts) as archive:
        names = archive.namelist()
        slides = sorted((int(m[1]), m[0]) for name in names if (m := _SLIDE.fullmatch(name)))
        if not slides:
            raise RuleError("document_damaged")
        for _number, name in slides:
            lines = _drawn(archive, name)
            found.heads.append(lines[:HEAD_LINES])
            found.lines += lines
        for name in sorted(filter(_BESIDE_SLIDES.fullmatch, names)):
            lines = _drawn(archive, name)
            found.heads.append(lines[:HEAD_LINES])
            found.lines += lines if name.startswith(_NOTES) else []
    found.lines = _upto(found.lines, most_text)
    return found


def read_workbook(content: bytes, *, most_bytes: int, most_parts: int, most_text: int) -> WordText:
    """The words in its cells, sheet by sheet; `heads` also what lies over and around them."""
    found = WordText()
    with opened_parts(content, most_bytes=most_bytes, most_parts=most_parts) as archive:
        names = archive.namelist()
        for name in sorted(filter(_SHEET.fullmatch, names)):
            found.heads.append(_around(part_bytes(archive, name)))
        for name in sorted(filter(_OVER_CELLS.fullmatch, names)):
            lines = _drawn(archive, name)
            found.heads.append(lines[:HEAD_LINES])
            found.lines += lines
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for title in book.sheet_names:
            lines = list(_upto(_words(book, title), most_text))
            found.heads.append(lines[:HEAD_LINES])
            found.lines += lines
    except CalamineError as error:
        raise RuleError("document_damaged") from error
    found.lines = _upto(found.lines, most_text)
    return found


def _drawn(archive: ZipFile, name: str) -> list[str]:
    root = part_tree(archive, name)
    return [] if root is None else drawn_lines(root)


def _words(book: CalamineWorkbook, title: str) -> Iterator[str]:
    """Cell by cell: beside a stamp stands the number, in a cell of its own."""
    yield title
    for row in book.get_sheet_by_name(title).iter_rows():
        for cell in row:
            if isinstance(cell, str):
                yield from (line for part in cell.split("\n") if (line := " ".join(part.split())))


def _around(sheet: bytes) -> list[str]:
    found = []
    for said in islice(_HEAD_OR_FOOT.findall(sheet), HEAD_LINES):
        parts = re.split("&[LCR]", unescape(said.decode("utf-8", "replace")))
        found += [line for part in parts if (line := " ".join(_LAYOUT.sub("", part).split()))]
    return found


def _upto(lines: Iterator[str] | list[str], most: int) -> list[str]:
    """So much as is kept to search in: a workbook is taken however much it says."""
    kept, length = list[str](), 0
    for line in lines:
        length += len(line)
        if length > most:
            break
        kept.append(line)
    return kept
