"""Which directives are units late with? Some lines beside the figures of the chair's page."""

from dataclasses import replace
from typing import Any

from giaoban.queries.tasks.late_directives import late_directives
from giaoban.queries.tasks.seen import tasks_under
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.document_naming import Names

MOST_LINES = 4


def late_with(acting: Acting, unit_id: int | None) -> dict[str, Any]:
    """What the card shows of everything under the unit, or of all that is seen; two statements."""
    tasks = tasks_under(acting.seeing_tasks, unit_id, acting.today)
    found, among = late_directives(tasks, acting.today, MOST_LINES)
    names = Names(acting, [one.document for one in found if one.document is not None])
    named = [
        one if one.document is None else replace(one, document=names.shown(one.document))
        for one in found
    ]
    return {"late_unit": unit_id, "late_directives": named, "late_others": among - len(found)}
