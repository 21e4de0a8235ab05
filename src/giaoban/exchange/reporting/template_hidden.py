"""The hidden sheet of a report's workbook: whose it is, where its cells are, what is compared."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from giaoban.exchange.reporting import template_layout as at
from giaoban.exchange.reporting.template_layout import cell_name
from giaoban.exchange.reporting.template_places import KEYS, FormPlaces
from giaoban.queries.reporting.template_facts import UnitOfTemplate
from giaoban.rules.reporting.form_structure import PlacedItem
from giaoban.rules.reporting.indicators import IndicatorKind


def write_hidden(
    sheet: Worksheet,
    places: FormPlaces,
    unit: UnitOfTemplate,
    numbers: Mapping[str, float],
    language: str,
) -> None:
    """Everything that the reader goes by; `numbers` is what is filled in already."""
    shared, report = places.shared, places.report_sheet
    keys: list[tuple[str, ...]] = [
        (at.KEY_FORMAT, str(at.FORMAT)),
        (at.KEY_REGIME, shared.period.regime.code),
        (at.KEY_UNIT, unit.code),
        (at.KEY_PERIOD, shared.period.key),
        (at.KEY_FORM, str(shared.form.number)),
        (at.KEY_LANGUAGE, language),
        (at.KEY_NOTHING_AROSE, report, cell_name(at.NOTHING_ROW, at.NOW)),
        (at.KEY_NOTE, report, cell_name(*places.note_place)),
    ]
    for row, texts in enumerate(keys):
        _write_texts(sheet, row, texts)
    for code, row in places.hidden_rows.items():
        _write_cell(sheet, row, places, places.placed[code], unit, numbers.get(code))
    for code, (first, _after) in places.choice_ranges.items():
        for offset, choice in enumerate(places.choices[code]):
            _write_texts(sheet, first + offset, (at.KEY_CHOICE, code, choice))
    ends = [after for _first, after in places.choice_ranges.values()]
    row = max(ends, default=KEYS + len(places.placed))
    for index in range(len(shared.facts.checks)):
        place = cell_name(at.CHECKS_HEADER_ROW + 1 + index, at.CHECK_REASON)
        _write_texts(sheet, row + index, (at.KEY_REASON, str(index), places.checks_sheet, place))
    _write_lists(sheet, row + len(shared.facts.checks), places)
    sheet.protect()
    sheet.very_hidden()


def _write_lists(sheet: Worksheet, row: int, places: FormPlaces) -> None:
    """Where the columns of each list begin, and where it is said that it has no rows."""
    for code, (name, listed) in places.list_sheets.items():
        for offset, column in enumerate(listed.columns):
            first = cell_name(at.LIST_FIRST_ROW, at.LIST_FIRST + offset)
            _write_texts(sheet, row, (at.KEY_LIST, code, column.code, name, first))
            row += 1
        _write_texts(sheet, row, (at.KEY_NONE, code, name, places.none_spots[code].cell))
        row += 1


def _write_cell(
    sheet: Worksheet,
    row: int,
    places: FormPlaces,
    item: PlacedItem,
    unit: UnitOfTemplate,
    value: float | None,
) -> None:
    code, spot = item.asked.code, places.spots[item.asked.code]
    if item.place.is_computed:
        texts = (at.KEY_COMPUTED, code, spot.sheet, spot.cell)
    elif item.place.table:
        texts = (at.KEY_IN_TABLE, code, spot.sheet, spot.cell, cell_name(spot.row, at.TABLE_GUARD))
    else:
        texts = (at.KEY_CELL, code, spot.sheet, spot.cell, cell_name(spot.row, at.NOTE))
    _write_texts(sheet, row, texts)
    if texts[0] == at.KEY_CELL and places.items[code].may_be_estimated:
        sheet.write_string(row, at.HIDDEN_ESTIMATE, cell_name(spot.row, at.ESTIMATE))
    if item.asked.kind == IndicatorKind.YES_NO:
        typed = spot.absolute
        formula = f'=IF({typed}="{_("Yes")}",1,IF({typed}="{_("No")}",0,""))'
        sheet.write_formula(row, at.HIDDEN_NOW, formula, None, "" if value is None else value)
    for column, answers in (
        (at.HIDDEN_PREVIOUS, unit.previous),
        (at.HIDDEN_LAST_YEAR, unit.last_year),
    ):
        if code in answers.numbers:
            sheet.write_number(row, column, answers.numbers[code])


def _write_texts(sheet: Worksheet, row: int, texts: tuple[str, ...]) -> None:
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text)
