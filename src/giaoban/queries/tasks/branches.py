"""The four counts of every branch of the tree at once, added up by the database.

At national size there are 100,000 tasks and thirty branches: what is read is as much as is shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet

from giaoban.models import Task
from giaoban.queries.tasks.counting import count_of_whole
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.states import TaskState

CLOSED = 0
"""Stands for the branch of whatever lies in a closed unit: it hangs nowhere any more."""


@dataclass(frozen=True, slots=True)
class BranchCount:
    """So many tasks of a branch count as this.

    `branch` is a unit directly under the top, the top itself for its own tasks, or CLOSED. `above`
    is the branch of the tasks of which these are parts; None where they are no parts, or the whole
    lies above the top. `column` is None for what came without a document.
    """

    branch: int
    above: int | None
    column: int | None
    count: Count
    number: int


def counts_by_branch(
    tasks: QuerySet[Task], top: int, field: str, today: date
) -> Iterator[BranchCount]:
    """Of those under the unit `top`, by the values of `field`; what was withdrawn is left out.

    One statement, none where no task can be meant.
    """
    told = (
        tasks.exclude(whole=TaskState.WITHDRAWN)
        .annotate(column=F(field), counted=count_of_whole(today))
        .order_by()
        .values_list("unit", "parent__unit", "column", "counted")
    )
    try:
        statement, params = told.query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNTED.format(tasks=statement),
            [top, top, today, today, CLOSED, top, today, today, *params],
        )
        for branch, above, column, counted, number in cursor.fetchall():
            yield BranchCount(branch, above, column, Count(counted), number)


_COUNTED = """
    WITH RECURSIVE branch(unit_id, id) AS (
        SELECT CAST(%s AS bigint), CAST(%s AS bigint)
        UNION
        SELECT p.unit_id,
               CASE WHEN u.opened_on > %s OR u.closed_on <= %s THEN %s
                    WHEN branch.unit_id = %s THEN p.unit_id
                    ELSE branch.id END
        FROM giaoban_placement p
        JOIN branch ON p.parent_id = branch.unit_id
        JOIN giaoban_unit u ON u.id = p.unit_id
        WHERE p.since <= %s AND (p.until IS NULL OR p.until > %s)
    ),
    task(unit_id, above_id, column_id, counted) AS ({tasks})
    SELECT own.id, above.id, task.column_id, task.counted, COUNT(*)
    FROM task
    JOIN branch own ON own.unit_id = task.unit_id
    LEFT JOIN branch above ON above.unit_id = task.above_id
    GROUP BY 1, 2, 3, 4
"""
