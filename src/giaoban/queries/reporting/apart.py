"""What is a figure made of, and which figures stand beside it in its table or list?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from giaoban.models import Regime
from giaoban.queries.reporting.form_structure import form_breakdowns, form_lists, form_tables
from giaoban.queries.reporting.forms import published_forms
from giaoban.queries.reporting.measures import Measure, Measures

PARTS, ROWS, COLUMNS, SUMS = "parts", "rows", "columns", "sums"


@dataclass(frozen=True)
class StructureNames:
    """What breakdowns, tables and lists are called, by code; by (table, column) what columns are.

    As the newest published form that has them says.
    """

    breakdowns: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Figures to be compared side by side.

    `key` is `parts`, `by:CODE` of a breakdown, or of a table `rows` (those of its column) and
    `columns` (those of its row), of a list `sums`; `name` is that of the breakdown, table or list.
    """

    key: str
    name: str
    measures: tuple[Measure, ...]

    @property
    def has_shares(self) -> bool:
        """Whether each is a share of the figure that is shown."""
        return self.key == PARTS or self.key.startswith("by:")


def structure_names(regime: Regime) -> StructureNames:
    """One query."""
    breakdowns: dict[str, str] = {}
    tables: dict[str, str] = {}
    lists: dict[str, str] = {}
    columns: dict[tuple[str, str], str] = {}
    for form in published_forms(regime.pk):
        breakdowns |= {breakdown.code: breakdown.name for breakdown in form_breakdowns(form)}
        lists |= {listed.code: listed.name for listed in form_lists(form)}
        for table in form_tables(form):
            tables[table.code] = table.name
            columns |= {(table.code, column.code): column.name for column in table.columns}
    return StructureNames(breakdowns, tables, lists, columns)


def groups_of(measures: Measures, measure: Measure, names: StructureNames) -> list[Group]:
    """The ways in which the figure can be shown apart; of a single cell none."""
    place = measure.place
    found: dict[str, list[Measure]] = {}
    for other in measures:
        at = other.place
        if at.part_of == measure.code:
            found.setdefault(f"by:{at.breakdown}" if at.breakdown else PARTS, []).append(other)
        elif place.table and at.table == place.table:
            if at.column == place.column:
                found.setdefault(ROWS, []).append(other)
            if at.row == place.row:
                found.setdefault(COLUMNS, []).append(other)
        elif place.list and at.list == place.list:
            found.setdefault(SUMS, []).append(other)
    own = names.tables.get(place.table) or names.lists.get(place.list) or ""
    return [
        Group(key, names.breakdowns.get(key.removeprefix("by:"), own), tuple(of_group))
        for key, of_group in found.items()
        if len(of_group) > 1 or key not in {ROWS, COLUMNS, SUMS}
    ]
