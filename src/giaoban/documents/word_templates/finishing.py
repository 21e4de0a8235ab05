"""What is put into a filled template that text cannot say: styles, pictures, pages that lie wide?

And what no template may leave out: "draft" and "made-up figures" at the head of every page.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.section import _Header
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from lxml import etree

from giaoban.documents.content import Chart
from giaoban.documents.docx import BlockWriter
from giaoban.documents.docx_styles import set_styles
from giaoban.documents.profiles import LayoutProfile
from giaoban.documents.word_templates.pieces import MARK, UPRIGHT, WIDE
from giaoban.documents.writable import writable
from giaoban.rules.problems import RuleError

_NOBODY: Any = None  # a paragraph asks its holder for styles alone, and none is asked for here
_OURS = (
    *("Normal", "Heading1", "Heading2", "Heading3", "Caption"),
    *("PlainLine", "TableText", "DashList", "TableNote", "Ground"),
)


def finished(
    content: bytes, charts: Sequence[Chart], notices: Sequence[str], profile: LayoutProfile
) -> bytes:
    """The filled template, complete; raises RuleError `template_damaged`."""
    try:
        word = docx.Document(BytesIO(content))
        renamed = _add_styles(word, profile)
        _place_marks(word, charts, profile)
        _rename_styles(word, renamed)
        _drop_empty_end(word.element.body)
        _say_at_every_head(word, notices)
        packed = BytesIO()
        word.save(packed)
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise RuleError("template_damaged") from error
    return packed.getvalue()


def _add_styles(word: Document, profile: LayoutProfile) -> dict[str, str]:
    """Built-in styles that the file lacks; one of the same name keeps its look and lends its id.

    Word in Vietnamese calls the style of a first heading `u1` and still names it "heading 1".
    """
    built_in = docx.Document()
    set_styles(built_in, profile)
    there = word.styles.element
    ids = {_name(style): style.get(qn("w:styleId")) for style in there.findall(qn("w:style"))}
    renamed = {}
    for style in built_in.styles.element.findall(qn("w:style")):
        code = style.get(qn("w:styleId"))
        if code not in _OURS:
            continue
        if _name(style) in ids:
            renamed[code] = ids[_name(style)]
        elif code not in ids.values():
            there.append(deepcopy(style))
    return renamed


def _rename_styles(word: Document, renamed: dict[str, str]) -> None:
    for node in word.element.body.iter(qn("w:pStyle")):
        code = node.get(qn("w:val"))
        node.set(qn("w:val"), renamed.get(code, code))


def _name(style: Any) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else name.get(qn("w:val"), "").lower()


def _place_marks(word: Document, charts: Sequence[Chart], profile: LayoutProfile) -> None:
    body = word.element.body
    wide: list[tuple[Any, Any]] = []
    opened: Any = None
    for node in list(body.iter(qn("w:p"))):
        found = MARK.search("".join(text.text or "" for text in node.iter(qn("w:t"))))
        if found is None:
            continue
        name, number = found.groups()
        if name == WIDE:
            opened = node
        elif name == UPRIGHT and opened is not None:
            wide.append((opened, node))
            opened = None
        else:
            _put_chart(word, node, charts, number, profile)
    for begins, ends in wide:
        _lay_wide(body, begins, ends)


def _put_chart(
    word: Document, node: Any, charts: Sequence[Chart], number: str, profile: LayoutProfile
) -> None:
    """Drawn at the end of the document by the usual writer, then moved to its place."""
    if number.isdecimal() and int(number) < len(charts):
        body = word.element.body
        before = len(body)
        BlockWriter(word, [], profile).add(charts[int(number)])
        end = body.find(qn("w:sectPr")) is not None
        for drawn in list(body)[before - end : len(body) - end]:
            node.addprevious(drawn)
    node.getparent().remove(node)


def _lay_wide(body: Any, begins: Any, ends: Any) -> None:
    """Two section breaks around a table, with the page of the section that it stands in, turned.

    Within a table or text box no section can begin: there the table stays as it is.
    """
    if begins.getparent() is not body or ends.getparent() is not body:
        begins.getparent().remove(begins)
        ends.getparent().remove(ends)
        return
    governing = next(_sections_after(ends))
    for node, turns in ((begins, False), (ends, True)):
        for child in list(node):
            if child.tag != qn("w:pPr"):
                node.remove(child)
        section = deepcopy(governing)
        if turns:
            _turn(section)
        _set_type(section)
        node.get_or_add_pPr().append(section)
        Paragraph(node, _NOBODY).paragraph_format.line_spacing = Pt(1)
        for name in ("w:titlePg", "w:pgNumType"):
            for held in governing.findall(qn(name)):
                governing.remove(held)
    _set_type(governing)
    if not _is_followed(ends):
        # Nothing more in this section: it would be an empty page.
        _turn(governing)
        body.remove(ends)


def _sections_after(node: Any) -> Iterator[Any]:
    for following in node.itersiblings():
        if following.tag == qn("w:sectPr"):
            yield following
        elif following.tag == qn("w:p"):
            yield from following.xpath("w:pPr/w:sectPr")


def _is_followed(node: Any) -> bool:
    """Whether anything is seen between here and the end of the section."""
    for following in node.itersiblings():
        if following.tag == qn("w:sectPr"):
            return False
        if following.tag == qn("w:tbl") or "".join(following.itertext()).strip():
            return True
        if following.xpath(".//w:drawing"):
            return True
        if following.xpath("w:pPr/w:sectPr"):
            return False
    return False


def _turn(section: Any) -> None:
    page = section.find(qn("w:pgSz"))
    if page is None or page.get(qn("w:orient")) == "landscape":
        return
    width, height = page.get(qn("w:w")), page.get(qn("w:h"))
    page.set(qn("w:w"), height)
    page.set(qn("w:h"), width)
    page.set(qn("w:orient"), "landscape")


def _set_type(section: Any) -> None:
    for held in section.findall(qn("w:type")):
        held.set(qn("w:val"), "nextPage")


def _drop_empty_end(body: Any) -> None:
    """A last section in which nothing came to stand would be an empty page."""
    breaks = body.xpath("w:p[w:pPr/w:sectPr]")
    if not breaks or _is_followed(breaks[-1]):
        return
    for following in list(breaks[-1].itersiblings()):
        body.remove(following)
    section = breaks[-1].xpath("w:pPr/w:sectPr")[0]
    body.append(section)


def _say_at_every_head(word: Document, notices: Sequence[str]) -> None:
    if not notices:
        return
    said = writable(" · ".join(notices))
    seen: set[str] = set()
    for number, section in enumerate(word.sections):
        heads: list[_Header] = [section.header]
        if section.different_first_page_header_footer:
            heads.append(section.first_page_header)
        if word.settings.odd_and_even_pages_header_footer:
            heads.append(section.even_page_header)
        for head in heads:
            if head.is_linked_to_previous and number:
                continue
            head.is_linked_to_previous = False
            if head.part.partname in seen:
                continue
            seen.add(head.part.partname)
            paragraph = head.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.first_line_indent = Mm(0)
            run = paragraph.add_run(said)
            run.font.size = Pt(9)
