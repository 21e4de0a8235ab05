"""The workbook in use as a unit's template, and filled with totals as the consolidated annex.

Both are the committee's own file with cells written into it; the template carries the same hidden
sheet as the built-in one, with a row for each marked cell, so that the reader needs no map.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import translation
from lxml import etree

from giaoban.exchange.reporting import template_layout as at
from giaoban.exchange.reporting.committee_lists import (
    ListColumns,
    columns_of,
    fits,
    hidden_row,
    in_lists,
    put_list_totals,
    put_rows,
)
from giaoban.exchange.reporting.template_formulas import validation_of
from giaoban.exchange.reporting.template_lists import column_validation
from giaoban.exchange.reporting.template_tables import yes_no_text
from giaoban.exchange.reporting.workbook_package import Element, tag
from giaoban.exchange.reporting.workbook_patching import PatchedWorkbook
from giaoban.exchange.reporting.workbook_template import TemplateWriter
from giaoban.queries.reporting.answers import Answers
from giaoban.queries.reporting.template_facts import FormOfPeriod, UnitOfTemplate
from giaoban.rules.reporting.form_structure import expanded
from giaoban.rules.reporting.indicators import IndicatorFacts, IndicatorKind, with_ratios
from giaoban.rules.reporting.regime_facts import Asked
from giaoban.rules.reporting.said_in_cells import filled
from giaoban.rules.reporting.workbook_lists import cells_of
from giaoban.rules.reporting.workbook_marks import Mark, MarkKind, Marks, figures

_SHEET_OF_CHOICES = 2  # the column of the hidden sheet in which the texts of choices stand
_KINDS = {"integer": "whole", "decimal": "decimal", "list": "list"}


@dataclass(frozen=True)
class MarkedTemplateWriter:
    """Writes one period's templates into the workbook in use; as TemplateWriter does otherwise.

    `original` is the file and `marks` cover the whole form (rules.marked_forms.uncovered).
    """

    shared: FormOfPeriod
    period_title: str
    made_at: datetime
    language: str
    original: bytes
    marks: Marks

    def workbook(self, unit: UnitOfTemplate) -> bytes:
        """The .xlsx of one unit."""
        if unit.filled is not None and not fits(self._lists, unit.filled.lists):
            # More entries than the workbook has rows for.
            built_in = TemplateWriter(self.shared, self.period_title, self.made_at, self.language)
            return built_in.workbook(unit)
        with translation.override(self.language):
            workbook = PatchedWorkbook(self._shared_by_units)
            put_said(
                workbook, self.marks, {MarkKind.UNIT: unit.name, MarkKind.UNIT_CODE: unit.code}
            )
            if unit.filled is not None:
                self._fill(workbook, unit.filled.answers)
                put_rows(workbook, self._lists, unit.filled.lists)
            workbook.add_hidden_sheet(at.HIDDEN_SHEET, self._hidden_rows(unit))
            return workbook.content()

    @cached_property
    def _figures(self) -> dict[str, Mark]:
        return {code: mark for code, mark in figures(self.marks).items() if code in self._facts}

    @cached_property
    def _lists(self) -> dict[str, ListColumns]:
        return columns_of(self.shared.facts.lists, self.marks)

    @cached_property
    def _facts(self) -> dict[str, IndicatorFacts]:
        return {facts.code: facts for facts in self.shared.facts.indicators}

    @cached_property
    def _asked(self) -> dict[str, Asked]:
        return {item.asked.code: item.asked for item in expanded(self.shared.text)}

    @cached_property
    def _shared_by_units(self) -> bytes:
        """The workbook with the period, emptied, its cells open and validated."""
        workbook = PatchedWorkbook(self.original)
        put_said(workbook, self.marks, {MarkKind.PERIOD: self.period_title})
        typed: dict[str, list[str]] = {}
        for code, mark in self._figures.items():
            workbook.put(mark.sheet, mark.cell, None)
            if mark.is_worked_out or not self._facts[code].is_asked:
                continue
            typed.setdefault(mark.sheet, []).append(mark.cell)
            if rule := validation_of(self._asked[code], self._choice_range(code)):
                workbook.validate(mark.sheet, mark.cell, _validation(workbook, rule))
        for code, (mark, column) in in_lists(self._lists):
            cells = cells_of(mark)
            for cell in cells:
                workbook.put(mark.sheet, cell, None)
            if mark.is_worked_out:
                continue
            typed.setdefault(mark.sheet, []).extend(cells)
            if rule := column_validation(column, self._choice_range(code)):
                place = f"{cells[0]}:{cells[-1]}"
                workbook.validate(mark.sheet, place, _validation(workbook, rule))
        for sheet, cells in typed.items():
            workbook.open_for_typing(sheet, cells)
        return workbook.content()

    def _fill(self, workbook: PatchedWorkbook, answers: Answers) -> None:
        numbers = with_ratios(self.shared.facts.indicators, answers.numbers)
        for code, mark in self._figures.items():
            number = numbers.get(code)
            if self._facts[code].kind is IndicatorKind.YES_NO:
                workbook.put(mark.sheet, mark.cell, yes_no_text(number) or None)
            elif number is not None:
                workbook.put(mark.sheet, mark.cell, number)
            elif text := answers.texts.get(code):
                workbook.put(mark.sheet, mark.cell, text)

    def _hidden_rows(self, unit: UnitOfTemplate) -> list[tuple[str, ...]]:
        return [
            *self._choice_rows,
            (at.KEY_FORMAT, str(at.FORMAT)),
            (at.KEY_REGIME, self.shared.period.regime.code),
            (at.KEY_UNIT, unit.code),
            (at.KEY_PERIOD, self.shared.period.key),
            (at.KEY_FORM, str(self.shared.form.number)),
            (at.KEY_LANGUAGE, self.language),
            *(
                (
                    at.KEY_MARKED,
                    code,
                    mark.sheet,
                    mark.cell,
                    mark.label,
                    mark.label_text,
                    mark.head,
                    mark.head_text,
                    " ".join(mark.sums),
                )
                for code, mark in self._figures.items()
            ),
            *(hidden_row(mark) for _code, (mark, _column) in in_lists(self._lists)),
        ]

    @cached_property
    def _choice_rows(self) -> list[tuple[str, ...]]:
        """The choices stand first, so that their places do not depend on anything else."""
        choices = [(code, self._facts[code].choices) for code in self._figures]
        choices += [(code, column.choices) for code, (_mark, column) in in_lists(self._lists)]
        return [(at.KEY_CHOICE, code, choice) for code, of_code in choices for choice in of_code]

    def _choice_range(self, code: str) -> str:
        rows = [row for row, texts in enumerate(self._choice_rows) if texts[1] == code]
        if not rows:
            return ""
        first, last = (
            at.absolute(at.HIDDEN_SHEET, row, _SHEET_OF_CHOICES) for row in (rows[0], rows[-1])
        )
        return f"={first}:{last.rpartition('!')[2]}"


def annex(
    original: bytes,
    marks: Marks,
    *,
    unit: str,
    unit_code: str,
    period: str,
    numbers: Mapping[str, float | None],
) -> bytes:
    """The workbook with the totals of a unit and period in its cells; formulas stay over theirs.

    A marked cell without a total is emptied, so that no old figure stays in it.
    """
    workbook = PatchedWorkbook(original)
    said = {MarkKind.UNIT: unit, MarkKind.UNIT_CODE: unit_code, MarkKind.PERIOD: period}
    put_said(workbook, marks, said)
    for code, mark in figures(marks).items():
        workbook.put(mark.sheet, mark.cell, numbers.get(code))
    put_list_totals(workbook, marks, numbers)
    return workbook.content()


def put_said(workbook: PatchedWorkbook, marks: Marks, said: Mapping[MarkKind, str]) -> None:
    """Write the unit and the period where the marks say."""
    for mark in marks:
        value = said.get(MarkKind(mark.kind))
        if value is not None:
            before = workbook.text(mark.sheet, mark.cell)
            workbook.put(mark.sheet, mark.cell, filled(before, value))


def _validation(workbook: PatchedWorkbook, rule: Mapping[str, Any]) -> Element:
    """A data validation from what XlsxWriter is given for the built-in template."""
    node = workbook.rule(
        type=_KINDS[rule["validate"]],
        allowBlank="1",
        showInputMessage="1",
        showErrorMessage="1",
        errorTitle=rule["error_title"],
        error=rule["error_message"],
        promptTitle=rule["input_title"],
        prompt=rule["input_message"],
    )
    if rule["validate"] == "list":
        source = rule["source"]
        formulas = [
            source.removeprefix("=") if isinstance(source, str) else f'"{",".join(source)}"'
        ]
    else:
        formulas = [repr(rule["minimum"]), repr(rule["maximum"])]
    for number, text in enumerate(formulas, start=1):
        etree.SubElement(node, tag(node, f"formula{number}")).text = text
    return node
