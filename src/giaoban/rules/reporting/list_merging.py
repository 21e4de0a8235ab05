"""Two people changed the same list meanwhile: what do its rows hold now, and who must choose where?

Row by row and cell by cell: what only one of the two changed is taken, what both added is kept,
and a cell that both changed differently keeps what is stored and is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from giaoban.rules.reporting.list_rows import RowCells


@dataclass(frozen=True, slots=True)
class CellInConflict:
    """`row` counts from 0 in the merged rows; None is an empty cell."""

    row: int
    column: str
    mine: float | str | None
    theirs: float | str | None


@dataclass(frozen=True, slots=True)
class MergedRows:
    rows: list[dict[str, float | str]]
    conflicts: tuple[CellInConflict, ...] = ()


def merged_rows(
    known: Sequence[RowCells], mine: Sequence[RowCells], theirs: Sequence[RowCells]
) -> MergedRows | None:
    """`known` is what both started from, `theirs` what is stored by now.

    None where a row was removed or moved: then nobody can tell which rows are the same ones, and
    the list as a whole is to be chosen.
    """
    if theirs in (known, mine):
        return MergedRows([dict(row) for row in mine])
    if mine == known:
        return MergedRows([dict(row) for row in theirs])
    if _is_rearranged(known, mine) or _is_rearranged(known, theirs):
        return None
    rows: list[dict[str, float | str]] = []
    conflicts: list[CellInConflict] = []
    for number, start in enumerate(known):
        row, in_row = _merged_row(number, start, mine[number], theirs[number])
        rows.append(row)
        conflicts += in_row
    added = [dict(row) for row in theirs[len(known) :]]
    rows += added
    for one in mine[len(known) :]:
        if dict(one) in added:
            added.remove(dict(one))  # sent before, and its answer was lost
        else:
            rows.append(dict(one))
    return MergedRows(rows, tuple(conflicts))


def nearest(stored: Sequence[RowCells], known: Sequence[Sequence[RowCells]]) -> Sequence[RowCells]:
    """Of several states that a page knew of, the one that shares most rows with what is stored.

    Of equally near ones the last.
    """

    def rank(number: int) -> tuple[int, int]:
        pairs = zip(known[number], stored, strict=False)
        same = sum(one == other for one, other in pairs)
        return same - abs(len(known[number]) - len(stored)), number

    return known[max(range(len(known)), key=rank)]


def _is_rearranged(known: Sequence[RowCells], rows: Sequence[RowCells]) -> bool:
    """Whether a row is gone, or stands where another one stood."""
    if len(rows) < len(known):
        return True
    pairs = zip(known, rows, strict=False)
    return any(row != start and row in known for start, row in pairs)


def _merged_row(
    number: int, start: RowCells, mine: RowCells, theirs: RowCells
) -> tuple[dict[str, float | str], list[CellInConflict]]:
    row: dict[str, float | str] = {}
    conflicts = []
    for column in {**start, **theirs, **mine}:
        was, own, other = start.get(column), mine.get(column), theirs.get(column)
        content = own if other == was else other
        if own not in (was, other) and other != was:
            conflicts.append(CellInConflict(number, column, own, other))
        if content is not None:
            row[column] = content
    return row, conflicts
