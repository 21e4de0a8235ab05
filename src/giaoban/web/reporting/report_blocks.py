"""How does a section of a report stand on paper: rows with their parts, tables, lists?

What is asked is a line each (report_cells); here the lines are put together as the form has them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from giaoban.documents.numbers import format_number
from giaoban.queries.reporting.form_structure import form_tables
from giaoban.queries.reporting.report_page import Report
from giaoban.rules.reporting.form_structure import generated_code
from giaoban.rules.reporting.indicators import PartGroup
from giaoban.rules.reporting.part_sums import sum_of_parts
from giaoban.rules.reporting.structure_texts import ColumnText, TableText
from giaoban.web.reporting.report_lines import ShownLine
from giaoban.web.reporting.report_lists import ShownList, TypedBackList, shown_list


@dataclass(frozen=True)
class ShownSum:
    """What the parts add up to, as text; empty while none is there. `key` is its place's name."""

    key: str
    figure: str


@dataclass(frozen=True)
class ShownBreakdown:
    name: str
    lines: tuple[ShownLine, ...]
    sum: ShownSum


@dataclass(frozen=True)
class ShownRow:
    """An indicator with its breakdowns. `leads_parts`: the first of the rows nested under one."""

    line: ShownLine
    breakdowns: tuple[ShownBreakdown, ...]
    parts_sum: ShownSum | None
    leads_parts: bool
    kind: str = "row"

    @property
    def lines(self) -> tuple[ShownLine, ...]:
        return (self.line, *(line for each in self.breakdowns for line in each.lines))

    @property
    def broken_down(self) -> tuple[ShownLine, ...]:
        return self.lines[1:]

    @property
    def level(self) -> int:
        """How far it is set in; deeper rows are told by their number."""
        return min(self.line.line.place.depth, 4)


@dataclass(frozen=True)
class GridCell:
    """`line` is None where a total row has nothing to add up."""

    column: ColumnText
    line: ShownLine | None
    sum: ShownSum | None = None


@dataclass(frozen=True)
class GridRow:
    name: str
    is_total: bool
    cells: tuple[GridCell, ...]

    @property
    def lines(self) -> tuple[ShownLine, ...]:
        return tuple(cell.line for cell in self.cells if cell.line)


@dataclass(frozen=True)
class ShownGrid:
    code: str
    name: str
    number: str
    columns: tuple[ColumnText, ...]
    rows: tuple[GridRow, ...]
    kind: str = "grid"

    @property
    def lines(self) -> tuple[ShownLine, ...]:
        return tuple(line for row in self.rows for line in row.lines)

    @property
    def has_previous(self) -> bool:
        return any(line.line.previous is not None for line in self.lines)

    @property
    def has_last_year(self) -> bool:
        return any(line.line.last_year is not None for line in self.lines)

    @property
    def width(self) -> int:
        return 1 + len(self.columns)


Block = ShownRow | ShownGrid | ShownList


@dataclass
class Piece:
    """What is drawn in one frame: rows of one or several sections, or one table, or one list.

    `titles` are the sections that begin here, by the index of the block that they stand above.
    """

    kind: str
    blocks: list[Block] = field(default_factory=list)
    titles: dict[int, tuple[int, str]] = field(default_factory=dict)

    @property
    def titled(self) -> list[tuple[tuple[int, str] | None, Block]]:
        return [(self.titles.get(index), block) for index, block in enumerate(self.blocks)]


def pieces_of(sections: Iterable[tuple[int, str, Sequence[Block]]]) -> list[Piece]:
    """Sections (number, title, blocks) cut into frames, so that a table is never inside one."""
    pieces: list[Piece] = []
    for number, title, blocks in sections:
        for index, block in enumerate(blocks):
            is_joined = pieces and block.kind == pieces[-1].kind == "row"
            piece = pieces[-1] if is_joined else Piece(block.kind)
            if not is_joined:
                pieces.append(piece)
            if index == 0 and title:
                piece.titles[len(piece.blocks)] = (number, title)
            piece.blocks.append(block)
    return pieces


def only_blocks(
    blocks: Iterable[Block], is_wanted: Callable[[ShownLine], bool]
) -> tuple[Block, ...]:
    """The blocks of which a line is wanted, whole: a cell says little outside its table."""
    return tuple(block for block in blocks if any(map(is_wanted, block.lines)))


def blocks_of(
    report: Report,
    lines: Sequence[ShownLine],
    typed: Mapping[str, TypedBackList],
    language: str,
) -> tuple[Block, ...]:
    """The lines of a section in the order of the form, put together."""
    tables = {table.code: table for table in form_tables(report.form)}
    lists = {listed.code: listed for listed in report.facts.lists}
    sums = sums_of(report, language)
    by_code = {line.line.code: line for line in lines}
    blocks: list[Block] = []
    seen: set[str] = set()
    for line in lines:
        place = line.line.place
        if place.breakdown:
            continue
        if place.table or place.list:
            name = f"{place.table} {place.list}"
            if name in seen:
                continue
            seen.add(name)
            if place.table:
                blocks.append(_grid(tables[place.table], line.number, by_code, sums))
            else:
                back = typed.get(place.list, TypedBackList())
                listed = lists[place.list]
                rows = report.rows.get(listed.code, [])
                blocks.append(shown_list(listed, line, by_code, rows, back, report.found))
        else:
            blocks.append(_row(line, lines, sums, leads_parts=place.part_of not in seen))
            seen.add(place.part_of)
    return tuple(blocks)


def sums_of(report: Report, language: str) -> dict[str, list[tuple[PartGroup, ShownSum]]]:
    """By code what each of its groups of parts adds up to."""
    decimals = {line.code: line.item.decimals for line in report.lines}
    return {
        one.code: [
            (group, _sum(report, one.code, number, group, decimals.get(one.code), language))
            for number, group in enumerate(one.sums)
        ]
        for one in report.facts.indicators
        if one.sums
    }


def _sum(
    report: Report, code: str, number: int, group: PartGroup, decimals: int | None, language: str
) -> ShownSum:
    added = sum_of_parts(group, report.answers.numbers)
    figure = "" if added is None else format_number(added, language, decimals=decimals)
    return ShownSum(f"{code}-{number}", figure)


def _row(
    line: ShownLine,
    lines: Sequence[ShownLine],
    sums: Mapping[str, list[tuple[PartGroup, ShownSum]]],
    *,
    leads_parts: bool,
) -> ShownRow:
    code = line.line.code
    by_code = {other.line.code: other for other in lines}
    breakdowns, parts_sum = [], None
    for group, added in sums.get(code, []):
        if group.name:
            cells = tuple(
                replace(by_code[part], number="") for part in group.codes if part in by_code
            )
            if cells:  # of projects, a unit may take part in none
                breakdowns.append(ShownBreakdown(group.name, cells, added))
        else:
            parts_sum = added
    is_part = bool(line.line.place.part_of)
    return ShownRow(line, tuple(breakdowns), parts_sum, leads_parts=leads_parts and is_part)


def _grid(
    table: TableText,
    number: str,
    by_code: Mapping[str, ShownLine],
    sums: Mapping[str, list[tuple[PartGroup, ShownSum]]],
) -> ShownGrid:
    rows = []
    for row in table.rows:
        cells = []
        for column in table.columns:
            code = generated_code(table.code, row.code, column.code)
            own = sums.get(code, [])
            cells.append(GridCell(column, by_code.get(code), own[0][1] if own else None))
        rows.append(GridRow(row.name, row.is_total, tuple(cells)))
    return ShownGrid(table.code, table.name, number, table.columns, tuple(rows))
