"""Taking reports that came as files: each whole, or refused whole with every bad cell named.

A call takes any number of reports of one period with a constant number of queries, so that
thousands of workbooks cost little more than their values.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import OuterRef, Subquery

from giaoban.actions.audit.events import record_many
from giaoban.actions.reporting.drafts import Cell
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import (
    Explanation,
    Form,
    Indicator,
    Period,
    Person,
    SourceFile,
    Submission,
    Value,
    Version,
)
from giaoban.models import Finding as StoredFinding
from giaoban.queries.reporting.answers import Answers, answers_of_versions, comparison
from giaoban.queries.reporting.deadlines import deadlines_of
from giaoban.queries.reporting.forms import FormFacts, form_facts, form_for
from giaoban.queries.reporting.periods import expected_units
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.checks import Finding, findings
from giaoban.rules.reporting.formulas import When
from giaoban.rules.reporting.states import Channel, ReportState
from giaoban.rules.units.tree import DatedTree

_LONGEST_REASON = 300


@dataclass(frozen=True)
class IncomingReport:
    """One unit's whole report as a file gave it; `origin` names the file for messages.

    `sent_by` and `sent_at` are given where the unit sent it earlier than it is taken (a letter, an
    archive of reports): whether it was late is judged by that moment.
    """

    unit_id: int
    cells: Mapping[str, Cell]
    origin: str
    source: SourceFile | None = None
    nothing_arose: bool = False
    note: str = ""
    explanations: Mapping[int, str] = field(default_factory=dict)  # by check index
    sent_by: Person | None = None
    sent_at: datetime | None = None


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


@dataclass
class _Incoming:
    """A report on its way, with what is known of its unit."""

    report: IncomingReport
    answers: Answers
    submission: Submission | None
    found: list[Finding] = field(default_factory=list)
    version: Version | None = None

    @property
    def stored(self) -> Submission:
        if self.submission is None:
            raise LookupError("asked before the submissions were stored")
        return self.submission


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
    tree: DatedTree | None = None,
) -> Taken:
    """Take the reports that are sound; `state` is SUBMITTED or ACCEPTED.

    `reason` explains every warning that the file itself does not explain; without it a warning
    refuses the report. The same values as those that count make no new version; other values make
    one whose reason is "import of FILE". A draft of the unit is taken over. Each unit may come once
    a call. Refused reports are listed in the answer and leave nothing behind. `tree` saves loading
    the units again where many periods are taken one after another.
    """
    if state not in {ReportState.SUBMITTED, ReportState.ACCEPTED}:
        raise RuleError("step_not_allowed", state=state)
    taken = Taken()
    form = form_for(period)
    facts = form_facts(form)
    incoming = _sound(period, reports, facts, taken, expected_units(period, tree))
    incoming = _differing(incoming, taken)
    _check(period, incoming, facts, reason, taken)
    refused = {id(refusal.report) for refusal in taken.refusals}
    sound = [one for one in incoming if id(one.report) not in refused]
    for one in sound:
        counted = one.submission.counted_id if one.submission else None
        taken.became[one.report.unit_id] = "new" if counted is None else "changed"
    _store_submissions(period, sound, deadlines_of(period, taken.became, tree), now)
    _store_versions(form, sound, channel, channel_note, state, by, now)
    _store_cells(form, facts, sound, reason)
    append_marks_for(unit_ids=[one.report.unit_id for one in sound], period=period)
    record_many(
        actor=by,
        action="take_report",
        at=now,
        on=[(one.stored, _after(one, state, channel)) for one in sound],
    )
    return taken


def _sound(
    period: Period,
    reports: Sequence[IncomingReport],
    facts: FormFacts,
    taken: Taken,
    asked: set[int],
) -> list[_Incoming]:
    """The reports of units that are asked, with their stored submissions."""
    codes = {indicator.code: indicator.kind for indicator in facts.indicators}
    held = {
        submission.unit_id: submission
        for submission in Submission.objects.select_for_update(of=("self",))
        .filter(period=period, unit__in=[report.unit_id for report in reports])
        .select_related("latest", "counted")
    }
    incoming = []
    for report in reports:
        submission = held.get(report.unit_id)
        problem = _problem_of(period, report, submission, asked)
        if problem is not None:
            taken.refusals.append(Refusal(report, problem))
            continue
        for code in report.cells:
            if code not in codes:
                taken.refusals.append(
                    Refusal(report, Problem("unknown_indicator", {"code": code}), code)
                )
            elif codes[code] == "ratio":
                taken.refusals.append(
                    Refusal(report, Problem("ratio_is_computed", {"code": code}), code)
                )
        incoming.append(_Incoming(report, _answers(report), submission))
    return incoming


def _problem_of(
    period: Period, report: IncomingReport, submission: Submission | None, asked: set[int]
) -> Problem | None:
    if period.locked_at is not None:
        return Problem("period_locked", {"period": period.key})
    if report.unit_id not in asked:
        return Problem("unit_not_asked", {"period": period.key})
    latest = submission.latest if submission else None
    if latest is not None and latest.state == ReportState.LOCKED:
        return Problem("report_locked", {"period": period.key})
    return None


def _answers(report: IncomingReport) -> Answers:
    return Answers(
        numbers={c: cell.number for c, cell in report.cells.items() if cell.number is not None},
        texts={c: cell.text for c, cell in report.cells.items() if cell.text},
    )


def _differing(incoming: list[_Incoming], taken: Taken) -> list[_Incoming]:
    """Those whose values are not already the ones that count."""
    counted = {
        one.report.unit_id: one.submission.counted_id
        for one in incoming
        if one.submission and one.submission.counted_id
    }
    stored = answers_of_versions(counted.values())
    differing = []
    for one in incoming:
        counted_id = counted.get(one.report.unit_id)
        if counted_id is not None and stored[counted_id] == one.answers:
            taken.became[one.report.unit_id] = "unchanged"
        else:
            differing.append(one)
    return differing


def _check(
    period: Period, incoming: list[_Incoming], facts: FormFacts, reason: str, taken: Taken
) -> None:
    compares = any(
        reference.when is not When.THIS
        for check in facts.checks
        for reference in check.formula.references
    )
    unit_ids = [one.report.unit_id for one in incoming] if compares else []
    earlier = comparison(period, unit_ids)
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
        )
        for finding in one.found:
            explained = reason or one.report.explanations.get(
                -1 if finding.check is None else finding.check
            )
            if finding.is_error or not explained:
                params = {**finding.params, "level": finding.level, "check": finding.check}
                taken.refusals.append(
                    Refusal(one.report, Problem(finding.code, params), finding.indicator)
                )


def _store_submissions(
    period: Period, sound: list[_Incoming], due: Mapping[int, datetime], now: datetime
) -> None:
    """A submission for each unit that has none; the first sending says whether it was late.

    Somebody may begin a report of the same unit at this moment: what is there then is used.
    """
    lacking = [one for one in sound if one.submission is None]
    Submission.objects.bulk_create(
        (Submission(unit_id=one.report.unit_id, period=period) for one in lacking),
        ignore_conflicts=True,
    )
    if lacking:
        unit_ids = [one.report.unit_id for one in lacking]
        held = (
            Submission.objects.select_for_update(of=("self",))
            .filter(period=period, unit__in=unit_ids)
            .select_related("latest", "counted")
        )
        by_unit = {submission.unit_id: submission for submission in held}
        for one in lacking:
            one.submission = by_unit[one.report.unit_id]
    first: dict[tuple[datetime, bool], list[int]] = defaultdict(list)
    for one in sound:
        if one.stored.first_submitted_at is None:
            sent_at = one.report.sent_at or now
            first[sent_at, sent_at > due[one.stored.unit_id]].append(one.stored.pk)
    for (sent_at, is_late), ids in first.items():
        Submission.objects.filter(pk__in=ids).update(first_submitted_at=sent_at, is_late=is_late)


def _store_versions(
    form: Form,
    sound: list[_Incoming],
    channel: Channel,
    channel_note: str,
    state: ReportState,
    by: Person | None,
    now: datetime,
) -> None:
    """A version for each report, in place of a draft where there is one; pointers moved."""
    drafts = _discard_drafts(sound)
    decided = state == ReportState.ACCEPTED
    for one in sound:
        submission = one.stored
        latest = submission.latest
        number = 1 if latest is None else latest.number + (latest.pk not in drafts)
        sender, sent_at = one.report.sent_by or by, one.report.sent_at or now
        one.version = Version(
            submission=submission,
            number=number,
            form=form,
            state=state,
            channel=channel,
            channel_note=channel_note,
            source=one.report.source,
            reason="" if number == 1 else f"import of {one.report.origin}"[:_LONGEST_REASON],
            note=one.report.note,
            nothing_arose=one.report.nothing_arose,
            begun_at=sent_at,
            begun_by=sender,
            saved_at=sent_at,
            saved_by=sender,
            submitted_at=sent_at,
            submitted_by=sender,
            decided_at=now if decided else None,
            decided_by=by if decided else None,
        )
    Version.objects.bulk_create(one.version for one in sound if one.version)
    newest = Version.objects.filter(submission=OuterRef("pk")).order_by("-number").values("pk")[:1]
    Submission.objects.filter(pk__in=[one.stored.pk for one in sound]).update(
        latest=Subquery(newest), counted=Subquery(newest)
    )


def _discard_drafts(sound: list[_Incoming]) -> set[int]:
    """Drafts are taken over by what the file says; returns the ids of those that were."""
    drafts = {
        one.stored.latest.pk
        for one in sound
        if one.stored.latest and one.stored.latest.state == ReportState.DRAFT
    }
    Submission.objects.filter(latest__in=drafts).update(latest=None)
    Version.objects.filter(pk__in=drafts).delete()
    return drafts


def _store_cells(form: Form, facts: FormFacts, sound: list[_Incoming], reason: str) -> None:
    indicators = dict(Indicator.objects.filter(regime=form.regime_id).values_list("code", "pk"))
    Value.objects.bulk_create(
        Value(
            version_id=one.version.pk,
            indicator_id=indicators[code],
            number=cell.number,
            text=cell.text,
            note=cell.note or "",
            cell=cell.origin,
        )
        for one in sound
        if one.version
        for code, cell in one.report.cells.items()
        if cell.number is not None or cell.text or cell.note
    )
    StoredFinding.objects.bulk_create(
        StoredFinding(
            version=one.version,
            level=finding.level,
            code=finding.code,
            indicator_id=indicators.get(finding.indicator or ""),
            check_rule_id=None if finding.check is None else facts.check_ids[finding.check],
            params=dict(finding.params),
        )
        for one in sound
        for finding in one.found
    )
    Explanation.objects.bulk_create(
        Explanation(
            version=one.version,
            check_rule_id=facts.check_ids[finding.check],
            text=one.report.explanations.get(finding.check) or reason,
        )
        for one in sound
        for finding in one.found
        if finding.check is not None
    )


def _after(one: _Incoming, state: ReportState, channel: Channel) -> dict[str, object]:
    return {
        "version": one.version.number if one.version else None,
        "state": state,
        "channel": channel,
        "origin": one.report.origin,
        "numbers": one.answers.numbers,
    }
