"""Which lines and which tables does a Word file hold, as a person reads them from top to bottom?

Text boxes count as text, since stamps stand in them; what was deleted does not. Runs apart
(apart/child.py), without settings: what is bounded comes as arguments.
"""

import re
from dataclasses import dataclass, field
from zipfile import ZipFile

from lxml import etree

from giaoban.exchange.register.office_parts import opened_parts, part_tree
from giaoban.exchange.register.word_numbering import (
    Numbering,
    number_in,
    read_numbering,
    value_of,
)
from giaoban.rules.problems import RuleError

DOCUMENT = "word/document.xml"
_AROUND = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml")
_MOST_COLUMNS = 200
_MOST_ABOVE, _LONGEST_ABOVE = 8, 400
_PARAGRAPH = "p"


@dataclass(frozen=True)
class WordBounds:
    """`most_bytes` unpacked, `most_parts` of the zip, `most_cells` of all tables."""

    most_bytes: int
    most_parts: int
    most_cells: int


@dataclass
class WordText:
    """`around` is what stands in heads and feet of the pages; each table is rows of cells, and
    `above` for each table the last lines between it and the one before. `pages` is what the program
    that wrote the file last says of it: only laying it out would tell. `heads` is with what each
    sheet or slide begins, where there are such.
    """

    lines: list[str] = field(default_factory=list)
    around: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    above: list[list[str]] = field(default_factory=list)
    heads: list[list[str]] = field(default_factory=list)
    pages: int | None = None


def read_word(content: bytes, bounds: WordBounds) -> WordText:
    """Raises RuleError `document_damaged`, `document_locked` or `document_too_large`."""
    with opened_parts(
        content, most_bytes=bounds.most_bytes, most_parts=bounds.most_parts
    ) as archive:
        return _read(archive, bounds)


def _read(archive: ZipFile, bounds: WordBounds) -> WordText:
    names = archive.namelist()
    if DOCUMENT not in names:
        raise RuleError("document_damaged")
    root = part_tree(archive, DOCUMENT)
    assert root is not None
    reading = _Reading(
        read_numbering(
            part_tree(archive, "word/numbering.xml"), part_tree(archive, "word/styles.xml")
        ),
        bounds.most_cells,
    )
    reading.number(root)
    found = WordText(reading.lines(root), [], reading.tables(root), reading.above_tables(root))
    for name in sorted(filter(_AROUND.fullmatch, names)):
        around = part_tree(archive, name)
        if around is not None:
            found.around += reading.lines(around)
    found.pages = _pages_said(part_tree(archive, "docProps/app.xml"))
    return found


def _pages_said(properties: etree._Element | None) -> int | None:
    said = properties.findtext("{*}Pages", "").strip() if properties is not None else ""
    is_number = said.isascii() and said.isdigit() and len(said) < 6
    return int(said) if is_number and int(said) else None


def _is(node: etree._Element, name: str) -> bool:
    return isinstance(node.tag, str) and etree.QName(node).localname == name


class _Reading:
    """One document: the numbers that Word shows are worked out once, in the order of the text."""

    def __init__(self, numbering: Numbering, most_cells: int) -> None:
        self._numbering = numbering
        self._labels: dict[etree._Element, str] = {}
        self._cells_left = most_cells

    def number(self, root: etree._Element) -> None:
        for paragraph in root.iter("{*}p"):
            label = self._numbering.label(paragraph)
            if label:
                self._labels[paragraph] = label

    def lines(self, node: etree._Element) -> list[str]:
        """The lines of every paragraph under the node, tables and text boxes with them."""
        found: list[str] = []
        for paragraph in node.iter("{*}p"):
            if self._is_copy(paragraph):
                continue
            text = self._text(paragraph)
            found += [line for part in text.split("\n") if (line := " ".join(part.split()))]
        return found

    def tables(self, root: etree._Element) -> list[list[list[str]]]:
        return [self._table(table) for table in root.iter("{*}tbl") if not self._is_copy(table)]

    def above_tables(self, root: etree._Element) -> list[list[str]]:
        """As many as `tables` gives, in their order."""
        found: list[list[str]] = []
        above: list[str] = []
        for node in root.iter("{*}p", "{*}tbl"):
            if self._is_copy(node):
                continue
            if _is(node, "tbl"):
                found.append(above)
                above = []
            elif not any(_is(over, "tbl") for over in node.iterancestors()):
                lines = (" ".join(part.split()) for part in self._text(node).split("\n"))
                above = [*above, *(line[:_LONGEST_ABOVE] for line in lines if line)][-_MOST_ABOVE:]
        return found

    def _text(self, paragraph: etree._Element) -> str:
        parts = []
        for node in paragraph.iter("{*}t", "{*}tab", "{*}br", "{*}cr", "{*}noBreakHyphen"):
            if self._paragraph_of(node) is not paragraph or _is_tab_stop(node):
                continue  # of a text box within, or a stop of the ruler
            if _is(node, "t"):
                parts.append(node.text or "")
            elif _is(node, "noBreakHyphen"):
                parts.append("-")
            else:
                parts.append("\t" if _is(node, "tab") else "\n")
        text = "".join(parts)
        label = self._labels.get(paragraph, "")
        return f"{label} {text}" if label else text

    def _paragraph_of(self, node: etree._Element) -> etree._Element | None:
        return next((above for above in node.iterancestors() if _is(above, _PARAGRAPH)), None)

    def _is_copy(self, node: etree._Element) -> bool:
        """Older programs are given every text box a second time."""
        return any(_is(above, "Fallback") for above in node.iterancestors())

    def _table(self, table: etree._Element) -> list[list[str]]:
        """Rows of equal length; a merged cell gives its text in each place that it covers."""
        rows: list[list[str]] = []
        for row in table.iterchildren("{*}tr", "{*}sdt"):
            for each in row.iter("{*}tr") if _is(row, "sdt") else (row,):
                rows.append(self._row(each, rows[-1] if rows else []))
        width = max(map(len, rows), default=0)
        return [row + [""] * (width - len(row)) for row in rows]

    def _row(self, row: etree._Element, above: list[str]) -> list[str]:
        cells = [""] * min(number_in(row.find("{*}trPr/{*}gridBefore"), 0), _MOST_COLUMNS)
        for cell in _cells_of(row):
            span = min(max(number_in(cell.find("{*}tcPr/{*}gridSpan"), 1), 1), _MOST_COLUMNS)
            merged = cell.find("{*}tcPr/{*}vMerge")
            goes_on = merged is not None and value_of(merged) in {"", "continue"}
            at = len(cells)
            text = above[at] if goes_on and at < len(above) else self._cell(cell)
            cells += [text] * span
            self._cells_left -= span
            if self._cells_left < 0 or len(cells) > _MOST_COLUMNS:
                raise RuleError("document_too_large")
        return cells

    def _cell(self, cell: etree._Element) -> str:
        return "\n".join(self.lines(cell))


def _cells_of(row: etree._Element) -> list[etree._Element]:
    """A cell may be wrapped as a field that is filled in."""
    found: list[etree._Element] = []
    for child in row:
        if _is(child, "tc"):
            found.append(child)
        elif _is(child, "sdt"):
            found += child.findall("{*}sdtContent/{*}tc")
    return found


def _is_tab_stop(node: etree._Element) -> bool:
    above = node.getparent()
    return above is not None and _is(above, "tabs")
