"""The way of a consolidated report: drafted, its figures fixed, approved, issued, made again.

consolidation_writing.py has what is written into it, consolidation_heading.py what stands around.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import make_naive

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.consolidation_held import draft_held, held_report
from giaoban.documents.reporting.report_outline import first_sections, own_sections
from giaoban.documents.reporting.report_words import report_subject
from giaoban.models import ConsolidatedReport, Period, Person, Regime, Unit
from giaoban.queries.reporting.consolidated_reports import (
    answers_under,
    figures_of,
    newest_report,
    own_report_before,
    readiness,
)
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.regimes import outline_of
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidated_facts import digest, kept
from giaoban.rules.reporting.consolidation import (
    ReportStep,
    Stage,
    gaps,
    may_be_fixed,
    stage_after,
)
from giaoban.rules.reporting.report_content import ReportContent, content_of, stored


def first_content(regime: Regime) -> ReportContent:
    """What a report starts from: the regime's outline, or the usual sections."""
    outline = outline_of(regime)
    sections = first_sections([(section.title, section.text) for section in outline])
    drawn = [section.regime for section in outline] or [""] * len(sections)
    return ReportContent(
        sections=tuple(
            replace(section, regime=code) for section, code in zip(sections, drawn, strict=True)
        )
    )


@transaction.atomic
def draft_report(
    *,
    unit: Unit,
    period: Period,
    by: Person | None,
    now: datetime,
    to_superior: bool = False,
) -> ConsolidatedReport:
    """The draft of this unit and period: the one there is, the first, or one made again.

    Made again, it begins with what was written in the report before it; its figures are those of
    now, and an annex says what changed. With `to_superior` it is the unit's own report to the unit
    above it: it begins like the one before, in whichever period that was.
    """
    newest = newest_report(unit, period, to_superior=to_superior)
    if newest is not None and newest.state == Stage.DRAFT:
        return newest
    like = newest or (own_report_before(unit, period) if to_superior else None)
    if newest is not None:
        content = newest.content
    elif to_superior:
        content = stored(_own_content(unit, period, like))
    else:
        content = stored(first_content(period.regime))
    report = ConsolidatedReport.objects.create(
        unit=unit,
        period=period,
        number=1 if newest is None else newest.number + 1,
        to_superior=to_superior,
        place="" if like is None else like.place,
        title=newest.title if newest else _subject(period),
        content=content,
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


def _own_content(unit: Unit, period: Period, before: ConsolidatedReport | None) -> ReportContent:
    """Titles, heading and choices of the unit's own report before; its prose was of then."""
    has_units_below = bool(load_dated_tree().for_totals(period.ends_on).children_of(unit.pk))
    said = [] if has_units_below else answers_under(unit.pk, period)
    held = content_of(before.content) if before else ReportContent()
    sections = own_sections(
        [section.title for section in held.sections],
        has_units_below=has_units_below,
        words=[answer.text for answer in said],
    )
    if before is None:
        return ReportContent(sections=sections)
    return ReportContent(
        sections=tuple(
            replace(section, regime=was.regime)
            for section, was in zip(sections, held.sections, strict=True)
        ),
        charts=held.charts,
        has_unit_tables=held.has_unit_tables,
        has_list_rows=held.has_list_rows,
        typed=held.typed,
    )


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
    facts = figures_of(held, make_naive(now).date()).facts
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


def _subject(period: Period) -> str:
    """What the report is called until somebody types another title."""
    regime = period.regime
    name = incident_name(period)
    return report_subject(regime.name, period.key, regime.year_starts, incident=name)[:300]
