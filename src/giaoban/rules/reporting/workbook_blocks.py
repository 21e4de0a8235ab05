"""How are many cells marked at once: a block with its labels beside it and its heads above?"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

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

    With a `table` it is a table of that code and name, else each cell asks by itself.
    """

    first: Cell
    last: Cell
    labels: str
    heads: int
    section: str = ""
    table: str = ""
    table_name: str = ""

    @property
    def cells(self) -> Iterator[Cell]:
        for row in range(self.first[0], self.last[0] + 1):
            for column in range(self.first[1], self.last[1] + 1):
                yield row, column


def block_marks(sheet: SheetGrid, block: Block, taken: Collection[str]) -> Marks:
    """A mark for each cell whose row has a name; rows without one are left out.

    Raises RuleError `block_too_large` (most) and `block_without_labels` (cell).
    """
    rows = block.last[0] - block.first[0] + 1
    columns = block.last[1] - block.first[1] + 1
    if rows < 1 or columns < 1 or rows * columns > MOST_MARKS:
        raise RuleError("block_too_large", most=MOST_MARKS)
    label_column = column_of(block.labels)
    codes: list[str] = list(taken)
    row_codes: dict[int, str] = {}
    column_codes: dict[int, str] = {}
    marks = []
    for cell in block.cells:
        label, head = (cell[0], label_column), sheet.first_of((block.heads, cell[1]))
        row_name, column_name = sheet.shown(label).strip(), sheet.shown(head).strip()
        if not row_name or sheet.is_covered(cell):
            continue
        name = BETWEEN_NAMES.join(filter(None, (row_name, column_name if columns > 1 else "")))
        if block.table:
            row_codes.setdefault(cell[0], code_from_name(row_name, row_codes.values()))
            column_codes.setdefault(
                cell[1], code_from_name(column_name or cell_name(cell), column_codes.values())
            )
            code = generated_code(block.table, row_codes[cell[0]], column_codes[cell[1]])
        else:
            code = code_from_name(f"x {name}" if name[:1].isdigit() else name, codes)
        codes.append(code)
        marks.append(
            Mark(
                MarkKind.FIGURE,
                sheet.name,
                cell_name(cell),
                code,
                label=cell_name(label),
                label_text=row_name,
                head=cell_name(head) if column_name else "",
                head_text=column_name,
                is_worked_out=bool(sheet.at(cell).formula),
                asking=Asking(
                    name=name[:_LONGEST_NAME],
                    kind=likely_kind(column_name, sheet.at(cell).is_fraction),
                    section=block.section,
                    table=block.table,
                    table_name=block.table_name,
                    row=row_codes.get(cell[0], "") if block.table else "",
                    row_name=row_name if block.table else "",
                    column=column_codes.get(cell[1], "") if block.table else "",
                    column_name=column_name if block.table else "",
                ),
            )
        )
    if not marks:
        raise RuleError("block_without_labels", cell=cell_name((block.first[0], label_column)))
    return tuple(marks)
