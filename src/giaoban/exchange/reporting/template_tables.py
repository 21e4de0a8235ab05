"""The sheet of a table in a report's workbook: rows and columns as on paper, checked as filled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from giaoban.exchange.reporting import template_layout as at
from giaoban.exchange.reporting.template_layout import letters_of
from giaoban.exchange.reporting.template_places import FormPlaces
from giaoban.exchange.reporting.template_styles import Styles, highlight, number_format
from giaoban.queries.reporting.template_facts import UnitOfTemplate
from giaoban.rules.reporting.form_structure import PlacedItem, generated_code
from giaoban.rules.reporting.indicators import IndicatorKind
from giaoban.rules.reporting.regime_facts import Asked
from giaoban.rules.reporting.structure_texts import ColumnText, RowText, TableText


@dataclass(frozen=True)
class TableWriter:
    """`said` is what stands against a cell of the template as it is made, by the name of a column.

    `numbers` is what is filled in already, `offered` what the unit's other reports hold for a
    cell that is empty.
    """

    form: FormPlaces
    styles: Styles
    unit: UnitOfTemplate
    numbers: Mapping[str, float]
    said: Callable[[PlacedItem, str], str]
    offered: Callable[[Asked], str]

    def write(self, sheet: Worksheet, table: TableText) -> None:
        of = self.styles.of
        last = at.TABLE_FIRST + len(table.columns)
        sheet.hide_gridlines(2)
        sheet.set_column(at.TABLE_GUARD, at.TABLE_GUARD, 4, of("plain"), {"hidden": True})
        sheet.set_column(at.TABLE_NAME, at.TABLE_NAME, 36, of("plain"))
        sheet.set_column(at.TABLE_FIRST, last - 1, 16, of("plain"))
        sheet.set_column(last, last, 40, of("plain"))
        sheet.write_string(0, at.TABLE_NAME, table.name, of("head"))
        words = _("Fill in the white cells. The last column says what is still to be mended.")
        sheet.write_string(1, at.TABLE_NAME, words, of("state"))
        self._headings(sheet, table, at.TABLE_HEADER_ROW)
        sheet.write_string(at.TABLE_HEADER_ROW, last, _("To be mended"), of("header"))
        for offset, row in enumerate(table.rows, start=1):
            self._row(sheet, table, row, at.TABLE_HEADER_ROW + offset)
        self._before(sheet, table)
        first, end = at.TABLE_HEADER_ROW + 1, at.TABLE_HEADER_ROW + len(table.rows)
        sheet.conditional_format(
            first,
            at.TABLE_FIRST,
            end,
            last - 1,
            {
                "type": "formula",
                "criteria": f'=${letters_of(last)}{first + 1}<>""',
                "format": highlight(self.styles, "to_fill"),
            },
        )
        sheet.freeze_panes(at.TABLE_HEADER_ROW + 1, at.TABLE_FIRST)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def _headings(self, sheet: Worksheet, table: TableText, row: int) -> None:
        of = self.styles.of
        sheet.write_blank(row, at.TABLE_NAME, None, of("header"))
        for offset, column in enumerate(table.columns):
            heading = f"{column.name} ({column.measure})" if column.measure else column.name
            sheet.write_string(row, at.TABLE_FIRST + offset, heading, of("header"))
        sheet.set_row(row, 34)

    def _row(self, sheet: Worksheet, table: TableText, row: RowText, line: int) -> None:
        of = self.styles.of
        sheet.write_string(line, at.TABLE_GUARD, generated_code(table.code, row.code))
        sheet.write_string(line, at.TABLE_NAME, row.name, of("total" if row.is_total else "name"))
        said = []
        for offset, column in enumerate(table.columns):
            code = generated_code(table.code, row.code, column.code)
            place = line, at.TABLE_FIRST + offset
            if code not in self.form.placed:
                sheet.write_blank(*place, None, of("locked"))
                continue
            self._cell(sheet, place, column, self.numbers.get(code))
            if words := self.offered(self.form.placed[code].asked):
                sheet.write_comment(*place, words, at.COMMENT_BOX)
            if rule := self.form.validations[code]:
                sheet.data_validation(*place, *place, rule)
            said.append(self.said(self.form.placed[code], column.name))
        formula = self.form.table_row_formulas[table.code, row.code]
        check = at.TABLE_FIRST + len(table.columns)
        sheet.write_formula(line, check, formula, of("check"), " ".join(filter(None, said)))

    def _cell(
        self, sheet: Worksheet, place: tuple[int, int], column: ColumnText, value: float | None
    ) -> None:
        of = self.styles.of
        if column.kind == IndicatorKind.YES_NO:
            sheet.write(*place, yes_no_text(value), of("choice"))
        else:
            style = of("input", number_format(column.kind, column.decimals))
            sheet.write(*place, "" if value is None else value, style)

    def _before(self, sheet: Worksheet, table: TableText) -> None:
        """The figures of the last period, below, where there are any."""
        before = self.unit.previous.numbers
        rows = [
            [before.get(generated_code(table.code, row.code, one.code)) for one in table.columns]
            for row in table.rows
        ]
        if all(value is None for values in rows for value in values):
            return
        of = self.styles.of
        top = at.TABLE_HEADER_ROW + len(table.rows) + 3
        sheet.write_string(top - 1, at.TABLE_NAME, _("Last period"), of("head"))
        self._headings(sheet, table, top)
        for offset, (row, values) in enumerate(zip(table.rows, rows, strict=True), start=1):
            sheet.write_string(top + offset, at.TABLE_NAME, row.name, of("name"))
            for at_column, (column, value) in enumerate(
                zip(table.columns, values, strict=True), start=at.TABLE_FIRST
            ):
                if column.kind == IndicatorKind.YES_NO:
                    sheet.write(top + offset, at_column, yes_no_text(value), of("shown_text"))
                else:
                    style = of("shown", number_format(column.kind, column.decimals))
                    sheet.write(top + offset, at_column, "" if value is None else value, style)


def yes_no_text(value: float | None) -> str:
    """As it is chosen from the drop-down of a cell."""
    return "" if value is None else _("Yes") if value else _("No")
