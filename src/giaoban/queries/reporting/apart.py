"""What is a figure made of, and which figures stand beside it in its table or list?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from giaoban.models import Regime
from giaoban.queries.reporting.form_structure import form_breakdowns, form_lists, form_tables
from giaoban.queries.reporting.forms import published_forms
from giaoban.queries.reporting.measures import Measure, Measures
from giaoban.queries.reporting.projects import donors_in
from giaoban.rules.reporting.projects import by_donor, may_be_summed

PARTS, ROWS, COLUMNS, SUMS = "parts", "rows", "columns", "sums"
BY, DONORS = "by:", "donors:"


@dataclass(frozen=True)
class StructureNames:
    """What breakdowns, tables and lists are called, by code; by (table, column) what columns are.

    As the newest published form that has them says.
    """

    breakdowns: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    donors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    of_projects: frozenset[str] = frozenset()
    """The breakdowns whose categories are projects; `donors` by code of a project."""


@dataclass(frozen=True)
class Group:
    """Figures to be compared side by side.

    `key` is `parts`, `by:CODE` of a breakdown, `donors:CODE` of one by project, or of a table
    `rows` (those of its column) and `columns` (those of its row), of a list `sums`; `name` is that
    of the breakdown, table or list. `donors` has for each donor the figures that add up to its own.
    """

    key: str
    name: str
    measures: tuple[Measure, ...]
    donors: Mapping[str, tuple[Measure, ...]] = field(default_factory=dict)

    @property
    def is_by_donor(self) -> bool:
        return self.key.startswith(DONORS)

    @property
    def has_shares(self) -> bool:
        """Whether each is a share of the figure that is shown."""
        return self.key == PARTS or self.key.startswith(BY) or self.is_by_donor


def structure_names(regime: Regime) -> StructureNames:
    """One query, two where something is asked by project."""
    breakdowns: dict[str, str] = {}
    tables: dict[str, str] = {}
    lists: dict[str, str] = {}
    columns: dict[tuple[str, str], str] = {}
    of_projects: set[str] = set()
    for form in published_forms(regime.pk):
        of_projects |= {each.code for each in form_breakdowns(form) if each.is_of_projects}
        breakdowns |= {breakdown.code: breakdown.name for breakdown in form_breakdowns(form)}
        lists |= {listed.code: listed.name for listed in form_lists(form)}
        for table in form_tables(form):
            tables[table.code] = table.name
            columns |= {(table.code, column.code): column.name for column in table.columns}
    donors = donors_in(regime) if of_projects else {}
    return StructureNames(breakdowns, tables, lists, columns, donors, frozenset(of_projects))


def groups_of(
    measures: Measures, measure: Measure, names: StructureNames, *, is_derived: bool
) -> list[Group]:
    """The ways in which the figure can be shown apart; of a single cell none.

    By donor where projects add up, in a derived period (`is_derived`) or in a reported one.
    """
    place = measure.place
    found: dict[str, list[Measure]] = {}
    for other in measures:
        at = other.place
        if at.part_of == measure.code:
            found.setdefault(f"{BY}{at.breakdown}" if at.breakdown else PARTS, []).append(other)
        elif place.table and at.table == place.table:
            if at.column == place.column:
                found.setdefault(ROWS, []).append(other)
            if at.row == place.row:
                found.setdefault(COLUMNS, []).append(other)
        elif place.list and at.list == place.list:
            found.setdefault(SUMS, []).append(other)
    own = names.tables.get(place.table) or names.lists.get(place.list) or ""
    groups = []
    for key, of_group in found.items():
        if len(of_group) < 2 and key in {ROWS, COLUMNS, SUMS}:
            continue
        code = key.removeprefix(BY)
        groups.append(Group(key, names.breakdowns.get(code, own), tuple(of_group)))
        may = may_be_summed(measure.over_time, measure.over_units, is_derived=is_derived)
        if code in names.of_projects and may:
            groups.append(_by_donor(groups[-1], names))
    return groups


def _by_donor(projects: Group, names: StructureNames) -> Group:
    by_project = {measure.place.category: measure for measure in projects.measures}
    donors = by_donor({code: names.donors.get(code, ()) for code in by_project})
    return Group(
        f"{DONORS}{projects.key.removeprefix(BY)}",
        projects.name,
        projects.measures,
        {name: tuple(by_project[code] for code in codes) for name, codes in donors.items()},
    )
