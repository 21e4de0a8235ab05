"""The hidden sheet of a report's workbook: whose it is, where its cells are, what is compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.worksheet import Worksheet

from giaoban.exchange.reporting import template_layout as at
from giaoban.exchange.reporting.template_formulas import row_formula, validation_of
from giaoban.exchange.reporting.template_layout import ItemRow, SectionRow, absolute, cell_name
from giaoban.queries.reporting.template_facts import FormOfPeriod, UnitOfTemplate
from giaoban.rules.reporting.checks import CheckFacts
from giaoban.rules.reporting.formulas import Reference, When, to_excel
from giaoban.rules.reporting.indicators import IndicatorKind

_KEYS = 8
_COLUMNS = {
    When.THIS: at.HIDDEN_NOW,
    When.PREVIOUS: at.HIDDEN_PREVIOUS,
    When.LAST_YEAR: at.HIDDEN_LAST_YEAR,
}


@dataclass(frozen=True)
class FormPlaces:
    """Where everything stands in the workbooks of a form, in the language in force.

    Worked out once for all the units of a period.
    """

    shared: FormOfPeriod

    @cached_property
    def rows(self) -> list[SectionRow | ItemRow]:
        return list(at.rows_of(self.shared.text))

    @cached_property
    def items(self) -> dict[str, ItemRow]:
        return {row.asked.code: row for row in self.rows if isinstance(row, ItemRow)}

    @cached_property
    def last_row(self) -> int:
        return max((row.row for row in self.rows), default=at.HEADER_ROW)

    @cached_property
    def note_place(self) -> tuple[int, int]:
        """Row and column of the remark on the whole report."""
        return self.last_row + 3, 0

    @cached_property
    def report_sheet(self) -> str:
        return pgettext("name of a sheet", "Report")

    @cached_property
    def checks_sheet(self) -> str:
        return pgettext("name of a sheet", "Checks")

    @cached_property
    def hidden_rows(self) -> dict[str, int]:
        """Where on the hidden sheet each indicator's row is, below the keys."""
        return {code: _KEYS + index for index, code in enumerate(self.items)}

    @cached_property
    def choice_ranges(self) -> dict[str, tuple[int, int]]:
        """First row and the one after the last that hold an indicator's choices."""
        found, row = {}, _KEYS + len(self.items)
        for code, item in self.items.items():
            if item.asked.kind == IndicatorKind.CHOICE and item.asked.choices:
                found[code] = (row, row + len(item.asked.choices))
                row = found[code][1]
        return found

    @cached_property
    def checks_beside(self) -> dict[str, list[tuple[int, CheckFacts]]]:
        """The checks by the indicator beside which the server would show them."""
        found: dict[str, list[tuple[int, CheckFacts]]] = {}
        for index, check in enumerate(self.shared.facts.checks):
            found.setdefault(check.formula.references[0].code, []).append((index, check))
        return found

    @cached_property
    def check_formulas(self) -> list[str]:
        return ["=" + to_excel(check.formula, self._cell_of) for check in self.shared.facts.checks]

    @cached_property
    def row_formulas(self) -> dict[str, str]:
        nothing_arose = f'{cell_name(at.NOTHING_ROW, at.NOW)}<>""'
        return {
            code: row_formula(
                item, self.checks_beside.get(code, []), self.checks_sheet, nothing_arose
            )
            for code, item in self.items.items()
        }

    @cached_property
    def validations(self) -> dict[str, dict[str, Any] | None]:
        """What may be typed, by indicator."""
        return {
            code: validation_of(item, self.choices_of(code)) for code, item in self.items.items()
        }

    def choices_of(self, code: str) -> str:
        """The range that holds an indicator's choices, for a drop-down."""
        if code not in self.choice_ranges:
            return ""
        first, after = self.choice_ranges[code]
        return f"='{at.HIDDEN_SHEET}'!$C${first + 1}:$C${after}"

    def _cell_of(self, reference: Reference) -> str:
        """Typed figures where they are typed; the rest as numbers on the hidden sheet."""
        item = self.items[reference.code]
        if reference.when is When.THIS and item.asked.kind != IndicatorKind.YES_NO:
            return absolute(self.report_sheet, item.row, at.NOW)
        row = self.hidden_rows[reference.code]
        return absolute(at.HIDDEN_SHEET, row, _COLUMNS[reference.when])


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
        _write_cell(sheet, row, places, places.items[code], unit, numbers.get(code))
    for code, (first, _after) in places.choice_ranges.items():
        for offset, choice in enumerate(places.items[code].asked.choices):
            _write_texts(sheet, first + offset, (at.KEY_CHOICE, code, choice))
    ends = [after for _first, after in places.choice_ranges.values()]
    row = max(ends, default=_KEYS + len(places.items))
    for index in range(len(shared.facts.checks)):
        place = cell_name(at.CHECKS_HEADER_ROW + 1 + index, at.CHECK_REASON)
        _write_texts(sheet, row + index, (at.KEY_REASON, str(index), places.checks_sheet, place))
    sheet.protect()
    sheet.very_hidden()


def _write_cell(
    sheet: Worksheet,
    row: int,
    places: FormPlaces,
    item: ItemRow,
    unit: UnitOfTemplate,
    value: float | None,
) -> None:
    code = item.asked.code
    place, note = cell_name(item.row, at.NOW), cell_name(item.row, at.NOTE)
    _write_texts(sheet, row, (at.KEY_CELL, code, places.report_sheet, place, note))
    if item.asked.kind == IndicatorKind.YES_NO:
        typed = absolute(places.report_sheet, item.row, at.NOW)
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
