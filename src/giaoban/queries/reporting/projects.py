"""Which projects stand in a register, and what are units not asked about them in a period?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from giaoban.models import Form, Period, Project, Regime, Unit, Value
from giaoban.queries.reporting.form_structure import form_breakdowns
from giaoban.queries.reporting.forms import FormFacts
from giaoban.queries.units.lineage import lines_of, subtree
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.projects import ProjectFacts, unasked_projects
from giaoban.rules.reporting.structure_texts import ProjectText
from giaoban.rules.units.tree import DatedTree

NOTHING: frozenset[str] = frozenset()
_FEW = 20  # beyond, reading all units costs no more than finding those above so many


@dataclass(frozen=True)
class UseOfProject:
    """A regime that asks about projects; `asks` whether about this one, `drafts` in the making."""

    regime: Regime
    asks: bool
    drafts: bool


@dataclass(frozen=True)
class LostQuestion:
    """A report that has a figure for a project that would not be asked of it any more."""

    unit: Unit
    period: Period


def unasked_codes(
    facts: FormFacts, period: Period, unit_ids: Collection[int], tree: DatedTree | None = None
) -> Mapping[int, frozenset[str]]:
    """By unit the codes of the form that it is not asked in the period; `tree` saves a query.

    Three queries, none for a form without projects. A project that the register does not know is
    asked of everybody.
    """
    if not facts.of_projects or not unit_ids:
        return dict.fromkeys(unit_ids, NOTHING)
    asked_about = {project for project, _code in facts.of_projects}
    projects = [
        project for project in register_facts(period.regime.unit_id) if project.code in asked_about
    ]
    codes: dict[frozenset[str], frozenset[str]] = {}
    found = {}
    if tree is None and len(unit_ids) > _FEW:
        tree = load_dated_tree()
    lines = _lines(unit_ids, period.ends_on, tree)
    for unit_id in unit_ids:
        unasked = unasked_projects(projects, lines[unit_id], period.starts_on, period.ends_on)
        if unasked not in codes:
            codes[unasked] = frozenset(c for project, c in facts.of_projects if project in unasked)
        found[unit_id] = codes[unasked]
    return found


def _lines(
    unit_ids: Collection[int], on: date, tree: DatedTree | None
) -> Mapping[int, Collection[int]]:
    """By unit itself and what is above it on the day, where a closed unit hung last."""
    if tree is None:
        return lines_of(unit_ids, on)
    present = tree.for_totals(on)
    return {pk: (pk, *present.ancestors_of(pk)) if pk in present else (pk,) for pk in unit_ids}


def register_facts(unit_id: int) -> list[ProjectFacts]:
    """What decides who is asked; two queries."""
    projects = Project.objects.filter(unit=unit_id).prefetch_related("units")
    return [project_facts(project) for project in projects]


def project_facts(project: Project) -> ProjectFacts:
    return ProjectFacts(
        project.code,
        project.starts_on,
        project.ends_on,
        frozenset(unit.pk for unit in project.units.all()),
    )


def projects_under(unit_ids: Collection[int], on: date) -> list[Project]:
    """The registers of these units and of everything under them; two queries."""
    return _in_order(Project.objects.filter(unit__in=subtree(unit_ids, on)))


def projects_of(unit_ids: Collection[int]) -> list[Project]:
    """The registers of these units, by unit and name, with the units that take part."""
    return _in_order(Project.objects.filter(unit__in=unit_ids))


def _in_order(projects: QuerySet[Project]) -> list[Project]:
    found = projects.select_related("unit").prefetch_related("units")
    return list(found.order_by("unit__sort_key", "name", "code"))


def project_text(project: Project) -> ProjectText:
    """The project as a file says it; units in the order of their codes."""
    return ProjectText(
        code=project.code,
        name=project.name,
        donors=tuple(project.donors),
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        units=tuple(sorted(unit.code for unit in project.units.all())),
    )


def project_texts(regime: Regime, form: Form) -> tuple[ProjectText, ...]:
    """The projects that the form asks about, in its order; no query where it asks about none."""
    codes = asked_projects(form)
    if not codes:
        return ()
    projects = {project.code: project for project in projects_of([regime.unit_id])}
    return tuple(project_text(projects[code]) for code in codes if code in projects)


def asked_projects(form: Form) -> list[str]:
    """The codes of the projects that a form asks about; no query."""
    return list(
        dict.fromkeys(
            category.code
            for breakdown in form_breakdowns(form)
            if breakdown.is_of_projects
            for category in breakdown.categories
        )
    )


def donors_in(regime: Regime) -> dict[str, Sequence[str]]:
    """The donors of each project by its code, in the register's order; one query."""
    rows = Project.objects.filter(unit=regime.unit_id).order_by("name", "code")
    return {code: tuple(donors) for code, donors in rows.values_list("code", "donors")}


def uses_of(project: Project) -> list[UseOfProject]:
    """The regimes of the unit whose newest form asks about projects; one query."""
    forms: dict[int, list[Form]] = {}
    held = Form.objects.filter(regime__unit=project.unit_id).select_related("regime")
    for form in held.order_by("regime__name", "regime", "number"):
        forms.setdefault(form.regime_id, []).append(form)
    uses = []
    for of_regime in forms.values():
        published = [form for form in of_regime if form.published_at is not None]
        newest = published[-1] if published else of_regime[-1]
        if any(each.is_of_projects for each in form_breakdowns(newest)):
            asks = bool(published) and project.code in asked_projects(newest)
            uses.append(UseOfProject(newest.regime, asks, len(published) < len(of_regime)))
    return uses


def is_in_a_form(project: Project) -> bool:
    """Whether a version of a form, published or not, has a series of the project."""
    forms = Form.objects.filter(regime__unit=project.unit_id)
    return any(project.code in asked_projects(form) for form in forms)


def lost_questions(project: Project, after: ProjectFacts, most: int = 5) -> list[LostQuestion]:
    """Reports with a figure for the project that it would not be asked of as it is `after`.

    The newest and the counted versions, whatever their state; at most so many.
    """
    if after.starts_on is None and after.ends_on is None and not after.unit_ids:
        return []
    values = (
        Value.objects.filter(
            Q(version__submission__latest=F("version"))
            | Q(version__submission__counted=F("version")),
            version__form__items__indicator=F("indicator"),
            version__form__items__category=project.code,
            indicator__regime__unit=project.unit_id,
            number__isnull=False,
        )
        .annotate(breakdown=F("version__form__items__breakdown"))
        .select_related("version__submission__unit", "version__submission__period", "version__form")
        .order_by("version__submission__period__starts_on", "version__submission__unit__sort_key")
    )
    lost: dict[tuple[int, int], LostQuestion] = {}
    tree = load_dated_tree()
    for value in values:
        submission = value.version.submission
        unit, period = submission.unit, submission.period
        if (unit.pk, period.pk) in lost or not _is_of_projects(value.version.form, value.breakdown):
            continue
        line = _lines([unit.pk], period.ends_on, tree)[unit.pk]
        if unasked_projects([after], line, period.starts_on, period.ends_on):
            lost[unit.pk, period.pk] = LostQuestion(unit, period)
            if len(lost) == most:
                break
    return list(lost.values())


def _is_of_projects(form: Form, breakdown: str) -> bool:
    """Another breakdown may have a category of the same code."""
    return any(each.code == breakdown and each.is_of_projects for each in form_breakdowns(form))
