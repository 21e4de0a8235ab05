"""Which sections are given to whom, who writes them, and what may their authors see?"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet

from giaoban.models import Appointment, AssignedSection, ConsolidatedReport, Person
from giaoban.queries.people.directory import in_force
from giaoban.queries.reporting.regimes import outline_of
from giaoban.queries.units.lineage import subtree, subtree_ids
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.people.permissions import Permission, roles_with
from giaoban.rules.reporting.assigned_sections import OPEN, WITH_AUTHOR
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts, UnitFigures
from giaoban.rules.reporting.consolidation import Stage
from giaoban.rules.reporting.coverage import Coverage
from giaoban.rules.reporting.prose import Count
from giaoban.rules.reporting.regime_facts import OutlineText
from giaoban.rules.reporting.report_content import Section, content_of


@dataclass(frozen=True)
class UsualAuthor:
    """A section of the draft that its regime's outline gives to a unit."""

    section: Section
    unit_id: int
    outline: OutlineText


def sections_of(report: ConsolidatedReport) -> list[AssignedSection]:
    """Those of one report that were not withdrawn, in the order they were given; one query."""
    return list(
        report.assigned_sections.exclude(state=AssignedSection.State.WITHDRAWN)
        .select_related("unit", "person", "handed_in_by")
        .order_by("assigned_at", "pk")
    )


def sections_to_write(
    unit_ids: Collection[int], person: Person, on: date
) -> QuerySet[AssignedSection]:
    """What these units, or this person, have to write for a draft, the earliest day first.

    What was given to a person is theirs while they serve at the unit.
    """
    served = Appointment.objects.filter(in_force(on), person=person).values("unit")
    return (
        AssignedSection.objects.filter(
            Q(unit__in=list(unit_ids), person=None) | Q(unit__in=served, person=person),
            state__in=WITH_AUTHOR,
            report__state=Stage.DRAFT,
        )
        .select_related("unit", "report__unit", "report__period__regime")
        .order_by("due_on", "pk")
    )


def sections_handed_in(
    unit_ids: Collection[int], own_unit_ids: Collection[int], on: date
) -> QuerySet[AssignedSection]:
    """What waits to be taken into the drafts of these units and those below, and into the own
    reports of `own_unit_ids`."""
    drafts = Q(report__unit__in=subtree(unit_ids, on), report__to_superior=False)
    own = Q(report__unit__in=list(own_unit_ids), report__to_superior=True)
    return (
        AssignedSection.objects.filter(
            drafts | own,
            report__state=Stage.DRAFT,
            state=AssignedSection.State.HANDED_IN,
        )
        .select_related("unit", "report")
        .order_by("handed_in_at", "pk")
    )


def usual_authors(report: ConsolidatedReport, on: date) -> list[UsualAuthor]:
    """The sections that the outline gives to a unit and nobody writes or wrote yet.

    A section that was given another title since is no longer the outline's, and a unit that the
    report does not reach is passed over. Five queries.
    """
    if report.to_superior:
        return []  # the outline names who writes for whoever asks
    given = set(
        report.assigned_sections.exclude(state=AssignedSection.State.WITHDRAWN).values_list(
            "section", flat=True
        )
    )
    by_title = {section.title: section for section in content_of(report.content).sections}
    wanted = [outline for outline in outline_of(report.period.regime) if outline.author]
    if not wanted:
        return []
    tree, reached = load_dated_tree(), subtree_ids([report.unit_id], on)
    found = []
    for outline in wanted:
        section, unit = by_title.get(outline.title), tree.bearer_on(outline.author, on)
        if section is None or unit is None or section.key in given:
            continue
        if unit.id in reached:
            found.append(UsualAuthor(section, unit.id, outline))
    return found


def authors(assigned: AssignedSection, on: date) -> list[Person]:
    """Who is written to: the person while they serve there, else all who write for the unit.

    One query.
    """
    if assigned.person is not None:
        is_there = assigned.person.is_active and serves_at(assigned.person, assigned.unit_id, on)
        return [assigned.person] if is_there else []
    roles = roles_with(Permission.WRITE_SECTION)
    held = Appointment.objects.filter(
        in_force(on), unit=assigned.unit_id, role__in=roles, person__is_active=True
    ).select_related("person")
    return list({one.person_id: one.person for one in held.order_by("rank", "pk")}.values())


def units_with_authors(unit_ids: Collection[int], on: date) -> set[int]:
    """Those at which somebody with an account writes; one query."""
    held = Appointment.objects.filter(
        in_force(on),
        unit__in=list(unit_ids),
        role__in=roles_with(Permission.WRITE_SECTION),
        person__is_active=True,
    )
    return set(held.values_list("unit", flat=True))


def open_sections_of_drafts() -> list[AssignedSection]:
    """All that authors have not handed in; one query."""
    return list(
        AssignedSection.objects.filter(state__in=WITH_AUTHOR, report__state=Stage.DRAFT)
        .select_related("unit", "person", "report__period__regime")
        .order_by("due_on", "pk")
    )


def is_given_out(report: ConsolidatedReport, section: str) -> bool:
    return report.assigned_sections.filter(section=section, state__in=OPEN).exists()


def figures_for_author(
    facts: ConsolidatedFacts, assigned: AssignedSection, on: date
) -> ConsolidatedFacts:
    """The report's own figures, and of the units below only those that the author's reaches.

    Whoever writes for the report's own unit reads all of it.
    """
    seen = subtree_ids([assigned.unit_id], on)

    def narrowed(held: ConsolidatedFacts) -> ConsolidatedFacts:
        others = tuple(replace(one, facts=narrowed(one.facts)) for one in held.others)
        children = tuple(child for child in held.children if child.unit_id in seen)
        if held.unit.unit_id in seen:
            return replace(held, children=children, others=others)
        tasks = held.tasks and held.tasks.of_units(seen)
        return replace(_without_names(held, children), others=others, tasks=tasks)

    return narrowed(facts)


def _without_names(held: ConsolidatedFacts, children: tuple[UnitFigures, ...]) -> ConsolidatedFacts:
    """With these children alone, and of other units not the names but how many there are.

    Two units may share a name, so a child is late only where its own count says it too; rows that
    name a unit by nothing else are left out.
    """

    def named(names: Collection[str], count: Callable[[Coverage], int]) -> tuple[str, ...]:
        return tuple(one.name for one in children if one.name in names and count(one.coverage))

    late = named(held.late, lambda coverage: coverage.late)
    missing = named(held.missing, lambda coverage: coverage.missing)
    returned = named(held.returned, lambda coverage: coverage.returned)
    return replace(
        held,
        children=children,
        late=late,
        missing=missing,
        returned=returned,
        withheld={
            Count.LATE: len(held.late) - len(late),
            Count.MISSING: len(held.missing) - len(missing),
            Count.RETURNED: len(held.returned) - len(returned),
        },
        corrections=(),
        over_errors=(),
        listed=(),
    )


def serves_at(person: Person, unit_id: int, on: date) -> bool:
    """Whether the person holds an appointment at the unit itself; one query."""
    return Appointment.objects.filter(in_force(on), unit=unit_id, person=person).exists()


def people_reached(unit_id: int, on: date) -> Iterable[Person]:
    """Who serves at the unit itself, to give a section to by name; one query."""
    held = Appointment.objects.filter(in_force(on), unit=unit_id, person__is_active=True)
    rows = held.select_related("person").order_by("rank", "person__sort_key")
    return list({one.person_id: one.person for one in rows}.values())
