"""From which Word file does somebody start who wants a layout of their own?

Drawn by the built-in layout itself, with tags where a report has words: a change of the layout is
in the next starter by itself. A line of a frame that a tag fills several times is put in after.
Fields stand here by their Vietnamese names; a layout in another language gets the English ones.
"""

import re
from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.text.paragraph import Paragraph as WordParagraph

from giaoban.documents.content import (
    AdministrativeDocument,
    Annex,
    Block,
    Cell,
    Column,
    Heading,
    Letterhead,
    Paragraph,
    Row,
    Signature,
    Table,
    text,
)
from giaoban.documents.docx import to_docx, without_moments
from giaoban.documents.numbers import base_language
from giaoban.documents.profiles import LAYOUT, LayoutProfile
from giaoban.documents.reporting.report_words import SAID
from giaoban.documents.word_templates.fields import FIELDS
from giaoban.documents.word_templates.letter_fields import LETTER_FIELDS
from giaoban.documents.word_templates.schema import names_in_groups

_NOBODY: Any = None  # a paragraph asks its holder for styles alone, and none is asked for here
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_NAME = re.compile(r"(\.)?\b[a-z_]+\b")
_ALL = (*LETTER_FIELDS, *FIELDS)
_OF_GROUPS = {f".{vi}": f".{en}" for vi, en in names_in_groups(_ALL)}
_BY_ITSELF = {
    "dong": "line",
    "cot": "column",
    "o": "cell",
    **dict(field.each for field in _ALL if field.each[0]),
    **dict(field.names for field in _ALL),
}
_ADDRESSEE, _GROUND = "@kinh_gui", "@can_cu"
_FIGURES = (
    ("{{ ky_bao_cao }}", "ky_nay", 19),
    ("{{ ky_truoc }}", "ky_truoc", 19),
    ("{{ cung_ky }}", "cung_ky", 19),
    (SAID.tables.so_far, "luy_ke", 19),
    (SAID.tables.plan_of_year.format(year="{{ nam }}"), "ke_hoach", 19),
    (SAID.tables.reached, "dat_ke_hoach", 16),
    (f"{SAID.tables.against} {SAID.tables.against_previous}", "so_ky_truoc", 19),
    (f"{SAID.tables.against} {SAID.tables.against_last_year}", "so_cung_ky", 19),
)


def starter_template(profile: LayoutProfile = LAYOUT) -> bytes:
    """A Word file that, filled, looks nearly like the built-in layout; the same bytes each time."""
    document = AdministrativeDocument(
        letterhead=Letterhead(
            agency=("{{ co_quan }}",),
            parent_agency=("{{ co_quan_cap_tren }}",),
            symbol="{{ so_ky_hieu }}",
            place="",
        ),
        type_line="{{ loai_van_ban }}",
        subject="{{ trich_yeu }}",
        grounds=(_GROUND,),
        addressees=(_ADDRESSEE,),
        blocks=tuple(_body()),
        signature=Signature(authority=("{{ quyen_han }}",), post="", name="{{ nguoi_ky }}"),
        recipients=("{{ noi_nhan }}",),
        annexes=(Annex("{{ pl.tieu_de }}", tuple(_annex()), label="{{ pl.nhan }}"),),
    )
    return _completed(to_docx(document, _with_tags(profile)), profile.language)


def starter_letter(profile: LayoutProfile = LAYOUT) -> bytes:
    """The same of the letter to units whose report is missing."""
    document = AdministrativeDocument(
        letterhead=Letterhead(
            agency=("{{ co_quan }}",),
            parent_agency=("{{ co_quan_cap_tren }}",),
            symbol="{{ so_ky_hieu }}",
            place="",
        ),
        type_line="",
        subject="{{ trich_yeu }}",
        addressees=(_ADDRESSEE,),
        blocks=(_tag("for dong in loi_van"), Paragraph(text("{{ dong }}")), _tag("endfor")),
        signature=Signature(authority=("{{ quyen_han }}",), post="", name="{{ nguoi_ky }}"),
        recipients=("{{ noi_nhan }}",),
        annexes=(Annex("{{ tieu_de_phu_luc }}", (_list_table(),), label="{{ nhan_phu_luc }}"),),
    )
    return _completed(to_docx(document, _with_tags(profile)), profile.language)


