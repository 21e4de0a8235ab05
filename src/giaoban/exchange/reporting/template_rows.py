"""What stands in the row of one figure, on the report's sheet of a workbook to be filled in?"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.worksheet import Worksheet

from giaoban.exchange.reporting import template_layout as at
from giaoban.exchange.reporting.template_formulas import ratio_formula
from giaoban.exchange.reporting.template_layout import ItemRow, PointerRow
from giaoban.exchange.reporting.template_lists import column_formula, rows_formula
from giaoban.exchange.reporting.template_places import FormPlaces
from giaoban.exchange.reporting.template_styles import Styles, number_format
from giaoban.exchange.reporting.template_tables import yes_no_text
from giaoban.queries.reporting.answers import Answers
from giaoban.queries.reporting.template_facts import Filled, UnitOfTemplate
from giaoban.rules.reporting.form_structure import ROWS, generated_code
from giaoban.rules.reporting.indicators import TYPED_NUMBERS, IndicatorKind
from giaoban.rules.reporting.regime_facts import Asked


@dataclass(frozen=True)
class RowWriter:
    """The rows of one workbook.

    `left_out` is not asked of the unit; `row_text` says what stands against a figure, `offered`
    what other reports of the unit hold.
    """

    form: FormPlaces
    styles: Styles
    unit: UnitOfTemplate
    filled: Filled
    numbers: Mapping[str, float]
    left_out: Collection[str]
    row_text: Callable[[ItemRow], str]
    offered: Callable[[Asked], str]

    def write(self, sheet: Worksheet, item: ItemRow) -> None:
        """The row with what is filled in, what stood there before, and what is to be mended."""
        of, row, asked = self.styles.of, item.row, item.asked
        if asked.code in self.left_out:
            # The row keeps its place, for the reader goes by places.
            sheet.set_row(row, None, of("locked"), {"hidden": True})
            sheet.write_string(row, at.NAME, self._name(item), of("locked"))
            sheet.write_string(row, at.CODE, asked.code)
            return
        number = number_format(asked.kind, asked.decimals)
        sheet.write(row, at.NUMBER, counted(item.number), of("number"))
        style = self.styles.indented("name", item.indent)
        sheet.write_string(row, at.NAME, self._name(item), style)
        sheet.write_string(row, at.MEASURE, asked.measure, of("number"))
        if asked.kind == IndicatorKind.TEXT:
            # A narrative needs room: it takes the columns of the figures beside it.
            text = self.filled.answers.texts.get(asked.code, "")
            sheet.merge_range(row, at.NOW, row, at.TARGET, text, of("text"))
        else:
            self._now(sheet, item, number)
            self._estimate(sheet, item)
            for column, answers in (
                (at.PREVIOUS, self.unit.previous),
                (at.LAST_YEAR, self.unit.last_year),
                (at.TARGET, Answers(self.unit.targets)),
            ):
                self._shown(sheet, item, column, answers, number)
        if words := self.offered(asked):
            sheet.write_comment(row, at.NOW, words, at.COMMENT_BOX)
        sheet.set_row(row, _height(item))
        sheet.write(row, at.NOTE, self.filled.notes.get(asked.code, ""), of("note"))
        formula = self.form.row_formulas[asked.code]
        if any(code in self.left_out for group in item.item.sums for code in group.codes):
            formula = self.form.row_formula_without(asked.code, self.left_out)
        if formula:
            sheet.write_formula(row, at.CHECK, formula, of("check"), self.row_text(item))
        else:
            sheet.write_blank(row, at.CHECK, None, of("check"))
        sheet.write_string(row, at.CODE, asked.code)

    def point(self, sheet: Worksheet, row: PointerRow) -> None:
        """Where the cells of a table are to be filled in."""
        of = self.styles.of
        name, table = self.form.table_sheets[row.table]
        sheet.write(row.row, at.NUMBER, counted(row.number), of("number"))
        sheet.write_string(row.row, at.NAME, table.name, of("name"))
        words = _("Fill in on the sheet “%(sheet)s”") % {"sheet": name}
        sheet.merge_range(row.row, at.MEASURE, row.row, at.CHECK, words, of("elsewhere"))

    def _now(self, sheet: Worksheet, item: ItemRow, number: str) -> None:
        of, row, asked = self.styles.of, item.row, item.asked
        value = self.numbers.get(asked.code)
        if asked.kind == IndicatorKind.RATIO or item.item.place.is_computed:
            formula = self._worked_out(item)
            style = of("locked", number)
            sheet.write_formula(row, at.NOW, formula, style, "" if value is None else value)
            return
        if asked.kind == IndicatorKind.FILE:
            sheet.write_string(row, at.NOW, _("Attach on the report's page"), of("elsewhere"))
            return
        if asked.kind == IndicatorKind.YES_NO:
            sheet.write(row, at.NOW, yes_no_text(value), of("choice"))
        elif asked.kind in TYPED_NUMBERS:
            sheet.write(row, at.NOW, "" if value is None else value, of("input", number))
        else:
            sheet.write(row, at.NOW, self.filled.answers.texts.get(asked.code, ""), of("choice"))
        if rule := self.form.validations[asked.code]:
            sheet.data_validation(row, at.NOW, row, at.NOW, rule)

    def _estimate(self, sheet: Worksheet, item: ItemRow) -> None:
        """Where it is said that the figure is an estimate, to be replaced later."""
        row, code = item.row, item.asked.code
        if not item.may_be_estimated:
            sheet.write_blank(row, at.ESTIMATE, None, self.styles.of("locked"))
            return
        mark = pgettext("mark of an estimate", "est.")
        said = mark if code in self.filled.answers.estimates else ""
        sheet.write(row, at.ESTIMATE, said, self.styles.of("choice"))
        sheet.data_validation(
            row, at.ESTIMATE, row, at.ESTIMATE, {"validate": "list", "source": [mark]}
        )

    def _worked_out(self, item: ItemRow) -> str:
        place = item.item.place
        if not place.list:
            return ratio_formula(item, self.form.spots)
        sheet, listed = self.form.list_sheets[place.list]
        if not place.column:
            return rows_formula(sheet, listed, self.form.none_spots[place.list])
        count = self.form.spots[generated_code(place.list, ROWS)]
        return column_formula(sheet, listed, place.column, count)

    def _name(self, item: ItemRow) -> str:
        """The name as it stands among its neighbours, so that nobody takes a part for a whole."""
        place, label = item.item.place, item.item.label
        if place.list and not place.column:
            sheet = self.form.list_sheets[place.list][0]
            return _("%(list)s: number of rows, from the sheet “%(sheet)s”") % {
                "list": label,
                "sheet": sheet,
            }
        if place.breakdown:
            names = {each.code: each.name for each in self.form.shared.text.breakdowns}
            return f"{names[place.breakdown]}: {label}"
        return f"{pgettext('nested rows', 'of which:')} {label}" if item.leads else label

    def _shown(
        self, sheet: Worksheet, item: ItemRow, column: int, answers: Answers, number: str
    ) -> None:
        code = item.asked.code
        value = answers.numbers.get(code)
        if value is None:
            sheet.write(item.row, column, answers.texts.get(code, ""), self.styles.of("shown_text"))
        elif item.asked.kind == IndicatorKind.YES_NO and column != at.TARGET:
            sheet.write_string(item.row, column, yes_no_text(value), self.styles.of("shown_text"))
        else:
            sheet.write_number(item.row, column, value, self.styles.of("shown", number))


def counted(number: str) -> int | str:
    """1 as a number, 1.1 as a text."""
    return int(number) if number.isdecimal() else number


def _height(item: ItemRow) -> int:
    """In points: a line for every 40 letters of the name, more where a narrative is asked."""
    least = {"text": 64, "file": 32}.get(item.asked.kind, 20)
    return max(least, 4 + 16 * -(-len(item.asked.name) // 40))
