"""Taking a long table of values: reports of many units and periods, all of them or none."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from giaoban.actions.reporting.drafts import Cell
from giaoban.actions.reporting.import_outcomes import (
    FileOutcome,
    FileProblem,
    FileRefused,
    Import,
)
from giaoban.actions.reporting.periods import open_period
from giaoban.actions.reporting.source_files import keep_bytes, source_rows
from giaoban.actions.reporting.taking import IncomingReport, Refusal, take_reports
from giaoban.exchange.reporting.values_csv import ValueRow, ValuesFile, read_values_csv
from giaoban.models import Indicator, Period, SourceFile
from giaoban.queries.reporting.periods import span_to_report
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.cell_input import plain_number, yes_or_no
from giaoban.rules.reporting.indicators import TYPED_NUMBERS, IndicatorKind
from giaoban.rules.reporting.period_years import told_period
from giaoban.rules.reporting.periods import PeriodKind, PeriodSpan, kind_of
from giaoban.rules.reporting.states import Channel, ReportState
from giaoban.rules.units.tree import DatedTree

_Reports = dict[int, dict[str, Cell]]  # by unit id, then by indicator code


@dataclass(frozen=True, slots=True)
class OpenedTable:
    """A table as it came and as it was read, before anything is held in the database."""

    content: bytes
    read: ValuesFile

    @classmethod
    def of(cls, content: bytes) -> "OpenedTable":
        return cls(content, read_values_csv(content))


@dataclass
class ValuesImport:
    """One table of a regime's values being taken."""

    wanted: Import
    tree: DatedTree
    problems: list[FileProblem] = field(default_factory=list)
    first_rows: dict[tuple[str, int], int] = field(default_factory=dict)
    unread: set[tuple[str, str, str]] = field(default_factory=set)  # unit, period and indicator

    def take(self, name: str, table: OpenedTable) -> FileOutcome:
        """Take the whole table; where anything is wrong nothing of it stays."""
        outcome = FileOutcome(name)
        try:
            self._take(outcome, table)
        except FileRefused as refused:
            outcome.problems = sorted(refused.problems, key=lambda problem: problem.row)
            outcome.new = outcome.changed = outcome.unchanged = 0
        return outcome

    @transaction.atomic
    def _take(self, outcome: FileOutcome, table: OpenedTable) -> None:
        self.problems += [
            FileProblem(bad.problem, row=bad.row, column=bad.column) for bad in table.read.problems
        ]
        reports = self._reports(table.read.rows)
        if reports:
            spans = sorted(reports, key=lambda span: span.starts_on)
            ends = dict.fromkeys((spans[0].key, spans[-1].key))
            outcome.period = " – ".join(ends)
            read = [(outcome.name, table.content)]
            source = source_rows(read, by=self.wanted.by, now=self.wanted.now)[0]
            for span in spans:
                self._take_period(outcome, span, reports[span], source)
            if not self.problems:
                self._keep(outcome, source, table.content)
        if self.problems:
            raise FileRefused(self.problems)

    def _keep(self, outcome: FileOutcome, source: SourceFile, content: bytes) -> None:
        """The file is kept where a version came of it."""
        if not (outcome.new or outcome.changed):
            source.delete()
        elif not self.wanted.is_trial:
            keep_bytes(source, content)

    def _reports(self, rows: Iterable[ValueRow]) -> dict[PeriodSpan, _Reports]:
        """The cells by period and unit; what is wrong with a row goes to the problems."""
        kinds = {
            code: IndicatorKind(kind)
            for code, kind in Indicator.objects.filter(regime=self.wanted.regime).values_list(
                "code", "kind"
            )
        }
        spans: dict[str, PeriodSpan | Problem] = {}
        units: dict[tuple[str, str], int | Problem] = {}
        found: dict[PeriodSpan, _Reports] = defaultdict(lambda: defaultdict(dict))
        for row in rows:
            if row.period not in spans:
                spans[row.period] = self._span(row.period)
            span = spans[row.period]
            if isinstance(span, Problem):
                self._note(row, span, "period")
                continue
            about = row.unit, row.period
            if about not in units:
                units[about] = self._unit(row.unit, span)
            unit_id = units[about]
            if isinstance(unit_id, Problem):
                self._note(row, unit_id, "unit")
                continue
            self.first_rows.setdefault((span.key, unit_id), row.row)
            self._put(found[span][unit_id], row, kinds)
        return found

    def _put(
        self, cells: dict[str, Cell], row: ValueRow, kinds: Mapping[str, IndicatorKind]
    ) -> None:
        kind = kinds.get(row.indicator)
        if kind is None:
            problem = Problem("unknown_indicator", {"code": row.indicator})
            self._note(row, problem, "indicator")
        elif row.indicator in cells:
            earlier = cells[row.indicator].origin.removeprefix("row ")
            self._note(row, Problem("cell_twice", {"row": earlier}), "indicator")
        else:
            try:
                cells[row.indicator] = _cell(row, kind)
            except RuleError as error:
                self._note(row, error.problem, "value")

    def _span(self, key: str) -> PeriodSpan | Problem:
        frequency = PeriodKind(self.wanted.regime.frequency)
        try:
            if kind_of(key) is not frequency:
                return Problem("period_not_of_frequency", {"key": key, "frequency": frequency})
            return span_to_report(self.wanted.regime, key, self.wanted.today)
        except RuleError as error:
            return error.problem

    def _unit(self, code: str, span: PeriodSpan) -> int | Problem:
        unit = self.tree.bearer_within(code, span.starts_on, span.ends_on)
        if unit is None:
            return Problem("unit_unknown_in_period", {"code": code} | told_period(span))
        if self.wanted.reach.state_of(unit.id) is None:
            return Problem("unit_out_of_reach", {"unit": unit.name})
        return unit.id

    def _take_period(
        self, outcome: FileOutcome, span: PeriodSpan, reports: _Reports, source: SourceFile
    ) -> None:
        try:
            period = open_period(
                regime=self.wanted.regime,
                key=span.key,
                by=self.wanted.by,
                today=self.wanted.today,
                now=self.wanted.now,
            )
        except RuleError as error:
            row = min(self.first_rows[span.key, unit_id] for unit_id in reports)
            self.problems.append(FileProblem(error.problem, row=row, column="period"))
            return
        by_state: dict[ReportState, list[IncomingReport]] = defaultdict(list)
        for unit_id, cells in reports.items():
            state = self.wanted.reach.state_of(unit_id)
            if state is not None:
                report = IncomingReport(unit_id, cells, outcome.name, source)
                by_state[state].append(report)
        for state, incoming in by_state.items():
            self._take_reports(outcome, period, state, incoming)

    def _take_reports(
        self,
        outcome: FileOutcome,
        period: Period,
        state: ReportState,
        reports: list[IncomingReport],
    ) -> None:
        taken = take_reports(
            period=period,
            reports=reports,
            channel=Channel.CSV,
            state=state,
            by=self.wanted.by,
            now=self.wanted.now,
            reason=self.wanted.reason,
            over_errors=self.wanted.over_errors,
            tree=self.tree,
        )
        self.problems += [
            self._placed(period, refusal)
            for refusal in taken.refusals
            if not self._is_unread(period, refusal)
        ]
        outcome.new += taken.new
        outcome.changed += taken.changed
        outcome.unchanged += taken.unchanged

    def _is_unread(self, period: Period, refusal: Refusal) -> bool:
        """Whether the value is only missing because its row, which is named, could not be read."""
        code = self.tree.unit(refusal.report.unit_id).code
        return (code, period.key, refusal.indicator) in self.unread

    def _placed(self, period: Period, refusal: Refusal) -> FileProblem:
        cell = refusal.cell.removeprefix("row ")
        row = int(cell) if cell else self.first_rows[period.key, refusal.report.unit_id]
        unit = self.tree.unit(refusal.report.unit_id)
        params = {**refusal.problem.params, "unit": f"{unit.name} ({unit.code})"}
        problem = Problem(refusal.problem.code, params)
        return FileProblem(problem, row=row, indicator=refusal.indicator or "")

    def _note(self, row: ValueRow, problem: Problem, column: str) -> None:
        self.unread.add((row.unit, row.period, row.indicator))
        self.problems.append(
            FileProblem(problem, row=row.row, column=column, indicator=row.indicator)
        )


def _is_estimate(row: ValueRow) -> bool:
    return bool(yes_or_no(row.estimate))


def _cell(row: ValueRow, kind: IndicatorKind) -> Cell:
    """What a row says by the kind of its indicator; raises RuleError."""
    origin = f"row {row.row}"
    if kind is IndicatorKind.RATIO:
        raise RuleError("ratio_is_computed", code=row.indicator)
    if kind is IndicatorKind.FILE:
        raise RuleError("file_not_by_table", code=row.indicator)
    if not row.value:
        raise RuleError("value_missing")
    if kind is IndicatorKind.YES_NO and not _is_estimate(row):
        return Cell(yes_or_no(row.value), origin=origin)
    if kind in TYPED_NUMBERS and kind is not IndicatorKind.YES_NO:
        return Cell(plain_number(row.value), origin=origin, is_estimate=_is_estimate(row))
    if _is_estimate(row):
        raise RuleError("estimate_not_a_number", code=row.indicator)
    return Cell(text=row.value, origin=origin)