def _list_table() -> Table:
    widths = {"stt": 0.5, "ten": 2.4, "thoi_han": 1.5, "cham": 1.1, "ghi_chu": 1.8}
    return Table(
        columns=tuple(
            Column(width, "left" if name in {"ten", "ghi_chu"} else "center")
            for name, width in widths.items()
        ),
        header=(tuple(Cell(title) for title in SAID.dunning.head),),
        rows=(
            _loop_row("{%tr for dong in danh_sach %}", len(widths)),
            Row(tuple(Cell("{{ dong." + name + " }}") for name in widths)),
            _loop_row("{%tr endfor %}", len(widths)),
        ),
    )


def _with_tags(profile: LayoutProfile) -> LayoutProfile:
    """Lines that the profile puts together stand as one field: braces twice, once for `format`.

    A layout without a national title has a head of another form, and keeps it.
    """
    return replace(
        profile,
        national_title=profile.national_title and "{{ quoc_hieu }}",
        motto=profile.motto and "{{ tieu_ngu }}",
        number_text="{{{{ so_ky_hieu }}}}",
        place_and_date="{{{{ dia_danh_ngay }}}}",
    )


def _tag(words: str) -> Paragraph:
    return Paragraph(text("{%p " + words + " %}"), align="left")


def _part(name: str) -> Paragraph:
    return Paragraph(text("{{p " + name + " }}"), align="left")


def _body() -> list[Block]:
    return [
        _tag("for muc in cac_muc"),
        Heading(1, "{{ muc.tieu_de }}"),
        _part("muc.loi_van"),
        _tag("if muc.co_bang_chi_tieu"),
        _main_table(),
        _tag("for dong in ghi_chu"),
        Paragraph(text("{{ dong }}"), align="left"),
        _tag("endfor"),
        _tag("endif"),
        _part("muc.bang_khac"),
        _part("muc.bieu_do"),
        _tag("endfor"),
        Paragraph(text("{{ cau_ket }}")),
    ]


def _main_table() -> Table:
    """One row for each indicator, between a row that begins the loop and one that ends it."""
    columns = (
        Column(9, "center"),
        Column(52),
        Column(18, "center"),
        *(Column(width, "right") for _title, _name, width in _FIGURES),
    )
    titles = (
        SAID.tables.number,
        SAID.tables.indicator,
        SAID.tables.measure,
        *(title for title, _name, _width in _FIGURES),
    )
    cells = ("stt", "ten", "don_vi_tinh", *(name for _title, name, _width in _FIGURES))
    return Table(
        columns=columns,
        header=(tuple(Cell(title) for title in titles),),
        rows=(
            _loop_row("{%tr for dong in chi_tieu %}", len(columns)),
            _loop_row("{%tr if dong.la_nhom %}", len(columns)),
            Row(
                (Cell(""), Cell("{{ dong.ten }}", colspan=len(columns) - 1)),
                is_emphasised=True,
            ),
            _loop_row("{%tr else %}", len(columns)),
            Row(tuple(Cell("{{ dong." + name + " }}") for name in cells)),
            _loop_row("{%tr endif %}", len(columns)),
            _loop_row("{%tr endfor %}", len(columns)),
        ),
        caption="{{ muc.ten_bang }}",
        is_landscape=True,
        indent_column=1,
    )


def _loop_row(tag: str, width: int) -> Row:
    return Row((Cell(tag, colspan=width, align="left"),))


def _annex() -> list[Block]:
    return [
        _tag("if pl.la_theo_don_vi"),
        _tag("for bang in bang_don_vi"),
        _unit_table(),
        _tag("endfor"),
        _part("pl.bang_khac"),
        _tag("else"),
        _part("pl.noi_dung"),
        _tag("endif"),
    ]


