"""A refused spreadsheet of one's own comes back in its own layout, what is wrong marked in it.

The copy is the file that was marked, with what was typed written into it: so nothing foreign of
the file that came is handed on. It is read by the same marks when it is sent again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

from django.utils import translation
from django.utils.text import Truncator

from giaoban.exchange.reporting.committee_workbook import put_said
from giaoban.exchange.reporting.marked_copy_sheet import (
    WIDTHS,
    Line,
    head_lines,
    headings,
    location,
    sheet_name,
    where,
)
from giaoban.exchange.reporting.problem_words import sentence
from giaoban.exchange.reporting.sheet_patching import Value
from giaoban.exchange.reporting.template_choice import content_of
from giaoban.exchange.reporting.template_layout import cell_name
from giaoban.exchange.reporting.workbook_cells import CallingFormula
from giaoban.exchange.reporting.workbook_patching import PatchedWorkbook
from giaoban.exchange.reporting.workbook_reader import FilledWorkbook, PlacedProblem, Raw
from giaoban.exchange.reporting.workbook_salvage import TO_LOOK_AT
from giaoban.models import WorkbookMap
from giaoban.queries.reporting.template_facts import UnitOfTemplate
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.workbook_lists import cells_of, list_columns
from giaoban.rules.reporting.workbook_marks import Mark, MarkKind, Marks, figures, read

Place = tuple[str, str]
BAD_FILL, DOUBTFUL_FILL = "FDE8E8", "FFF4CE"
_LONGEST_PROMPT = 250  # Excel's own bound is 255
_LONGEST_TEXT = 32_000  # and here 32,767


def own_layout_copy(
    came: FilledWorkbook,
    unit: UnitOfTemplate,
    problems: Sequence[PlacedProblem],
    language: str,
    period_title: str,
) -> bytes | None:
    """The .xlsx to mend; None where the file that was marked is gone, or has not rows enough.

    `problems` in the order in which they are listed.
    """
    held = WorkbookMap.objects.select_related("file").filter(pk=came.map_id or 0).first()
    content = content_of(held) if held is not None else None
    if held is None or content is None:
        return None
    workbook = PatchedWorkbook(content)
    marks = read(held.marks)
    by_code = figures(marks)
    entries = _entries(came, marks)
    if entries is None:
        return None
    with translation.override(language):
        said = {MarkKind.UNIT: unit.name, MarkKind.UNIT_CODE: unit.code}
        put_said(workbook, marks, said | {MarkKind.PERIOD: period_title})
        for cell in came.cells:
            if mark := by_code.get(cell.code):
                workbook.put(mark.sheet, mark.cell, _value(cell.value))
        for (sheet, cell), value in entries.values.items():
            workbook.put(sheet, cell, _value(value))
        lines = _lines(came, by_code, entries.spots, problems)
        _mark(workbook, lines)
        _put_list(workbook, lines)
    return workbook.content()


def _value(value: Raw) -> Value:
    """As it stood: a number as a number, everything else as a text."""
    if value is None or value == "":
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return value
    if isinstance(value, date):
        return day_text(value)
    shown = value.formula if isinstance(value, CallingFormula) else str(value)
    return shown[:_LONGEST_TEXT]


@dataclass(frozen=True)
class _Entries:
    """What is put into the rows of lists by cell of the copy, and where those of the file went."""

    values: dict[Place, Raw]
    spots: dict[Place, Place]


def _entries(came: FilledWorkbook, marks: Marks) -> _Entries | None:
    """None where a list has more entries than the workbook has rows for."""
    entries = _Entries({}, {})
    rows_of = {listed.code: listed for listed in came.lists}
    for code, columns in list_columns(marks).items():
        listed = rows_of.get(code)
        rows = listed.rows if listed is not None else ()
        for mark in columns:
            cells = [(mark.sheet, cell) for cell in cells_of(mark)]
            if len(rows) > len(cells):
                return None
            entries.values.update(dict.fromkeys(cells))
            for place, (row, contents) in zip(cells, rows, strict=False):
                entries.values[place] = contents.get(mark.asking.column)
                if listed is not None:
                    there = cell_name(row, listed.columns[mark.asking.column])
                    entries.spots[listed.sheet, there] = place
    return entries


def _lines(
    came: FilledWorkbook,
    by_code: Mapping[str, Mark],
    in_lists: Mapping[tuple[str, str], tuple[str, str]],
    problems: Sequence[PlacedProblem],
) -> list[Line]:
    """Each problem with the cell of the copy that it is about."""
    code_at = {(cell.sheet, cell.cell): cell.code for cell in came.cells}
    lines: list[Line] = []
    for problem in problems:
        code = problem.indicator or code_at.get((problem.sheet, problem.cell), "")
        mark = by_code.get(code)
        beside = in_lists.get((problem.sheet, problem.cell))
        lines.append((problem, mark.place if mark else beside))
    return lines


def _mark(workbook: PatchedWorkbook, lines: Sequence[Line]) -> None:
    """A colour under each cell, and what is wrong beside it once it is chosen."""
    said: dict[tuple[str, str], list[PlacedProblem]] = {}
    for problem, spot in lines:
        if spot is not None:
            said.setdefault(spot, []).append(problem)
    for (sheet, cell), problems in said.items():
        is_bad = any(each.problem.code not in TO_LOOK_AT for each in problems)
        workbook.colour(sheet, cell, BAD_FILL if is_bad else DOUBTFUL_FILL)
        words = " ".join(sentence(each.problem) for each in problems)
        prompt = Truncator(words).chars(_LONGEST_PROMPT)
        rule = workbook.rule(allowBlank="1", showInputMessage="1", prompt=prompt)
        workbook.validate(sheet, cell, rule)


def _put_list(workbook: PatchedWorkbook, lines: Sequence[Line]) -> None:
    """Everything that is wrong, on a sheet before all others."""
    rows: list[tuple[str, ...]] = [*((line,) for line in head_lines()), (), headings()]
    links = {}
    for problem, spot in lines:
        if spot is not None:
            links[cell_name(len(rows), 1)] = location(spot)
        rows.append((where(problem), ", ".join(spot or ()), sentence(problem.problem)))
    name, number = sheet_name(), 1
    while workbook.package.has_sheet(name):
        number += 1
        name = f"{sheet_name()} {number}"
    workbook.put_sheet_first(name, rows, widths=WIDTHS, links=links)
