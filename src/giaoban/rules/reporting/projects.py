"""Which projects is a unit asked about in a period, and what do the projects of a donor come to?

Decision 0021: the form says which series there are, the register who is asked about them, and when.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from giaoban.rules.reporting.indicator_problems import LONGEST_NAME
from giaoban.rules.reporting.indicators import OverTime, OverUnits
from giaoban.rules.reporting.placed_problems import Place, PlacedProblem, placed
from giaoban.rules.reporting.structure_problems import LONGEST_PART_CODE, PART_CODE
from giaoban.rules.reporting.structure_texts import CategoryText, ProjectText

BETWEEN_DONORS = " + "
_SUMMED = frozenset({OverTime.SUM, OverTime.LAST, OverTime.FIRST, OverTime.CUMULATIVE})


class ProjectState(StrEnum):
    COMING = "coming"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """A project as far as it decides who is asked; no `unit_ids`: everybody."""

    code: str
    starts_on: date | None = None
    ends_on: date | None = None
    unit_ids: frozenset[int] = frozenset()

    def runs_within(self, first: date, last: date) -> bool:
        """Whether it runs on one of the days at least; its own last day counts."""
        begun = self.starts_on is None or self.starts_on <= last
        return begun and (self.ends_on is None or self.ends_on >= first)

    def includes(self, unit_and_ancestors: Collection[int]) -> bool:
        """Whether the unit takes part: named itself, or below one that is."""
        return not self.unit_ids or not self.unit_ids.isdisjoint(unit_and_ancestors)


def unasked_projects(
    projects: Iterable[ProjectFacts], unit_and_ancestors: Collection[int], first: date, last: date
) -> frozenset[str]:
    """The codes of the projects that the unit is not asked about in a period of these days."""
    return frozenset(
        project.code
        for project in projects
        if not (project.runs_within(first, last) and project.includes(unit_and_ancestors))
    )


def project_state(project: ProjectText, today: date) -> ProjectState:
    if project.starts_on is not None and project.starts_on > today:
        return ProjectState.COMING
    if project.ends_on is not None and project.ends_on < today:
        return ProjectState.ENDED
    return ProjectState.RUNNING


def donor_of(donors: Sequence[str]) -> str:
    """Under whom a project's figures stand: several donors together, so that sums stay right."""
    return BETWEEN_DONORS.join(sorted(donors))


def by_donor(donors_of: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The codes of the projects by donor, in their order; "" holds those without a donor, last."""
    found: dict[str, list[str]] = {}
    for code, donors in donors_of.items():
        found.setdefault(donor_of(donors), []).append(code)
    if "" in found:
        found[""] = found.pop("")
    return found


def may_be_summed(over_time: OverTime, over_units: OverUnits, *, is_derived: bool) -> bool:
    """Whether the figures of projects may be added up for their donor.

    A mean of means or a sum of greatest ones is no figure of the donor. In a derived period the
    rule over time counts as well.
    """
    return over_units is OverUnits.SUM and (not is_derived or over_time in _SUMMED)


def sum_of_projects(values: Iterable[float | None]) -> float | None:
    """Missing is not zero: nothing where no project has a figure."""
    there = [value for value in values if value is not None]
    return sum(there) if there else None


def project_categories(
    kept: Sequence[CategoryText], projects: Iterable[ProjectText], today: date
) -> tuple[CategoryText, ...]:
    """What a form is to ask: what it asks already, then every other project that has not ended."""
    known = {category.code for category in kept}
    added = (
        CategoryText(project.code, project.name)
        for project in projects
        if project.code not in known and project_state(project, today) is not ProjectState.ENDED
    )
    return (*kept, *added)


def project_problems(project: ProjectText, place: Place) -> Iterator[PlacedProblem]:
    """`bad_part_code`, `text_missing`, `text_too_long`, `project_ends_before_start`,
    `donor_twice`.
    """
    if not PART_CODE.fullmatch(project.code):
        yield placed((*place, "code"), "bad_part_code", code=project.code)
    elif len(project.code) > LONGEST_PART_CODE:
        yield placed((*place, "code"), "text_too_long", longest=LONGEST_PART_CODE)
    if not project.name.strip():
        yield placed((*place, "name"), "text_missing")
    elif len(project.name) > LONGEST_NAME:
        yield placed((*place, "name"), "text_too_long", longest=LONGEST_NAME)
    if project.starts_on and project.ends_on and project.ends_on < project.starts_on:
        yield placed((*place, "ends_on"), "project_ends_before_start")
    for donor in project.donors:
        if not donor.strip():
            yield placed((*place, "donors"), "text_missing")
        elif len(donor) > LONGEST_NAME:
            yield placed((*place, "donors"), "text_too_long", longest=LONGEST_NAME)
    if len(set(project.donors)) < len(project.donors):
        yield placed((*place, "donors"), "donor_twice")
