"""How does a ready-made part of a report get into somebody's own Word file?

Its blocks become WordprocessingML with the built-in styles. Pictures and pages that lie wide need
more than text: a marked paragraph holds their place, and `finishing` puts them there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import docx
from lxml import etree

from giaoban.documents.content import Block, Chart, Table
from giaoban.documents.docx import BlockWriter
from giaoban.documents.docx_styles import set_styles
from giaoban.documents.docx_xml import NAMESPACE
from giaoban.documents.profiles import LayoutProfile
from giaoban.documents.word_templates.schema import Part

# Of Unicode's private use area: nobody types them, and no field's text keeps them (`plain`).
_OPEN, _CLOSE = "\ue6f0", "\ue6f1"
WIDE, UPRIGHT = "wide", "upright"
MARK = re.compile(f"{_OPEN}([a-z]+)([0-9]*){_CLOSE}")
_DECLARATIONS = re.compile(r' xmlns:\w+="[^"]*"')


def plain(text: str) -> str:
    """Without the two characters that mark a place."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


@dataclass
class PieceWriter:
    """Draws parts and remembers the charts that stand in them, in order."""

    profile: LayoutProfile
    charts: list[Chart] = field(default_factory=list)
    _drawer: BlockWriter | None = None

    def part(self, blocks: Sequence[Block]) -> Part:
        return Part("".join(self._pieces(blocks)))

    def _pieces(self, blocks: Sequence[Block]) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Chart):
                yield self._chart(block)
            elif isinstance(block, Table) and block.is_landscape:
                yield _marked(WIDE)
                yield self._drawn(block, is_landscape=True)
                yield _marked(UPRIGHT)
            else:
                yield self._drawn(block, is_landscape=False)

    def _chart(self, chart: Chart) -> str:
        if chart not in self.charts:
            self.charts.append(chart)
        return _marked("chart", self.charts.index(chart))

    def _drawn(self, block: Block, *, is_landscape: bool) -> str:
        if self._drawer is None:
            word = docx.Document()
            set_styles(word, self.profile)
            self._drawer = BlockWriter(word, [], self.profile)
        self._drawer.is_landscape = is_landscape
        self._drawer.add(block)
        body = self._drawer.word.element.body
        drawn = [node for node in body if not _is_end(node)]
        pieces = [etree.tostring(node, encoding="unicode") for node in drawn]
        for node in drawn:
            body.remove(node)
        return _DECLARATIONS.sub("", "".join(pieces))


def _is_end(node: etree._Element) -> bool:
    return bool(node.tag == f"{{{NAMESPACE}}}sectPr")


def _marked(name: str, number: int | str = "") -> str:
    mark = f"{_OPEN}{name}{number}{_CLOSE}"
    return f'<w:p><w:pPr><w:pStyle w:val="PlainLine"/></w:pPr><w:r><w:t>{mark}</w:t></w:r></w:p>'
