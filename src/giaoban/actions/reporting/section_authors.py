"""Giving sections of a draft to authors, writing them, and taking them into the report.

The text of an author is saved as it is typed and is no event; everything else is one, recorded on
the report, so that its history says whose words stand where.
"""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.actors import Author, contact_words, person_of
from giaoban.actions.audit.events import record
from giaoban.actions.reporting.consolidation_held import draft_held, held_report, write_content
from giaoban.actions.reporting.section_news import tell_authors
from giaoban.mail.assigned_sections import Occasion
from giaoban.models import AssignedSection, ConsolidatedReport, Person, SectionLink, Unit
from giaoban.queries.reporting.assigned_sections import is_given_out, usual_authors
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.units.lineage import unit_and_ancestors
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.assigned_sections import (
    SectionState,
    SectionStep,
    section_after,
    section_due,
)
from giaoban.rules.reporting.consolidation import Stage
from giaoban.rules.reporting.report_content import content_of


@transaction.atomic
def hand_out_section(
    *,
    report: ConsolidatedReport,
    section: str,
    unit: Unit,
    person: Person | None,
    instruction: str,
    due_on: date,
    by: Person | None,
    today: date,
    now: datetime,
    site: str,
) -> AssignedSection:
    """Give a section to a unit at or under the report's, or to one person of it, and tell them.

    The author begins with what stands in the section. Raises RuleError `report_not_a_draft`,
    `section_unknown` (section), `section_given_out`, `author_out_of_reach`, `due_in_the_past`.
    """
    held = draft_held(report)
    found = content_of(held.content).section(section)
    if is_given_out(held, section):
        raise RuleError("section_given_out")
    if held.unit_id not in unit_and_ancestors(unit.pk, today):
        raise RuleError("author_out_of_reach")
    if due_on < today:
        raise RuleError("due_in_the_past", due_on=due_on)
    assigned = AssignedSection.objects.create(
        report=held,
        section=section,
        title=found.title,
        unit=unit,
        person=person,
        instruction=instruction.strip(),
        due_on=due_on,
        text=found.text,
        assigned_at=now,
        assigned_by=by,
    )
    tell_authors(assigned, Occasion.GIVEN, by=by, today=today, now=now, site=site)
    given = {"section": found.title, "unit": unit.pk, "due_at": due_on.isoformat()}
    given |= {"person": person.pk} if person else {}
    record(actor=by, action="hand_out_section", on=held, at=now, after=given)
    return assigned


@transaction.atomic
def hand_out_usual(
    *, report: ConsolidatedReport, by: Person | None, today: date, now: datetime, site: str
) -> list[AssignedSection]:
    """Give every section to whom the regime's outline gives it; those given already stay so.

    Raises RuleError `report_not_a_draft`.
    """
    held = draft_held(report)
    calendar = working_calendar((today.year, today.year + 1))
    wanted = usual_authors(held, today)
    units = Unit.objects.in_bulk({usual.unit_id for usual in wanted})
    return [
        hand_out_section(
            report=held,
            section=usual.section.key,
            unit=units[usual.unit_id],
            person=None,
            instruction=usual.outline.instruction,
            due_on=section_due(today, usual.outline.working_days, calendar),
            by=by,
            today=today,
            now=now,
            site=site,
        )
        for usual in wanted
    ]


@transaction.atomic
def write_assigned(
    *, assigned: AssignedSection, text: str, revision: int, by: Author, now: datetime
) -> AssignedSection:
    """Store what an author types; no event, as with all that is typed.

    Raises RuleError `report_not_a_draft`, `section_step_not_allowed`, and
    `section_changed_meanwhile` (section, title, text, revision) where a colleague saved it after
    `revision` was read: nothing is overwritten.
    """
    held = _held(assigned)
    state = section_after(SectionState(held.state), SectionStep.WRITE)
    if held.text == text:
        return held  # sent twice, or typed and taken back
    if held.revision != revision:
        raise RuleError(
            "section_changed_meanwhile",
            section=held.section,
            title=held.title,
            text=held.text,
            revision=held.revision,
        )
    held.text, held.state, held.revision = text, state, revision + 1
    held.saved_at, held.saved_by = now, person_of(by)
    held.save(update_fields=["text", "state", "revision", "saved_at", "saved_by"])
    return held


