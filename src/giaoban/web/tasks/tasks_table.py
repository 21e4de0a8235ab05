"""The list of tasks as a table to take away, narrowed as it is shown."""

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from giaoban.documents.tables import ExportColumn, TableExport
from giaoban.models import Task
from giaoban.web.frame.document_naming import Names
from giaoban.web.tasks.words import COUNTS, TASK_STATES

MOST_ROWS = 10_000
"""Of one file, so that it is made in seconds; `export_tasks` writes any number."""


def tasks_table(tasks: Iterable[Task], names: Names, made_on: date) -> TableExport:
    """A line for each task, in the order of the list."""
    return TableExport(
        columns=(
            ExportColumn(_("Document"), width=16),
            ExportColumn(_("Clause"), width=10),
            ExportColumn(_("Task"), width=48),
            ExportColumn(_("Unit"), width=26),
            ExportColumn(_("Code"), width=14),
            ExportColumn(_("Given by"), width=20),
            ExportColumn(_("Given on"), width=12),
            ExportColumn(_("First due on"), width=12),
            ExportColumn(_("Due on"), width=12),
            ExportColumn(_("Handed in on"), width=12),
            ExportColumn(_("State"), width=18),
            ExportColumn(_("Counted as"), width=20),
            ExportColumn(_("Held by"), width=20),
            ExportColumn(_("To be delivered"), width=28),
        ),
        rows=tuple(_row(task, names) for task in tasks),
        title=_("What was given to whom?"),
        made_on=made_on,
    )


def _row(task: Task, names: Names) -> tuple[str | date | None, ...]:
    obligation = task.obligation
    is_named = obligation is not None and names.is_read(obligation.document)
    counted: str = task.counted  # type: ignore[attr-defined]
    return (
        obligation.document.symbol if obligation and is_named else "",
        obligation.clause if obligation and is_named else "",
        task.text,
        task.unit.name,
        task.unit.code,
        task.giver.name,
        localdate(task.given_at),
        task.first_due_on,
        task.due_on,
        task.whole_handed_in_on,
        str(TASK_STATES[task.whole].label),
        str(COUNTS[counted].label) if counted else "",
        task.holder.name if task.holder else "",
        task.product,
    )
