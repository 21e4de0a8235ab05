"""How are many cells marked at once: a block with its labels beside it and its heads above?"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.block_editing import code_from_name
from giaoban.rules.reporting.form_structure import BETWEEN_NAMES, generated_code
from giaoban.rules.reporting.workbook_formulas import cell_name, column_of
from giaoban.rules.reporting.workbook_grid import Cell, SheetGrid
from giaoban.rules.reporting.workbook_marks import MOST_MARKS, Asking, Mark, MarkKind, Marks
from giaoban.rules.reporting.workbook_proposal import likely_kind

_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells; `labels` is the column of the row names, `heads` the row above.

    With a `table` it is a table of that code and name, with a `breakdown` the categories of the
    figure `of`, or of those in its first column (workbook_breakdowns), which may add up to it or
    `adds_up`: they do. With a `list` its rows are the entries of one (workbook_lists). Else each
    cell asks by itself.
    """

    first: Cell
    last: Cell
    labels: str
    heads: int
    section: str = ""
    table: str = ""
    table_name: str = ""
    breakdown: str = ""
    breakdown_name: str = ""
    of: str = ""
    adds_up: bool = True
    list: str = ""
    list_name: str = ""

    @property
    def cells(self) -> Iterator[Cell]:
        for row in range(self.first[0], self.last[0] + 1):
            for column in range(self.first[1], self.last[1] + 1):
                yield row, column


def block_marks(sheet: SheetGrid, block: Block, taken: Collection[str]) -> Marks:
    """A mark for each cell whose row has a name; rows without one are left out.

    Raises RuleError `block_too_large` (most) and `block_without_labels` (cell).
    """
    require_size(block)
    naming = _Naming(sheet, block, list(taken))
    marks = tuple(mark for cell in block.cells if (mark := naming.mark(cell)) is not None)
    if not marks:
        beside = (block.first[0], column_of(block.labels))
        raise RuleError("block_without_labels", cell=cell_name(beside))
    return marks


def require_size(block: Block) -> None:
    """Raises RuleError `block_too_large` (most)."""
    rows = block.last[0] - block.first[0] + 1
    columns = block.last[1] - block.first[1] + 1
    if rows < 1 or columns < 1 or rows * columns > MOST_MARKS:
        raise RuleError("block_too_large", most=MOST_MARKS)


@dataclass
class _Naming:
    """The cells of a block while they get their codes; `codes` are those that are taken."""

    sheet: SheetGrid
    block: Block
    codes: list[str]
    rows: dict[int, str] = field(default_factory=dict)
    columns: dict[int, str] = field(default_factory=dict)

    def mark(self, cell: Cell) -> Mark | None:
        """None where the row has no name, or another cell stands for this one."""
        sheet, block = self.sheet, self.block
        label = (cell[0], column_of(block.labels))
        head = sheet.first_of((block.heads, cell[1]))
        row_name, column_name = sheet.shown(label).strip(), sheet.shown(head).strip()
        if not row_name or sheet.is_covered(cell):
            return None
        several = block.last[1] > block.first[1]
        name = BETWEEN_NAMES.join(filter(None, (row_name, column_name if several else "")))
        code = self._code(cell, row_name, column_name, name)
        self.codes.append(code)
        asking = Asking(
            name=name[:_LONGEST_NAME],
            kind=likely_kind(column_name, sheet.at(cell).is_fraction),
            section=block.section,
        )
        if block.table:
            asking = replace(
                asking,
                table=block.table,
                table_name=block.table_name,
                row=self.rows[cell[0]],
                row_name=row_name,
                column=self.columns[cell[1]],
                column_name=column_name,
            )
        return Mark(
            MarkKind.FIGURE,
            sheet.name,
            cell_name(cell),
            code,
            label=cell_name(label),
            label_text=row_name,
            head=cell_name(head) if column_name else "",
            head_text=column_name,
            asking=asking,
        )

    def _code(self, cell: Cell, row_name: str, column_name: str, name: str) -> str:
        if not self.block.table:
            return code_from_name(f"x {name}" if name[:1].isdigit() else name, self.codes)
        row, column = cell
        if row not in self.rows:
            self.rows[row] = code_from_name(row_name, self.rows.values())
        if column not in self.columns:
            heading = column_name or cell_name(cell)
            self.columns[column] = code_from_name(heading, self.columns.values())
        return generated_code(self.block.table, self.rows[row], self.columns[column])
