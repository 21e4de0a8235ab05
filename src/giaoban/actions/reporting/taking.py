"""Taking reports that came as files: each whole, or refused whole with every bad cell named.

A call takes any number of reports of one period with a constant number of queries, so that
thousands of workbooks cost little more than their values.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db import transaction

from giaoban.actions.audit.events import record_many
from giaoban.actions.reporting.incoming_lists import store_lists, with_lists, with_same_rows
from giaoban.actions.reporting.incoming_reports import Incoming
from giaoban.actions.reporting.incoming_reports import IncomingReport as IncomingReport
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.actions.reporting.storing_reports import (
    store_cells_and_findings,
    store_submissions,
    store_versions,
)
from giaoban.models import Period, Person, Submission
from giaoban.queries.reporting.answers import Answers, answers_of_versions, comparison
from giaoban.queries.reporting.deadlines import deadlines_of
from giaoban.queries.reporting.forms import FormFacts, form_facts, form_for
from giaoban.queries.reporting.held_reports import held_submissions
from giaoban.queries.reporting.locks import reopened_units
from giaoban.queries.reporting.periods import expected_among
from giaoban.queries.reporting.projects import unasked_codes
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.checks import findings
from giaoban.rules.reporting.over_errors import may_be_accepted_over
from giaoban.rules.reporting.period_years import told_period
from giaoban.rules.reporting.states import Channel, ReportState
from giaoban.rules.units.tree import DatedTree


@dataclass(frozen=True)
class Refusal:
    """Why a report was not taken: the cell where one is at fault, and the problem."""

    report: IncomingReport
    problem: Problem
    indicator: str | None = None

    @property
    def cell(self) -> str:
        """Where in the file, as the reader noted it; empty where no cell is at fault."""
        found = self.report.cells.get(self.indicator or "")
        return found.origin if found else ""


@dataclass
class Taken:
    """What became of the reports of one call."""

    refusals: list[Refusal] = field(default_factory=list)
    became: dict[int, Literal["new", "changed", "unchanged"]] = field(default_factory=dict)
    """By unit id, for the reports that were not refused."""

    @property
    def new(self) -> int:
        return self._count("new")

    @property
    def changed(self) -> int:
        return self._count("changed")

    @property
    def unchanged(self) -> int:
        return self._count("unchanged")

    def _count(self, wanted: str) -> int:
        return sum(became == wanted for became in self.became.values())


@transaction.atomic
def take_reports(
    *,
    period: Period,
    reports: Sequence[IncomingReport],
    channel: Channel,
    state: ReportState,
    by: Person | None,
    now: datetime,
    reason: str = "",
    channel_note: str = "",
    over_errors: Container[int] = (),
    tree: DatedTree | None = None,
) -> Taken:
    """Take the reports that are sound; `state` is SUBMITTED or ACCEPTED.

    `reason` explains every warning that the file itself does not explain; without it a warning
    refuses the report. At the units in `over_errors` it is also why a report is accepted although
    it has an error that may be accepted over. The same values as those that count make no new
    version; other values make one whose reason is "import of FILE". A draft of the unit is taken
    over. Each unit may come once a call. Refused reports are listed in the answer and leave nothing
    behind. `tree` saves loading the units again where many periods are taken one after another.
    """
    if state not in {ReportState.SUBMITTED, ReportState.ACCEPTED}:
        raise RuleError("step_not_allowed", state=state)
    taken = Taken()
    form = form_for(period)
    facts = form_facts(form)
    incoming = _sound(period, reports, facts, taken, tree, now)
    incoming = _differing(incoming, facts, taken)
    may_accept = over_errors if state is ReportState.ACCEPTED and reason else ()
    _check(period, incoming, facts, reason, taken, tree, may_accept)
    refused = {id(refusal.report) for refusal in taken.refusals}
    sound = [one for one in incoming if id(one.report) not in refused]
    for one in sound:
        counted = one.submission.counted_id if one.submission else None
        taken.became[one.report.unit_id] = "new" if counted is None else "changed"
    store_submissions(period, sound, deadlines_of(period, taken.became, tree), now)
    store_versions(form, sound, channel, channel_note, state, by, now, reason)
    store_cells_and_findings(facts, sound, reason)
    store_lists(sound)
    append_marks_for(unit_ids=[one.report.unit_id for one in sound], period=period)
    record_many(
        actor=by,
        action="take_report",
        at=now,
        on=[(one.stored, _after(one, state, channel)) for one in sound],
    )
    return taken


def _after(one: Incoming, state: ReportState, channel: Channel) -> dict[str, object]:
    return {
        "version": one.version.number if one.version else None,
        "state": state,
        "channel": channel,
        "origin": one.report.origin,
        "numbers": one.answers.numbers,
        **({"over_error": True} if one.is_over_error else {}),
        **({"estimates": sorted(one.answers.estimates)} if one.answers.estimates else {}),
    }


def _sound(
    period: Period,
    reports: Sequence[IncomingReport],
    facts: FormFacts,
    taken: Taken,
    tree: DatedTree | None,
    now: datetime,
) -> list[Incoming]:
    """The reports of units that are asked, with their stored submissions."""
    codes = facts.kind_of
    unit_ids = [report.unit_id for report in reports]
    held = held_submissions(unit_ids, period)
    asked = expected_among(unit_ids, period, tree)
    closed = set(unit_ids) if period.locked_at is not None else set()
    if closed:
        closed -= reopened_units(period, unit_ids, now)
    incoming = []
    for given, report in zip(reports, with_lists(reports, facts, held), strict=True):
        submission = held.get(report.unit_id)
        problem = _problem_of(period, report, submission, asked, closed)
        if problem is not None:
            taken.refusals.append(Refusal(report, problem))
            continue
        for code in given.cells:
            if code in facts.list_codes and given.lists is None:
                taken.refusals.append(
                    Refusal(report, Problem("computed_from_list", {"code": code}), code)
                )
            if code not in codes:
                taken.refusals.append(
                    Refusal(report, Problem("unknown_indicator", {"code": code}), code)
                )
            elif codes[code] == "ratio":
                taken.refusals.append(
                    Refusal(report, Problem("ratio_is_computed", {"code": code}), code)
                )
        incoming.append(Incoming(report, _answers(report), submission))
    return incoming


def _problem_of(
    period: Period,
    report: IncomingReport,
    submission: Submission | None,
    asked: set[int],
    closed: set[int],
) -> Problem | None:
    if report.unit_id in closed:
        return Problem("period_locked", told_period(period))
    if report.unit_id not in asked:
        return Problem("unit_not_asked", told_period(period))
    latest = submission.latest if submission else None
    if latest is not None and latest.state == ReportState.LOCKED:
        return Problem("report_locked", told_period(period))
    return None


def _answers(report: IncomingReport) -> Answers:
    return Answers(
        numbers={c: cell.number for c, cell in report.cells.items() if cell.number is not None},
        texts={c: cell.text for c, cell in report.cells.items() if cell.text},
        estimates={
            c for c, cell in report.cells.items() if cell.is_estimate and cell.number is not None
        },
    )


def _differing(incoming: list[Incoming], facts: FormFacts, taken: Taken) -> list[Incoming]:
    """Those whose values are not already the ones that count."""
    counted = {
        one.report.unit_id: one.submission.counted_id
        for one in incoming
        if one.submission and one.submission.counted_id
    }
    stored = answers_of_versions(counted.values())
    same_rows = with_same_rows(incoming, facts)
    differing = []
    for one in incoming:
        counted_id = counted.get(one.report.unit_id)
        is_same = counted_id is not None and stored[counted_id] == one.answers
        if is_same and one.report.unit_id in same_rows:
            taken.became[one.report.unit_id] = "unchanged"
        else:
            differing.append(one)
    return differing


def _check(
    period: Period,
    incoming: list[Incoming],
    facts: FormFacts,
    reason: str,
    taken: Taken,
    tree: DatedTree | None,
    over_errors: Container[int],
) -> None:
    unit_ids = [one.report.unit_id for one in incoming]
    earlier = comparison(period, unit_ids, facts.compared_codes)
    unasked = unasked_codes(facts, period, unit_ids, tree)
    for one in incoming:
        unit_id = one.report.unit_id
        one.found = findings(
            facts.indicators,
            facts.checks,
            one.answers.numbers,
            one.answers.texts,
            earlier.previous.get(unit_id, Answers()).numbers,
            earlier.last_year.get(unit_id, Answers()).numbers,
            nothing_arose=one.report.nothing_arose,
            unasked=unasked[unit_id],
        )
        for finding in one.found:
            explained = reason or one.report.explanations.get(
                -1 if finding.check is None else finding.check
            )
            if finding.is_error and unit_id in over_errors and may_be_accepted_over(finding):
                one.is_over_error = True
            elif finding.is_error or not explained:
                params = {**finding.params, "level": finding.level, "check": finding.check}
                taken.refusals.append(
                    Refusal(one.report, Problem(finding.code, params), finding.indicator)
                )
