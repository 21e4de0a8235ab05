"""The dated tree, whole or around one unit, for rules that ask about any day."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from django.db import connection

from giaoban.queries.row_reading import holes
from giaoban.rules.units.tree import DatedTree, PlacementFacts, UnitFacts


def load_dated_tree() -> DatedTree:
    """All units in Vietnamese order and all their placements; two statements.

    Reading the rows of 3,356 units takes a few milliseconds, and putting the tree together ten
    times that. So it is put together anew only where a row differs from those of the last time:
    nobody has to remember to say that a unit was moved.
    """
    global _last
    with connection.cursor() as cursor:
        cursor.execute(_UNITS)
        units = cursor.fetchall()
        cursor.execute(_PLACEMENTS)
        placements = cursor.fetchall()
    last_units, last_placements, tree = _last
    if units != last_units or placements != last_placements:
        tree = DatedTree(
            (UnitFacts(*row[:4], *map(_as_date, row[4:])) for row in units),
            (PlacementFacts(*row[:2], *map(_as_date, row[2:])) for row in placements),
        )
        _last = (units, placements, tree)
    return tree


def load_dated_line(*unit_ids: int) -> DatedTree:
    """The units, everything that ever was above them, and whatever ever hung directly under them.

    Enough to say of these units on any day whether they are open, what they lie in, at which
    level, and whether something hangs under them. One statement, for a few units.
    """
    return _part_of_tree(
        unit_ids, "SELECT unit_id FROM giaoban_placement WHERE parent_id IN ({ids})"
    )


def load_dated_area(*unit_ids: int) -> DatedTree:
    """The same with everything that ever hung under the units, however deep. One statement."""
    return _part_of_tree(unit_ids, "SELECT id FROM below")


def _part_of_tree(unit_ids: Sequence[int], below: str) -> DatedTree:
    # PostgreSQL takes the line for long and reads every placement, unless it is an array.
    among, ends = ("= ANY(ARRAY", "))") if connection.vendor == "postgresql" else ("IN", ")")
    rows_of_ids = ", ".join(["(CAST(%s AS bigint))"] * len(unit_ids))
    below = below.format(ids=holes(unit_ids))
    statement = _PART.format(start=rows_of_ids, below=below, among=among, ends=ends)
    with connection.cursor() as cursor:
        cursor.execute(statement, list(unit_ids) * (1 + below.count("%s") // len(unit_ids)))
        rows = cursor.fetchall()
    units = {row[0]: UnitFacts(*row[:4], *map(_as_date, row[4:6])) for row in rows}
    placements = (PlacementFacts(row[0], row[6], *map(_as_date, row[7:])) for row in rows)
    return DatedTree(units.values(), placements)


@cache
def _as_date(value: date | str | None) -> date | None:
    """SQLite gives days as text where no model reads them."""
    return date.fromisoformat(value) if isinstance(value, str) else value


_UNITS = """
    SELECT id, code, name, kind, opened_on, closed_on FROM giaoban_unit ORDER BY sort_key, id
"""
_PLACEMENTS = """
    SELECT unit_id, parent_id, since, until FROM giaoban_placement ORDER BY id
"""
_last: tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], DatedTree] = ([], [], DatedTree((), ()))
"""The rows that were read last, and their tree: it is never changed, so threads can share it."""

_PART = """
    WITH RECURSIVE start(id) AS (VALUES {start}), line(id) AS (
        SELECT id FROM start
        UNION
        SELECT p.parent_id FROM giaoban_placement p JOIN line ON p.unit_id = line.id
        WHERE p.parent_id IS NOT NULL
    ), below(id) AS (
        SELECT id FROM start
        UNION
        SELECT p.unit_id FROM giaoban_placement p JOIN below ON p.parent_id = below.id
    )
    SELECT u.id, u.code, u.name, u.kind, u.opened_on, u.closed_on, p.parent_id, p.since, p.until
    FROM giaoban_unit u JOIN giaoban_placement p ON p.unit_id = u.id
    WHERE u.id {among} (
        SELECT id FROM line
        UNION {below}
    {ends}
    ORDER BY u.sort_key, u.id
"""
