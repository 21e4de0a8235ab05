"""How does a document become a Word file that a clerk can edit, sign and keep?

Real headings, fixed columns, repeated table heads and sections; no clock: the same content gives
the same bytes.
"""

import io
from datetime import datetime, time
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from giaoban.documents import wording
from giaoban.documents.charts import chart_png, chart_svg, svg_size, without_title
from giaoban.documents.content import (
    AdministrativeDocument,
    Block,
    BulletList,
    Chart,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Table,
)
from giaoban.documents.docx_frame import (
    add_annex_title,
    add_closing,
    add_letterhead,
    add_title,
    shape_section,
)
from giaoban.documents.docx_styles import CAPTION, LIST, NOTE, PLAIN, add_styled, set_styles
from giaoban.documents.docx_xml import table_xml
from giaoban.documents.profiles import LAYOUT, LayoutProfile
from giaoban.documents.text_widths import text_width
from giaoban.documents.writable import writable

_ALIGNMENT = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_MILLIMETRES_PER_PIXEL = 25.4 / 96
_NO_MOMENT = (*wording.NO_DAY.timetuple()[:3], 0, 0, 0)


def to_docx(document: AdministrativeDocument, profile: LayoutProfile = LAYOUT) -> bytes:
    """The document as a Word file in the profile's layout."""
    word = docx.Document()
    set_styles(word, profile)
    _set_properties(word, document, profile)
    writer = BlockWriter(word, wording.notice_lines(document, profile), profile)
    writer.shape(is_landscape=False, starts_part=True)
    add_letterhead(word, document, profile)
    add_title(word, document, profile)
    writer.add_blocks(document.blocks)
    writer.keep_last_paragraph_with_closing()
    add_closing(word, document, profile)
    for index, annex in enumerate(document.annexes):
        writer.start_section(is_landscape=annex.lies_wide, starts_part=True)
        add_annex_title(word, document, index, profile)
        writer.add_blocks(annex.blocks)
    packed = io.BytesIO()
    word.save(packed)
    return without_moments(packed.getvalue())


