"""Where does everything stand in the workbooks of a form? Worked out once for all its units."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import pgettext

from giaoban.exchange.reporting import template_layout as at
from giaoban.exchange.reporting.template_formulas import (
    part_faults,
    row_formula,
    table_row_formula,
    validation_of,
)
from giaoban.exchange.reporting.template_layout import (
    ItemRow,
    PointerRow,
    SectionRow,
    Spot,
    absolute,
    cell_name,
    sheet_in_formula,
)
from giaoban.queries.reporting.template_facts import FormOfPeriod
from giaoban.rules.reporting.checks import CheckFacts
from giaoban.rules.reporting.form_structure import PlacedItem, expanded, generated_code
from giaoban.rules.reporting.formulas import Reference, When, to_excel
from giaoban.rules.reporting.indicators import IndicatorFacts, IndicatorKind, asked_of_unit
from giaoban.rules.reporting.structure_texts import ColumnKind, ListText, TableText

KEYS = 8
"""Rows of the hidden sheet above those of the cells."""
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
    def placed(self) -> dict[str, PlacedItem]:
        """Everything asked, by code in the order of the form."""
        items = {item.asked.code: item for item in expanded(self.shared.text)}
        return {one.code: items[one.code] for one in self.shared.facts.indicators}

    @cached_property
    def rows(self) -> list[SectionRow | PointerRow | ItemRow]:
        return list(at.rows_of(list(self.placed.values())))

    @cached_property
    def items(self) -> dict[str, ItemRow]:
        """What stands on the sheet of the report itself."""
        return {row.asked.code: row for row in self.rows if isinstance(row, ItemRow)}

    @cached_property
    def table_sheets(self) -> dict[str, tuple[str, TableText]]:
        """By code of a table its sheet."""
        tables = {table.code: table for table in self.shared.text.tables}
        return {
            row.table: (at.sheet_name(row.number, tables[row.table].name), tables[row.table])
            for row in self.rows
            if isinstance(row, PointerRow)
        }

    @cached_property
    def list_sheets(self) -> dict[str, tuple[str, ListText]]:
        """By code of a list its sheet."""
        lists = {listed.code: listed for listed in self.shared.text.lists}
        return {
            code: (at.sheet_name(row.number, lists[code].name), lists[code])
            for row in self.items.values()
            if (code := row.item.place.list) and not row.item.place.column
        }

    @cached_property
    def spots(self) -> dict[str, Spot]:
        """Where each figure stands, by code."""
        spots = {}
        for code, item in self.placed.items():
            place = item.place
            if place.table:
                sheet, table = self.table_sheets[place.table]
                rows = [row.code for row in table.rows]
                columns = [column.code for column in table.columns]
                row = at.TABLE_HEADER_ROW + 1 + rows.index(place.row)
                spots[code] = Spot(sheet, row, at.TABLE_FIRST + columns.index(place.column))
            else:
                spots[code] = Spot(self.report_sheet, self.items[code].row, at.NOW)
        return spots

    @cached_property
    def none_spots(self) -> dict[str, Spot]:
        """Where it is said that a list has no rows."""
        return {
            code: Spot(sheet, at.LIST_NONE_ROW, at.LIST_FIRST + 1)
            for code, (sheet, _listed) in self.list_sheets.items()
        }

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
        return {code: KEYS + index for index, code in enumerate(self.placed)}

    @cached_property
    def choice_ranges(self) -> dict[str, tuple[int, int]]:
        """First row and the one after the last that hold an indicator's or a column's choices."""
        found, row = {}, KEYS + len(self.placed)
        for code, choices in self.choices.items():
            found[code] = (row, row + len(choices))
            row = found[code][1]
        return found

    @cached_property
    def choices(self) -> dict[str, tuple[str, ...]]:
        """What can be chosen, of indicators by code and of the columns of lists by LIST__column."""
        of_items = {
            code: item.asked.choices
            for code, item in self.items.items()
            if item.asked.kind == IndicatorKind.CHOICE and item.asked.choices
        }
        of_columns = {
            generated_code(code, column.code): column.choices
            for code, (_sheet, listed) in self.list_sheets.items()
            for column in listed.columns
            if column.kind == ColumnKind.CHOICE and column.choices
        }
        return of_items | of_columns

    @cached_property
    def checks_beside(self) -> dict[str, list[tuple[int, CheckFacts]]]:
        """The checks by the indicator beside which the server would show them."""
        found: dict[str, list[tuple[int, CheckFacts]]] = {}
        for index, check in enumerate(self.shared.facts.checks):
            found.setdefault(check.formula.references[0].code, []).append((index, check))
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """What stands for each code where it stands alone."""
        return {code: item.asked.name for code, item in self.placed.items()}

    @cached_property
    def facts_of(self) -> dict[str, IndicatorFacts]:
        return {one.code: one for one in self.shared.facts.indicators}

    def cells_of_row(self, table: TableText, row: str) -> list[PlacedItem]:
        """What a row of a table asks."""
        codes = (generated_code(table.code, row, column.code) for column in table.columns)
        return [self.placed[code] for code in codes if code in self.placed]

    @cached_property
    def check_ranges(self) -> list[str]:
        """Where the sheets beside the report say what is to be mended."""
        ranges = []
        for name, table in self.table_sheets.values():
            column = at.TABLE_FIRST + len(table.columns)
            first = at.TABLE_HEADER_ROW + 1
            ranges.append(_range(name, first, column, first + len(table.rows) - 1, column))
        for name, listed in self.list_sheets.values():
            column = at.LIST_FIRST + len(listed.columns)
            last = at.LIST_FIRST_ROW + at.LIST_ROWS_SHOWN - 1
            ranges.append(_range(name, at.LIST_FIRST_ROW, column, last, column))
        return ranges

    @cached_property
    def table_ranges(self) -> list[str]:
        """The cells of the tables."""
        return [
            _range(
                name,
                at.TABLE_HEADER_ROW + 1,
                at.TABLE_FIRST,
                at.TABLE_HEADER_ROW + len(table.rows),
                at.TABLE_FIRST + len(table.columns) - 1,
            )
            for name, table in self.table_sheets.values()
        ]

    @cached_property
    def check_formulas(self) -> list[str]:
        return ["=" + to_excel(check.formula, self._cell_of) for check in self.shared.facts.checks]

    @cached_property
    def row_formulas(self) -> dict[str, str]:
        return {code: self.row_formula_without(code, frozenset()) for code in self.items}

    def row_formula_without(self, code: str, unasked: Collection[str]) -> str:
        """What stands against a row, where the unit is not asked some of its parts."""
        return row_formula(
            self.items[code],
            self.checks_beside.get(code, []),
            self.checks_sheet,
            f'{cell_name(at.NOTHING_ROW, at.NOW)}<>""',
            self.part_faults_of(code, unasked),
        )

    @cached_property
    def table_row_formulas(self) -> dict[tuple[str, str], str]:
        """What stands against a row of a table, by its codes."""
        nothing_arose = f'{absolute(self.report_sheet, at.NOTHING_ROW, at.NOW)}<>""'
        found = {}
        for code, (_sheet, table) in self.table_sheets.items():
            for row in table.rows:
                cells = [
                    (
                        column.name,
                        self.placed[cell],
                        self.spots[cell].cell,
                        self.checks_beside.get(cell, []),
                        self.part_faults_of(cell),
                    )
                    for column in table.columns
                    if (cell := generated_code(code, row.code, column.code)) in self.placed
                ]
                found[code, row.code] = table_row_formula(cells, self.checks_sheet, nothing_arose)
        return found

    def part_faults_of(self, code: str, unasked: Collection[str] = ()) -> list[str]:
        """The formulas that say that the parts of a figure do not add up to it."""
        whole = self.spots[code]
        groups = asked_of_unit([self.facts_of[code]], unasked)[0].sums
        return [
            part_faults(group, whole.cell, [self.spots[part].cell for part in group.codes])
            for group in groups
            if all(self.spots[part].sheet == whole.sheet for part in group.codes)
        ]

    @cached_property
    def validations(self) -> dict[str, dict[str, Any] | None]:
        """What may be typed, by indicator."""
        return {
            code: validation_of(item.asked, self.choices_of(code))
            for code, item in self.placed.items()
        }

    def choices_of(self, code: str) -> str:
        """The range that holds an indicator's choices, for a drop-down."""
        if code not in self.choice_ranges:
            return ""
        first, after = self.choice_ranges[code]
        return f"={sheet_in_formula(at.HIDDEN_SHEET)}!$C${first + 1}:$C${after}"

    def _cell_of(self, reference: Reference) -> str:
        """Typed figures where they are typed; the rest as numbers on the hidden sheet."""
        item = self.placed[reference.code]
        if reference.when is When.THIS and item.asked.kind != IndicatorKind.YES_NO:
            return self.spots[reference.code].absolute
        row = self.hidden_rows[reference.code]
        return absolute(at.HIDDEN_SHEET, row, _COLUMNS[reference.when])


def _range(sheet: str, row: int, column: int, last_row: int, last_column: int) -> str:
    return f"{absolute(sheet, row, column)}:{absolute(sheet, last_row, last_column).split('!')[-1]}"