def _unit_table() -> Table:
    """Rows for units and, within each, cells for indicators."""
    columns = (Column(11, "center"), Column(45), Column(21, "center"), *(Column(20, "right"),) * 3)
    return Table(
        columns=columns,
        header=(
            (
                *(
                    Cell(title)
                    for title in (SAID.tables.number, SAID.tables.unit, SAID.tables.sent_report)
                ),
                *(Cell(t) for t in ("{%tc for cot in bang.cot %}", "{{ cot }}", "{%tc endfor %}")),
            ),
        ),
        rows=(
            _loop_row("{%tr for dong in bang.dong %}", len(columns)),
            Row(
                (
                    *(Cell("{{ dong." + name + " }}") for name in ("stt", "ten", "gui_bao_cao")),
                    Cell("{%tc for o in dong.o %}"),
                    Cell("{{ o }}"),
                    Cell("{%tc endfor %}"),
                )
            ),
            _loop_row("{%tr endfor %}", len(columns)),
        ),
        indent_column=1,
    )


def _completed(content: bytes, language: str) -> bytes:
    """Loops around what the frame draws once: addressees, grounds, and the annex as a whole."""
    word = docx.Document(BytesIO(content))
    body = word.element.body
    is_repeated = False
    for paragraph in list(body.iter(qn("w:p"))):
        words = "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        if _ADDRESSEE in words:
            _loop(paragraph, "dong in kinh_gui")
        elif _GROUND in words:
            _loop(paragraph, "dong in can_cu")
        elif words == "- {{ noi_nhan }}.":
            _write(paragraph, "{{ noi_nhan }}")
        elif words == "{{ pl.nhan }}":
            is_repeated = True
            _insert(paragraph, "{%p for pl in phu_luc %}", before=True)
            WordParagraph(paragraph, _NOBODY).paragraph_format.page_break_before = True
        elif words == "{{ pl.tieu_de }}":
            _add_reference(paragraph, "{{ pl.kem_theo }}")
        elif words == "{{ tieu_de_phu_luc }}":
            _add_reference(paragraph, "{{ kem_theo }}")
    if is_repeated:
        _insert(list(body.iter(qn("w:p")))[-1], "{%p endfor %}", before=False)
    if base_language(language) != "vi":
        for node in body.iter():  # a table's caption is an attribute, too
            if node.tag == qn("w:t"):
                node.text = _TAG.sub(_in_english, node.text or "")
            for name, said in node.attrib.items():
                node.attrib[name] = _TAG.sub(_in_english, said)
    packed = BytesIO()
    word.save(packed)
    return without_moments(packed.getvalue())


def _add_reference(title: CT_P, words: str) -> None:
    copied = deepcopy(title)
    _write(copied, words)
    run = WordParagraph(copied, _NOBODY).runs[0]
    run.bold, run.italic = False, True
    title.addnext(copied)


def _in_english(tag: re.Match[str]) -> str:
    """A name after a dot is a field of a group; any other one a field, or what a loop calls one."""
    return _NAME.sub(
        lambda name: (_OF_GROUPS if name[1] else _BY_ITSELF).get(name[0], name[0]), tag[0]
    )


def _loop(paragraph: CT_P, words: str) -> None:
    _write(paragraph, "{{ dong }}")
    _insert(paragraph, "{%p for " + words + " %}", before=True)
    _insert(paragraph, "{%p endfor %}", before=False)


def _write(paragraph: CT_P, words: str) -> None:
    runs = WordParagraph(paragraph, _NOBODY).runs
    for run in runs[1:]:
        paragraph.remove(run._r)
    runs[0].text = words


def _insert(paragraph: CT_P, words: str, *, before: bool) -> None:
    """A paragraph that holds a tag alone: it looks like its neighbour and is gone once filled."""
    added = deepcopy(paragraph)
    for child in list(added):
        if child.tag != qn("w:pPr"):
            added.remove(child)
    WordParagraph(added, _NOBODY).add_run(words)
    (paragraph.addprevious if before else paragraph.addnext)(added)
