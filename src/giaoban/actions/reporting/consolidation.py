"""Making a consolidated report: draft it, write into it, fix its figures, approve it, issue it.

The text of a section is saved as it is typed and is no event; everything else is one.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.source_files import keep_bytes, source_rows
from giaoban.documents.reporting.report_outline import first_sections
from giaoban.documents.reporting.report_words import report_subject
from giaoban.models import ConsolidatedReport, IssuedCopy, Period, Person, Regime, Unit
from giaoban.queries.reporting.consolidated_reports import (
    TextAnswer,
    figures_of,
    newest_report,
    readiness,
)
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidated_facts import digest, kept
from giaoban.rules.reporting.consolidation import (
    ReportStep,
    Stage,
    gaps,
    may_be_fixed,
    stage_after,
)
from giaoban.rules.reporting.report_content import (
    Narrative,
    ReportContent,
    Section,
    content_of,
    stored,
)

TYPED_PARTICULARS = (
    "agency",
    "parent_agency",
    "authority",
    "signer_post",
    "signer_agency_post",
    "signer_name",
    "recipients",
    "filing",
    "grounds",
    "addressees",
)
"""Particulars of the heading that may be typed for one report alone."""


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
def write_section(
    *,
    report: ConsolidatedReport,
    key: str,
    title: str,
    text: str,
    revision: int,
    now: datetime,
) -> Section:
    """Store one section as it is typed; returns it with its revision counted up.

    Saved many times a minute, it is no event, as the cells of a report are none; fixing the report
    is one.

    Raises RuleError `report_not_a_draft`, `section_unknown` (section), `section_without_title`,
    and `section_changed_meanwhile` (section, title, text, revision), where somebody saved it after
    `revision` was read: nothing is overwritten.
    """
    held = _draft_held(report)
    content = content_of(held.content)
    section = content.section(key)
    if (section.title, section.text) == (title.strip(), text):
        return section  # sent twice, or typed and taken back
    if section.revision != revision:
        raise RuleError(
            "section_changed_meanwhile",
            section=key,
            title=section.title,
            text=section.text,
            revision=section.revision,
        )
    if not title.strip():
        raise RuleError("section_without_title", section=key)
    section = replace(section, title=title.strip(), text=text, revision=revision + 1)
    _write(held, content.with_section(section), now)
    return section


@transaction.atomic
def add_section(
    *, report: ConsolidatedReport, title: str, by: Person | None, now: datetime
) -> Section:
    """A section at the end; raises RuleError `report_not_a_draft`, `section_without_title`."""
    held = _draft_held(report)
    content = content_of(held.content)
    if not title.strip():
        raise RuleError("section_without_title", section="")
    taken = {section.key for section in content.sections}
    key = next(key for n in range(1, len(taken) + 2) if (key := f"s{n}") not in taken)
    section = Section(key, title.strip())
    _write(held, replace(content, sections=(*content.sections, section)), now)
    record(
        actor=by,
        action="add_section",
        on=held,
        at=now,
        after={"section": section.title},
    )
    return section


@transaction.atomic
def arrange_section(
    *, report: ConsolidatedReport, key: str, step: int, by: Person | None, now: datetime
) -> None:
    """Move a section up (-1) or down (1), or take it out (0) with the narratives chosen into it.

    Raises RuleError `report_not_a_draft`, `section_unknown` (section).
    """
    held = _draft_held(report)
    content = content_of(held.content)
    section = content.section(key)
    others = [s for s in content.sections if s.key != key]
    narratives = content.narratives
    if step:
        place = content.sections.index(section) + step
        others.insert(max(0, place), section)
        if others == list(content.sections):
            return  # at the edge already
    else:
        narratives = tuple(said for said in narratives if said.section != key)
    _write(held, replace(content, sections=tuple(others), narratives=narratives), now)
    was = {"section": section.title}
    if step:
        place = others.index(section) + 1
        record(actor=by, action="arrange_section", on=held, at=now, after=was | {"position": place})
    else:
        record(
            actor=by,
            action="remove_section",
            on=held,
            at=now,
            before=was | {"text": section.text},
        )


@transaction.atomic
def choose_answer(
    *,
    report: ConsolidatedReport,
    answer: TextAnswer,
    section: str,
    by: Person | None,
    now: datetime,
) -> Narrative:
    """Put a unit's words into a section; where they stand already they move to that section.

    Raises RuleError `report_not_a_draft`, `section_unknown` (section).
    """
    held = _draft_held(report)
    content = content_of(held.content)
    title = content.section(section).title
    key = f"{answer.version_id}-{answer.indicator}"
    before = next((said for said in content.narratives if said.key == key), None)
    said = Narrative(
        key=key,
        section=section,
        unit_id=answer.unit_id,
        unit=answer.unit,
        indicator=answer.indicator,
        period=answer.period,
        version_id=answer.version_id,
        text=before.text if before else answer.text,
        original=answer.text,
    )
    if said == before:
        return said
    others = tuple(other for other in content.narratives if other.key != key)
    _write(held, replace(content, narratives=(*others, said)), now)
    record(
        actor=by,
        action="choose_answer",
        on=held,
        at=now,
        before={"section": content.section(before.section).title} if before else None,
        after={"unit": said.unit_id, "indicator": said.indicator, "section": title},
    )
    return said


@transaction.atomic
def edit_answer(
    *, report: ConsolidatedReport, key: str, text: str, by: Person | None, now: datetime
) -> None:
    """Change the wording of chosen words, or take them out with an empty text.

    The unit's own wording stays beside them. Raises RuleError `report_not_a_draft`.
    """
    held = _draft_held(report)
    content = content_of(held.content)
    before = next((said for said in content.narratives if said.key == key), None)
    text = text.strip()
    if before is None or before.text == text:
        return
    narratives = tuple(
        replace(said, text=text) if said.key == key else said
        for said in content.narratives
        if said.key != key or text
    )
    _write(held, replace(content, narratives=narratives), now)
    about = {"unit": before.unit_id, "indicator": before.indicator}
    was = about | {"wording": before.text}
    if text:
        after = about | {"wording": text}
        record(actor=by, action="edit_answer", on=held, at=now, before=was, after=after)
    else:
        record(actor=by, action="remove_answer", on=held, at=now, before=was)


@transaction.atomic
def set_particulars(
    *,
    report: ConsolidatedReport,
    title: str,
    place: str,
    typed: Mapping[str, str | tuple[str, ...]],
    charts: tuple[str, ...] | None,
    has_unit_tables: bool,
    by: Person | None,
    now: datetime,
) -> ConsolidatedReport:
    """What stands around the prose; an empty particular follows the committee's own again.

    Raises RuleError `report_not_a_draft`, `report_without_title`, `particular_unknown` (name).
    """
    held = _draft_held(report)
    if not title.strip():
        raise RuleError("report_without_title")
    for name in typed:
        if name not in TYPED_PARTICULARS:
            raise RuleError("particular_unknown", name=name)
    before = _particulars(held)
    held.title = title.strip()
    held.place = place.strip()
    content = replace(
        content_of(held.content),
        typed={name: value for name, value in typed.items() if value},
        charts=charts,
        has_unit_tables=has_unit_tables,
    )
    _write(held, content, now)
    after = _particulars(held)
    changed = [name for name in before | after if before.get(name) != after.get(name)]
    if changed:
        record(
            actor=by,
            action="set_particulars",
            on=held,
            at=now,
            before={name: before.get(name) for name in changed},
            after={name: after.get(name) for name in changed},
        )
    return held


@transaction.atomic
def number_report(
    *,
    report: ConsolidatedReport,
    symbol: str,
    dated_on: date | None,
    by: Person | None,
    now: datetime,
) -> ConsolidatedReport:
    """Give number, symbol and date; possible until the report is issued, figures stay as kept.

    Raises RuleError `report_issued`.
    """
    held = _held(report)
    if held.state == Stage.ISSUED:
        raise RuleError("report_issued")
    before = {"symbol": held.symbol, "dated_on": _iso(held.dated_on)}
    held.symbol = symbol.strip()
    held.dated_on = dated_on
    held.saved_at = now
    held.save(update_fields=["symbol", "dated_on", "saved_at"])
    after = {"symbol": held.symbol, "dated_on": _iso(held.dated_on)}
    if before != after:
        record(
            actor=by,
            action="number_consolidated_report",
            on=held,
            at=now,
            before=before,
            after=after,
        )
    return held


@transaction.atomic
def fix_report(
    *, report: ConsolidatedReport, by: Person | None, now: datetime
) -> ConsolidatedReport:
    """Keep the figures as they are now; from here on the report says the same however often made.

    Raises RuleError `report_step_not_allowed`, and the first gap that stops it (see
    rules.reporting.consolidation.gaps).
    """
    held = _held(report)
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
    held = _held(report)
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
    held = _held(report)
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
    held = _held(report)
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
    held = _draft_held(report)
    record(
        actor=by,
        action="discard_consolidated_report",
        on=held.period,
        at=now,
        before={"unit": held.unit_id, "number": held.number},
    )
    held.delete()


def _held(report: ConsolidatedReport) -> ConsolidatedReport:
    """Read again under a lock, so that two people do not take the same step."""
    return (
        ConsolidatedReport.objects.select_for_update(of=("self",))
        .select_related("unit", "period__regime")
        .get(pk=report.pk)
    )


def _draft_held(report: ConsolidatedReport) -> ConsolidatedReport:
    held = _held(report)
    if held.state != Stage.DRAFT:
        raise RuleError("report_not_a_draft", stage=held.state)
    return held


def _write(held: ConsolidatedReport, content: ReportContent, now: datetime) -> ConsolidatedReport:
    held.content = stored(content)
    held.revision += 1
    held.saved_at = now
    held.save(update_fields=["content", "revision", "saved_at", "title", "place"])
    return held


def _particulars(held: ConsolidatedReport) -> dict[str, Any]:
    """Title, place, what was typed and which pictures and tables, as stored."""
    content = held.content
    return {
        "title": held.title,
        "place": held.place,
        "charts": content.get("charts"),
        "has_unit_tables": content.get("has_unit_tables", True),
        **content.get("typed", {}),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
