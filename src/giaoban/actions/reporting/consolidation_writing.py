"""Writing a draft: its sections as they are typed, and the units' own words chosen into them.

The text of a section is saved as it is typed and is no event; everything else is one.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.consolidation_held import draft_held, write_content
from giaoban.models import ConsolidatedReport, Person
from giaoban.queries.reporting.assigned_sections import is_given_out
from giaoban.queries.reporting.consolidated_reports import TextAnswer
from giaoban.queries.reporting.drawn_facts import drawable_regimes
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.report_content import Narrative, Section, content_of


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
    held = draft_held(report)
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
    write_content(held, content.with_section(section), now)
    return section


@transaction.atomic
def add_section(
    *, report: ConsolidatedReport, title: str, by: Person | None, now: datetime
) -> Section:
    """A section at the end; raises RuleError `report_not_a_draft`, `section_without_title`."""
    held = draft_held(report)
    content = content_of(held.content)
    if not title.strip():
        raise RuleError("section_without_title", section="")
    taken = {section.key for section in content.sections}
    key = next(key for n in range(1, len(taken) + 2) if (key := f"s{n}") not in taken)
    section = Section(key, title.strip())
    write_content(held, replace(content, sections=(*content.sections, section)), now)
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

    Raises RuleError `report_not_a_draft`, `section_unknown` (section), and `section_given_out`
    where one that an author writes would be taken out.
    """
    held = draft_held(report)
    content = content_of(held.content)
    section = content.section(key)
    if not step and is_given_out(held, key):
        raise RuleError("section_given_out")
    others = [s for s in content.sections if s.key != key]
    narratives = content.narratives
    if step:
        place = content.sections.index(section) + step
        others.insert(max(0, place), section)
        if others == list(content.sections):
            return  # at the edge already
    else:
        narratives = tuple(said for said in narratives if said.section != key)
    write_content(held, replace(content, sections=tuple(others), narratives=narratives), now)
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
def draw_section(
    *, report: ConsolidatedReport, key: str, regime: str, by: Person | None, now: datetime
) -> Section:
    """Let a section show another regime's figures, or with an empty code the report's own again.

    Raises RuleError `report_not_a_draft`, `section_unknown` (section), `regime_out_of_reach`.
    """
    held = draft_held(report)
    content = content_of(held.content)
    before = content.section(key)
    if before.regime == regime:
        return before
    known = {each.code for each in drawable_regimes(held.unit, held.period)}
    if regime and regime not in known:
        raise RuleError("regime_out_of_reach")
    section = replace(before, regime=regime)
    write_content(held, content.with_section(section), now)
    record(
        actor=by,
        action="draw_section",
        on=held,
        at=now,
        before={"draws_on": before.regime},
        after={"section": section.title, "draws_on": regime},
    )
    return section


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
    held = draft_held(report)
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
    write_content(held, replace(content, narratives=(*others, said)), now)
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
    held = draft_held(report)
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
    write_content(held, replace(content, narratives=narratives), now)
    about = {"unit": before.unit_id, "indicator": before.indicator}
    was = about | {"wording": before.text}
    if text:
        after = about | {"wording": text}
        record(actor=by, action="edit_answer", on=held, at=now, before=was, after=after)
    else:
        record(actor=by, action="remove_answer", on=held, at=now, before=was)
