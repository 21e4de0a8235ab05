"""Taking filled workbooks: each whole or not at all, hundreds in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.reporting.drafts import Cell
from giaoban.actions.reporting.import_outcomes import (
    FileOutcome,
    FileProblem,
    ImportReach,
)
from giaoban.actions.reporting.periods import open_period
from giaoban.actions.reporting.source_files import keep_bytes, source_rows
from giaoban.actions.reporting.taking import IncomingReport, Refusal, take_reports
from giaoban.exchange.reporting.workbook_reader import (
    FilledWorkbook,
    UnreadableWorkbook,
    judge_cells,
    read_workbook,
)
from giaoban.models import Form, Period, Person, Regime, SourceFile
from giaoban.queries.reporting.answers import Answers, comparison
from giaoban.queries.reporting.forms import FormFacts, form_facts, form_for
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.checks import findings
from giaoban.rules.reporting.nothing_arose import nothing_arose
from giaoban.rules.reporting.remarks import require_note, require_reason, require_remark
from giaoban.rules.reporting.states import Channel, ReportState
from giaoban.rules.units.tree import DatedTree

CHUNK = 400
"""Files in one transaction: below the size at which comparisons read a whole period."""


@dataclass(frozen=True)
class _PeriodFacts:
    """What every workbook of a period is held against."""

    period: Period
    form: Form
    facts: FormFacts


@dataclass
class _Sound:
    """A workbook that could be read, on its way to being taken."""

    outcome: FileOutcome
    content: bytes
    about: _PeriodFacts
    report: IncomingReport
    state: ReportState
    places: dict[str, tuple[str, str]]  # sheet and cell of every indicator, filled in or not
    source: SourceFile | None = None


@dataclass
class WorkbookImport:
    """An import of one regime's workbooks; it remembers the periods that it has met.

    `is_trial` leaves no file on disk: the caller rolls everything else back.
    """

    regime: Regime
    tree: DatedTree
    reach: ImportReach
    by: Person | None
    today: date
    now: datetime
    reason: str = ""
    is_trial: bool = False

    def __post_init__(self) -> None:
        self._periods: dict[str, _PeriodFacts] = {}

    @transaction.atomic
    def take(self, files: Sequence[tuple[str, bytes]]) -> list[FileOutcome]:
        """Take each (name, content); outcomes in the order of the files."""
        outcomes = [FileOutcome(name) for name, _content in files]
        sound = []
        for outcome, (_name, content) in zip(outcomes, files, strict=True):
            try:
                sound.append(self._read(outcome, content))
            except UnreadableWorkbook as error:
                outcome.problems.append(FileProblem(error.problem))
            except RuleError as error:
                outcome.problems.append(FileProblem(error.problem))
        sound = [one for one in sound if not one.outcome.problems]
        sources = source_rows(
            [(one.outcome.name, one.content) for one in sound], by=self.by, now=self.now
        )
        for one, source in zip(sound, sources, strict=True):
            one.source = source
        for group in _groups(sound):
            self._take_group(group)
        self._keep_sources(sound)
        return outcomes

    def _read(self, outcome: FileOutcome, content: bytes) -> _Sound:
        """Raises UnreadableWorkbook or RuleError; bad cells are put into the outcome."""
        workbook = read_workbook(content)
        outcome.unit_code, outcome.period = workbook.unit, workbook.period
        if workbook.regime != self.regime.code:
            raise RuleError("workbook_of_another_regime", regime=workbook.regime)
        about = self.about(workbook.period)
        if workbook.form != about.form.number:
            raise RuleError("workbook_form_outdated", form=workbook.form, present=about.form.number)
        period = about.period
        unit = self.tree.bearer_within(workbook.unit, period.starts_on, period.ends_on)
        if unit is None:
            raise RuleError("unit_unknown_in_period", code=workbook.unit, period=period.key)
        outcome.unit_name = unit.name
        state = self.reach.state_of(unit.id)
        if state is None:
            raise RuleError("unit_out_of_reach", unit=unit.name)
        report, problems = report_of(workbook, about.facts, unit.id, outcome.name)
        outcome.problems += problems
        if problems:
            outcome.problems += _beside_unread(workbook, about.facts, report, problems)
        return _Sound(outcome, content, about, report, state, places_of(workbook))

    def about(self, key: str) -> _PeriodFacts:
        """The period and its form; a past period that is needed is opened."""
        if key not in self._periods:
            period = open_period(
                regime=self.regime, key=key, by=self.by, today=self.today, now=self.now
            )
            form = form_for(period)
            self._periods[key] = _PeriodFacts(period, form, form_facts(form))
        return self._periods[key]

    def _take_group(self, group: Sequence[_Sound]) -> None:
        """Reports of one period and state, each unit once."""
        self._fill_where_nothing_arose(group)
        taken = take_reports(
            period=group[0].about.period,
            reports=[replace(one.report, source=one.source) for one in group],
            channel=Channel.WORKBOOK,
            state=group[0].state,
            by=self.by,
            now=self.now,
            reason=self.reason,
            tree=self.tree,
        )
        by_unit = {one.report.unit_id: one for one in group}
        for refusal in taken.refusals:
            one = by_unit[refusal.report.unit_id]
            one.outcome.problems.append(placed(refusal, one.places))
        for unit_id, became in taken.became.items():
            outcome = by_unit[unit_id].outcome
            setattr(outcome, became, getattr(outcome, became) + 1)

    def _fill_where_nothing_arose(self, group: Sequence[_Sound]) -> None:
        empty = [one for one in group if one.report.nothing_arose]
        if not empty:
            return
        unit_ids = [one.report.unit_id for one in empty]
        previous = comparison(group[0].about.period, unit_ids).previous
        for one in empty:
            before = previous.get(one.report.unit_id, Answers())
            one.report = nothing_arose_filled(one.report, one.about.facts, before, one.places)

    def _keep_sources(self, sound: Sequence[_Sound]) -> None:
        """Files are kept where a version came of them; the rest leave nothing behind."""
        needless = []
        for one in sound:
            if one.source is None:
                continue
            if not (one.outcome.new or one.outcome.changed):
                needless.append(one.source.pk)
            elif not self.is_trial:
                keep_bytes(one.source, one.content)
        if needless:
            SourceFile.objects.filter(pk__in=needless).delete()


def report_of(
    workbook: FilledWorkbook, facts: FormFacts, unit_id: int, origin: str
) -> tuple[IncomingReport, list[FileProblem]]:
    """The whole report that a workbook holds, and the cells that could not be read."""
    kinds = {indicator.code: indicator.kind for indicator in facts.indicators}
    read = judge_cells(workbook, kinds)
    cells = {
        code: Cell(read.numbers.get(code), read.texts.get(code, ""), read.notes.get(code), place)
        for code, place in read.places.items()
    }
    problems = [
        FileProblem(bad.problem, bad.sheet, bad.cell, indicator=bad.indicator)
        for bad in read.problems
    ]
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


def _beside_unread(
    workbook: FilledWorkbook,
    facts: FormFacts,
    report: IncomingReport,
    problems: Sequence[FileProblem],
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
        facts.indicators, (), numbers, texts, {}, {}, nothing_arose=report.nothing_arose
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
) -> IncomingReport:
    """The report with what the rule says where nothing arose; what was typed stays."""
    given = nothing_arose(facts.indicators, previous.numbers, previous.texts)
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
    return replace(report, cells=cells | typed)


def _contradictions(
    workbook: FilledWorkbook, facts: FormFacts, cells: Mapping[str, Cell]
) -> list[FileProblem]:
    """Figures of what arose beside the word that nothing did."""
    places = places_of(workbook)
    zeros = nothing_arose(facts.indicators, {}, {}).numbers
    return [
        FileProblem(Problem("nothing_arose_but_filled"), *places[code], indicator=code)
        for code in zeros
        if code in cells and cells[code].number
    ]


def places_of(workbook: FilledWorkbook) -> dict[str, tuple[str, str]]:
    return {cell.code: (cell.sheet, cell.cell) for cell in workbook.cells}


def placed(refusal: Refusal, places: Mapping[str, tuple[str, str]]) -> FileProblem:
    """Why a report was refused, with the sheet and cell that it is about."""
    sheet, cell = places.get(refusal.indicator or "", ("", ""))
    return FileProblem(refusal.problem, sheet, cell, indicator=refusal.indicator or "")


def _groups(sound: Sequence[_Sound]) -> Iterator[list[_Sound]]:
    """By period and state; a second workbook of the same unit and period comes in a later group."""
    rounds: list[dict[tuple[int, ReportState], dict[int, _Sound]]] = []
    for one in sound:
        key = one.about.period.pk, one.state
        for groups in rounds:
            if one.report.unit_id not in groups.setdefault(key, {}):
                groups[key][one.report.unit_id] = one
                break
        else:
            rounds.append({key: {one.report.unit_id: one}})
    for groups in rounds:
        for group in groups.values():
            yield list(group.values())
