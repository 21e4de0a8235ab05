"""Taking a regime from its file: a new one is ready at once, a known one gets what changed."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.reporting.dictionary import link_as_named
from giaoban.actions.reporting.forms import discard_draft, draft_form, edit_form, publish_form
from giaoban.actions.reporting.projects import set_projects
from giaoban.actions.reporting.regimes import (
    RegimeRefused,
    create_regime,
    edit_regime,
    set_outline,
)
from giaoban.actions.reporting.targets import TargetChange, set_targets
from giaoban.models import Committee, Form, Person, Project, Regime, Unit
from giaoban.queries.reporting.dictionary import entry_meanings, links_of
from giaoban.queries.reporting.forms import (
    form_in_the_making,
    form_text,
    known_meanings,
    published_forms,
)
from giaoban.queries.reporting.periods import next_period_without_report
from giaoban.queries.reporting.regime_units import RegimeUnits, regime_units
from giaoban.queries.reporting.regimes import regime_facts
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.dictionary import (
    entries_of,
    keeping_links,
    shared_problems,
    without_links,
)
from giaoban.rules.reporting.form_changes import broken_meanings
from giaoban.rules.reporting.placed_problems import PlacedProblem, placed
from giaoban.rules.reporting.regime_facts import RegimeFacts
from giaoban.rules.reporting.regime_problems import regime_problems


@dataclass(frozen=True, slots=True)
class TakenRegime:
    """What became of a file; `new_form` is the version that it published, if any."""

    regime: Regime
    is_new: bool
    is_changed: bool
    new_form: Form | None


@transaction.atomic
def take_regime(
    *, facts: RegimeFacts, by: Person | None, today: date, now: datetime
) -> TakenRegime:
    """Create or change the regime of this code so that it is what the file says.

    A changed form is published as a new version, from the period that the file names or, unnamed,
    from the first after the newest with a report. The same file again changes nothing. Raises
    RegimeRefused with all that is wrong; RuleError `form_in_the_making` (number) where somebody is
    editing the form on the page.
    """
    units = regime_units(facts, today)
    existing = Regime.objects.filter(code=facts.settings.code).select_related("unit").first()
    if existing is not None:
        facts = replace(facts, form=keeping_links(facts.form, links_of(existing)))
    problems = [problem for problem in regime_problems(facts) if problem.is_error]
    problems += units.problems
    problems += shared_problems(facts.form, entry_meanings(entries_of(facts.form)))
    if existing is not None:
        problems += _problems_of_change(existing, facts, units)
    if problems or units.unit_id is None:
        raise RegimeRefused(problems)
    if existing is None:
        regime = create_regime(
            settings=facts.settings,
            unit=Unit.objects.get(pk=units.unit_id),
            committee=Committee.objects.filter(unit=units.unit_id).first(),
            by=by,
            now=now,
        )
        before = None
    else:
        before = regime_facts(existing)
        regime = edit_regime(regime=existing, settings=facts.settings, by=by, now=now)
    set_outline(regime=regime, outline=facts.outline, by=by, now=now)
    _take_projects(regime, facts, units, by, now)
    new_form = _take_form(regime, facts, by, now)
    _take_targets(regime, facts, units, by, now)
    regime.refresh_from_db()
    is_changed = before is None or regime_facts(regime) != before
    return TakenRegime(regime, existing is None, is_changed, new_form)


def _problems_of_change(
    regime: Regime, facts: RegimeFacts, units: RegimeUnits
) -> list[PlacedProblem]:
    problems = broken_meanings(known_meanings(regime), facts.form)
    if units.unit_id is not None and units.unit_id != regime.unit_id:
        problems.append(placed(("unit",), "regime_unit_fixed", code=regime.unit.code))
    return problems


def _take_form(regime: Regime, facts: RegimeFacts, by: Person | None, now: datetime) -> Form | None:
    published = published_forms(regime.pk)
    if published and without_links(form_text(published[-1])) == without_links(facts.form):
        link_as_named(regime=regime, form=facts.form, by=by, now=now)
        return None
    draft = form_in_the_making(regime)
    if draft is not None:
        if form_text(draft) != facts.form:
            raise RuleError("form_in_the_making", number=draft.number)
        discard_draft(form=draft, by=by, now=now)
    effective_from = facts.effective_from
    if not effective_from and published:
        effective_from = next_period_without_report(regime)
    draft = draft_form(regime=regime, by=by, now=now)
    draft = edit_form(form=draft, text=facts.form, by=by, now=now)
    return publish_form(form=draft, effective_from=effective_from, by=by, now=now)


def _take_projects(
    regime: Regime, facts: RegimeFacts, units: RegimeUnits, by: Person | None, now: datetime
) -> None:
    """Bring the register to what the file says of its projects; the form asks about no others."""
    named = {pk for ids in units.project_unit_ids for pk in ids}
    by_id = Unit.objects.in_bulk(named)
    set_projects(
        unit=regime.unit,
        projects=[
            (project, [by_id[pk] for pk in ids])
            for project, ids in zip(facts.projects, units.project_unit_ids, strict=True)
        ],
        by=by,
        now=now,
    )
    known = set(Project.objects.filter(unit=regime.unit_id).values_list("code", flat=True))
    unknown = [
        placed(("breakdowns", number, "categories", at), "project_unknown", code=category.code)
        for number, breakdown in enumerate(facts.form.breakdowns, start=1)
        if breakdown.is_of_projects
        for at, category in enumerate(breakdown.categories, start=1)
        if category.code not in known
    ]
    if unknown:
        raise RegimeRefused(unknown)


def _take_targets(
    regime: Regime, facts: RegimeFacts, units: RegimeUnits, by: Person | None, now: datetime
) -> None:
    """Set the file's targets; those that it does not name stay, as they may be set on the page."""
    changes = [
        TargetChange(unit_id, target.indicator, target.year, target.number)
        for unit_id, target in zip(units.target_unit_ids, facts.targets, strict=True)
    ]
    set_targets(regime=regime, changes=changes, by=by, now=now)
