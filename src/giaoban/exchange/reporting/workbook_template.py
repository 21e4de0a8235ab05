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
from giaoban.exchange.reporting.template_lists import write_list
from giaoban.exchange.reporting.template_places import FormPlaces
from giaoban.exchange.reporting.template_rows import RowWriter
from giaoban.exchange.reporting.template_sheets import write_checks, write_instructions
from giaoban.exchange.reporting.template_styles import (
    FormSheet,
    Styles,
    highlight,
    new_styles,
)
from giaoban.exchange.reporting.template_tables import TableWriter
from giaoban.queries.reporting.answers import Answers
from giaoban.queries.reporting.offers import Offered
from giaoban.queries.reporting.template_facts import Filled, FormOfPeriod, UnitOfTemplate
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.form_structure import PlacedItem
from giaoban.rules.reporting.formulas import Outcome, evaluate
from giaoban.rules.reporting.indicators import (
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
        rows = RowWriter(
            self.form,
            self.styles,
            self.unit,
            self.filled,
            self.numbers,
            self.left_out,
            self._row_text,
            self._offered,
        )
        self._head(report)
        for row in self.form.rows:
            if isinstance(row, SectionRow):
                style = self.styles.of("section")
                report.merge_range(row.row, at.NUMBER, row.row, at.CHECK, row.title, style)
            elif isinstance(row, PointerRow):
                rows.point(report, row)
            else:
                rows.write(report, row)
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

    def _offered(self, asked: Asked) -> str:
        """What the unit's other reports hold, for a comment: what nobody took is not filled in."""
        if self.offer_words is None or asked.code in self.filled.answers.said:
            return ""
        return self.offer_words(asked, self.unit.offered, self.language)

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
