"""Which directives are units late with? Some lines beside the figures of the chair's page."""

from typing import Any

from giaoban.queries.tasks.late_directives import late_directives
from giaoban.queries.tasks.seen import tasks_under
from giaoban.web.frame.acting import Acting

MOST_LINES = 4


def late_with(acting: Acting, unit_id: int | None) -> dict[str, Any]:
    """What the card shows of everything under the unit, or of all that is seen; two statements."""
    tasks = tasks_under(acting.seeing_tasks, unit_id, acting.today)
    found, among = late_directives(tasks, acting.today, MOST_LINES)
    return {"late_unit": unit_id, "late_directives": found, "late_others": among - len(found)}
