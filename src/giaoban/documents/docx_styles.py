"""Which styles does a Word file have, so that its editor changes a style and not each text?"""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import _Footer, _Header
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from giaoban.documents.profiles import LayoutProfile

PLAIN, TABLE_TEXT, LIST = "Plain Line", "Table Text", "Dash List"
CAPTION, NOTE, GROUND = "Caption", "Table Note", "Ground"
Holder = Document | _Cell | _Header | _Footer
_FACE_SLOTS = ("ascii", "hAnsi", "cs", "eastAsia")


def set_styles(word: Document, profile: LayoutProfile) -> None:
    """Normal is the decree's body text; everything else starts from it or from Plain Line."""
    normal = word.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _set_face(normal, profile)
    _set_defaults(word, profile)
    normal.font.size = Pt(profile.size_body)
    spacing = normal.paragraph_format
    spacing.first_line_indent = Mm(profile.first_line_indent)
    spacing.space_before, spacing.space_after = Pt(0), Pt(profile.space_between_paragraphs)
    spacing.line_spacing = profile.line_spacing
    spacing.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for level in (1, 2, 3):
        _set_heading(word, level, profile)
    plain = _added(word, PLAIN, "Normal")
    plain.paragraph_format.first_line_indent = Mm(0)
    plain.paragraph_format.space_after = Pt(0)
    plain.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    plain.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _added(word, TABLE_TEXT, PLAIN).font.size = Pt(profile.size_table)
    _added(word, LIST, "Normal")
    _added(word, GROUND, "Normal").font.italic = True
    _set_captions(word, profile)


def add_styled(holder: Holder, style: str, text: str = "") -> Paragraph:
    """A paragraph at the end; python-docx would search all styles for each one that is named."""
    paragraph = holder.add_paragraph(text)
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def _set_heading(word: Document, level: int, profile: LayoutProfile) -> None:
    style = word.styles[f"Heading {level}"]
    assert isinstance(style, ParagraphStyle)
    _set_face(style, profile)
    style.font.size, style.font.bold, style.font.italic = Pt(profile.size_body), True, level > 2
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.space_before = Pt(profile.space_between_paragraphs)
    style.paragraph_format.space_after = Pt(profile.space_between_paragraphs)
    style.paragraph_format.keep_with_next = True


def _set_captions(word: Document, profile: LayoutProfile) -> None:
    caption = word.styles[CAPTION]
    assert isinstance(caption, ParagraphStyle)
    caption.base_style = word.styles[PLAIN]
    _set_face(caption, profile)
    caption.font.size, caption.font.bold = Pt(profile.size_body - 1), False
    caption.font.color.rgb = RGBColor(0, 0, 0)
    caption.paragraph_format.space_before = caption.paragraph_format.space_after = Pt(4)
    caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    note = _added(word, NOTE, PLAIN)
    note.font.size, note.font.italic = Pt(profile.size_note), True
    note.paragraph_format.space_before = note.paragraph_format.space_after = Pt(3)


def _added(word: Document, name: str, base: str) -> ParagraphStyle:
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = word.styles[base]
    return style


def _set_face(style: ParagraphStyle, profile: LayoutProfile) -> None:
    """One face in all four slots; a theme's face would win over it, so its names go."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for slot in _FACE_SLOTS:
        fonts.set(qn(f"w:{slot}"), profile.faces[0])


def _set_defaults(word: Document, profile: LayoutProfile) -> None:
    defaults = word.styles.element.find(qn("w:docDefaults")).find(
        f"{qn('w:rPrDefault')}/{qn('w:rPr')}"
    )
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    language = OxmlElement("w:lang")
    for slot in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{slot}"), profile.language)
    defaults.append(language)
    _keep_broken_lines(word)


def _keep_broken_lines(word: Document) -> None:
    """A line that ends by a break within a paragraph is not stretched over the whole width."""
    compat = word.settings.element.find(qn("w:compat"))
    if compat is not None and compat.find(qn("w:doNotExpandShiftReturn")) is None:
        compat.insert(0, OxmlElement("w:doNotExpandShiftReturn"))
