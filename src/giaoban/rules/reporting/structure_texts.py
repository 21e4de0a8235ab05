"""How is the structure of a form written: breakdowns, tables and lists?

What they ask is worked out by form_structure; here is only what somebody wrote.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from giaoban.rules.reporting.indicators import OverTime, OverUnits


class PartsRule(StrEnum):
    """What the parts of a figure may add up to."""

    AT_MOST = "at_most"
    EQUAL = "equal"


class BreakdownSource(StrEnum):
    """Where the categories of a breakdown come from, if they are not its own."""

    PROJECTS = "projects"


class ColumnKind(StrEnum):
    """What a column holds; a table has the first three, a list all of them."""

    COUNT = "count"
    AMOUNT = "amount"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"
    DATE = "date"


TABLE_KINDS = frozenset({ColumnKind.COUNT, ColumnKind.AMOUNT, ColumnKind.YES_NO})
ADDED_KINDS = frozenset({ColumnKind.COUNT, ColumnKind.AMOUNT})
"""The kinds of which a total row, a breakdown and nested rows can be made."""


@dataclass(frozen=True, slots=True)
class CategoryText:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class BreakdownText:
    """By what a figure is divided: sex, age, disability, or a committee's own division.

    With the source `projects` its categories are projects of the register (decision 0021).
    """

    code: str
    name: str
    rule: str = PartsRule.EQUAL
    categories: tuple[CategoryText, ...] = ()
    source: str = ""

    @property
    def is_of_projects(self) -> bool:
        return self.source == BreakdownSource.PROJECTS


@dataclass(frozen=True, slots=True)
class ProjectText:
    """A project as it is written; `units` are codes of those that take part, none: all.

    From `starts_on` to `ends_on`, the last day included; either may be open.
    """

    code: str
    name: str
    donors: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowText:
    """A row of a table; the cells of a total row equal the sum of the other rows."""

    code: str
    name: str
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class ColumnText:
    """A column of a table or of a list.

    Choices belong to lists; bounds, decimals and the two rules to tables.
    """

    code: str
    name: str
    kind: str
    measure: str = ""
    is_required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    decimals: int | None = None
    choices: tuple[str, ...] = ()
    over_time: str = OverTime.SUM
    over_units: str = OverUnits.SUM


@dataclass(frozen=True, slots=True)
class TableText:
    """Rows × columns; each cell is an indicator `TABLE__row__column`."""

    code: str
    name: str
    section: str = ""
    rows: tuple[RowText, ...] = ()
    columns: tuple[ColumnText, ...] = ()


@dataclass(frozen=True, slots=True)
class ListText:
    """A list of things, as many rows as there are; counted and summed by its indicators.

    `measure` is the unit in which its rows are counted: works, courses.
    """

    code: str
    name: str
    section: str = ""
    measure: str = ""
    columns: tuple[ColumnText, ...] = ()
