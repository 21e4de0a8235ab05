"""Tasks as a table for other systems (docs/contracts.md, "Tasks")."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO

from django.db.models import F, QuerySet
from django.utils.timezone import make_naive

from giaoban.models import Task
from giaoban.queries.tasks.counting import count_of_whole
from giaoban.rules.formula_starts import harmless
from giaoban.rules.tasks.states import TaskState

COLUMNS = (
    "directive",
    "obligation",
    "task",
    "unit",
    "state",
    "due_on",
    "done_on",
    "count",
    "given_on",
    "first_due_on",
    "handed_in_on",
    "occurrence",
    "part_of",
    "text",
)
Cell = str | int | date | None
_CHUNK = 2000


def task_rows(tasks: QuerySet[Task], today: date) -> Iterator[tuple[Cell, ...]]:
    """A row for each task, parts too: by the date of its directive, its place there and its unit.

    `state`, `done_on` and `count` are those of the whole; `obligation` is the clause, else the
    place among those of its directive; `done_on` is the day on which what was confirmed was handed
    in. Without a directive the first two are empty. One statement, read piece by piece.
    """
    rows = (
        tasks.annotate(counted=count_of_whole(today))
        .order_by(
            F("obligation__document__dated_on").asc(nulls_last=True),
            "obligation__document__symbol",
            "obligation__position",
            "occurrence",
            F("parent_id").asc(nulls_first=True),
            "unit__code",
            "pk",
        )
        .values_list(
            "pk",
            "obligation__document__symbol",
            "obligation__clause",
            "obligation__position",
            "unit__code",
            "whole",
            "due_on",
            "whole_handed_in_on",
            "counted",
            "given_at",
            "first_due_on",
            "occurrence",
            "parent_id",
            "text",
        )
    )
    for (
        pk,
        symbol,
        clause,
        position,
        unit,
        whole,
        due_on,
        handed_in_on,
        counted,
        given_at,
        first_due_on,
        occurrence,
        parent_id,
        text,
    ) in rows.iterator(chunk_size=_CHUNK):
        yield (
            symbol or "",
            clause or ("" if position is None else str(position + 1)),
            pk,
            unit,
            whole,
            due_on,
            handed_in_on if whole == TaskState.CONFIRMED else None,
            counted or "",
            make_naive(given_at).date(),
            first_due_on,
            handed_in_on,
            occurrence,
            parent_id,
            text,
        )


def write_tasks_csv(rows: Iterable[tuple[Cell, ...]], to: IO[str]) -> None:
    """UTF-8, days as YYYY-MM-DD, missing as empty; texts that a spreadsheet would calculate are
    preceded by an apostrophe.
    """
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_written(cell) for cell in row] for row in rows)


def write_tasks_xlsx(rows: Iterable[tuple[Cell, ...]], to: IO[bytes]) -> None:
    """The same on one sheet; days are days."""
    import xlsxwriter  # type: ignore[import-untyped]

    texts = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(to, {"constant_memory": True, **texts}) as book:
        sheet = book.add_worksheet("tasks")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, COLUMNS)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell:
                    sheet.write_string(number, column, cell)


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case date():
            return cell.isoformat()
        case int():
            return str(cell)
    return harmless(cell)
