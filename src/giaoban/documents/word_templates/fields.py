"""Which fields may a Word template of one's own use? One row each: names, value, explanation.

Each has a Vietnamese name without marks and an English one, since clerks type them into Word; both
are read everywhere, and the one in the language of the country's layout is offered.
"""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from giaoban.documents.numbers import MISSING, format_number
from giaoban.documents.period_titles import year_title
from giaoban.documents.reporting.report_words import LANGUAGE, column_title, names_text
from giaoban.documents.word_templates.figure_fields import BY_CODE, ROW, UNIT, UNIT_TABLE
from giaoban.documents.word_templates.schema import Kind, TemplateField
from giaoban.documents.word_templates.sources import ReportSource
from giaoban.rules.reporting.consolidated_facts import UnitFigures


def _count(of: Callable[[UnitFigures], int]) -> Callable[[ReportSource], str]:
    return lambda report: format_number(of(report.facts.unit), LANGUAGE, decimals=0)


def _period(name: str) -> Callable[[ReportSource], str]:
    def value(report: ReportSource) -> str:
        key = getattr(report.facts, name)
        facts = report.facts
        if not key:
            return MISSING
        return column_title(key, facts.year_starts, incident=facts.incident)

    return value


_T, _P, _F, _G = Kind.TEXT, Kind.PART, Kind.FLAG, Kind.GROUPS

_SECTION: tuple[TemplateField, ...] = (
    TemplateField(
        ("tieu_de", "title"), _T, lambda s: s.title, _("the section's title with its number")
    ),
    TemplateField(
        ("noi_dung", "content"),
        _P,
        lambda s: s.writer.part(s.blocks),
        _("everything in the section as the built-in layout draws it"),
    ),
    TemplateField(
        ("loi_van", "paragraphs"),
        _P,
        lambda s: s.words,
        _("its paragraphs, without tables and charts"),
    ),
    TemplateField(
        ("bang", "tables"),
        _P,
        lambda s: s.tables,
        _("its tables as the built-in layout draws them"),
    ),
    TemplateField(
        ("bang_khac", "other_tables"),
        _P,
        lambda s: s.other_tables,
        _("its tables, without the table of indicators"),
    ),
    TemplateField(("bieu_do", "charts"), _P, lambda s: s.charts, _("its charts")),
    TemplateField(
        ("co_bang_chi_tieu", "has_indicator_table"),
        _F,
        lambda s: s.main is not None,
        _("yes where the table of indicators stands in this section"),
    ),
    TemplateField(
        ("ten_bang", "table_title"),
        _T,
        lambda s: s.main.caption if s.main else "",
        _("number and title of that table"),
    ),
)

_ANNEX: tuple[TemplateField, ...] = (
    TemplateField(
        ("nhan", "label"), _T, lambda a: a.label, _("“Annex”, with its number where there are more")
    ),
    TemplateField(("tieu_de", "title"), _T, lambda a: a.annex.title, _("title of the annex")),
    TemplateField(
        ("kem_theo", "reference"), _T, lambda a: a.reference, _("the line that names its document")
    ),
    TemplateField(
        ("noi_dung", "content"),
        _P,
        lambda a: a.report.part(a.annex.blocks),
        _("everything in the annex as the built-in layout draws it"),
    ),
    TemplateField(
        ("la_theo_don_vi", "is_by_unit"),
        _F,
        lambda a: a.is_by_unit,
        _("yes for the annex of figures by unit"),
    ),
    TemplateField(
        ("bang_khac", "other_tables"),
        _P,
        lambda a: a.rest,
        _("what follows the tables by unit: breakdowns, tables and lists"),
    ),
)

