"""Taking filled workbooks: each whole or not at all, hundreds in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from giaoban.actions.reporting.import_outcomes import (
    FileOutcome,
    FileProblem,
    Import,
)
from giaoban.actions.reporting.mapped_reports import with_what_counts
from giaoban.actions.reporting.opening_workbooks import OpenedWorkbook, Opening
from giaoban.actions.reporting.periods import open_period, period_to_report
from giaoban.actions.reporting.source_files import keep_bytes, source_rows
from giaoban.actions.reporting.taking import IncomingReport, Taken, take_reports
from giaoban.actions.reporting.workbook_reports import (
    beside_unread,
    nothing_arose_filled,
    placed,
    places_of,
    report_of,
)
from giaoban.exchange.reporting.workbook_reader import FilledWorkbook
from giaoban.models import Form, Period, SourceFile
from giaoban.queries.reporting.answers import Answers, comparison
from giaoban.queries.reporting.forms import FormFacts, form_facts, form_for
from giaoban.queries.reporting.projects import unasked_codes
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.period_years import told_period
from giaoban.rules.reporting.periods import PeriodKind, begins_its_year
from giaoban.rules.reporting.states import Channel, ReportState
from giaoban.rules.units.tree import DatedTree

CHUNK = 400
"""Files in one transaction: below the size at which comparisons read a whole period."""


@dataclass
class _PeriodFacts:
    """What every workbook of a period is held against; `period` is stored once one was taken."""

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
    is_mapped: bool = False
    source: SourceFile | None = None


@dataclass
class WorkbookImport:
    """An import of one regime's workbooks; it remembers the periods that it has met."""

    wanted: Import
    tree: DatedTree

    def __post_init__(self) -> None:
        self._periods: dict[str, _PeriodFacts] = {}
        self._opening = Opening(self.wanted.regime, self.tree, self.wanted.today)

    def take(self, files: Sequence[tuple[str, bytes]]) -> list[FileOutcome]:
        """Take each (name, content); outcomes in the order of the files."""
        return self.take_opened([self._opening.opened(name, content) for name, content in files])

    @transaction.atomic
    def take_opened(self, files: Sequence[OpenedWorkbook]) -> list[FileOutcome]:
        """Take each; outcomes in the order of the files."""
        outcomes = [FileOutcome(file.name) for file in files]
        sound = []
        for outcome, file in zip(outcomes, files, strict=True):
            if isinstance(file.says, Problem):
                outcome.problems.append(FileProblem(file.says))
                continue
            try:
                sound.append(self._read(outcome, file.content, file.says))
            except RuleError as error:
                outcome.problems.append(FileProblem(error.problem))
        sound = [one for one in sound if not one.outcome.problems]
        read = [(one.outcome.name, one.content) for one in sound]
        sources = source_rows(read, by=self.wanted.by, now=self.wanted.now)
        for one, source in zip(sound, sources, strict=True):
            one.source = source
        for group in _groups(sound):
            self._take_group(group)
        self._keep_sources(sound)
        return outcomes

    def _read(self, outcome: FileOutcome, content: bytes, workbook: FilledWorkbook) -> _Sound:
        """Raises RuleError; bad cells are put into the outcome."""
        outcome.unit_code, outcome.period = workbook.unit, workbook.period
        if workbook.regime != self.wanted.regime.code:
            raise RuleError("workbook_of_another_regime", regime=workbook.regime)
        about = self.about(workbook.period)
        if workbook.form != about.form.number and not workbook.is_mapped:
            raise RuleError("workbook_form_outdated", form=workbook.form, present=about.form.number)
        period = about.period
        unit = self.tree.bearer_within(workbook.unit, period.starts_on, period.ends_on)
        if unit is None:
            raise RuleError("unit_unknown_in_period", code=workbook.unit, **told_period(period))
        outcome.unit_name = unit.name
        state = self.wanted.reach.state_of(unit.id)
        if state is None:
            raise RuleError("unit_out_of_reach", unit=unit.name)
        report, problems = report_of(workbook, about.facts, unit.id, outcome.name)
        outcome.problems += problems
        if problems:
            unasked = unasked_codes(about.facts, period, [unit.id], self.tree)[unit.id]
            outcome.problems += beside_unread(workbook, about.facts, report, problems, unasked)
        places = places_of(workbook)
        return _Sound(outcome, content, about, report, state, places, workbook.is_mapped)

    def about(self, key: str) -> _PeriodFacts:
        """The period and its form; a past period that is needed is opened when one is taken."""
        if key not in self._periods:
            period = period_to_report(self.wanted.regime, key, self.wanted.today)
            form = form_for(period)
            self._periods[key] = _PeriodFacts(period, form, form_facts(form))
        return self._periods[key]

    def _take_group(self, group: Sequence[_Sound]) -> None:
        """Reports of one period and state, each unit once."""
        self._fill_where_nothing_arose(group)
        taken = self._taken(group)
        by_unit = {one.report.unit_id: one for one in group}
        for refusal in taken.refusals:
            one = by_unit[refusal.report.unit_id]
            one.outcome.problems.append(placed(refusal, one.places))
        for unit_id, became in taken.became.items():
            outcome = by_unit[unit_id].outcome
            setattr(outcome, became, getattr(outcome, became) + 1)

    @transaction.atomic
    def _taken(self, group: Sequence[_Sound]) -> Taken:
        """What became of the reports; a period that none of them needed is not opened for them."""
        wanted, about = self.wanted, group[0].about
        period = open_period(
            regime=wanted.regime,
            key=about.period.key,
            by=wanted.by,
            today=wanted.today,
            now=wanted.now,
        )
        taken = take_reports(
            period=period,
            reports=[
                replace(report, source=one.source)
                for one, report in zip(group, _whole(group, period), strict=True)
            ],
            channel=Channel.WORKBOOK,
            state=group[0].state,
            by=wanted.by,
            now=wanted.now,
            reason=wanted.reason,
            over_errors=wanted.over_errors,
            tree=self.tree,
        )
        if taken.became:
            about.period = period
        else:
            transaction.set_rollback(True)
        return taken

    def _fill_where_nothing_arose(self, group: Sequence[_Sound]) -> None:
        empty = [one for one in group if one.report.nothing_arose]
        if not empty:
            return
        unit_ids = [one.report.unit_id for one in empty]
        period = group[0].about.period
        previous = comparison(period, unit_ids).previous
        unasked = unasked_codes(group[0].about.facts, period, unit_ids, self.tree)
        begins_year = begins_its_year(
            period.key, PeriodKind(period.regime.frequency), period.regime.year_starts
        )
        for one in empty:
            before = previous.get(one.report.unit_id, Answers())
            one.report = nothing_arose_filled(
                one.report,
                one.about.facts,
                before,
                one.places,
                begins_year=begins_year,
                unasked=unasked[one.report.unit_id],
            )

    def _keep_sources(self, sound: Sequence[_Sound]) -> None:
        """Files are kept where a version came of them; the rest leave nothing behind."""
        needless = []
        for one in sound:
            if one.source is None:
                continue
            if not (one.outcome.new or one.outcome.changed):
                needless.append(one.source.pk)
            elif not self.wanted.is_trial:
                keep_bytes(one.source, one.content)
        if needless:
            SourceFile.objects.filter(pk__in=needless).delete()


def _whole(group: Sequence[_Sound], period: Period) -> list[IncomingReport]:
    """The reports in their order; what a map does not cover stays as it counts."""
    mapped = [(one.report, one.places.keys()) for one in group if one.is_mapped]
    if not mapped:
        return [one.report for one in group]
    complete = iter(with_what_counts(mapped, period, group[0].about.facts))
    return [next(complete) if one.is_mapped else one.report for one in group]


def _groups(sound: Sequence[_Sound]) -> Iterator[list[_Sound]]:
    """By period and state; a second workbook of the same unit and period comes in a later group.

    The earlier period comes first: the checks of a later one compare with it.
    """
    rounds: list[dict[tuple[date, ReportState], dict[int, _Sound]]] = []
    for one in sound:
        key = one.about.period.starts_on, one.state
        for groups in rounds:
            if one.report.unit_id not in groups.setdefault(key, {}):
                groups[key][one.report.unit_id] = one
                break
        else:
            rounds.append({key: {one.report.unit_id: one}})
    for groups in rounds:
        for _key, group in sorted(groups.items(), key=lambda held: held[0][0]):
            yield list(group.values())
