"""The sheet of a marked workbook as a table: a stretch of its rows and columns at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from giaoban.rules.reporting.workbook_formulas import cell_name, letters_of
from giaoban.rules.reporting.workbook_grid import Cell, SheetGrid
from giaoban.rules.reporting.workbook_marks import Mark, MarkKind

ROWS, COLUMNS = 60, 20
"""So much of a sheet is shown at once."""

_LONGEST = 80


ROLES: Mapping[str, Promise] = {
    MarkKind.FIGURE: gettext_lazy("figure"),
    "label": gettext_lazy("its words"),
    MarkKind.UNIT: gettext_lazy("unit"),
    MarkKind.PERIOD: gettext_lazy("period"),
    MarkKind.LIST: gettext_lazy("column of a list"),
}
"""What a cell is marked as, in words."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with the markup of its cells: a sheet has over a thousand, too many for a template."""

    number: int
    cells: SafeString


@dataclass(frozen=True)
class Window:
    """The stretch of a sheet from `top` and `left`, and where the next ones begin, or None."""

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

    def rows(self, marks: Sequence[Mark], chosen: str, address: str) -> Iterator[ShownRow]:
        """The rows with what is marked in them."""
        drawing = _Drawing(self, _roles([m for m in marks if m.sheet == self.sheet.name]), chosen)
        for row in self._rows:
            cells = (
                (drawing.cell((row, column), address),)
                for column in self._columns
                if not self._is_hidden((row, column))
            )
            yield ShownRow(row + 1, format_html_join("", "{}", cells))

    def _is_hidden(self, cell: Cell) -> bool:
        """Whether the merged cell that shows it is in sight."""
        first = self.sheet.first_of(cell)
        return first != cell and first[0] >= self.top and first[1] >= self.left

    def spans(self, cell: Cell) -> SafeString:
        """How far a merged cell reaches within the stretch."""
        found = self._merged.get(cell)
        if found is None:
            return SafeString("")
        rows = min(found[0], self._rows.stop) - cell[0]
        columns = min(found[1], self._columns.stop) - cell[1]
        return format_html(' rowspan="{}" colspan="{}"', rows, columns)

    @cached_property
    def _merged(self) -> dict[Cell, Cell]:
        """The cells after the last of each merged range, by its first."""
        return {
            (top, left): (bottom + 1, right + 1) for top, left, bottom, right in self.sheet.merged
        }


@dataclass(frozen=True)
class _Drawing:
    """The cells of a stretch while they are drawn."""

    window: Window
    roles: Mapping[str, tuple[str, str]]
    chosen: str

    def cell(self, cell: Cell, address: str) -> SafeString:
        """A cell; where something stands in it or could, as a link that chooses it."""
        held, name = self.window.sheet.at(cell), cell_name(cell)
        role, code = self.roles.get(name, ("", ""))
        text = held.text or (f"={held.formula}" if held.formula else "")
        shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
        names = [
            f"role-{role}" if role else "",
            "is-chosen" if name == self.chosen else "",
            "is-formula" if held.formula else "",
        ]
        inner = SafeString("")
        if text or role or held.is_framed or name == self.chosen:
            inner = format_html(
                '<a href="{}&amp;cell={}#panel" data-cell="{}"{}>'
                '<span class="visually-hidden">{}: </span>{}</a>',
                address,
                name,
                name,
                SafeString(' aria-current="true"' if name == self.chosen else ""),
                f"{name}, {ROLES[role]} {code}".strip() if role else name,
                format_html("<code>{}</code>", code) if code else shown,
            )
        style = " ".join(filter(None, names))
        return format_html('<td{} class="{}">{}</td>', self.window.spans(cell), style, inner)


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
