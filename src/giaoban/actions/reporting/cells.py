"""What stands in a cell of a report, and how are the cells of a version stored?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from giaoban.actions.reporting.row_writing import insert_rows
from giaoban.models import Value, Version


@dataclass(frozen=True)
class Cell:
    """What one cell is to hold; neither number nor text empties it.

    `note` None leaves the note as it is, `is_estimate` None the mark that a number is estimated.
    """

    number: float | None = None
    text: str = ""
    note: str | None = None
    origin: str = ""  # I!D7, row 12: where it was read
    is_estimate: bool | None = None

    @property
    def is_empty(self) -> bool:
        return self.number is None and not self.text and not self.note


def store_cells(version: Version, cells: Mapping[int, Cell]) -> None:
    """Put the cells, by indicator id, in place of those that the version has.

    A note that is to stay is not read for that. A cell in which nothing is left goes.
    """
    kinds: dict[str, dict[int, Cell]] = {}
    for key, cell in cells.items():
        kinds.setdefault(_conflict(cell), {})[key] = cell
    for conflict, of_kind in kinds.items():
        _insert(version, of_kind, conflict)
    if any(cell.is_empty for cell in cells.values()):
        with connection.cursor() as cursor:
            cursor.execute(_REMOVE_EMPTY, [version.pk])


def insert_cells(cells: Iterable[tuple[int, int, Cell]]) -> None:
    """Store cells of versions that have none yet: (version id, indicator id, cell)."""
    insert_rows(Value, _FIELDS, [_row(*one) for one in cells if not one[2].is_empty])


def _insert(version: Version, cells: Mapping[int, Cell], conflict: str) -> None:
    rows = [_row(version.pk, indicator_id, cell) for indicator_id, cell in cells.items()]
    insert_rows(Value, _FIELDS, rows, conflict)


def _conflict(cell: Cell) -> str:
    """What becomes of a cell that is there; no number, no estimate."""
    note = "" if cell.note is None else ", note = excluded.note"
    if cell.is_estimate is None and cell.number is not None:
        return _REPLACE + note
    return f"{_REPLACE}{note}, is_estimate = excluded.is_estimate"


def _row(version_id: int, indicator_id: int, cell: Cell) -> tuple[object, ...]:
    number = None if cell.number is None else float(cell.number)
    is_estimate = number is not None and bool(cell.is_estimate)
    return version_id, indicator_id, number, cell.text, cell.note or "", cell.origin, is_estimate


_FIELDS = ("version", "indicator", "number", "text", "note", "cell", "is_estimate")
_REPLACE = """
    ON CONFLICT (version_id, indicator_id) DO UPDATE SET
        number = excluded.number, text = excluded.text, cell = excluded.cell
"""
_REMOVE_EMPTY = """
    DELETE FROM giaoban_value
    WHERE version_id = %s AND number IS NULL AND text = '' AND note = ''
"""
