"""Which fields may the Word template of a letter to units whose report is missing use?

Head and foot are called as in the template of a report (fields.py), so that one who knows the one
knows the other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from giaoban.documents.content import Paragraph, Table
from giaoban.documents.numbers import format_number
from giaoban.documents.reporting.dunning_letter import DunningFacts
from giaoban.documents.reporting.report_words import LANGUAGE, column_title
from giaoban.documents.word_templates.fields import FIELDS
from giaoban.documents.word_templates.schema import Kind, TemplateField
from giaoban.documents.word_templates.sources import DocumentSource

_SHARED = (
    "quoc_hieu",
    "tieu_ngu",
    "co_quan_cap_tren",
    "co_quan",
    "so_ky_hieu",
    "dia_danh_ngay",
    "trich_yeu",
    "kinh_gui",
    "noi_nhan",
    "quyen_han",
    "nguoi_ky",
)


@dataclass(frozen=True)
class LetterSource(DocumentSource):
    """The letter as it is drawn, and who is missing."""

    facts: DunningFacts

    @property
    def paragraphs(self) -> list[str]:
        return [
            "".join(run.text for run in block.runs)
            for block in self.document.blocks
            if isinstance(block, Paragraph)
        ]

    @property
    def listed(self) -> list[Sequence[str]]:
        """The rows of the annex: number, unit, due, how late, remark."""
        (table,) = (b for b in self.document.annexes[0].blocks if isinstance(b, Table))
        return [[cell.text for cell in row.cells] for row in table.rows]


def _cell(place: int) -> Callable[[Sequence[str]], str]:
    return lambda cells: cells[place]


_LINE: tuple[TemplateField, ...] = (
    TemplateField(("stt", "number"), Kind.TEXT, _cell(0), _("number of the line")),
    TemplateField(("ten", "name"), Kind.TEXT, _cell(1), _("name of the unit")),
    TemplateField(("thoi_han", "due"), Kind.TEXT, _cell(2), _("when its report was due")),
    TemplateField(
        ("cham", "late"),
        Kind.TEXT,
        _cell(3),
        _("how late it is: working days, of an incident hours"),
    ),
    TemplateField(
        ("ghi_chu", "remark"),
        Kind.TEXT,
        _cell(4),
        _("says so where its report was returned to be mended"),
    ),
)

LETTER_FIELDS: tuple[TemplateField, ...] = (
    *(field for field in FIELDS if field.key in _SHARED),
    TemplateField(
        ("ky_bao_cao", "period"),
        Kind.TEXT,
        lambda r: column_title(r.facts.period_key, r.facts.year_starts, incident=r.facts.incident),
        _("the reporting period"),
    ),
    TemplateField(
        ("che_do", "regime"), Kind.TEXT, lambda r: r.facts.regime, _("the reporting regime")
    ),
    TemplateField(
        ("so_don_vi", "units_asked"),
        Kind.TEXT,
        lambda r: format_number(r.facts.expected, LANGUAGE),
        _("units asked"),
    ),
    TemplateField(
        ("chua_gui", "units_missing"),
        Kind.TEXT,
        lambda r: format_number(len(r.facts.missing), LANGUAGE),
        _("units missing"),
    ),
    TemplateField(
        ("qua_han", "units_overdue"),
        Kind.TEXT,
        lambda r: format_number(sum(one.late_by is not None for one in r.facts.missing), LANGUAGE),
        _("units whose term is over"),
    ),
    TemplateField(
        ("loi_van", "paragraphs"),
        Kind.TEXTS,
        lambda r: r.paragraphs,
        _("the paragraphs of the built-in letter"),
    ),
    TemplateField(
        ("danh_sach", "list"),
        Kind.GROUPS,
        lambda r: r.listed,
        _("the units whose report is missing"),
        _LINE,
        ("dong", "line"),
    ),
    TemplateField(
        ("nhan_phu_luc", "annex_label"),
        Kind.TEXT,
        lambda r: r.frame.annexes[0][0],
        _("“Annex”, with its number where there are more"),
    ),
    TemplateField(
        ("tieu_de_phu_luc", "annex_title"),
        Kind.TEXT,
        lambda r: r.document.annexes[0].title,
        _("title of the annex"),
    ),
    TemplateField(
        ("kem_theo", "reference"),
        Kind.TEXT,
        lambda r: r.frame.annexes[0][1],
        _("the line that names its document"),
    ),
)
