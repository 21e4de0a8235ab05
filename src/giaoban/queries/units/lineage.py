"""Which units lie above and below a unit on a day, asked of the database in one statement."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models.expressions import RawSQL

_TABLE = "giaoban_placement"


def unit_and_ancestors(unit_id: int, on: date) -> list[int]:
    """The unit and everything above it on that day, nearest first; a closed unit keeps its place.

    A unit that is opened later hangs nowhere yet: the answer is the unit alone.
    """
    return _walk(
        f"""
        WITH RECURSIVE lineage(id, depth) AS (
            SELECT CAST(%s AS bigint), 0
            UNION ALL
            SELECT p.parent_id, lineage.depth + 1
            FROM {_TABLE} p JOIN lineage ON p.unit_id = lineage.id
            WHERE p.parent_id IS NOT NULL
              AND p.since <= %s AND (p.until IS NULL OR p.until > %s)
        )
        SELECT id FROM lineage ORDER BY depth
        """,
        [unit_id, on, on],
    )


def subtree_ids(unit_ids: Iterable[int], on: date) -> set[int]:
    """The units and everything under them on that day, closed units in their last place."""
    roots = sorted(set(unit_ids))
    return set(_walk(*subtree_statement(roots, on))) if roots else set()


def subtree(unit_ids: Iterable[int], on: date) -> RawSQL | list[int]:
    """The same for `unit__in=`: the database walks the tree, no thousand ids go there and back."""
    roots = sorted(set(unit_ids))
    return RawSQL(*subtree_statement(roots, on)) if roots else []


def subtree_statement(roots: list[int], on: date) -> tuple[str, list[object]]:
    """The same for a statement written by hand, with its parameters; at least one root."""
    starts = " UNION ALL ".join(["SELECT CAST(%s AS bigint)"] * len(roots))
    return (
        f"""
        WITH RECURSIVE subtree(id) AS (
            {starts}
            UNION
            SELECT p.unit_id
            FROM {_TABLE} p JOIN subtree ON p.parent_id = subtree.id
            WHERE p.since <= %s AND (p.until IS NULL OR p.until > %s)
        )
        SELECT id FROM subtree
        """,
        [*roots, on, on],
    )


def lines_of(unit_ids: Iterable[int], on: date) -> dict[int, set[int]]:
    """By unit: itself and everything above it on that day; one statement for all of them."""
    found = {unit_id: {unit_id} for unit_id in unit_ids}
    if not found:
        return found
    starts = " UNION ALL ".join(["SELECT CAST(%s AS bigint), CAST(%s AS bigint)"] * len(found))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE line(start, id) AS (
                {starts}
                UNION
                SELECT line.start, p.parent_id
                FROM {_TABLE} p JOIN line ON p.unit_id = line.id
                WHERE p.parent_id IS NOT NULL
                  AND p.since <= %s AND (p.until IS NULL OR p.until > %s)
            )
            SELECT start, id FROM line
            """,
            [*(each for unit_id in sorted(found) for each in (unit_id, unit_id)), on, on],
        )
        for start, above in cursor.fetchall():
            found[start].add(above)
    return found


def _walk(statement: str, params: list[object]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [row[0] for row in cursor.fetchall()]
