"""Filling an officer's draft from a workbook: its cells are put in, and nothing is sent yet."""

from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.actors import Actor
from giaoban.actions.audit.events import record
from giaoban.actions.reporting.drafts import Cell, begin_version, explain_warning, save_cells
from giaoban.actions.reporting.import_outcomes import FileProblem, FileRefused
from giaoban.actions.reporting.importing import IncomingFile
from giaoban.actions.reporting.list_storing import replace_lists
from giaoban.actions.reporting.mapped_reports import workbook_of_report
from giaoban.actions.reporting.refused_workbooks import forget_refused_workbooks
from giaoban.actions.reporting.source_files import keep_bytes, source_rows
from giaoban.actions.reporting.workbook_reports import (
    beside_unread,
    nothing_arose_filled,
    places_of,
    report_of,
)
from giaoban.exchange.reporting.workbook_reader import FilledWorkbook, UnreadableWorkbook
from giaoban.models import Check, Period, Unit, Version
from giaoban.queries.reporting.answers import Answers, comparison
from giaoban.queries.reporting.forms import form_facts
from giaoban.queries.reporting.projects import unasked_codes
from giaoban.rules.problems import Problem
from giaoban.rules.reporting.indicators import IndicatorKind
from giaoban.rules.reporting.period_years import told_key
from giaoban.rules.reporting.periods import PeriodKind, begins_its_year
from giaoban.rules.reporting.states import Channel

_BY_HAND = frozenset({IndicatorKind.RATIO, IndicatorKind.FILE})


def fill_draft_from_workbook(
    *,
    unit: Unit,
    period: Period,
    file: IncomingFile,
    by: Actor,
    now: datetime,
    reason: str = "",
) -> Version:
    """Put the workbook's cells, remarks and reasons into the draft of this unit and period.

    A draft is begun where there is none (`reason`: why an accepted report is corrected). Cells that
    are empty in the workbook are emptied; attached files stay, and so does what the map of a
    spreadsheet does not cover. Raises FileRefused with every
    bad cell, and RuleError as begin_version does; then nothing is changed.
    """
    # The file is opened before anything is locked: that may take seconds.
    workbook = _readable(file, unit, period)
    return _filled(workbook, unit, period, file, by, now, reason)


@transaction.atomic
def _filled(
    workbook: FilledWorkbook,
    unit: Unit,
    period: Period,
    file: IncomingFile,
    by: Actor,
    now: datetime,
    reason: str,
) -> Version:
    version = begin_version(
        unit=unit, period=period, by=by, now=now, channel=Channel.WORKBOOK, reason=reason
    )
    _refuse_another(workbook, version)
    facts = form_facts(version.form)
    report, problems = report_of(workbook, facts, unit.pk, file.name)
    if problems:
        unasked = unasked_codes(facts, period, [unit.pk])[unit.pk]
        beside = beside_unread(workbook, facts, report, problems, unasked)
        # What is not filled in yet does not keep a draft from being filled.
        problems += [one for one in beside if one.problem.code != "required_missing"]
        raise FileRefused(problems)
    if report.nothing_arose:
        before = comparison(period, [unit.pk]).previous.get(unit.pk, Answers())
        report = nothing_arose_filled(
            report,
            facts,
            before,
            places_of(workbook),
            begins_year=begins_its_year(
                period.key, PeriodKind(period.regime.frequency), period.regime.year_starts
            ),
            unasked=unasked_codes(facts, period, [unit.pk])[unit.pk],
        )
    source = source_rows([(file.name, file.content)], by=by, now=now)[0]
    keep_bytes(source, file.content)
    covered = {cell.code for cell in workbook.cells}
    cells = {
        indicator.code: report.cells.get(indicator.code, Cell(note=""))
        for indicator in facts.indicators
        if indicator.kind not in _BY_HAND
        and not indicator.is_from_list
        and (indicator.code in covered or not workbook.is_mapped)
    }
    version = save_cells(version=version, cells=cells, by=by, now=now)
    replace_lists(version, report.lists or {}, facts, keeps_others=workbook.is_mapped)
    checks = Check.objects.in_bulk(
        [facts.check_ids[index] for index in report.explanations if index < len(facts.check_ids)]
    )
    for index, text in report.explanations.items():
        if index < len(facts.check_ids):
            check = checks[facts.check_ids[index]]
            version = explain_warning(version=version, check=check, text=text, by=by, now=now)
    version.source = source
    version.channel = Channel.WORKBOOK
    version.note = report.note or version.note
    version.nothing_arose = report.nothing_arose
    version.save(update_fields=["source", "channel", "note", "nothing_arose"])
    forget_refused_workbooks(unit=unit, period=period, by=by)
    record(
        actor=by,
        action="fill_draft_from_workbook",
        on=version.submission,
        at=now,
        after={"version": version.number, "file": source.name, "sha256": source.sha256},
    )
    return version


def _readable(file: IncomingFile, unit: Unit, period: Period) -> FilledWorkbook:
    if file.problem is not None:
        raise FileRefused([FileProblem(file.problem)])
    try:
        return workbook_of_report(file.content, unit, period)
    except UnreadableWorkbook as error:
        raise FileRefused([FileProblem(error.problem)]) from error


def _refuse_another(workbook: FilledWorkbook, version: Version) -> None:
    """The workbook must be of this very regime, unit, period and version of the form."""
    period, unit = version.submission.period, version.submission.unit
    problem = None
    if workbook.regime != period.regime.code:
        problem = Problem("workbook_of_another_regime", {"regime": workbook.regime})
    elif workbook.period != period.key:
        told = told_key(workbook.period, period.regime.year_starts)
        problem = Problem("workbook_of_another_period", told)
    elif workbook.unit != unit.code:
        problem = Problem("workbook_of_another_unit", {"code": workbook.unit})
    elif workbook.form != version.form.number and not workbook.is_mapped:
        params = {"form": workbook.form, "present": version.form.number}
        problem = Problem("workbook_form_outdated", params)
    if problem is not None:
        raise FileRefused([FileProblem(problem)])