@transaction.atomic
def hand_in_section(*, assigned: AssignedSection, by: Author, now: datetime) -> AssignedSection:
    """Send the text to the secretariat.

    Raises RuleError `report_not_a_draft`, `section_step_not_allowed`, `section_is_empty`.
    """
    held = _held(assigned)
    state = section_after(SectionState(held.state), SectionStep.HAND_IN)
    if not held.text.strip():
        raise RuleError("section_is_empty")
    held.state, held.handed_in_at, held.handed_in_by = state, now, person_of(by)
    held.handed_in_as = contact_words(by) if isinstance(by, SectionLink) else ""
    held.save(update_fields=["state", "handed_in_at", "handed_in_by", "handed_in_as"])
    _record(held, "hand_in_section", by, now)
    return held


@transaction.atomic
def take_section(
    *,
    assigned: AssignedSection,
    revision: int,
    text_revision: int,
    is_added: bool,
    by: Person | None,
    now: datetime,
) -> AssignedSection:
    """Put the author's text into the report: in place of the section's, or after it (`is_added`).

    `revision` is that of the section as it was read, `text_revision` that of the author's text,
    which may have been returned and rewritten since. Raises RuleError `report_not_a_draft`,
    `section_step_not_allowed`, `section_unknown` (section), and `section_changed_meanwhile`
    (section, title, text, revision).
    """
    held = _held(assigned)
    state = section_after(SectionState(held.state), SectionStep.TAKE)
    content = content_of(held.report.content)
    section = content.section(held.section)
    if (section.revision, held.revision) != (revision, text_revision):
        raise RuleError(
            "section_changed_meanwhile",
            section=section.key,
            title=section.title,
            text=section.text,
            revision=section.revision,
        )
    parts = [section.text.rstrip()] if is_added and section.text.strip() else []
    text = "\n\n".join([*parts, held.text.strip()])
    taken = replace(section, text=text, revision=section.revision + 1)
    write_content(held.report, content.with_section(taken), now)
    _decide(held, state, by, now)
    _record(held, "take_section", by, now, text=held.text)
    return held


@transaction.atomic
def return_section(
    *,
    assigned: AssignedSection,
    reason: str,
    by: Person | None,
    today: date,
    now: datetime,
    site: str,
) -> AssignedSection:
    """Give it back to its author with a reason, and tell them.

    Raises RuleError `report_not_a_draft`, `section_step_not_allowed`, `reason_missing`,
    `section_given_out` where somebody else writes the section by now.
    """
    held = _held(assigned)
    state = section_after(SectionState(held.state), SectionStep.RETURN)
    if not reason.strip():
        raise RuleError("reason_missing")
    if held.state == SectionState.TAKEN and is_given_out(held.report, held.section):
        raise RuleError("section_given_out")
    held.reason = reason.strip()
    _decide(held, state, by, now)
    tell_authors(held, Occasion.RETURNED, by=by, today=today, now=now, site=site)
    _record(held, "return_section", by, now, reason=held.reason)
    return held


@transaction.atomic
def withdraw_section(
    *, assigned: AssignedSection, by: Person | None, today: date, now: datetime, site: str
) -> AssignedSection:
    """Call it off, and tell its author; what was written does not come into the report.

    Raises RuleError `report_not_a_draft`, `section_step_not_allowed`.
    """
    held = _held(assigned)
    _decide(held, section_after(SectionState(held.state), SectionStep.WITHDRAW), by, now)
    tell_authors(held, Occasion.WITHDRAWN, by=by, today=today, now=now, site=site)
    _record(held, "withdraw_section", by, now)
    return held


def _held(assigned: AssignedSection) -> AssignedSection:
    """Under a lock, with its report locked before it; raises RuleError `report_not_a_draft`."""
    report = held_report(assigned.report)
    if report.state != Stage.DRAFT:
        raise RuleError("report_not_a_draft", stage=report.state)
    held: AssignedSection = (
        AssignedSection.objects.select_for_update(of=("self",))
        .select_related("unit", "person", "handed_in_by")
        .get(pk=assigned.pk)
    )
    held.report = report
    return held


def _decide(held: AssignedSection, state: SectionState, by: Person | None, now: datetime) -> None:
    held.state, held.decided_at, held.decided_by = state, now, by
    held.save(update_fields=["state", "reason", "decided_at", "decided_by"])


def _record(held: AssignedSection, action: str, by: Author, now: datetime, **said: str) -> None:
    after = {"section": held.title, "unit": held.unit_id, **said}
    if held.handed_in_by_id is not None:
        after["person"] = held.handed_in_by_id
    record(actor=by, action=action, on=held.report, at=now, after=after)
