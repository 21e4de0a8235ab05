"""A workbook in which one unit fills in one period's report, with nothing left to guess.

The visible sheet is laid out like the paper form and checks itself as it is filled; the hidden one
tells the reader where everything is. The same facts give the same bytes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import BytesIO

from django.utils import translation
from django.utils.timezone import make_naive
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from giaoban.exchange.reporting import template_layout as at
from giaoban.exchange.reporting.check_wording import check_words
from giaoban.exchange.reporting.template_formulas import (
    part_texts,
    quoted,
    ratio_formula,
    row_text,
)
from giaoban.exchange.reporting.template_hidden import write_hidden
from giaoban.exchange.reporting.template_layout import (
    ItemRow,
    PointerRow,
    SectionRow,
    cell_name,
    letters_of,
)
from giaoban.exchange.reporting.template_lists import column_formula, rows_formula, write_list
from giaoban.exchange.reporting.template_places import FormPlaces
from giaoban.exchange.reporting.template_sheets import write_checks, write_instructions
from giaoban.exchange.reporting.template_styles import (
    FormSheet,
    Styles,
    highlight,
    new_styles,
    number_format,
)
from giaoban.exchange.reporting.template_tables import TableWriter, yes_no_text
from giaoban.queries.reporting.answers import Answers
from giaoban.queries.reporting.offers import Offered
from giaoban.queries.reporting.template_facts import Filled, FormOfPeriod, UnitOfTemplate
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.form_structure import ROWS, PlacedItem, generated_code
from giaoban.rules.reporting.formulas import Outcome, evaluate
from giaoban.rules.reporting.indicators import (
    TYPED_NUMBERS,
    IndicatorKind,
    asked_of_unit,
    with_ratios,
)
from giaoban.rules.reporting.regime_facts import Asked

_WIDTHS = (5, 44, 13, 16, 8, 14, 14, 14, 26, 34, 10)  # of the report's columns
# A text that begins with "=" is a text: what people typed never becomes a formula.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_EMPTY = Filled(Answers(), {}, {}, "", nothing_arose=False)
OfferWords = Callable[[Asked, Offered, str], str]


@dataclass(frozen=True)
class TemplateWriter:
    """Writes the workbooks of one period in one language.

    `period_title` is the period in words, `made_at` the date that every workbook bears,
    `offer_words` says what other reports of the unit hold for an indicator, empty for nothing.
    """

    shared: FormOfPeriod
    period_title: str
    made_at: datetime
    language: str = "vi"
    offer_words: OfferWords | None = None

    def workbook(
        self,
        unit: UnitOfTemplate,
        *,
        begin: Callable[[Workbook], None] | None = None,
        finish: Callable[[Workbook], None] | None = None,
    ) -> bytes:
        """The finished .xlsx of one unit.

        `begin` puts sheets before the report's, `finish` writes over it before it is closed.
        """
        out = BytesIO()
        with translation.override(self.language):
            workbook = Workbook(out, _OPTIONS)
            workbook.set_properties(
                {
                    "title": self.shared.period.regime.name,
                    "subject": f"{unit.code} {self.shared.period.key}",
                    "created": make_naive(self.made_at),
                }
            )
            if begin is not None:
                begin(workbook)
            _UnitWorkbook(
                self.places, self.language, self.period_title, workbook, unit, self.offer_words
            ).write()
            if finish is not None:
                finish(workbook)
            workbook.close()
        return out.getvalue()

    @cached_property
    def places(self) -> FormPlaces:
        """Worked out once, in the language of the workbooks."""
        return FormPlaces(self.shared)


@dataclass(frozen=True)
class _UnitWorkbook:
    """One workbook while it is written."""

    form: FormPlaces
    language: str
    period_title: str
    workbook: Workbook
    unit: UnitOfTemplate
    offer_words: OfferWords | None

    def write(self) -> None:
        report = self.workbook.add_worksheet(self.form.report_sheet, FormSheet)
        self._head(report)
        for row in self.form.rows:
            if isinstance(row, SectionRow):
                style = self.styles.of("section")
                report.merge_range(row.row, at.NUMBER, row.row, at.CHECK, row.title, style)
            elif isinstance(row, PointerRow):
                self._pointer(report, row)
            else:
                self._item(report, row)
        self._foot(report)
        for name, table in self.form.table_sheets.values():
            sheet = self.workbook.add_worksheet(name, FormSheet)
            TableWriter(
                self.form, self.styles, self.unit, self.numbers, self._said, self._offered
            ).write(sheet, table)
        for name, listed in self.form.list_sheets.values():
            sheet = self.workbook.add_worksheet(name, FormSheet)
            write_list(sheet, self.styles, self.form, listed, self.filled.lists.get(listed.code))
        if self.form.shared.facts.checks:
            write_checks(
                self.workbook.add_worksheet(self.form.checks_sheet, FormSheet),
                self.styles,
                self.form.shared.facts.checks,
                self.form.names,
                self.form.check_formulas,
                self.outcomes,
                self.filled.explanations,
            )
        write_instructions(
            self.workbook.add_worksheet(pgettext("name of a sheet", "Instructions")),
            self.styles,
            self.form.shared,
        )
        write_hidden(
            self.workbook.add_worksheet(at.HIDDEN_SHEET),
            self.form,
            self.unit,
            self.numbers,
            self.language,
        )
        if report.index == 0:
            report.activate()

    @cached_property
    def styles(self) -> Styles:
        return new_styles(self.workbook)

    @cached_property
    def filled(self) -> Filled:
        return self.unit.filled or _EMPTY

    @cached_property
    def numbers(self) -> dict[str, float]:
        """What is filled in already, with its ratios."""
        return with_ratios(self.form.shared.facts.indicators, self.filled.answers.numbers)

    @cached_property
    def left_out(self) -> frozenset[str]:
        """What the unit is not asked; a row that holds a figure stays in sight."""
        return self.unit.unasked - self.numbers.keys()

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """What Excel would work out on opening, for programs that show what is stored."""
        before = self.unit.previous.numbers, self.unit.last_year.numbers
        return [
            evaluate(check.formula, self.numbers, *before)
            for check in self.form.shared.facts.checks
        ]

    def _head(self, sheet: Worksheet) -> None:
        of, shared = self.styles.of, self.form.shared
        sheet.hide_gridlines(2)
        for column, width in enumerate(_WIDTHS):
            hidden = {"hidden": True} if column == at.CODE else {}
            sheet.set_column(column, column, width, of("plain"), hidden)
        last = at.CHECK
        sheet.merge_range(
            at.TITLE_ROW, 0, at.TITLE_ROW, last, shared.period.regime.name, of("title")
        )
        sheet.set_row(at.TITLE_ROW, 36)
        period = _("Reporting period: %(period)s") % {"period": self.period_title}
        sheet.merge_range(at.PERIOD_ROW, 0, at.PERIOD_ROW, last, period, of("subtitle"))
        unit = _("Unit: %(name)s (code %(code)s)") % {
            "name": self.unit.name,
            "code": self.unit.code,
        }
        sheet.write_string(at.UNIT_ROW, 0, unit, of("head"))
        due_at = make_naive(self.unit.due_at)
        due = _("To be sent by %(time)s on %(day)s") % {
            "time": f"{due_at:%H:%M}",
            "day": day_text(due_at),
        }
        sheet.write_string(at.DUE_ROW, 0, due, of("head"))
        self._state(sheet)
        label = _("Nothing to report this period? Choose Yes and leave the figures empty:")
        sheet.merge_range(at.NOTHING_ROW, 0, at.NOTHING_ROW, at.MEASURE, label, of("label"))
        arose = _("Yes") if self.filled.nothing_arose else ""
        sheet.write(at.NOTHING_ROW, at.NOW, arose, of("choice"))
        sheet.data_validation(
            at.NOTHING_ROW,
            at.NOW,
            at.NOTHING_ROW,
            at.NOW,
            {"validate": "list", "source": [_("Yes")]},
        )
        headings = (
            _("No."),
            _("Indicator"),
            _("Unit of measure"),
            _("This period"),
            pgettext("column of a workbook", "Est."),
            _("Last period"),
            _("Same period last year"),
            _("Target of the year"),
            _("Note"),
            _("To be mended"),
        )
        for column, heading in enumerate(headings):
            sheet.write_string(at.HEADER_ROW, column, heading, of("header"))
        sheet.set_row(at.HEADER_ROW, 34)
        sheet.freeze_panes(at.HEADER_ROW + 1, at.MEASURE)

    def _state(self, sheet: Worksheet) -> None:
        """One line on how far the form has come, kept up by Excel."""
        first, last = at.HEADER_ROW + 1, self.form.last_row
        notes = f"{cell_name(first, at.CHECK)}:{cell_name(last, at.CHECK)}"
        cells = f"{cell_name(first, at.NOW)}:{cell_name(last, at.NOW)}"
        files = sum(item.asked.kind == IndicatorKind.FILE for item in self.form.items.values())
        noted = [notes, *self.form.check_ranges]
        left = "+".join(f'COUNTIF({each},"?*")' for each in noted)
        left = f"({left})" if len(noted) > 1 else left
        shown_cells = [cells, *self.form.table_ranges]
        filled = "+".join(f'COUNTIF({each},"?*")+COUNT({each})' for each in shown_cells)
        filled = f"{filled}-{files}"
        arose = f'{cell_name(at.NOTHING_ROW, at.NOW)}=""'
        empty = _("Nothing is filled in yet.")
        said = _("Rows that still need a look, see the last column: {count}")
        sound = _("What is filled in is sound. Save the file and send it.")
        before, _mark, after = said.partition("{count}")
        items = self.form.items.items()
        texts = [self._row_text(item) for code, item in items if code not in self.left_out]
        texts += [
            " ".join(self._said(cell, "") for cell in self.form.cells_of_row(table, row.code))
            for table in (one for _name, one in self.form.table_sheets.values())
            for row in table.rows
        ]
        texts = [text for text in map(str.strip, texts) if text]
        count = sum(1 for text in texts if text)
        shown = said.replace("{count}", str(count)) if count else sound
        answers = self.filled.answers
        if not (answers.numbers or answers.texts or self.filled.nothing_arose):
            shown = empty
        sheet.write_formula(
            at.STATE_ROW,
            0,
            f"=IF(AND({filled}=0,{arose}),{quoted(empty)},"
            f"IF({left}=0,{quoted(sound)},{quoted(before)}&{left}&{quoted(after)}))",
            self.styles.of("state"),
            shown,
        )

    def _item(self, sheet: Worksheet, item: ItemRow) -> None:
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
        if words := self._offered(asked):
            sheet.write_comment(row, at.NOW, words, at.COMMENT_BOX)
        sheet.set_row(row, _height(item))
        sheet.write(row, at.NOTE, self.filled.notes.get(asked.code, ""), of("note"))
        formula = self.form.row_formulas[asked.code]
        if any(code in self.left_out for group in item.item.sums for code in group.codes):
            formula = self.form.row_formula_without(asked.code, self.left_out)
        if formula:
            sheet.write_formula(row, at.CHECK, formula, of("check"), self._row_text(item))
        else:
            sheet.write_blank(row, at.CHECK, None, of("check"))
        sheet.write_string(row, at.CODE, asked.code)

    def _offered(self, asked: Asked) -> str:
        """What the unit's other reports hold, for a comment: what nobody took is not filled in."""
        if self.offer_words is None or asked.code in self.filled.answers.said:
            return ""
        return self.offer_words(asked, self.unit.offered, self.language)

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

    def _pointer(self, sheet: Worksheet, row: PointerRow) -> None:
        of = self.styles.of
        name, table = self.form.table_sheets[row.table]
        sheet.write(row.row, at.NUMBER, counted(row.number), of("number"))
        sheet.write_string(row.row, at.NAME, table.name, of("name"))
        words = _("Fill in on the sheet “%(sheet)s”") % {"sheet": name}
        sheet.merge_range(row.row, at.MEASURE, row.row, at.CHECK, words, of("elsewhere"))

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

    def _foot(self, sheet: Worksheet) -> None:
        of, last = self.styles.of, self.form.last_row
        first = at.HEADER_ROW + 1
        sheet.write_string(last + 2, 0, _("Remark of the unit on the whole report:"), of("head"))
        row, column = self.form.note_place
        sheet.merge_range(row, column, row, at.CHECK, self.filled.note, of("note"))
        sheet.set_row(row, 60)
        sheet.conditional_format(
            first,
            at.NOW,
            last,
            at.NOW,
            {
                "type": "formula",
                "criteria": f'=${letters_of(at.CHECK)}{first + 1}<>""',
                "format": highlight(self.styles, "to_fill"),
            },
        )
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(at.HEADER_ROW)
        sheet.print_area(0, 0, row, at.CHECK)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&C&P/&N")
        sheet.set_selection(first + 1, at.NOW, first + 1, at.NOW)

    def _row_text(self, item: ItemRow) -> str:
        return self._said(item.item, "", is_typed=item.is_typed)

    def _said(self, item: PlacedItem, column: str, *, is_typed: bool = True) -> str:
        """What stands against a figure; `column` names it in a table."""
        code = item.asked.code
        facts = asked_of_unit([self.form.facts_of[code]], self.left_out)[0]
        failing = part_texts(facts, self.numbers) + [
            check_words(check, self.form.names)
            for index, check in self.form.checks_beside.get(code, [])
            if self.outcomes[index] is Outcome.FAILS and not self.filled.explanations.get(index)
        ]
        is_filled = code in self.numbers or code in self.filled.answers.texts
        return row_text(
            item.asked,
            failing,
            is_typed=is_typed,
            is_filled=is_filled,
            nothing_arose=self.filled.nothing_arose,
            column=column,
        )


def file_name(unit_code: str, period_key: str) -> str:
    """`03037-2026-10.xlsx`: the code and the period, with only what every system takes."""
    safe = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "_"
        for letter in f"{unit_code}-{period_key}"
    )
    return f"{safe.lstrip('.')}.xlsx"


def counted(number: str) -> int | str:
    """1 as a number, 1.1 as a text."""
    return int(number) if number.isdecimal() else number


def _height(item: ItemRow) -> int:
    """In points: a line for every 40 letters of the name, more where a narrative is asked."""
    least = {"text": 64, "file": 32}.get(item.asked.kind, 20)
    return max(least, 4 + 16 * -(-len(item.asked.name) // 40))
