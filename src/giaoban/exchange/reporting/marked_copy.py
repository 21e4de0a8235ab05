"""A refused workbook as a copy to mend: what could be read, every bad cell marked and explained.

The copy is a new template of the form in force, so nothing foreign of the file is handed on, and a
file of an older form, with moved rows or renamed sheets can be mended too. It is accepted like any
template. A spreadsheet that is read by a map comes back in its own layout (own_layout_copy).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite

from django.utils import translation
from xlsxwriter import Workbook

from giaoban.exchange.reporting import template_layout as at
from giaoban.exchange.reporting.marked_copy_sheet import begin_sheet, write_sheet
from giaoban.exchange.reporting.own_layout_copy import BAD_FILL, DOUBTFUL_FILL, own_layout_copy
from giaoban.exchange.reporting.problem_words import sentence
from giaoban.exchange.reporting.template_layout import cell_name, place_of
from giaoban.exchange.reporting.template_styles import FACE, number_format
from giaoban.exchange.reporting.workbook_cells import CallingFormula
from giaoban.exchange.reporting.workbook_lists import judge_lists
from giaoban.exchange.reporting.workbook_reader import (
    FilledWorkbook,
    PlacedProblem,
    Raw,
    judge_cells,
    read_workbook,
)
from giaoban.exchange.reporting.workbook_salvage import TO_LOOK_AT
from giaoban.exchange.reporting.workbook_template import TemplateWriter
from giaoban.queries.reporting.answers import Answers
from giaoban.queries.reporting.forms import FormFacts
from giaoban.queries.reporting.template_facts import Filled, UnitOfTemplate
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.indicators import IndicatorFacts, IndicatorKind

_LONGEST_TEXT = 32_000  # Excel's own bound is 32,767
_LONGEST_COMMENT = 2_000
_NEVER_TYPED = frozenset({IndicatorKind.RATIO, IndicatorKind.FILE})
_LOOK = {
    "font_name": FACE,
    "font_size": 12,
    "border": 2,
    "locked": False,
    "valign": "vcenter",
}
_BAD = _LOOK | {"border_color": "#9B1C1C", "bg_color": f"#{BAD_FILL}"}
_DOUBTFUL = _LOOK | {"border_color": "#8A6100", "bg_color": f"#{DOUBTFUL_FILL}"}


def marked_copy(
    writer: TemplateWriter,
    unit: UnitOfTemplate,
    came: FilledWorkbook,
    problems: Sequence[PlacedProblem],
) -> bytes:
    """The .xlsx to mend. Cells of indicators that the present form does not ask are left out.

    `problems` are why the file was refused and what of it had moved. Cells that cannot be read are
    marked even where nobody has named them: a file that was refused as a whole was not judged. What
    a spreadsheet of one's own does not cover stays as `unit` has it filled in.
    """
    facts = writer.shared.facts
    everything = _everything(came, facts, problems)
    if came.map_id is not None:
        own = own_layout_copy(came, unit, everything, writer.language, writer.period_title)
        if own is not None:
            return own
    ready = replace(unit, filled=_filled(came, facts, writer.shared.form.number, unit.filled))
    with translation.override(writer.language):
        # Where each cell stands is asked of the hidden sheet, as the reader does.
        marks = _Marks(
            _Spots(came, read_workbook(writer.workbook(ready))),
            {indicator.code: indicator for indicator in facts.indicators},
            everything,
        )
        return writer.workbook(ready, begin=begin_sheet, finish=marks.put)


def _filled(came: FilledWorkbook, facts: FormFacts, form: int, kept: Filled | None) -> Filled:
    """What could be read."""
    read = judge_cells(came, facts.indicators)
    estimates = {code for code, said in read.estimates.items() if said and code in read.numbers}
    answers = Answers(read.numbers, read.texts, estimates)
    if came.is_mapped and kept is not None:
        covered = {cell.code for cell in came.cells}
        numbers = {k: v for k, v in kept.answers.numbers.items() if k not in covered}
        texts = {k: v for k, v in kept.answers.texts.items() if k not in covered}
        beside = kept.answers.estimates - covered
        answers = Answers(numbers | read.numbers, texts | read.texts, beside | estimates)
        return replace(kept, answers=answers)
    return Filled(
        answers=answers,
        notes=read.notes,
        explanations=dict(came.reasons) if came.form == form else {},
        note=came.note,
        lists=judge_lists(came, facts.lists, keeps_unread=True).rows,
        nothing_arose=came.nothing_arose,
    )


def _everything(
    came: FilledWorkbook, facts: FormFacts, problems: Sequence[PlacedProblem]
) -> list[PlacedProblem]:
    """The whole file first, then what must be mended, then what must be looked at."""
    said = {_about(problem) for problem in problems}
    typed = {cell.code for cell in came.cells if cell.value not in (None, "") or cell.note}
    typed -= {one.code for one in facts.indicators if one.kind in _NEVER_TYPED}
    problems = [
        problem
        for problem in problems
        # Where nothing is typed it does not matter where the row stood.
        if problem.problem.code != "row_stood_elsewhere" or problem.indicator in typed
    ]
    unread = judge_cells(came, facts.indicators).problems + judge_lists(came, facts.lists).problems
    found = [*problems, *(problem for problem in unread if _about(problem) not in said)]
    return sorted(
        found,
        key=lambda one: (bool(one.indicator or one.cell), one.problem.code in TO_LOOK_AT),
    )


def _about(problem: PlacedProblem) -> tuple[str, str, str, str]:
    return problem.problem.code, problem.sheet, problem.cell, problem.indicator


@dataclass(frozen=True)
class _Spot:
    """A cell of the copy, and what stood in that of the file where it is written there again."""

    sheet: str
    cell: str
    came: Raw = None
    is_written: bool = False


class _Spots:
    """Which cell of the copy is a problem of the file about?"""

    def __init__(self, came: FilledWorkbook, copy: FilledWorkbook) -> None:
        self.came = {cell.code: cell for cell in came.cells}
        self.copy = {cell.code: cell for cell in copy.cells}
        self.computed = copy.computed
        self.in_lists = dict(_list_spots(came, copy))

    def of(self, problem: PlacedProblem) -> _Spot | None:
        if found := self.in_lists.get((problem.sheet, problem.cell)):
            return found
        code = problem.indicator
        if code in self.computed:
            return _Spot(*self.computed[code])
        if code not in self.copy:
            return None
        there, came = self.copy[code], self.came.get(code)
        if came is None:
            return _Spot(there.sheet, there.cell)
        if there.estimate_cell and problem.cell and problem.cell == came.estimate_cell:
            return _Spot(there.sheet, there.estimate_cell, came.estimate, is_written=True)
        return _Spot(there.sheet, there.cell, came.value, is_written=True)


def _list_spots(
    came: FilledWorkbook, copy: FilledWorkbook
) -> Iterator[tuple[tuple[str, str], _Spot]]:
    """By sheet and cell of the file where a cell of a list stands in the copy, row after row."""
    columns_of = {listed.code: listed for listed in copy.lists}
    for listed in came.lists:
        there = columns_of.get(listed.code)
        if there is None:
            continue
        for index, (row, cells) in enumerate(listed.rows):
            for code in listed.columns.keys() & there.columns.keys():
                cell = cell_name(at.LIST_FIRST_ROW + index, there.columns[code])
                spot = _Spot(there.sheet, cell, cells.get(code), is_written=True)
                yield (listed.sheet, cell_name(row, listed.columns[code])), spot


@dataclass(frozen=True)
class _Marks:
    """What is written over a finished template: at each cell what came, and what is wrong."""

    spots: _Spots
    indicators: Mapping[str, IndicatorFacts]
    problems: Sequence[PlacedProblem]

    def put(self, workbook: Workbook) -> None:
        said: dict[tuple[str, str], list[PlacedProblem]] = {}
        lines = []
        for problem in self.problems:
            spot = self.spots.of(problem)
            if spot is not None:
                said.setdefault((spot.sheet, spot.cell), []).append(problem)
            lines.append((problem, (spot.sheet, spot.cell) if spot else None))
        for about in said.values():
            self._mark(workbook, about)
        write_sheet(workbook, lines)

    def _mark(self, workbook: Workbook, problems: Sequence[PlacedProblem]) -> None:
        spot = self.spots.of(problems[0])
        assert spot is not None
        sheet = workbook.get_worksheet_by_name(spot.sheet)
        row, column = place_of(spot.cell)
        facts = self.indicators.get(problems[0].indicator)
        if spot.is_written and (facts is None or facts.kind not in _NEVER_TYPED):
            is_bad = any(problem.problem.code not in TO_LOOK_AT for problem in problems)
            shape = {}
            if facts is not None and facts.kind == "count":
                shape = {"num_format": number_format(facts.kind, None)}
            look = _BAD if is_bad else _DOUBTFUL
            _write(sheet, row, column, spot.came, workbook.add_format(look | shape))
            colour = workbook.add_format({"bg_color": look["bg_color"]})
            sheet.colour_before_all(row, column, colour)
        words = "\n".join(sentence(problem.problem) for problem in problems)
        look = {"author": "Giaoban", "width": 320, "height": 120}
        sheet.write_comment(row, column, words[:_LONGEST_COMMENT], look)


def _write(sheet, row: int, column: int, value: Raw, style: object) -> None:  # type: ignore[no-untyped-def]
    """What stood in the cell, as it stood: a number as a number, everything else as a text.

    A number such as 1e999 is infinite, and no cell can hold it. A formula that calls out is
    shown, not what it left: sent back as it is the cell is refused again.
    """
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, date):
        sheet.write_string(row, column, day_text(value), style)
    else:
        shown = value.formula if isinstance(value, CallingFormula) else str(value)
        sheet.write_string(row, column, shown[:_LONGEST_TEXT], style)