class BlockWriter:
    """Adds blocks in order and remembers which way the current page lies."""

    def __init__(self, word: Document, notices: list[str], profile: LayoutProfile) -> None:
        self.word, self.profile, self.notices = word, profile, notices
        self.is_landscape = False
        self.last_paragraph: WordParagraph | None = None

    def start_section(self, *, is_landscape: bool, starts_part: bool = False) -> None:
        section = self.word.add_section(WD_SECTION.NEW_PAGE)
        # The paragraph that ends the last section takes no room, lest it fill a page by itself.
        last = WordParagraph(self.word.element.body.xpath("w:p[w:pPr/w:sectPr]")[-1], self.word)
        last.style = PLAIN
        last.paragraph_format.line_spacing = Pt(1)
        # A new section is a copy of the one before; only a part counts its pages afresh.
        for numbering in section._sectPr.xpath("w:pgNumType"):
            section._sectPr.remove(numbering)
        self.shape(is_landscape=is_landscape, starts_part=starts_part)

    def shape(self, *, is_landscape: bool, starts_part: bool) -> None:
        self.is_landscape = is_landscape
        section = self.word.sections[-1]
        shape_section(
            section, self.notices, self.profile, is_landscape=is_landscape, starts_part=starts_part
        )

    def add_blocks(self, blocks: tuple[Block, ...]) -> None:
        """Wide tables get a landscape section; what follows them returns to the page as it lay."""
        usual = self.is_landscape
        for block in blocks:
            lies_wide = usual or (isinstance(block, Table) and block.is_landscape)
            if lies_wide != self.is_landscape:
                self.start_section(is_landscape=lies_wide)
            self.last_paragraph = None
            self.add(block)
        if self.is_landscape != usual:
            self.start_section(is_landscape=usual)

    def keep_last_paragraph_with_closing(self) -> None:
        if self.last_paragraph is not None:
            self.last_paragraph.paragraph_format.keep_with_next = True

    def add(self, block: Block) -> None:
        match block:
            case Heading(level, text):
                self.word.add_heading(writable(text), level)
            case Paragraph(runs, align, leads_in):
                paragraph = self._paragraph(runs)
                paragraph.paragraph_format.keep_with_next = leads_in or None
                paragraph.alignment = _ALIGNMENT[align]
                self.last_paragraph = paragraph
            case BulletList(items):
                for item in items:
                    self._paragraph((Run("- "), *item), style=LIST)
            case Quote():
                for quoted in wording.quote_paragraphs(block, self.profile):
                    self._paragraph(quoted)
            case Table():
                self._add_table(block)
            case Chart():
                self._add_chart(block)
            case PageBreak():
                add_styled(self.word, PLAIN).add_run().add_break(WD_BREAK.PAGE)

    def _paragraph(self, runs: tuple[Inline, ...] | list[Run], style: str = "") -> WordParagraph:
        paragraph = add_styled(self.word, style) if style else self.word.add_paragraph()
        for run in runs:
            added = paragraph.add_run(writable(run.text))
            added.bold, added.italic = run.bold or None, run.italic or None
        return paragraph

    def _add_table(self, table: Table) -> None:
        if table.caption:
            caption = add_styled(self.word, CAPTION)
            caption.add_run(writable(table.caption)).bold = True
            caption.paragraph_format.keep_with_next = True
        if table.unit_note:
            note = add_styled(self.word, NOTE, writable(wording.unit_note(table, self.profile)))
            note.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            note.paragraph_format.keep_with_next = True
        width = text_width(self.profile, is_landscape=self.is_landscape)
        xml = parse_xml(table_xml(table, width, self.profile.table_head_fill))
        self.word.element.body._insert_tbl(xml)
        for words in table.notes_on_paper:
            note = add_styled(self.word, NOTE, writable(words))
            note.alignment = WD_ALIGN_PARAGRAPH.LEFT
        # Keeps two tables apart; LibreOffice hands a note's italics on to the next section's text.
        add_styled(self.word, PLAIN).paragraph_format.line_spacing = Pt(6)

    def _add_chart(self, chart: Chart) -> None:
        spec, language = without_title(chart.spec), self.profile.language
        pixels, _ = svg_size(chart_svg(spec, language=language, theme="print"))
        width = min(
            pixels * _MILLIMETRES_PER_PIXEL,
            text_width(self.profile, is_landscape=self.is_landscape),
        )
        paragraph = add_styled(self.word, PLAIN)
        paragraph.paragraph_format.keep_with_next = True
        picture = io.BytesIO(chart_png(spec, language=language))
        shape = paragraph.add_run().add_picture(picture, width=Mm(width))
        shape._inline.docPr.set("descr", writable(chart.alt))
        shape._inline.docPr.set("title", writable(chart.title))
        caption = add_styled(self.word, CAPTION)
        caption.add_run(writable(chart.title)).italic = True


def _set_properties(
    word: Document, document: AdministrativeDocument, profile: LayoutProfile
) -> None:
    kept = word.core_properties
    # Word's properties hold 255 characters at most.
    kept.title = writable(document.title)[:255]
    kept.author = kept.last_modified_by = writable(document.author)[:255]
    kept.language, kept.comments, kept.keywords, kept.revision = profile.language, "", "", 1
    kept.created = kept.modified = datetime.combine(wording.property_date(document), time())


def without_moments(packed: bytes) -> bytes:
    """The same zip, its members stamped with no moment in particular."""
    result = io.BytesIO()
    with ZipFile(io.BytesIO(packed)) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        for member in source.infolist():
            stamped = ZipInfo(member.filename, _NO_MOMENT)
            stamped.compress_type = ZIP_DEFLATED
            target.writestr(stamped, source.read(member))
    return result.getvalue()
