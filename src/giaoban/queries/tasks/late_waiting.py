"""Which overdue tasks wait for whoever gave them, so that no unit is chased about them?"""

from datetime import date

from django.db.models import Count

from giaoban.queries.tasks.counting import count_of_whole
from giaoban.queries.tasks.waiting import Deciding, Wait, tasks_to_decide
from giaoban.queries.units.lineage import subtree
from giaoban.rules.tasks import counting


def late_waiting(
    deciding: Deciding, unit_id: int, document_id: int | None, on: date
) -> dict[Wait, int]:
    """Of the unit and everything below it, of one document or of all: how many of those that this
    person decides on ask something, and of how many more time is asked; one statement.

    A result that was handed in late is none of them: its unit has answered.
    """
    found = tasks_to_decide(deciding).filter(
        question=None, wait__in=[Wait.REPLY, Wait.TIME], unit__in=subtree([unit_id], on)
    )
    if document_id is not None:
        found = found.filter(obligation__document=document_id)
    late = found.annotate(counted=count_of_whole(on)).filter(counted=counting.Count.OVERDUE)
    numbers = late.order_by().values_list("wait").annotate(number=Count("pk"))
    return {Wait(wait): number for wait, number in numbers.order_by("wait")}
