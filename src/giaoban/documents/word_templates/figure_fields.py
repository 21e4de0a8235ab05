"""Which figures may a template of one's own use: in rows, by unit, and by an indicator's code?"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from giaoban.documents.numbers import format_change, format_percent
from giaoban.documents.reporting.report_unit_tables import measured_title, standing_cell
from giaoban.documents.reporting.report_words import (
    LANGUAGE,
    bare_number_text,
    carried_text,
    unit_of_measure,
)
from giaoban.documents.word_templates.schema import Kind, Names, TemplateField
from giaoban.documents.word_templates.sources import ReportSource, RowSource, UnitSource
from giaoban.rules.reporting.consolidated_facts import Compared, ShownIndicator

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


_FIGURES: tuple[tuple[Names, Names, FigureText, Any], ...] = (
    # in a row, by code, text, explanation
    (("ky_nay", "this_period"), ("so_lieu", "figure"), _now, _("the figure of this period")),
    (
        ("ky_truoc", "previous_period"),
        ("so_lieu_ky_truoc", "figure_before"),
        _previous,
        _("the figure of the period before"),
    ),
    (
        ("cung_ky", "a_year_before"),
        ("so_lieu_cung_ky", "figure_a_year_before"),
        _last_year,
        _("the figure of the same period of last year"),
    ),
    (("luy_ke", "so_far"), ("luy_ke", "so_far"), _so_far, _("the total since the year's start")),
    (("ke_hoach", "target"), ("ke_hoach", "target"), _target, _("the year's target")),
    (
        ("dat_ke_hoach", "target_reached"),
        ("dat_ke_hoach", "target_reached"),
        _share,
        _("the share of the target that was reached"),
    ),
    (
        ("so_ky_truoc", "change"),
        ("so_voi_ky_truoc", "change"),
        _change,
        _("the change from the period before"),
    ),
    (
        ("so_cung_ky", "change_on_a_year_before"),
        ("so_voi_cung_ky", "change_on_a_year_before"),
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


_T, _F, _G = Kind.TEXT, Kind.FLAG, Kind.GROUPS

ROW: tuple[TemplateField, ...] = (
    TemplateField(
        ("la_nhom", "is_group"),
        _F,
        lambda r: r.indicator is None,
        _("yes for the title of a group of rows"),
    ),
    TemplateField(("stt", "number"), _T, lambda r: r.number, _("number of the row")),
    TemplateField(
        ("ten", "name"), _T, lambda r: r.name, _("name of the indicator or of the group")
    ),
    TemplateField(
        ("don_vi_tinh", "measure"),
        _T,
        lambda r: unit_of_measure(r.indicator) if r.indicator else "",
        _("unit of measure"),
    ),
    *(
        TemplateField(names, _T, _row_figure(text), about)
        for names, _names, text, about in _FIGURES
    ),
)

UNIT: tuple[TemplateField, ...] = (
    TemplateField(("stt", "number"), _T, lambda u: u.number, _("number of the unit")),
    TemplateField(("ten", "name"), _T, lambda u: u.unit.name, _("name of the unit")),
    TemplateField(("ma", "code"), _T, lambda u: u.unit.code, _("code of the unit")),
    TemplateField(
        ("gui_bao_cao", "reported"),
        _T,
        lambda u: standing_cell(u.unit, has_terms=u.facts.has_terms).text,
        _("whether it reported: on time, late, missing, or how many below it did"),
    ),
    *(
        TemplateField(names, Kind.BY_CODE, _of_unit(text), about)
        for _names, names, text, about in _FIGURES
    ),
)

UNIT_ROW: tuple[TemplateField, ...] = (
    TemplateField(
        ("la_tong", "is_whole"), _F, lambda r: not r.of.number, _("yes for the row of the whole")
    ),
    TemplateField(("stt", "number"), _T, lambda r: r.of.number, _("number of the unit")),
    TemplateField(("ten", "name"), _T, lambda r: r.of.unit.name, _("name of the unit")),
    TemplateField(
        ("gui_bao_cao", "reported"),
        _T,
        lambda r: standing_cell(r.of.unit, has_terms=r.of.facts.has_terms).text,
        _("whether it reported: on time, late, missing, or how many below it did"),
    ),
    TemplateField(
        ("o", "cells"),
        Kind.TEXTS,
        lambda r: [_now(shown, r.of.unit.of(shown.code)) for shown in r.shown],
        _("its figures, one for each column"),
    ),
)

UNIT_TABLE: tuple[TemplateField, ...] = (
    TemplateField(
        ("cot", "columns"),
        Kind.TEXTS,
        lambda t: [measured_title(shown) for shown in t.shown],
        _("names of the indicators that stand in the columns"),
    ),
    TemplateField(
        ("dong", "rows"),
        _G,
        lambda t: t.rows,
        _("the rows: the whole, then each unit"),
        UNIT_ROW,
        ("dong", "line"),
    ),
)

BY_CODE: tuple[TemplateField, ...] = tuple(
    TemplateField(names, Kind.BY_CODE, _by_code(text), about)
    for _names, names, text, about in _FIGURES
)
