"""Which lines of text does a Word file have, and where would somebody look for each of them?"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from zipfile import ZipFile

from lxml import etree

from giaoban.rules.problems import RuleError

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
_LONGEST_EXCERPT = 80
MOST_LINES = 100_000
BODY, HEADER, FOOTER, FOOTNOTE = "body", "header", "footer", "footnote"
_PARTS: Final = (("header", HEADER), ("footer", FOOTER), ("footnotes", FOOTNOTE))


@dataclass(frozen=True, slots=True)
class LinePlace:
    """`paragraph` counts from 1 those of its part that stand in no table, as one does by eye.

    In a table, `table` counts the tables of the part, `row` and `column` from 1; `text` is what
    stands there, cut short, to be searched for.
    """

    part: str = BODY
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    text: str = ""

    def stored(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class WordLine:
    """A paragraph's whole text; `row` and `table` tell apart those that stand in one of them."""

    place: LinePlace
    text: str
    row: int = 0
    table: int = 0


def lines_of(archive: ZipFile) -> list[WordLine]:
    """Every paragraph of the body, then of headers, footers and footnotes, in order.

    Raises RuleError `too_large` beyond `MOST_LINES` in one part.
    """
    lines = list(_lines(archive.read("word/document.xml"), BODY))
    for name in sorted(archive.namelist()):
        file = name.removeprefix("word/")
        if "/" in file or not file.endswith(".xml"):
            continue
        for beginning, part in _PARTS:
            if file.startswith(beginning):
                lines += _lines(archive.read(name), part)
    return lines


def _lines(content: bytes, part: str) -> Iterator[WordLine]:
    root = etree.fromstring(content, _SAFE)
    tables = {table: number for number, table in enumerate(root.iter(f"{_WORD}tbl"), start=1)}
    rows: dict[etree._Element, int] = {}
    within: dict[etree._Element, dict[etree._Element, int]] = {}  # counted as they come
    paragraph = 0
    for count, node in enumerate(root.iter(f"{_WORD}p")):
        if count >= MOST_LINES:
            raise RuleError("too_large")
        above = list(node.iterancestors(f"{_WORD}tbl", f"{_WORD}tr", f"{_WORD}tc", _FALLBACK))
        if any(holder.tag == _FALLBACK for holder in above):
            continue  # the same text box again, for old programs
        text = _text_of(node)
        table, row, cell = _holders(above)
        if table is None or row is None or cell is None:
            paragraph += 1
            place = LinePlace(part, paragraph=paragraph, text=text[:_LONGEST_EXCERPT])
            yield WordLine(place, text)
            continue
        place = LinePlace(
            part,
            table=tables[table],
            row=_counted(within, table, row),
            column=_counted(within, row, cell),
            text=text[:_LONGEST_EXCERPT],
        )
        yield WordLine(place, text, rows.setdefault(row, len(rows) + 1), tables[table])


def _holders(
    above: Sequence[etree._Element],
) -> tuple[etree._Element | None, etree._Element | None, etree._Element | None]:
    """The innermost table, row and cell."""

    def first(name: str) -> etree._Element | None:
        return next((node for node in above if node.tag == f"{_WORD}{name}"), None)

    return first("tbl"), first("tr"), first("tc")


def _counted(
    within: dict[etree._Element, dict[etree._Element, int]],
    holder: etree._Element,
    node: etree._Element,
) -> int:
    numbers = within.setdefault(holder, {})
    return numbers.setdefault(node, len(numbers) + 1)


def _text_of(paragraph: etree._Element) -> str:
    """As Word shows it; what a text box inside it says belongs to the paragraphs of the box."""
    parts = []
    for node in paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr"):
        if next(node.iterancestors(f"{_WORD}p")) is not paragraph:
            continue
        if node.tag == f"{_WORD}t":
            parts.append(node.text or "")
        elif next(node.iterancestors(f"{_WORD}pPr"), None) is None:
            parts.append("\t" if node.tag == f"{_WORD}tab" else "\n")
    return "".join(parts)
