"""A figure shown apart in the explorer: its parts, its breakdown, or the rest of its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from giaoban.queries.reporting.apart import (
    BY,
    COLUMNS,
    DONORS,
    PARTS,
    ROWS,
    SUMS,
    Group,
    StructureNames,
    groups_of,
    structure_names,
)
from giaoban.queries.reporting.arisen import figures_shown
from giaoban.queries.reporting.explorer import ExplorerRow
from giaoban.queries.reporting.measures import Measure, Measures
from giaoban.rules.reporting.projects import sum_of_projects
from giaoban.web.reporting.explorer_choice import Choice
from giaoban.web.reporting.measure_words import figure_text


@dataclass(frozen=True)
class Option:
    """An indicator to choose; `steps` is how far it is moved to the right under its whole."""

    code: str
    name: str
    steps: str = ""


@dataclass(frozen=True)
class OptionGroup:
    """A table or list with its figures; without a name the indicators by themselves."""

    name: str
    options: list[Option]


@dataclass(frozen=True)
class Way:
    """One way to show the figure apart, with the address that does or undoes it."""

    words: str
    address: str
    is_on: bool


@dataclass(frozen=True)
class Cell:
    figure: str
    share: float | None


@dataclass(frozen=True)
class ApartColumn:
    """A figure beside others; of a donor the sum of the `measures`. `values` by unit."""

    name: str
    measures: tuple[Measure, ...]
    values: dict[int, float | None]


@dataclass(frozen=True)
class Apart:
    """The figures side by side: a heading for each, and under it a cell for each unit."""

    title: str
    heads: list[tuple[str, str]]  # name, and the address that shows it by itself, if it can be
    rows: list[tuple[ExplorerRow, str, list[Cell]]]
    has_whole: bool


def apart_context(
    request: HttpRequest, choice: Choice, rows: Sequence[ExplorerRow]
) -> dict[str, object]:
    """What the page shows of structure: the choice of indicators, and what is shown apart."""
    names = structure_names(choice.regime)
    return {
        "options": options(choice.measures, choice.measure, names),
        "ways": ways(request, choice, names),
        "whole": whole_of(request, choice),
        "apart": apart(request, choice, rows, names),
    }


def options(measures: Measures, chosen: Measure, names: StructureNames) -> list[OptionGroup]:
    """Indicators first, parts under their whole, then tables and lists by name.

    The categories of a breakdown are reached from their whole; only the one shown is offered.
    """
    groups: dict[str, OptionGroup] = {}
    for measure in measures:
        place = measure.place
        if place.breakdown and measure.code != chosen.code:
            continue
        name = names.tables.get(place.table) or names.lists.get(place.list) or ""
        text = measure.name
        if name and place.table:
            column = names.columns.get((place.table, place.column), "")
            text = _("%(row)s · %(column)s") % {"row": measure.label, "column": column}
        elif name:
            text = measure.label
        steps = "\N{EN SPACE}" * (2 * place.depth)
        group = groups.setdefault(name, OptionGroup(name, []))
        group.options.append(Option(measure.code, text, steps))
    return list(groups.values())


def ways(request: HttpRequest, choice: Choice, names: StructureNames) -> list[Way]:
    asked = request.GET.get("apart", "")
    return [
        Way(
            _words(group),
            _address(request, choice.measure.code, "" if group.key == asked else group.key),
            group.key == asked,
        )
        for group in _groups(choice, names)
    ]


def whole_of(request: HttpRequest, choice: Choice) -> tuple[str, str] | None:
    """The name and address of the figure that the shown one is a part of."""
    code = choice.measure.place.part_of
    if code not in choice.measures:
        return None
    return choice.measures[code].name, _address(request, code, "")


def apart(
    request: HttpRequest, choice: Choice, rows: Sequence[ExplorerRow], names: StructureNames
) -> Apart | None:
    """What is asked to be shown apart, for the rows that the page shows; two queries."""
    group = _group_asked(request, choice, names)
    if group is None:
        return None
    columns = _columns(choice, group, [row.unit_id for row in rows], names)
    return Apart(
        title=_words(group),
        heads=[
            (
                column.name,
                "" if group.is_by_donor else _address(request, column.measures[0].code, ""),
            )
            for column in columns
        ],
        rows=[
            (
                row,
                figure_text(choice.measure, row.now.value),
                [_cell(column, group, row) for column in columns],
            )
            for row in rows
        ],
        has_whole=group.has_shares,
    )


def columns_apart(
    request: HttpRequest, choice: Choice, rows: Sequence[ExplorerRow]
) -> list[ApartColumn]:
    """The same for a file; empty where nothing is shown apart."""
    names = structure_names(choice.regime)
    group = _group_asked(request, choice, names)
    return _columns(choice, group, [row.unit_id for row in rows], names) if group else []


def _groups(choice: Choice, names: StructureNames) -> list[Group]:
    return groups_of(
        choice.measures, choice.measure, names, is_derived=not choice.period.is_reported
    )


def _group_asked(request: HttpRequest, choice: Choice, names: StructureNames) -> Group | None:
    asked = request.GET.get("apart")
    return next((group for group in _groups(choice, names) if group.key == asked), None)


def _columns(
    choice: Choice, group: Group, unit_ids: Sequence[int], names: StructureNames
) -> list[ApartColumn]:
    found = figures_shown(choice.measures, group.measures, choice.period, unit_ids)
    period = choice.period.pk
    wanted: list[tuple[str, tuple[Measure, ...]]] = [
        (_head(group, one, names), (one,)) for one in group.measures
    ]
    if group.is_by_donor:
        wanted = [(name or _("without a donor"), of_one) for name, of_one in group.donors.items()]
    columns = [
        ApartColumn(
            name,
            of_one,
            {
                unit_id: sum_of_projects(found.value(one.code, unit_id, period) for one in of_one)
                for unit_id in unit_ids
            },
        )
        for name, of_one in wanted
    ]
    if group.key.removeprefix(BY).removeprefix(DONORS) not in names.of_projects:
        return columns
    # A register holds projects that ended long ago: who has no figure takes no column.
    return [c for c in columns if any(v is not None for v in c.values.values())] or columns


def _cell(column: ApartColumn, group: Group, row: ExplorerRow) -> Cell:
    value = column.values[row.unit_id]
    whole = row.now.value
    share = value / whole if group.has_shares and value is not None and whole else None
    return Cell(figure_text(column.measures[0], value), share)


def _head(group: Group, measure: Measure, names: StructureNames) -> str:
    if group.key == COLUMNS:
        return names.columns.get((measure.place.table, measure.place.column), measure.name)
    return measure.label or measure.name


def _words(group: Group) -> str:
    if group.key == PARTS:
        return _("by its parts")
    if group.key == ROWS:
        return _("by the rows of its table")
    if group.key == COLUMNS:
        return _("by the columns of its table")
    if group.key == SUMS:
        return _("by the figures of its list")
    if group.is_by_donor:
        return _("by donor")
    return _("by %(breakdown)s") % {"breakdown": group.name[:1].lower() + group.name[1:]}


def _address(request: HttpRequest, code: str, asked: str) -> str:
    query = request.GET.copy()
    query["indicator"] = code
    query.pop("apart", None)
    query.pop("more", None)
    tail = "&" + urlencode({"apart": asked}) + "#apart" if asked else ""
    return f"?{query.urlencode()}{tail}"
