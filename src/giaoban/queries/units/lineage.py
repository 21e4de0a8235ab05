"""Which units lie above and below a unit on a day, asked of the database in one statement."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

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
    if not roots:
        return set()
    starts = " UNION ALL ".join(["SELECT CAST(%s AS bigint)"] * len(roots))
    return set(
        _walk(
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
    )


def _walk(statement: str, params: list[object]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [row[0] for row in cursor.fetchall()]
