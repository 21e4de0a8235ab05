"""Keeping the register of projects, and asking about a new one from the next period on."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from giaoban.actions.audit.events import record, record_change
from giaoban.actions.audit.unchanged import refuse_changed
from giaoban.actions.reporting.forms import draft_form, edit_form, publish_form
from giaoban.actions.reporting.regimes import RegimeRefused
from giaoban.models import Form, Person, Project, Regime, Unit
from giaoban.queries.reporting.forms import form_in_the_making, form_text
from giaoban.queries.reporting.periods import next_period_without_report
from giaoban.queries.reporting.projects import (
    is_in_a_form,
    lost_questions,
    project_facts,
    project_text,
)
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.projects import ProjectFacts, project_problems
from giaoban.rules.reporting.structure_texts import CategoryText, ProjectText

EDITING = frozenset({"add_project", "edit_project"})


@transaction.atomic
def add_project(
    *, unit: Unit, project: ProjectText, units: Collection[Unit], by: Person | None, now: datetime
) -> Project:
    """Put a project into the register of the unit; `units` are those that take part, none: all.

    Raises RegimeRefused with what is wrong, RuleError `project_code_taken` (code).
    """
    _refuse_wrong(project)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if Project.objects.filter(unit=unit, code=project.code).exists():
        raise RuleError("project_code_taken", code=project.code)
    stored = Project(unit=unit, code=project.code)
    _store(stored, project, units)
    record(actor=by, action="add_project", on=stored, at=now, after=_written(project_text(stored)))
    return stored


@transaction.atomic
def edit_project(
    *,
    project: Project,
    text: ProjectText,
    units: Collection[Unit],
    by: Person | None,
    now: datetime,
    seen: int | None = None,
) -> Project:
    """Change what the register says of the project; its code stays.

    Raises RegimeRefused, ChangedMeanwhile after `seen`, and RuleError `project_has_reports`
    (reports: unit and period of each) where a figure that was reported would not be asked.
    """
    held = Project.objects.select_for_update().get(pk=project.pk)
    text = replace(text, code=held.code)
    before, units_before = project_text(held), project_facts(held).unit_ids
    unit_ids = frozenset(unit.pk for unit in units)
    if replace(text, units=before.units) == before and unit_ids == units_before:
        return held
    refuse_changed(on=held, actions=EDITING, seen=seen)
    _refuse_wrong(text)
    after = ProjectFacts(held.code, text.starts_on, text.ends_on, unit_ids)
    if after != project_facts(held):
        lost = lost_questions(held, after)
        if lost:
            raise RuleError(
                "project_has_reports",
                reports="; ".join(f"{each.unit.name} ({each.period.key})" for each in lost),
            )
    _store(held, text, units)
    record_change(
        actor=by,
        action="edit_project",
        on=held,
        at=now,
        before=_written(before),
        after=_written(project_text(held)),
    )
    return held


@transaction.atomic
def remove_project(*, project: Project, by: Person | None, now: datetime) -> None:
    """Take a project out that no form asks about; raises RuleError `project_in_a_form`."""
    held = Project.objects.select_for_update().get(pk=project.pk)
    if is_in_a_form(held):
        raise RuleError("project_in_a_form", name=held.name)
    record(
        actor=by,
        action="remove_project",
        on=held.unit,
        at=now,
        before={"project": held.name, "code": held.code},
    )
    held.delete()


@transaction.atomic
def ask_about_project(
    *, project: Project, regime: Regime, by: Person | None, now: datetime
) -> Form:
    """A new version of the regime's form that asks about the project as about the others.

    It is published from the first period without a report; where somebody is making a version
    already, the project is put into that one and nothing is published. Raises RegimeRefused, and
    RuleError `project_unknown` (code) for a regime of another unit, `form_without_projects`
    (regime) and those of publish_form.
    """
    if regime.unit_id != project.unit_id:
        raise RuleError("project_unknown", code=project.code)  # each unit has its own register
    was_begun = form_in_the_making(regime) is not None
    form = draft_form(regime=regime, by=by, now=now)
    text = form_text(form)
    if not any(breakdown.is_of_projects for breakdown in text.breakdowns):
        raise RuleError("form_without_projects", regime=regime.name)
    breakdowns = []
    for breakdown in text.breakdowns:
        codes = {category.code for category in breakdown.categories}
        if breakdown.is_of_projects and project.code not in codes:
            category = CategoryText(project.code, project.name)
            breakdown = replace(breakdown, categories=(*breakdown.categories, category))
        breakdowns.append(breakdown)
    wanted = replace(text, breakdowns=tuple(breakdowns))
    form = edit_form(form=form, text=wanted, by=by, now=now)
    if was_begun:
        return form
    effective_from = next_period_without_report(regime)
    return publish_form(form=form, effective_from=effective_from, by=by, now=now)


@transaction.atomic
def set_projects(
    *,
    unit: Unit,
    projects: Iterable[tuple[ProjectText, Collection[Unit]]],
    by: Person | None,
    now: datetime,
) -> None:
    """Bring the named projects of the register to what a file says; the others stay."""
    known = {project.code: project for project in Project.objects.filter(unit=unit)}
    for text, units in projects:
        if text.code in known:
            edit_project(project=known[text.code], text=text, units=units, by=by, now=now)
        else:
            add_project(unit=unit, project=text, units=units, by=by, now=now)


def _refuse_wrong(project: ProjectText) -> None:
    problems = list(project_problems(project, ()))
    if problems:
        raise RegimeRefused(problems)


def _store(stored: Project, text: ProjectText, units: Collection[Unit]) -> None:
    stored.name, stored.donors = text.name, list(text.donors)
    stored.starts_on, stored.ends_on = text.starts_on, text.ends_on
    stored.save()
    stored.units.set(units)
    stored.__dict__.pop("_prefetched_objects_cache", None)


def _written(text: ProjectText) -> dict[str, Any]:
    """As plain values for the audit."""
    return {
        "name": text.name,
        "donors": list(text.donors),
        "starts_on": _day(text.starts_on),
        "ends_on": _day(text.ends_on),
        "participants": list(text.units),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
