"""Which words beside and above a cell probably say what its figure is?"""

import re

from giaoban.rules.reporting.workbook_grid import Cell, SheetGrid

_COUNTED = re.compile(r"\(?\s*([0-9]{1,2}|[A-Za-z])\s*\)?")


def likely_label(sheet: SheetGrid, cell: Cell) -> Cell | None:
    """The longest words left of the cell in its row: longer than its number and its measure."""
    row, column = cell
    left = [sheet.first_of((row, other)) for other in range(column)]
    worded = [place for place in left if sheet.at(place).text and not sheet.at(place).is_number]
    return max(worded, key=lambda place: len(sheet.at(place).text), default=None)


def likely_head(sheet: SheetGrid, cell: Cell) -> Cell | None:
    """The nearest framed words above the cell, but for the row that numbers the columns."""
    row, column = cell
    for above in range(row - 1, -1, -1):
        place = sheet.first_of((above, column))
        held = sheet.at(place)
        if held.text and held.is_framed and not held.is_number:
            if _COUNTED.fullmatch(held.text):
                continue
            return place
    return None
