"""A refused workbook as a copy to mend: what could be read, every bad cell marked and explained.

The copy is a new template of the form in force, so nothing foreign of the file is handed on, and a
file of an older form can be mended too. It is accepted like any template.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter import Workbook

from giaoban.exchange.reporting.template_layout import place_of
from giaoban.exchange.reporting.template_styles import FACE, number_format
from giaoban.exchange.reporting.workbook_lists import judge_lists
from giaoban.exchange.reporting.workbook_reader import (
    FilledWorkbook,
    Raw,
    RawCell,
    judge_cells,
    read_workbook,
)
from giaoban.exchange.reporting.workbook_template import TemplateWriter
from giaoban.queries.reporting.answers import Answers
from giaoban.queries.reporting.template_facts import Filled, UnitOfTemplate
from giaoban.rules.reporting.indicators import IndicatorFacts

_LONGEST_TEXT = 32_000  # Excel's own bound is 32,767
_MARKED = {
    "font_name": FACE,
    "font_size": 12,
    "border": 2,
    "border_color": "#9B1C1C",
    "bg_color": "#FDE8E8",
    "locked": False,
    "valign": "vcenter",
}


@dataclass(frozen=True)
class SaidProblem:
    """What is wrong in words, where in the file that came, and the indicator's code if any."""

    words: str
    place: str = ""
    indicator: str = ""


def marked_copy(
    writer: TemplateWriter,
    unit: UnitOfTemplate,
    came: FilledWorkbook,
    problems: Sequence[SaidProblem],
) -> bytes:
    """The .xlsx to mend. Cells of indicators that the present form does not ask are left out."""
    facts = writer.shared.facts
    read = judge_cells(came, facts.indicators)
    filled = Filled(
        answers=Answers(read.numbers, read.texts),
        notes=read.notes,
        explanations=dict(came.reasons) if came.form == writer.shared.form.number else {},
        note=came.note,
        lists=judge_lists(came, facts.lists).rows,
        nothing_arose=came.nothing_arose,
    )
    ready = replace(unit, filled=filled)
    # Where each cell stands is asked of the hidden sheet, as the reader does.
    places = {cell.code: cell for cell in read_workbook(writer.workbook(ready)).cells}
    marks = _Marks(
        places,
        {cell.code: cell.value for cell in came.cells},
        {indicator.code: indicator for indicator in facts.indicators},
        problems,
    )
    return writer.workbook(ready, finish=marks.put)


@dataclass(frozen=True)
class _Marks:
    """What is written over a finished template: by indicator code, what came and where it goes."""

    places: Mapping[str, RawCell]
    came: Mapping[str, Raw]
    indicators: Mapping[str, IndicatorFacts]
    problems: Sequence[SaidProblem]

    def put(self, workbook: Workbook) -> None:
        said: dict[str, list[str]] = {}
        for problem in self.problems:
            if problem.indicator in self.places:
                said.setdefault(problem.indicator, []).append(problem.words)
        for code, words in said.items():
            self._mark(workbook, code, "\n".join(words))
        self._list(workbook)

    def _mark(self, workbook: Workbook, code: str, words: str) -> None:
        place, facts = self.places[code], self.indicators[code]
        sheet = workbook.get_worksheet_by_name(place.sheet)
        row, column = place_of(place.cell)
        if facts.kind not in {"ratio", "file"}:
            shape = {"num_format": number_format(facts.kind, None)}
            style = workbook.add_format(_MARKED | (shape if facts.kind == "count" else {}))
            _write(sheet, row, column, self.came.get(code), style)
        sheet.write_comment(
            row, column, words[:2000], {"author": "Giaoban", "width": 320, "height": 120}
        )

    def _list(self, workbook: Workbook) -> None:
        sheet = workbook.add_worksheet(pgettext("name of a sheet", "To mend"))
        bold = workbook.add_format({"bold": True, "font_name": FACE, "font_size": 12})
        plain = workbook.add_format(
            {"text_wrap": True, "valign": "top", "font_name": FACE, "font_size": 12}
        )
        headings = (_("Where in the file that came"), _("Cell here"), _("What is wrong"))
        for column, (heading, width) in enumerate(zip(headings, (34, 14, 90), strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        for row, problem in enumerate(self.problems, start=1):
            place = self.places.get(problem.indicator)
            sheet.write_string(row, 0, problem.place or _("the whole file"), plain)
            if place is not None:
                target = f"internal:'{place.sheet}'!{place.cell}"
                sheet.write_url(row, 1, target, bold, string=place.cell)
            sheet.write_string(row, 2, problem.words, plain)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)


def _write(sheet, row: int, column: int, value: Raw, style: object) -> None:  # type: ignore[no-untyped-def]
    """What stood in the cell, as it stood: a number as a number, everything else as a text."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, date):
        sheet.write_string(row, column, f"{value:%d/%m/%Y}", style)
    else:
        sheet.write_string(row, column, str(value)[:_LONGEST_TEXT], style)
