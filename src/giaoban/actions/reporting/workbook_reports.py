"""What report does a filled workbook hold, and which of its cells keep it from being taken?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from giaoban.actions.reporting.drafts import Cell
from giaoban.actions.reporting.import_outcomes import FileProblem
from giaoban.actions.reporting.taking import IncomingReport, Refusal
from giaoban.exchange.reporting.workbook_lists import judge_lists
from giaoban.exchange.reporting.workbook_reader import FilledWorkbook, judge_cells
from giaoban.queries.reporting.answers import Answers
from giaoban.queries.reporting.forms import FormFacts
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.checks import findings
from giaoban.rules.reporting.indicators import asked_of_unit
from giaoban.rules.reporting.list_rows import list_numbers
from giaoban.rules.reporting.nothing_arose import nothing_arose
from giaoban.rules.reporting.remarks import require_note, require_reason, require_remark


def report_of(
    workbook: FilledWorkbook, facts: FormFacts, unit_id: int, origin: str
) -> tuple[IncomingReport, list[FileProblem]]:
    """The whole report that a workbook holds, and the cells that could not be read."""
    read = judge_cells(workbook, facts.indicators)
    cells = {
        code: Cell(
            read.numbers.get(code),
            read.texts.get(code, ""),
            read.notes.get(code),
            place,
            is_estimate=read.estimates.get(code) if code in read.numbers else None,
        )
        for code, place in read.places.items()
    }
    problems = [
        FileProblem(bad.problem, bad.sheet, bad.cell, indicator=bad.indicator)
        for bad in read.problems
    ]
    lists = judge_lists(workbook, facts.lists)
    problems += [
        FileProblem(bad.problem, bad.sheet, bad.cell, indicator=bad.indicator)
        for bad in lists.problems
    ]
    for listed in facts.lists:
        if listed.code in lists.rows:
            for code, number in list_numbers(listed, lists.rows[listed.code]).items():
                cells[code] = Cell(number, origin="!".join(workbook.computed.get(code, ())))
    problems += _too_long(workbook, read.notes)
    if workbook.nothing_arose:
        problems += _contradictions(workbook, facts, cells)
    report = IncomingReport(
        unit_id=unit_id,
        cells=cells,
        origin=origin,
        nothing_arose=workbook.nothing_arose,
        note=workbook.note,
        explanations=workbook.reasons,
        lists=lists.rows,
    )
    return report, problems


def _too_long(workbook: FilledWorkbook, notes: Mapping[str, str]) -> Iterator[FileProblem]:
    """Remarks that the page would not take either; a note is named by the cell that it is about."""
    places = places_of(workbook)
    for code, note in notes.items():
        try:
            require_note(note)
        except RuleError as error:
            yield FileProblem(error.problem, *places.get(code, ("", "")), indicator=code)
    try:
        require_remark(workbook.note)
        for reason in workbook.reasons.values():
            require_reason(reason)
    except RuleError as error:
        yield FileProblem(error.problem)


def beside_unread(
    workbook: FilledWorkbook,
    facts: FormFacts,
    report: IncomingReport,
    problems: Sequence[FileProblem],
    unasked: Collection[str] = (),
) -> list[FileProblem]:
    """What is wrong with the other cells of a file that is refused already.

    Its checks cannot be tried, but every bad cell is named at once.
    """
    places = places_of(workbook)
    named = {problem.indicator for problem in problems}
    cells = report.cells.items()
    numbers = {code: cell.number for code, cell in cells if cell.number is not None}
    texts = {code: cell.text for code, cell in cells if cell.text}
    found = findings(
        facts.indicators,
        (),
        numbers,
        texts,
        {},
        {},
        nothing_arose=report.nothing_arose,
        unasked=unasked,
    )
    return [
        FileProblem(
            Problem(one.code, one.params),
            *places.get(one.indicator, ("", "")),
            indicator=one.indicator,
        )
        for one in found
        if one.indicator not in named
    ]


def nothing_arose_filled(
    report: IncomingReport,
    facts: FormFacts,
    previous: Answers,
    places: Mapping[str, tuple[str, str]],
    *,
    begins_year: bool,
    unasked: Collection[str] = (),
) -> IncomingReport:
    """The report with what the rule says where nothing arose; what was typed stays."""
    asked = asked_of_unit(facts.indicators, unasked)
    given = nothing_arose(asked, previous.numbers, previous.texts, begins_year=begins_year)
    codes = given.numbers.keys() | given.texts.keys()
    cells = {
        code: Cell(
            given.numbers.get(code),
            given.texts.get(code, ""),
            origin="!".join(places.get(code, ())),
        )
        for code in codes
    }
    typed = {
        code: cell
        for code, cell in report.cells.items()
        if cell.number is not None or cell.text or code not in codes
    }
    # A list in which nothing arose has no rows; one that the file says something of stays.
    lists = {listed.code: () for listed in facts.lists} | dict(report.lists or {})
    empty = {
        code: Cell(number)
        for listed in facts.lists
        if not lists[listed.code]
        for code, number in list_numbers(listed, ()).items()
    }
    return replace(report, cells=cells | empty | typed, lists=lists)


def _contradictions(
    workbook: FilledWorkbook, facts: FormFacts, cells: Mapping[str, Cell]
) -> list[FileProblem]:
    """Figures of what arose beside the word that nothing did."""
    places = places_of(workbook)
    given = nothing_arose(facts.indicators, {}, {}, begins_year=False)
    zeros = given.numbers.keys() | facts.list_codes
    return [
        FileProblem(Problem("nothing_arose_but_filled"), *places[code], indicator=code)
        for code in zeros
        if code in cells and cells[code].number
    ]


def places_of(workbook: FilledWorkbook) -> dict[str, tuple[str, str]]:
    """Sheet and cell of each figure by code; where a list says it, of its number of rows."""
    typed = {cell.code: (cell.sheet, cell.cell) for cell in workbook.cells}
    return typed | dict(workbook.computed)


def placed(refusal: Refusal, places: Mapping[str, tuple[str, str]]) -> FileProblem:
    """Why a report was refused, with the sheet and cell that it is about."""
    sheet, cell = places.get(refusal.indicator or "", ("", ""))
    return FileProblem(refusal.problem, sheet, cell, indicator=refusal.indicator or "")
