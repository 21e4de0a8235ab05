"""Marking figures as changed, inside the transaction that changes them (docs/decisions/0006)."""

from collections.abc import Iterable
from datetime import date

from giaoban.actions.reporting.row_writing import insert_rows
from giaoban.models import Mark, Period


def append_marks_for(*, unit_ids: Iterable[int], period: Period) -> int:
    """One mark for each unit in the period; how many.

    Call it in the transaction that moves a report's counted version, opens a period, or changes
    whether a report is late. Longer periods and units above are found when the marks are folded.
    """
    rows = [(unit_id, period.pk) for unit_id in dict.fromkeys(unit_ids)]
    insert_rows(Mark, ("unit", "period"), rows)
    return len(rows)


def append_marks(unit_ids: Iterable[int], *, from_date: date) -> int:
    """One mark for each unit in every period that ends on or after the day; how many.

    For edits of the tree: name the unit itself and its old and new parents. An edit of the past
    so reaches the totals of every period that it changes.
    """
    units = list(dict.fromkeys(unit_ids))
    period_ids = list(Period.objects.filter(ends_on__gte=from_date).values_list("pk", flat=True))
    marks = [
        Mark(unit_id=unit_id, period_id=period_id) for unit_id in units for period_id in period_ids
    ]
    Mark.objects.bulk_create(marks, batch_size=2000)
    return len(marks)