FIELDS: tuple[TemplateField, ...] = (
    # the head
    TemplateField(
        ("quoc_hieu", "national_title"),
        _T,
        lambda r: r.profile.national_title,
        _("the national title"),
    ),
    TemplateField(("tieu_ngu", "motto"), _T, lambda r: r.profile.motto, _("the motto")),
    TemplateField(
        ("co_quan_cap_tren", "parent_agency"),
        _T,
        lambda r: r.letterhead_lines[0],
        _("the agency above"),
    ),
    TemplateField(
        ("co_quan", "agency"), _T, lambda r: r.letterhead_lines[1], _("the issuing agency")
    ),
    TemplateField(
        ("so_ky_hieu", "reference_number"),
        _T,
        lambda r: r.frame.number,
        _("the line of number and symbol"),
    ),
    TemplateField(
        ("dia_danh_ngay", "place_and_date"),
        _T,
        lambda r: r.frame.place,
        _("the line of place and date"),
    ),
    TemplateField(
        ("loai_van_ban", "document_kind"),
        _T,
        lambda r: r.document.type_line,
        _("the kind of document"),
    ),
    TemplateField(
        ("trich_yeu", "subject"), _T, lambda r: r.document.subject, _("what the report is about")
    ),
    TemplateField(
        ("kinh_gui", "addressees"),
        Kind.TEXTS,
        lambda r: r.frame.addressees,
        _("lines of addressees"),
    ),
    TemplateField(
        ("can_cu", "grounds"), Kind.TEXTS, lambda r: r.frame.grounds, _("lines of legal grounds")
    ),
    TemplateField(("ky_bao_cao", "period"), _T, _period("period"), _("the reporting period")),
    TemplateField(("ky_truoc", "previous_period"), _T, _period("previous"), _("the period before")),
    TemplateField(
        ("cung_ky", "period_a_year_before"),
        _T,
        _period("last_year"),
        _("the same period of last year"),
    ),
    TemplateField(
        ("nam", "year"),
        _T,
        lambda r: year_title(r.facts.year, LANGUAGE, year_starts=r.facts.year_starts),
        _("the year"),
    ),
    TemplateField(("don_vi", "unit"), _T, lambda r: r.facts.unit.name, _("the unit reported on")),
    # what is written
    TemplateField(
        ("cac_muc", "sections"),
        _G,
        lambda r: r.sections,
        _("the sections of the report"),
        _SECTION,
        ("muc", "section"),
    ),
    TemplateField(
        ("noi_dung", "content"),
        _P,
        lambda r: r.part(r.written),
        _("all sections as the built-in layout draws them"),
    ),
    TemplateField(
        ("cau_ket", "closing"), _T, lambda r: r.closing, _("the sentence that ends the report")
    ),
    # who reported
    TemplateField(
        ("so_don_vi", "units_asked"), _T, _count(lambda u: u.coverage.expected), _("units asked")
    ),
    TemplateField(
        ("da_gui", "units_reported"),
        _T,
        _count(lambda u: u.coverage.received),
        _("units that reported"),
    ),
    TemplateField(
        ("chua_gui", "units_missing"), _T, _count(lambda u: u.coverage.missing), _("units missing")
    ),
    TemplateField(
        ("dung_han", "units_on_time"),
        _T,
        _count(lambda u: u.coverage.received - u.coverage.late),
        _("units that reported on time"),
    ),
    TemplateField(
        ("gui_muon", "units_late"), _T, _count(lambda u: u.coverage.late), _("units that were late")
    ),
    TemplateField(
        ("ten_chua_gui", "names_missing"),
        _T,
        lambda r: names_text(r.facts.missing),
        _("names of the units missing"),
    ),
    TemplateField(
        ("ten_gui_muon", "names_late"),
        _T,
        lambda r: names_text(r.facts.late),
        _("names of the units late"),
    ),
    # figures
    TemplateField(
        ("chi_tieu", "indicators"),
        _G,
        lambda r: r.rows,
        _("the rows of the table of indicators"),
        ROW,
        ("dong", "line"),
    ),
    TemplateField(
        ("ghi_chu", "notes"), Kind.TEXTS, lambda r: r.notes, _("the notes under that table")
    ),
    *BY_CODE,
    TemplateField(
        ("cac_don_vi", "units"),
        _G,
        lambda r: r.units,
        _("the units directly below"),
        UNIT,
        ("dv", "unit"),
    ),
    TemplateField(
        ("bang_don_vi", "unit_tables"),
        _G,
        lambda r: r.unit_tables,
        _("tables of units, five indicators in each"),
        UNIT_TABLE,
        ("bang", "table"),
    ),
    TemplateField(
        ("phu_luc", "annexes"), _G, lambda r: r.annexes, _("the annexes"), _ANNEX, ("pl", "annex")
    ),
    # the foot
    TemplateField(
        ("noi_nhan", "recipients"),
        _T,
        lambda r: "\n".join(r.frame.recipients),
        _("the lines of recipients"),
    ),
    TemplateField(
        ("quyen_han", "signed_as"),
        _T,
        lambda r: r.signature_lines[0],
        _("in whose name and post it is signed"),
    ),
    TemplateField(
        ("nguoi_ky", "signer"), _T, lambda r: r.signature_lines[1], _("post and name of the signer")
    ),
)
