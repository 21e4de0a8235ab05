"""The sheet of a marked workbook as a table: a stretch of its rows and columns at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from giaoban.rules.reporting.workbook_formulas import cell_name, letters_of
from giaoban.rules.reporting.workbook_grid import Cell, SheetGrid
from giaoban.rules.reporting.workbook_marks import Mark, MarkKind

ROWS, COLUMNS = 60, 20
"""So much of a sheet is shown at once."""

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class ShownCell:
    """`role` is figure, unit, period or label; `said` is what it is in a code, for readers."""

    name: str
    text: str
    role: str = ""
    said: str = ""
    is_open: bool = False  # whether there is anything to press
    is_chosen: bool = False
    has_formula: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class ShownRow:
    number: int
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True)
class Window:
    """The stretch of a sheet from `top` and `left`; what lies beyond has an address or None."""

    sheet: SheetGrid
    top: int
    left: int

    @property
    def letters(self) -> list[str]:
        return [letters_of(column) for column in self._columns]

    @property
    def up(self) -> int | None:
        return max(self.top - ROWS, 0) if self.top else None

    @property
    def down(self) -> int | None:
        return self.top + ROWS if self.top + ROWS < self.sheet.height else None

    @property
    def back(self) -> int | None:
        return max(self.left - COLUMNS, 0) if self.left else None

    @property
    def on(self) -> int | None:
        return self.left + COLUMNS if self.left + COLUMNS < self.sheet.width else None

    @property
    def _columns(self) -> range:
        return range(self.left, max(min(self.left + COLUMNS, self.sheet.width), self.left + 1))

    @property
    def _rows(self) -> range:
        return range(self.top, max(min(self.top + ROWS, self.sheet.height), self.top + 1))

    def rows(self, marks: Sequence[Mark], chosen: str) -> Iterator[ShownRow]:
        """The rows with what is marked in them."""
        roles = _roles([mark for mark in marks if mark.sheet == self.sheet.name])
        spans = {
            (top, left): (bottom - top + 1, right - left + 1)
            for top, left, bottom, right in self.sheet.merged
        }
        for row in self._rows:
            cells = tuple(
                self._cell((row, column), roles, spans, chosen)
                for column in self._columns
                if not self._is_hidden((row, column))
            )
            yield ShownRow(row + 1, cells)

    def _is_hidden(self, cell: Cell) -> bool:
        """Whether the merged cell that shows it is in sight."""
        first = self.sheet.first_of(cell)
        return first != cell and first[0] >= self.top and first[1] >= self.left

    def _cell(
        self,
        cell: Cell,
        roles: dict[str, tuple[str, str]],
        spans: dict[Cell, tuple[int, int]],
        chosen: str,
    ) -> ShownCell:
        held, name = self.sheet.at(cell), cell_name(cell)
        role, said = roles.get(name, ("", ""))
        rows, columns = spans.get(cell, (1, 1))
        text = held.text or (f"={held.formula}" if held.formula else "")
        return ShownCell(
            name=name,
            text=text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…",
            role=role,
            said=said,
            is_open=bool(text) or held.is_framed or bool(role) or name == chosen,
            is_chosen=name == chosen,
            has_formula=bool(held.formula),
            columns=min(columns, self._columns.stop - cell[1]),
            rows=min(rows, self._rows.stop - cell[0]),
        )


def _roles(marks: Sequence[Mark]) -> dict[str, tuple[str, str]]:
    """What each cell is by name; a cell that is marked itself is no label of another."""
    roles = {}
    for mark in marks:
        for name in (mark.label, mark.head):
            if name:
                roles[name] = ("label", "")
    for mark in marks:
        kind = "unit" if mark.kind == MarkKind.UNIT_CODE else mark.kind
        roles[mark.cell] = (kind, mark.code)
    return roles
