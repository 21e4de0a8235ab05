"""What stands on a sheet of somebody's workbook, as far as marking its cells goes by it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

Cell = tuple[int, int]
"""Row and column, counted from 0."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its text as stored, its formula without `=`, and what it looks like.

    `indent` is that of its style; `is_fraction` a number format with decimals or per cent.
    """

    text: str = ""
    is_number: bool = False
    formula: str = ""
    is_framed: bool = False
    is_fraction: bool = False
    indent: int = 0

    @property
    def is_fillable(self) -> bool:
        """Whether somebody could type a figure here, or the workbook works one out."""
        return bool(self.formula) or self.is_number or (self.is_framed and not self.text)


_NOTHING = GridCell()


@dataclass(frozen=True)
class SheetGrid:
    """A sheet: its cells, and its merged ranges as (first row, first column, last row, last)."""

    name: str
    cells: Mapping[Cell, GridCell]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    is_hidden: bool = False

    @cached_property
    def height(self) -> int:
        return max((row for row, _column in self.cells), default=-1) + 1

    @cached_property
    def width(self) -> int:
        return max((column for _row, column in self.cells), default=-1) + 1

    @property
    def covered_area(self) -> int:
        """How many cells the merged ranges cover, each counted as often as it is covered."""
        return sum(
            max(0, min(bottom + 1, self.height) - top) * max(0, min(right + 1, self.width) - left)
            for top, left, bottom, right in self.merged
        )

    @cached_property
    def _covered(self) -> dict[Cell, Cell]:
        """The first cell of each merged range, by the cells that it covers."""
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.merged
            for row in range(top, min(bottom, self.height) + 1)
            for column in range(left, min(right, self.width) + 1)
        }

    def first_of(self, cell: Cell) -> Cell:
        """The cell that shows what stands here."""
        return self._covered.get(cell, cell)

    def is_covered(self, cell: Cell) -> bool:
        """Whether another cell of its merged range stands for it."""
        return self.first_of(cell) != cell

    def at(self, cell: Cell) -> GridCell:
        return self.cells.get(cell, _NOTHING)

    def shown(self, cell: Cell) -> str:
        """The text that a reader sees at the cell, of merged cells too."""
        return self.at(self.first_of(cell)).text
