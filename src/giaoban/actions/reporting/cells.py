"""What stands in a cell of a report, and how are the cells of a version stored?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from giaoban.actions.reporting.row_writing import insert_rows
from giaoban.models import Value, Version


@dataclass(frozen=True)
class Cell:
    """What one cell is to hold; neither number nor text empties it. `note` None leaves it as is."""

    number: float | None = None
    text: str = ""
    note: str | None = None
    origin: str = ""  # I!D7, row 12: where it was read

    @property
    def is_empty(self) -> bool:
        return self.number is None and not self.text and not self.note


def store_cells(version: Version, cells: Mapping[int, Cell]) -> None:
    """Put the cells, by indicator id, in place of those that the version has.

    A note that is to stay is not read for that. A cell in which nothing is left goes.
    """
    if any(cell.note is None for cell in cells.values()):
        kept = {key: cell for key, cell in cells.items() if cell.note is None}
        _insert(version, kept, _REPLACE)
    if any(cell.note is not None for cell in cells.values()):
        given = {key: cell for key, cell in cells.items() if cell.note is not None}
        _insert(version, given, f"{_REPLACE}, note = excluded.note")
    if any(cell.is_empty for cell in cells.values()):
        with connection.cursor() as cursor:
            cursor.execute(_REMOVE_EMPTY, [version.pk])


def insert_cells(cells: Iterable[tuple[int, int, Cell]]) -> None:
    """Store cells of versions that have none yet: (version id, indicator id, cell)."""
    insert_rows(Value, _FIELDS, [_row(*one) for one in cells if not one[2].is_empty])


def _insert(version: Version, cells: Mapping[int, Cell], conflict: str) -> None:
    rows = [_row(version.pk, indicator_id, cell) for indicator_id, cell in cells.items()]
    insert_rows(Value, _FIELDS, rows, conflict)


def _row(version_id: int, indicator_id: int, cell: Cell) -> tuple[object, ...]:
    number = None if cell.number is None else float(cell.number)
    return version_id, indicator_id, number, cell.text, cell.note or "", cell.origin


_FIELDS = ("version", "indicator", "number", "text", "note", "cell")
_REPLACE = """
    ON CONFLICT (version_id, indicator_id) DO UPDATE SET
        number = excluded.number, text = excluded.text, cell = excluded.cell
"""
_REMOVE_EMPTY = """
    DELETE FROM giaoban_value
    WHERE version_id = %s AND number IS NULL AND text = '' AND note = ''
"""
