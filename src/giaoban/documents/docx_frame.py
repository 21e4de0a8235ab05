"""How are the head and the foot of a Word document drawn: letterhead, title, signature, pages?"""

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from giaoban.documents import wording
from giaoban.documents.content import AdministrativeDocument
from giaoban.documents.docx_styles import GROUND, PLAIN, Holder, add_styled
from giaoban.documents.docx_xml import page_number_field
from giaoban.documents.profiles import LayoutProfile
from giaoban.documents.text_widths import bold_width, text_width
from giaoban.documents.writable import writable

_SIDES = {"center": WD_ALIGN_PARAGRAPH.CENTER, "left": WD_ALIGN_PARAGRAPH.LEFT}


def add_line(
    holder: Holder, words: str, size: float, *, bold: bool = False, italic: bool = False
) -> WordParagraph:
    """One centred line without indent."""
    paragraph = add_styled(holder, PLAIN)
    run = paragraph.add_run(writable(words))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def add_rule(holder: Holder, length: float, width: float) -> None:
    """A line of `length` in the middle of `width`: the upper border of an empty paragraph."""
    paragraph = add_styled(holder, PLAIN)
    side = Mm(max(width - length, 0) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    paragraph.paragraph_format.space_before = Pt(4)
    paragraph.paragraph_format.line_spacing = Pt(5)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    # The schema orders a paragraph's properties: borders come before spacing and indents.
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def add_letterhead(word: Document, document: AdministrativeDocument, p: LayoutProfile) -> None:
    if not p.national_title:
        _add_plain_letterhead(word, document, p)
        return
    whole = text_width(p)
    left = whole * p.letterhead_left_share
    right = whole - left
    letterhead = wording.wrapped_letterhead(document.letterhead, p)
    table = _borderless(word, (left, right), rows=2)
    agency, nation = table.rows[0].cells
    for line in letterhead.parent_agency:
        add_line(agency, line, p.size_agency)
    for line in letterhead.agency:
        add_line(agency, line, p.size_agency, bold=True)
    last = bold_width(letterhead.agency[-1], p.size_agency)
    add_rule(agency, last * p.agency_line_share, left)
    add_line(nation, p.national_title, p.size_national_title, bold=True)
    add_line(nation, p.motto, p.size_motto, bold=True)
    add_rule(nation, bold_width(p.motto, p.size_motto), right)
    number, place = table.rows[1].cells
    add_line(number, wording.number_line(letterhead, p), p.size_number)
    if about := wording.letter_subject(document, p):
        spaced = add_line(number, about, p.size_letter_subject).paragraph_format
        spaced.space_before = Pt(6)
    add_line(place, wording.place_line(letterhead, p), p.size_place, italic=True)
    _drop_first_paragraphs(table)


def _add_plain_letterhead(
    word: Document, document: AdministrativeDocument, p: LayoutProfile
) -> None:
    """The agency over a line as wide as the page, then the reference and the date."""
    whole = text_width(p)
    letterhead = document.letterhead
    for line in letterhead.parent_agency:
        add_line(word, line, p.size_number).alignment = WD_ALIGN_PARAGRAPH.LEFT
    for line in letterhead.agency:
        add_line(word, line, p.size_agency, bold=True).alignment = WD_ALIGN_PARAGRAPH.LEFT
    add_rule(word, whole * p.agency_line_share, whole)
    left = whole * p.letterhead_left_share
    table = _borderless(word, (left, whole - left), rows=1)
    number, place = table.rows[0].cells
    lines = [wording.number_line(letterhead, p), wording.letter_subject(document, p)]
    for line in filter(None, lines):
        add_line(number, line, p.size_number).alignment = WD_ALIGN_PARAGRAPH.LEFT
    dated = add_line(place, wording.place_line(letterhead, p), p.size_place)
    dated.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _drop_first_paragraphs(table)


def add_title(word: Document, document: AdministrativeDocument, p: LayoutProfile) -> None:
    if not document.is_letter:
        _add_heading_lines(word, document, p)
    add_styled(word, PLAIN).paragraph_format.line_spacing = Pt(8)
    _add_addressees(word, document, p)
    for ground in wording.ground_lines(document, p):
        add_styled(word, GROUND, writable(ground))


def _add_heading_lines(word: Document, document: AdministrativeDocument, p: LayoutProfile) -> None:
    whole = text_width(p)
    add_line(word, document.type_line, p.size_title, bold=True).paragraph_format.space_before = Pt(
        p.size_title
    )
    if document.subject:
        length = bold_width(document.subject, p.size_title, is_sans=p.is_sans)
        # Lines of one length, so that no word stands alone on the last.
        lines = -(-length // (0.94 * whole))
        width = min(whole, 1.1 * length / lines) if lines > 1 else whole
        subject = add_line(word, document.subject, p.size_title, bold=True).paragraph_format
        subject.left_indent = subject.right_indent = Mm((whole - width) / 2)
        add_rule(word, min(length, width) * p.agency_line_share, whole)


def _add_addressees(word: Document, document: AdministrativeDocument, p: LayoutProfile) -> None:
    lines = wording.addressee_lines(document, p)
    for index, line in enumerate(lines):
        paragraph = add_line(word, line, p.size_body)
        if len(lines) > 1:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
            paragraph.paragraph_format.left_indent = Mm(48 if index else 30)
    if lines:
        paragraph.paragraph_format.space_after = Pt(p.size_body)


def add_closing(word: Document, document: AdministrativeDocument, p: LayoutProfile) -> None:
    """Recipients at the left, signature at the right, never split over pages; where somebody signs
    at the left as well the recipients stand under them.
    """
    recipients = wording.recipient_lines(document, p)
    signature = wording.wrapped_signature(document, p)
    beside = wording.wrapped_co_signature(document, p)
    if not recipients and signature is None:
        return
    whole = text_width(p)
    left = whole * p.signature_left_share
    add_styled(word, PLAIN).paragraph_format.keep_with_next = True
    rows = 2 if beside is not None and recipients else 1
    table = _borderless(word, (left, whole - left), rows=rows)
    if beside is not None:
        _sign(table.rows[0].cells[0], beside, p)
    if signature is not None:
        _sign(table.rows[0].cells[1], signature, p)
    names = table.rows[-1].cells[0]
    if recipients:
        title = add_line(names, p.recipients_title, p.size_recipients_title, bold=True, italic=True)
        title.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for line in recipients:
        add_line(names, line, p.size_recipients).alignment = WD_ALIGN_PARAGRAPH.LEFT
    _drop_first_paragraphs(table)


def _sign(cell: Holder, signature: wording.WrappedSignature, p: LayoutProfile) -> None:
    side = _SIDES[p.signature_align]
    for line in signature.capacity:
        add_line(cell, line, p.size_signature, bold=True).alignment = side
    space = add_line(cell, "", p.size_signature).paragraph_format
    space.line_spacing = Mm(p.signature_space)
    for line in signature.person:
        add_line(cell, line, p.size_signature, bold=True).alignment = side


def add_annex_title(
    word: Document, document: AdministrativeDocument, index: int, p: LayoutProfile
) -> None:
    annex = document.annexes[index]
    add_line(word, wording.annex_label(document, index, p), p.size_title, bold=True)
    add_line(word, annex.title, p.size_title, bold=True)
    reference = wording.annex_reference(document, p)
    if reference:
        add_line(word, reference, p.size_body - 1, italic=True)
    add_rule(word, 45, text_width(p, is_landscape=annex.lies_wide))


def shape_section(
    section: Section, notices: list[str], p: LayoutProfile, *, is_landscape: bool, starts_part: bool
) -> None:
    """Page, margins and running head; a part hides the number of its first page."""
    width, height = Mm(p.page_width), Mm(p.page_height)
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if is_landscape else (width, height)
    section.top_margin, section.bottom_margin = Mm(p.margin_top), Mm(p.margin_bottom)
    section.left_margin, section.right_margin = Mm(p.margin_left), Mm(p.margin_right)
    section.header_distance = Mm(p.page_number_from_edge)
    section.footer_distance = Mm(p.page_number_from_edge)
    section.different_first_page_header_footer = starts_part
    whole = text_width(p, is_landscape=is_landscape)
    is_at_foot = p.page_number_at == "foot"
    _write_head(section.header, notices, whole, p, has_number=not is_at_foot)
    if is_at_foot:
        _write_head(section.footer, [], whole, p, has_number=True)
    if starts_part:
        first = p.numbers_first_page
        _write_head(
            section.first_page_header, notices, whole, p, has_number=first and not is_at_foot
        )
        if is_at_foot:
            _write_head(section.first_page_footer, [], whole, p, has_number=first)
        numbering = OxmlElement("w:pgNumType")
        numbering.set(qn("w:start"), "1")
        section._sectPr.insert_element_before(
            numbering, "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:docGrid"
        )


def _write_head(
    head: _Header | _Footer, notices: list[str], width: float, p: LayoutProfile, *, has_number: bool
) -> None:
    head.is_linked_to_previous = False
    paragraph = head.paragraphs[0]
    paragraph.style = PLAIN
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(width / 2), WD_TAB_ALIGNMENT.CENTER)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run("\t")
    if has_number:
        before, after = p.page_number.split("{number}")
        paragraph.add_run(before).font.size = Pt(p.size_page_number)
        for field in page_number_field(p.size_page_number):
            paragraph._p.append(parse_xml(field))
        paragraph.add_run(after).font.size = Pt(p.size_page_number)
    if notices:
        run = paragraph.add_run(writable("\t" + " · ".join(notices)))
        run.font.size = Pt(9)


def _borderless(word: Document, widths: tuple[float, ...], *, rows: int) -> WordTable:
    table: WordTable = word.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption")
    return table


def _drop_first_paragraphs(table: WordTable) -> None:
    """A new cell comes with an empty paragraph; it goes once the cell has one of its own."""
    for row in table.rows:
        for cell in row.cells:
            if len(cell.paragraphs) > 1:
                first = cell.paragraphs[0]._p
                first.getparent().remove(first)
