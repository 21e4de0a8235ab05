"""How does a block of a workbook become the breakdown of a figure: by sex, by age, by ethnicity?

Two layouts are known: the categories of one figure, in a row or in a column beside it, and a block
whose first column are the figures and whose other columns are the categories of each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.block_editing import code_from_name
from giaoban.rules.reporting.form_structure import BETWEEN_NAMES, generated_code
from giaoban.rules.reporting.structure_texts import BreakdownText
from giaoban.rules.reporting.workbook_blocks import Block, require_size
from giaoban.rules.reporting.workbook_formulas import cell_name, cell_named, column_of
from giaoban.rules.reporting.workbook_grid import Cell, SheetGrid
from giaoban.rules.reporting.workbook_marks import Asking, Mark, MarkKind, Marks, figures
from giaoban.rules.reporting.workbook_proposal import bare_name, likely_kind
from giaoban.rules.reporting.workbook_shape import plain

_LONGEST_NAME = 300


def breakdown_marks(
    sheet: SheetGrid, block: Block, marks: Marks, asked: Sequence[BreakdownText]
) -> Marks:
    """The figures of the block and their categories; `asked` are the breakdowns of the form.

    Where the form, or another mark, has the breakdown already its categories are known by their
    names. Raises RuleError `block_too_large` (most), `block_without_labels` (cell),
    `breakdown_of_nothing` (code), `breakdown_not_in_line` and `breakdown_category_unknown` (name,
    breakdown).
    """
    require_size(block)
    making = _Making(sheet, block, marks, next(_known(block, asked), None))
    made = tuple(making.of_one() if block.of else making.row_by_row())
    if not any(mark.asking.breakdown for mark in made):
        beside = (block.first[0], column_of(block.labels))
        raise RuleError("block_without_labels", cell=cell_name(beside))
    return made


def _known(block: Block, asked: Sequence[BreakdownText]) -> Iterator[BreakdownText]:
    return (breakdown for breakdown in asked if breakdown.code == block.breakdown)


@dataclass
class _Making:
    """The cells of a block while they get their codes."""

    sheet: SheetGrid
    block: Block
    marks: Marks
    asked: BreakdownText | None
    categories: dict[str, str] = field(default_factory=dict)  # code by plain name

    def __post_init__(self) -> None:
        for mark in self.marks:
            if mark.asking.breakdown == self.block.breakdown:
                self.categories[plain(mark.asking.category_name)] = mark.asking.category
        if self.asked is not None:
            self.categories = {plain(each.name): each.code for each in self.asked.categories}

    def of_one(self) -> Iterator[Mark]:
        """The categories of one figure that is marked, named by the heads or by the rows."""
        block = self.block
        whole = figures(self.marks).get(block.of)
        if whole is None or whole.asking.table or whole.asking.breakdown:
            raise RuleError("breakdown_of_nothing", code=block.of)
        rows, columns = (block.last[at] - block.first[at] + 1 for at in (0, 1))
        if rows > 1 and columns > 1:
            raise RuleError("breakdown_not_in_line")
        place = cell_named(whole.cell) if whole.sheet == self.sheet.name else None
        is_beside = rows == 1 and place is not None and place[0] == block.first[0]
        for cell in block.cells:
            yield from self._category(cell, whole, by_head=columns > 1 or is_beside)

    def row_by_row(self) -> Iterator[Mark]:
        """In each row a figure in the first column, and its categories right of it."""
        block = self.block
        if block.first[1] == block.last[1]:
            raise RuleError("breakdown_not_in_line")
        codes = {mark.code for mark in self.marks}
        for row in range(block.first[0], block.last[0] + 1):
            whole = self._whole((row, block.first[1]), codes)
            if whole is None:
                continue
            codes.add(whole.code)
            yield whole
            for column in range(block.first[1] + 1, block.last[1] + 1):
                yield from self._category((row, column), whole, by_head=True)

    def _whole(self, cell: Cell, codes: set[str]) -> Mark | None:
        """The figure that is marked there, else a new one; None where the row has no name."""
        words = self.sheet.shown((cell[0], column_of(self.block.labels))).strip()
        if not words or self.sheet.is_covered(cell):
            return None
        place = (self.sheet.name, cell_name(cell))
        there = next((mark for mark in self.marks if mark.place == place and mark.code), None)
        if there is not None and not there.asking.table and not there.asking.breakdown:
            return there
        name = bare_name(words)
        asking = Asking(
            name=name[:_LONGEST_NAME],
            kind=likely_kind("", self.sheet.at(cell).is_fraction),
            section=self.block.section,
        )
        code = code_from_name(f"x {name}" if name[:1].isdigit() else name, codes)
        return self._mark(cell, code, asking)

    def _category(self, cell: Cell, whole: Mark, *, by_head: bool) -> Iterator[Mark]:
        label = (cell[0], column_of(self.block.labels))
        head = self.sheet.first_of((self.block.heads, cell[1]))
        name = bare_name(self.sheet.shown(head if by_head else label).strip())
        is_named = bool(name and self.sheet.shown(label).strip())
        if (
            not is_named
            or self.sheet.is_covered(cell)
            or (self.sheet.name, cell_name(cell)) == whole.place
        ):
            return
        category = self._code(name)
        asking = Asking(
            name=BETWEEN_NAMES.join((whole.asking.name or whole.label_text, name))[:_LONGEST_NAME],
            kind=whole.asking.kind,
            measure=whole.asking.measure,
            section=whole.asking.section,
            part_of=whole.code,
            breakdown=self.block.breakdown,
            breakdown_name=self.block.breakdown_name,
            category=category,
            category_name=name[:_LONGEST_NAME],
            adds_up=self.block.adds_up,
        )
        yield self._mark(cell, generated_code(whole.code, self.block.breakdown, category), asking)

    def _code(self, name: str) -> str:
        key = plain(name)
        if key not in self.categories:
            if self.asked is not None:
                raise RuleError("breakdown_category_unknown", name=name, breakdown=self.asked.name)
            self.categories[key] = code_from_name(name, self.categories.values())
        return self.categories[key]

    def _mark(self, cell: Cell, code: str, asking: Asking) -> Mark:
        label = (cell[0], column_of(self.block.labels))
        head = self.sheet.first_of((self.block.heads, cell[1]))
        head_text = self.sheet.shown(head).strip()
        return Mark(
            MarkKind.FIGURE,
            self.sheet.name,
            cell_name(cell),
            code,
            label=cell_name(label),
            label_text=self.sheet.shown(label).strip(),
            head=cell_name(head) if head_text else "",
            head_text=head_text,
            asking=asking,
        )
