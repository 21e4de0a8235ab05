"""The way of a consolidated report: drafted, its figures fixed, approved, issued, made again.

consolidation_writing.py has what is written into it, consolidation_heading.py what stands around.
"""

from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.consolidation_held import draft_held, held_report
from giaoban.actions.reporting.source_files import keep_bytes, source_rows
from giaoban.documents.reporting.report_outline import first_sections
from giaoban.documents.reporting.report_words import report_subject
from giaoban.models import ConsolidatedReport, IssuedCopy, Period, Person, Regime, Unit
from giaoban.queries.reporting.consolidated_reports import figures_of, newest_report, readiness
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidated_facts import digest, kept
from giaoban.rules.reporting.consolidation import (
    ReportStep,
    Stage,
    gaps,
    may_be_fixed,
    stage_after,
)
from giaoban.rules.reporting.report_content import ReportContent, stored


def first_content(regime: Regime) -> ReportContent:
    """What a report starts from: the regime's outline, or the usual sections."""
    outline = list(regime.outline.values_list("title", "text"))
    return ReportContent(sections=first_sections(outline))


@transaction.atomic
def draft_report(
    *, unit: Unit, period: Period, by: Person | None, now: datetime
) -> ConsolidatedReport:
    """The draft of this unit and period: the one there is, the first, or one made again.

    Made again, it begins with what was written in the report before it; its figures are those of
    now, and an annex says what changed.
    """
    newest = newest_report(unit, period)
    if newest is not None and newest.state == Stage.DRAFT:
        return newest
    report = ConsolidatedReport.objects.create(
        unit=unit,
        period=period,
        number=1 if newest is None else newest.number + 1,
        place="" if newest is None else newest.place,
        title=newest.title if newest else report_subject(period.regime.name, period.key)[:300],
        content=newest.content if newest else stored(first_content(period.regime)),
        created_at=now,
        created_by=by,
        saved_at=now,
    )
    record(
        actor=by,
        action="draft_consolidated_report",
        on=report,
        at=now,
        after={"number": report.number},
    )
    return report


@transaction.atomic
def fix_report(
    *, report: ConsolidatedReport, by: Person | None, now: datetime
) -> ConsolidatedReport:
    """Keep the figures as they are now; from here on the report says the same however often made.

    Raises RuleError `report_step_not_allowed`, and the first gap that stops it (see
    rules.reporting.consolidation.gaps).
    """
    held = held_report(report)
    stage = stage_after(Stage(held.state), ReportStep.FIX)
    facts = figures_of(held).facts
    found = gaps(readiness(held, facts))
    if not may_be_fixed(found):
        raise RuleError(found[0].code, **found[0].params)
    held.figures = kept(facts)
    held.figures_digest = digest(facts)
    held.fixed_at = now
    held.state = stage
    held.save(update_fields=["figures", "figures_digest", "fixed_at", "state"])
    record(
        actor=by,
        action="fix_consolidated_report",
        on=held,
        at=now,
        after={"digest": held.figures_digest},
    )
    return held


@transaction.atomic
def reopen_report(
    *, report: ConsolidatedReport, by: Person | None, now: datetime
) -> ConsolidatedReport:
    """Make a fixed report a draft with live figures again; raises `report_step_not_allowed`."""
    held = held_report(report)
    before = {"digest": held.figures_digest}
    held.state = stage_after(Stage(held.state), ReportStep.REOPEN)
    held.figures, held.figures_digest, held.fixed_at = None, "", None
    held.save(update_fields=["figures", "figures_digest", "fixed_at", "state"])
    record(actor=by, action="reopen_consolidated_report", on=held, at=now, before=before)
    return held


@transaction.atomic
def approve_consolidated(
    *, report: ConsolidatedReport, by: Person | None, now: datetime
) -> ConsolidatedReport:
    """The chair approves a fixed report; raises RuleError `report_step_not_allowed`."""
    held = held_report(report)
    held.state = stage_after(Stage(held.state), ReportStep.APPROVE)
    held.approved_at, held.approved_by = now, by
    held.save(update_fields=["state", "approved_at", "approved_by"])
    record(
        actor=by,
        action="approve_consolidated_report",
        on=held,
        at=now,
        after={"digest": held.figures_digest},
    )
    return held


@transaction.atomic
def add_issued_copy(
    *,
    report: ConsolidatedReport,
    name: str,
    content: bytes,
    note: str,
    by: Person | None,
    now: datetime,
) -> IssuedCopy:
    """Put the report as it went out beside it; raises RuleError `report_step_not_allowed`."""
    held = held_report(report)
    held.state = stage_after(Stage(held.state), ReportStep.ADD_ISSUED_COPY)
    file = source_rows([(name, content)], by=by, now=now)[0]
    keep_bytes(file, content)
    held.save(update_fields=["state"])
    copy = IssuedCopy.objects.create(
        report=held, file=file, note=note.strip()[:300], added_at=now, added_by=by
    )
    record(
        actor=by,
        action="add_issued_copy",
        on=held,
        at=now,
        after={"file": file.name, "sha256": file.sha256},
    )
    return copy


@transaction.atomic
def discard_report(*, report: ConsolidatedReport, by: Person | None, now: datetime) -> None:
    """Throw a draft away; raises RuleError `report_not_a_draft`."""
    held = draft_held(report)
    record(
        actor=by,
        action="discard_consolidated_report",
        on=held.period,
        at=now,
        before={"unit": held.unit_id, "number": held.number},
    )
    held.delete()
