"""The sheets of an .xlsx as grids: what stands in each cell, what it looks like, what is merged."""

import re
from collections.abc import Mapping
from functools import cached_property

from giaoban.exchange.reporting.workbook_cells import as_text
from giaoban.exchange.reporting.workbook_package import Element, Package, inline_text
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.workbook_formulas import cell_name, cell_named, shifted
from giaoban.rules.reporting.workbook_grid import Cell, GridCell, SheetGrid

MOST_CELLS = 100_000
"""On the sheets of a workbook that is marked; a form has a few hundred."""

_FRACTIONS = {2, 4, 9, 10, 39, 40, 43, 44}  # built-in number formats
_CALLS_OUT = re.compile(r"\b(WEBSERVICE|RTD|CALL|REGISTER\.ID)\s*\(", re.IGNORECASE)
_FRACTION = re.compile(r"0\.0|%")
_SIDES = ("left", "right", "top", "bottom")


class WorkbookGrids:
    """The grids of a workbook, each made when it is asked for.

    Raises RuleError as Package does, and `workbook_too_large_to_mark` (most); merged cells that
    cover one another again and again are bounded too.
    """

    def __init__(self, content: bytes) -> None:
        self.package = Package(content)
        self.names = list(self.package.sheets)
        self._held: dict[str, SheetGrid] = {}
        self._cells = 0

    def sheet(self, name: str) -> SheetGrid:
        if name not in self._held:
            self._held[name] = self._grid(name)
        return self._held[name]

    def all(self) -> list[SheetGrid]:
        return [self.sheet(name) for name in self.names]

    def _grid(self, name: str) -> SheetGrid:
        root = self.package.sheet(name)
        cells: dict[Cell, GridCell] = {}
        shared: dict[str, tuple[str, Cell]] = {}
        row_number = -1
        for row in root.iter("{*}row"):
            row_number = int(row.get("r") or row_number + 2) - 1
            column = -1
            for node in row.iterfind("{*}c"):
                place = cell_named(node.get("r") or "") or (row_number, column + 1)
                column = place[1]
                cell = self._cell(node, place, shared)
                if _CALLS_OUT.search(cell.formula):
                    raise RuleError("workbook_calls_out", where=f"{name}!{cell_name(place)}")
                if cell != GridCell():
                    cells[place] = cell
        self._cells += len(cells)
        if self._cells > MOST_CELLS:
            raise RuleError("workbook_too_large_to_mark", most=MOST_CELLS)
        grid = SheetGrid(name, cells, tuple(_merged(root)), is_hidden=name in self.package.hidden)
        if grid.covered_area > 2 * MOST_CELLS:
            raise RuleError("workbook_too_large_to_mark", most=MOST_CELLS)
        return grid

    def _cell(self, node: Element, place: Cell, shared: dict[str, tuple[str, Cell]]) -> GridCell:
        formula = _formula(node, place, shared)
        text, is_number = self._text(node)
        is_framed, is_fraction, indent = self._looks.get(int(node.get("s") or 0), (False, False, 0))
        return GridCell(text, is_number and not formula, formula, is_framed, is_fraction, indent)

    def _text(self, node: Element) -> tuple[str, bool]:
        kind = node.get("t") or "n"
        if kind == "inlineStr":
            return inline_text(node), False
        held = node.find("{*}v")
        value = (held.text or "") if held is not None else ""
        if not value:
            return "", False
        if kind == "s":
            texts = self.package.texts
            index = int(value) if value.isdecimal() else -1
            return (texts[index] if 0 <= index < len(texts) else ""), False
        if kind != "n":
            return value, False
        try:
            return as_text(float(value)), True
        except (ValueError, OverflowError):
            return value, False

    @cached_property
    def _looks(self) -> Mapping[int, tuple[bool, bool, int]]:
        """By style: whether it has a frame, shows fractions, and its indent."""
        styles = self.package.styles
        if styles is None:
            return {}
        formats = {
            int(each.get("numFmtId") or 0): each.get("formatCode") or ""
            for each in styles.iter("{*}numFmt")
        }
        borders = [
            sum(_has_style(border, side) for side in _SIDES) >= 2
            for border in styles.iterfind("{*}borders/{*}border")
        ]
        looks = {}
        for number, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
            border, shown = int(style.get("borderId") or 0), int(style.get("numFmtId") or 0)
            alignment = style.find("{*}alignment")
            indent = int(alignment.get("indent") or 0) if alignment is not None else 0
            is_fraction = shown in _FRACTIONS or bool(_FRACTION.search(formats.get(shown, "")))
            looks[number] = border < len(borders) and borders[border], is_fraction, indent
        return looks


def _has_style(border: Element, side: str) -> bool:
    found = border.find(f"{{*}}{side}")
    return found is not None and found.get("style", "none") != "none"


def _formula(node: Element, place: Cell, shared: dict[str, tuple[str, Cell]]) -> str:
    """The formula without `=`; a shared one as it reads in this cell."""
    held = node.find("{*}f")
    if held is None:
        return ""
    number = held.get("si") or ""
    if held.get("t") == "shared" and not held.text and number in shared:
        text, (row, column) = shared[number]
        return shifted(text, place[0] - row, place[1] - column)
    if held.get("t") == "shared" and held.text:
        shared[number] = held.text, place
    return held.text or "?"  # an array or data table: a formula that is not understood


def _merged(root: Element) -> list[tuple[int, int, int, int]]:
    found = []
    for node in root.iter("{*}mergeCell"):
        first, _, last = (node.get("ref") or "").partition(":")
        top, bottom = cell_named(first), cell_named(last or first)
        if top and bottom:
            found.append((*top, *bottom))
    return found
