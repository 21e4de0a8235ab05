"""Which fields may a Word template of one's own use? One row each: name, value, explanation.

Names are Vietnamese without marks, since those who type them into Word are Vietnamese clerks.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from giaoban.documents.numbers import MISSING, format_change, format_number, format_percent
from giaoban.documents.period_titles import year_title
from giaoban.documents.reporting.report_unit_tables import measured_title, standing_cell
from giaoban.documents.reporting.report_words import (
    LANGUAGE,
    bare_number_text,
    carried_text,
    column_title,
    names_text,
    unit_of_measure,
)
from giaoban.documents.word_templates.schema import Kind, TemplateField
from giaoban.documents.word_templates.sources import (
    ReportSource,
    RowSource,
    UnitSource,
)
from giaoban.rules.reporting.consolidated_facts import Compared, ShownIndicator, UnitFigures

FigureText = Callable[[ShownIndicator, Compared], str]


def _now(indicator: ShownIndicator, held: Compared) -> str:
    return carried_text(bare_number_text(indicator, held.now), "now", held)


def _previous(indicator: ShownIndicator, held: Compared) -> str:
    return carried_text(bare_number_text(indicator, held.previous), "previous", held)


def _last_year(indicator: ShownIndicator, held: Compared) -> str:
    return carried_text(bare_number_text(indicator, held.last_year), "last_year", held)


def _so_far(indicator: ShownIndicator, held: Compared) -> str:
    return bare_number_text(indicator, held.so_far if indicator.adds_up else None)


def _target(indicator: ShownIndicator, held: Compared) -> str:
    return bare_number_text(indicator, held.target)


def _share(_indicator: ShownIndicator, held: Compared) -> str:
    return format_percent(held.share_of_target, LANGUAGE)


def _change(indicator: ShownIndicator, held: Compared) -> str:
    return format_change(held.change(indicator), LANGUAGE)


def _change_from_last_year(indicator: ShownIndicator, held: Compared) -> str:
    return format_change(held.change_from_last_year(indicator), LANGUAGE)


_FIGURES: tuple[tuple[str, str, FigureText, Any], ...] = (
    # in a row, by code, text, explanation
    ("ky_nay", "so_lieu", _now, _("the figure of this period")),
    ("ky_truoc", "so_lieu_ky_truoc", _previous, _("the figure of the period before")),
    ("cung_ky", "so_lieu_cung_ky", _last_year, _("the figure of the same period of last year")),
    ("luy_ke", "luy_ke", _so_far, _("the total since the year's start")),
    ("ke_hoach", "ke_hoach", _target, _("the year's target")),
    ("dat_ke_hoach", "dat_ke_hoach", _share, _("the share of the target that was reached")),
    ("so_ky_truoc", "so_voi_ky_truoc", _change, _("the change from the period before")),
    (
        "so_cung_ky",
        "so_voi_cung_ky",
        _change_from_last_year,
        _("the change from the same period of last year"),
    ),
)


def _row_figure(text: FigureText) -> Callable[[RowSource], str]:
    def value(row: RowSource) -> str:
        return text(row.indicator, row.held) if row.indicator else ""

    return value


def _by_code(text: FigureText) -> Callable[[ReportSource], Mapping[str, str]]:
    def value(report: ReportSource) -> Mapping[str, str]:
        facts = report.facts
        return {shown.code: text(shown, facts.unit.of(shown.code)) for shown in facts.indicators}

    return value


def _of_unit(text: FigureText) -> Callable[[UnitSource], Mapping[str, str]]:
    def value(unit: UnitSource) -> Mapping[str, str]:
        shown = unit.facts.indicators
        return {each.code: text(each, unit.unit.of(each.code)) for each in shown}

    return value


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
    TemplateField("tieu_de", _T, lambda s: s.title, _("the section's title with its number")),
    TemplateField(
        "noi_dung",
        _P,
        lambda s: s.writer.part(s.blocks),
        _("everything in the section as the built-in layout draws it"),
    ),
    TemplateField("loi_van", _P, lambda s: s.words, _("its paragraphs, without tables and charts")),
    TemplateField(
        "bang", _P, lambda s: s.tables, _("its tables as the built-in layout draws them")
    ),
    TemplateField(
        "bang_khac",
        _P,
        lambda s: s.other_tables,
        _("its tables, without the table of indicators"),
    ),
    TemplateField("bieu_do", _P, lambda s: s.charts, _("its charts")),
    TemplateField(
        "co_bang_chi_tieu",
        _F,
        lambda s: s.main is not None,
        _("yes where the table of indicators stands in this section"),
    ),
    TemplateField(
        "ten_bang",
        _T,
        lambda s: s.main.caption if s.main else "",
        _("number and title of that table"),
    ),
)

_ROW: tuple[TemplateField, ...] = (
    TemplateField(
        "la_nhom", _F, lambda r: r.indicator is None, _("yes for the title of a group of rows")
    ),
    TemplateField("stt", _T, lambda r: r.number, _("number of the row")),
    TemplateField("ten", _T, lambda r: r.name, _("name of the indicator or of the group")),
    TemplateField(
        "don_vi_tinh",
        _T,
        lambda r: unit_of_measure(r.indicator) if r.indicator else "",
        _("unit of measure"),
    ),
    *(TemplateField(name, _T, _row_figure(text), about) for name, _name, text, about in _FIGURES),
)

_UNIT: tuple[TemplateField, ...] = (
    TemplateField("stt", _T, lambda u: u.number, _("number of the unit")),
    TemplateField("ten", _T, lambda u: u.unit.name, _("name of the unit")),
    TemplateField("ma", _T, lambda u: u.unit.code, _("code of the unit")),
    TemplateField(
        "gui_bao_cao",
        _T,
        lambda u: standing_cell(u.unit, has_terms=u.facts.has_terms).text,
        _("whether it reported: on time, late, missing, or how many below it did"),
    ),
    *(
        TemplateField(name, Kind.BY_CODE, _of_unit(text), about)
        for _name, name, text, about in _FIGURES
    ),
)

_UNIT_ROW: tuple[TemplateField, ...] = (
    TemplateField("la_tong", _F, lambda r: not r.of.number, _("yes for the row of the whole")),
    TemplateField("stt", _T, lambda r: r.of.number, _("number of the unit")),
    TemplateField("ten", _T, lambda r: r.of.unit.name, _("name of the unit")),
    TemplateField(
        "gui_bao_cao",
        _T,
        lambda r: standing_cell(r.of.unit, has_terms=r.of.facts.has_terms).text,
        _("whether it reported: on time, late, missing, or how many below it did"),
    ),
    TemplateField(
        "o",
        Kind.TEXTS,
        lambda r: [_now(shown, r.of.unit.of(shown.code)) for shown in r.shown],
        _("its figures, one for each column"),
    ),
)

_UNIT_TABLE: tuple[TemplateField, ...] = (
    TemplateField(
        "cot",
        Kind.TEXTS,
        lambda t: [measured_title(shown) for shown in t.shown],
        _("names of the indicators that stand in the columns"),
    ),
    TemplateField(
        "dong", _G, lambda t: t.rows, _("the rows: the whole, then each unit"), _UNIT_ROW, "dong"
    ),
)

_ANNEX: tuple[TemplateField, ...] = (
    TemplateField(
        "nhan", _T, lambda a: a.label, _("“Annex”, with its number where there are more")
    ),
    TemplateField("tieu_de", _T, lambda a: a.annex.title, _("title of the annex")),
    TemplateField("kem_theo", _T, lambda a: a.reference, _("the line that names its document")),
    TemplateField(
        "noi_dung",
        _P,
        lambda a: a.report.part(a.annex.blocks),
        _("everything in the annex as the built-in layout draws it"),
    ),
    TemplateField(
        "la_theo_don_vi", _F, lambda a: a.is_by_unit, _("yes for the annex of figures by unit")
    ),
    TemplateField(
        "bang_khac",
        _P,
        lambda a: a.rest,
        _("what follows the tables by unit: breakdowns, tables and lists"),
    ),
)

FIELDS: tuple[TemplateField, ...] = (
    # the head
    TemplateField("quoc_hieu", _T, lambda r: r.profile.national_title, _("the national title")),
    TemplateField("tieu_ngu", _T, lambda r: r.profile.motto, _("the motto")),
    TemplateField("co_quan_cap_tren", _T, lambda r: r.letterhead_lines[0], _("the agency above")),
    TemplateField("co_quan", _T, lambda r: r.letterhead_lines[1], _("the issuing agency")),
    TemplateField("so_ky_hieu", _T, lambda r: r.frame.number, _("the line of number and symbol")),
    TemplateField("dia_danh_ngay", _T, lambda r: r.frame.place, _("the line of place and date")),
    TemplateField("loai_van_ban", _T, lambda r: r.document.type_line, _("the kind of document")),
    TemplateField("trich_yeu", _T, lambda r: r.document.subject, _("what the report is about")),
    TemplateField("kinh_gui", Kind.TEXTS, lambda r: r.frame.addressees, _("lines of addressees")),
    TemplateField("can_cu", Kind.TEXTS, lambda r: r.frame.grounds, _("lines of legal grounds")),
    TemplateField("ky_bao_cao", _T, _period("period"), _("the reporting period")),
    TemplateField("ky_truoc", _T, _period("previous"), _("the period before")),
    TemplateField("cung_ky", _T, _period("last_year"), _("the same period of last year")),
    TemplateField(
        "nam",
        _T,
        lambda r: year_title(r.facts.year, LANGUAGE, year_starts=r.facts.year_starts),
        _("the year"),
    ),
    TemplateField("don_vi", _T, lambda r: r.facts.unit.name, _("the unit reported on")),
    # what is written
    TemplateField(
        "cac_muc", _G, lambda r: r.sections, _("the sections of the report"), _SECTION, "muc"
    ),
    TemplateField(
        "noi_dung",
        _P,
        lambda r: r.part(r.written),
        _("all sections as the built-in layout draws them"),
    ),
    TemplateField("cau_ket", _T, lambda r: r.closing, _("the sentence that ends the report")),
    # who reported
    TemplateField("so_don_vi", _T, _count(lambda u: u.coverage.expected), _("units asked")),
    TemplateField("da_gui", _T, _count(lambda u: u.coverage.received), _("units that reported")),
    TemplateField("chua_gui", _T, _count(lambda u: u.coverage.missing), _("units missing")),
    TemplateField(
        "dung_han",
        _T,
        _count(lambda u: u.coverage.received - u.coverage.late),
        _("units that reported on time"),
    ),
    TemplateField("gui_muon", _T, _count(lambda u: u.coverage.late), _("units that were late")),
    TemplateField(
        "ten_chua_gui", _T, lambda r: names_text(r.facts.missing), _("names of the units missing")
    ),
    TemplateField(
        "ten_gui_muon", _T, lambda r: names_text(r.facts.late), _("names of the units late")
    ),
    # figures
    TemplateField(
        "chi_tieu", _G, lambda r: r.rows, _("the rows of the table of indicators"), _ROW, "dong"
    ),
    TemplateField("ghi_chu", Kind.TEXTS, lambda r: r.notes, _("the notes under that table")),
    *(
        TemplateField(name, Kind.BY_CODE, _by_code(text), about)
        for _name, name, text, about in _FIGURES
    ),
    TemplateField("cac_don_vi", _G, lambda r: r.units, _("the units directly below"), _UNIT, "dv"),
    TemplateField(
        "bang_don_vi",
        _G,
        lambda r: r.unit_tables,
        _("tables of units, five indicators in each"),
        _UNIT_TABLE,
        "bang",
    ),
    TemplateField("phu_luc", _G, lambda r: r.annexes, _("the annexes"), _ANNEX, "pl"),
    # the foot
    TemplateField(
        "noi_nhan", _T, lambda r: "\n".join(r.frame.recipients), _("the lines of recipients")
    ),
    TemplateField(
        "quyen_han", _T, lambda r: r.signature_lines[0], _("in whose name and post it is signed")
    ),
    TemplateField("nguoi_ky", _T, lambda r: r.signature_lines[1], _("post and name of the signer")),
)
