"""What has a unit to do, and what of it is with others? As a home page lists it: the first of each.

To do is what no colleague holds; with others is what was handed in or asked about, or what a
colleague holds. Who has left holds nothing any more (queries.tasks.holders). Questions about
figures are left out: they are listed with the reports.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from giaoban.models import Document, Obligation, Person, Task, Unit
from giaoban.queries.row_reading import holes, read_rows
from giaoban.rules.people.permissions import Permission, roles_with
from giaoban.rules.tasks.states import OPEN, TaskState


@dataclass(frozen=True)
class OwnTasks:
    """The first tasks of each kind, and of how many they are the first; `due_on` is of all that is
    to be done, for those that have a day.
    """

    to_do: Sequence[Task] = ()
    number_to_do: int = 0
    due_on: Sequence[date] = ()
    away: Sequence[Task] = ()
    number_away: int = 0


def own_tasks(
    unit_ids: Collection[int],
    person: Person,
    on: date,
    most: int | None = None,
    most_away: int | None = None,
) -> OwnTasks:
    """The earliest day first; `most` None: all of them.

    Of a unit's open tasks only what orders and counts them is read, and all of those shown.
    """
    if not unit_ids:
        return OwnTasks()
    with connection.cursor() as cursor:
        cursor.execute(*_keys(unit_ids, person, on))
        found = cursor.fetchall()
    to_do = [(pk, _as_date(due_on)) for pk, due_on, is_away in found if not is_away]
    away = [pk for pk, _due_on, is_away in found if is_away]
    shown, shown_away = [pk for pk, _ in to_do[:most]], away[:most_away]
    tasks = tasks_by_key([*shown, *shown_away])
    return OwnTasks(
        to_do=[tasks[pk] for pk in shown],
        number_to_do=len(to_do),
        due_on=[due_on for _, due_on in to_do if due_on is not None],
        away=[tasks[pk] for pk in shown_away],
        number_away=len(away),
    )


def _keys(unit_ids: Collection[int], person: Person, on: date) -> tuple[str, list[Any]]:
    """The open tasks of the units: the key, the day, and whether somebody else has it to do."""
    away = [TaskState.SUBMITTED, TaskState.QUERIED]
    roles = sorted(roles_with(Permission.ANSWER_TASK))
    statement = f"""
        SELECT t.id, t.due_on, CASE
            WHEN t.state IN ({holes(away)}) THEN 1
            WHEN t.holder_id IS NULL OR t.holder_id = %s THEN 0
            WHEN EXISTS (
                SELECT 1 FROM giaoban_appointment a JOIN giaoban_person p ON p.id = a.person_id
                WHERE a.unit_id = t.unit_id AND a.person_id = t.holder_id AND p.is_active
                  AND a.since <= %s AND (a.until IS NULL OR a.until > %s)
                  AND a.role IN ({holes(roles)})
            ) THEN 1
            ELSE 0 END
        FROM giaoban_task t
        WHERE t.unit_id IN ({holes(unit_ids)}) AND t.state IN ({holes(OPEN)})
          AND t.question_id IS NULL
        ORDER BY t.due_on ASC NULLS LAST, t.id
        """
    return statement, [*away, person.pk, on, on, *roles, *unit_ids, *sorted(OPEN)]


def tasks_by_key(pks: Sequence[int]) -> dict[int, Task]:
    """Each with its unit, its giver, its obligation and document, and who holds it; one query."""
    if not pks:
        return {}
    rows = read_rows(
        (
            ("t", Task),
            ("u", Unit),
            ("g", Unit),
            ("h", Person),
            ("o", Obligation),
            ("d", Document),
        ),
        "FROM giaoban_task t"
        " JOIN giaoban_unit u ON u.id = t.unit_id JOIN giaoban_unit g ON g.id = t.giver_id"
        " LEFT JOIN giaoban_person h ON h.id = t.holder_id"
        " LEFT JOIN giaoban_obligation o ON o.id = t.obligation_id"
        " LEFT JOIN giaoban_document d ON d.id = o.document_id"
        f" WHERE t.id IN ({holes(pks)})",
        pks,
        without=frozenset({"search_text"}),
    )
    for task, unit, giver, holder, obligation, document in rows:
        task.unit, task.giver, task.holder, task.obligation = unit, giver, holder, obligation
        if obligation is not None:
            obligation.document = document
    return {task.pk: task for task, *_ in rows}


def _as_date(value: date | str | None) -> date | None:
    """SQLite gives days as text where no model reads them."""
    return date.fromisoformat(value) if isinstance(value, str) else value
