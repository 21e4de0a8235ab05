"""What of a form stands in tables of its own: breakdowns, tables as grids, lists by unit?

Nested rows stand in the main table, under their parent (report_tables).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from giaoban.documents.content import Cell, Column, Row, Table
from giaoban.documents.reporting.report_project_tables import project_table
from giaoban.documents.reporting.report_prose import origin_key
from giaoban.documents.reporting.report_words import (
    LIST_ROWS,
    SAID,
    TOTAL,
    bare_number_format,
    bare_number_text,
    bare_value,
    broken_down_title,
    numbered_table,
    unit_of_measure,
)
from giaoban.rules.reporting.consolidated_facts import (
    ConsolidatedFacts,
    ShownGrid,
    ShownIndicator,
    UnitFigures,
)

_NUMBER, _NAME, _MEASURE, _FIGURE = 10.0, 48.0, 18.0, 20.0
_UPRIGHT = 165.0


def structure_tables(facts: ConsolidatedFacts, number: int = 2) -> list[Table]:
    """Breakdowns, then tables, with the unit's own figures; `number` is the first one's."""
    tables = []
    for title, members in _breakdowns(facts):
        caption = numbered_table(number + len(tables), title)
        first = members[0][1][0]
        if first.is_of_project:
            tables.append(project_table(facts, members, first.breakdown_name, caption))
        else:
            tables.append(_breakdown_table(facts, members, caption))
    for grid in facts.grids:
        if any(facts.unit.of(cell).now is not None for row in grid.rows for cell in row.cells):
            caption = numbered_table(number + len(tables), grid.name)
            tables.append(_grid_table(facts, grid, caption))
    return tables


def structure_unit_tables(facts: ConsolidatedFacts) -> list[Table]:
    """The same by unit directly below: each breakdown, the total row of each table, each list."""
    if not facts.children:
        return []
    tables = []
    for title, members in _breakdowns(facts):
        for whole, cells in members:
            named = [(TOTAL, whole), *((cell.label, cell) for cell in cells)]
            tables.append(_by_unit(facts, named, f"{whole.name}, {title[:1].lower()}{title[1:]}"))
    for grid in facts.grids:
        named = [
            (_measured(column.name, column.measure), shown)
            for row in grid.rows
            if row.is_total
            for column, code in zip(grid.columns, row.cells, strict=True)
            if (shown := facts.indicator(code))
        ]
        if named:
            tables.append(_by_unit(facts, named, grid.name))
    for name, shown in _lists(facts):
        rows, *sums = shown
        heading = _measured(LIST_ROWS, rows.measure)
        named = [(heading, rows), *((_measured(s.label, s.measure), s) for s in sums)]
        tables.append(_by_unit(facts, named, name))
    return tables


_BrokenDown = list[tuple[ShownIndicator, list[ShownIndicator]]]


def _breakdowns(facts: ConsolidatedFacts) -> Iterator[tuple[str, _BrokenDown]]:
    """By breakdown: its title, and what it divides with its categories; those with figures."""
    found: dict[str, dict[str, list[ShownIndicator]]] = {}
    titles: dict[str, str] = {}
    for shown in facts.indicators:
        if shown.breakdown and facts.unit.of(shown.code).now is not None:
            found.setdefault(shown.breakdown, {}).setdefault(shown.part_of, []).append(shown)
            titles[shown.breakdown] = shown.breakdown_name
    for code, by_whole in found.items():
        members = [
            (whole, cells)
            for part_of, cells in by_whole.items()
            if (whole := facts.indicator(part_of))
        ]
        if members:
            yield broken_down_title(titles[code]), members


def _breakdown_table(facts: ConsolidatedFacts, members: _BrokenDown, caption: str) -> Table:
    categories = list(
        dict.fromkeys((cell.category, cell.label) for _whole, cells in members for cell in cells)
    )
    rows = []
    for number, (whole, cells) in enumerate(members, start=1):
        held = {cell.category: cell for cell in cells}
        rows.append(
            Row(
                (
                    Cell(str(number), number),
                    Cell(whole.name),
                    Cell(unit_of_measure(whole)),
                    _figure(facts.unit, whole, facts.period),
                    *(_figure(facts.unit, held.get(code), facts.period) for code, _n in categories),
                )
            )
        )
    columns = (
        Column(_NUMBER, "center"),
        Column(_NAME),
        Column(_MEASURE, "center"),
        *(Column(_FIGURE, "right") for _each in range(1 + len(categories))),
    )
    titles = (
        SAID.tables.number,
        SAID.tables.indicator,
        SAID.tables.measure,
        TOTAL,
        *(name for _code, name in categories),
    )
    return _table(columns, titles, rows, caption)


def _grid_table(facts: ConsolidatedFacts, grid: ShownGrid, caption: str) -> Table:
    rows = [
        Row(
            (
                Cell(row.name),
                *(_figure(facts.unit, facts.indicator(code), facts.period) for code in row.cells),
            ),
            is_emphasised=row.is_total,
        )
        for row in grid.rows
    ]
    columns = (Column(_NAME), *(Column(_FIGURE, "right") for _column in grid.columns))
    titles = ("", *(_measured(column.name, column.measure) for column in grid.columns))
    return _table(columns, titles, rows, caption)


def _by_unit(
    facts: ConsolidatedFacts, named: Sequence[tuple[str, ShownIndicator]], caption: str
) -> Table:
    def row(unit: UnitFigures, number: str, *, is_whole: bool = False) -> Row:
        figures = (_figure(unit, shown, facts.period) for _title, shown in named)
        first = Cell(number, int(number) if number else None)
        return Row((first, Cell(unit.name), *figures), is_emphasised=is_whole)

    rows = [row(facts.unit, "", is_whole=True)]
    rows += [row(child, str(number)) for number, child in enumerate(facts.children, start=1)]
    columns = (
        Column(_NUMBER, "center"),
        Column(_NAME),
        *(Column(_FIGURE, "right", bare_number_format(shown)) for _title, shown in named),
    )
    return _table(
        columns,
        (SAID.tables.number, SAID.tables.unit, *(title for title, _shown in named)),
        rows,
        caption,
    )


def _lists(facts: ConsolidatedFacts) -> Iterator[tuple[str, list[ShownIndicator]]]:
    """The lists by name, each with its number of rows and its sums, that have a figure."""
    listed = (shown for shown in facts.indicators if shown.list)
    for _code, of_one in groupby(listed, key=lambda shown: shown.list):
        shown = list(of_one)
        if facts.unit.of(shown[0].code).now is not None:
            yield shown[0].name, shown


def _figure(unit: UnitFigures, shown: ShownIndicator | None, period: str) -> Cell:
    if shown is None:
        return Cell("")
    value = unit.of(shown.code).now
    origin = origin_key(unit.unit_id, period, shown.code) if value is not None else ""
    return Cell(
        bare_number_text(shown, value),
        bare_value(shown, value),
        origin,
        number_format=bare_number_format(shown),
    )


def _measured(name: str, measure: str) -> str:
    return f"{name} ({measure})" if measure else name


def _table(
    columns: tuple[Column, ...], titles: Iterable[str], rows: Sequence[Row], caption: str
) -> Table:
    return Table(
        columns=columns,
        header=(tuple(Cell(title) for title in titles),),
        rows=tuple(rows),
        caption=caption,
        is_landscape=sum(column.weight for column in columns) > _UPRIGHT,
        indent_column=1,
    )
