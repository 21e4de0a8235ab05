"""What does a report say of the tasks that were given: the four counts, and what is overdue?"""

from collections.abc import Iterator, Mapping
from datetime import date

from giaoban.documents.content import Block, Cell, Column, Paragraph, Row, Table, text
from giaoban.documents.numbers import format_number, format_percent
from giaoban.documents.reporting.report_words import LANGUAGE, SAID
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.drawn_tasks import DrawnTask, DrawnTasks
from giaoban.rules.tasks.counting import Count


def task_blocks(tasks: DrawnTasks) -> list[Block]:
    """Two sentences, and a table of the overdue ones where there are any."""
    day = date.fromisoformat(tasks.as_of)
    if not sum(tasks.counts.values()):
        return [Paragraph(text(SAID.progress.nothing_in.format(day=day_text(day, LANGUAGE))))]
    blocks: list[Block] = list(counts_said(day, tasks.counts))
    if tasks.overdue:
        blocks.append(_overdue_table(tasks))
    return blocks


def counts_said(day: date, counts: Mapping[Count, int] | Mapping[str, int]) -> Iterator[Paragraph]:
    """The four counts as two sentences; keys are Count or their values."""
    said = SAID.progress
    by_count = {Count(count): number for count, number in counts.items()}
    total = sum(by_count.values())
    done = by_count[Count.DONE_ON_TIME] + by_count[Count.DONE_LATE]
    yield Paragraph(
        text(
            said.said.format(
                day=day_text(day, LANGUAGE),
                total=_written(total),
                done=_written(done),
                share=format_percent(done / total if total else None, LANGUAGE),
                open=_written(total - done),
            )
        )
    )
    yield Paragraph(
        text(
            said.shares.format(
                on_time=_written(by_count[Count.DONE_ON_TIME]),
                late=_written(by_count[Count.DONE_LATE]),
                in_term=_written(by_count[Count.WITHIN_TERM]),
                overdue=_written(by_count[Count.OVERDUE]),
            )
        )
    )


def _overdue_table(tasks: DrawnTasks) -> Table:
    said = SAID.progress
    left_out = tasks.left_out
    number, document, task, unit, due, _state, days, explanation = said.list_head
    return Table(
        columns=(
            Column(0.6, "center"),
            Column(1.7),
            Column(3.6),
            Column(1.9),
            Column(1.5, "center"),
            Column(1.2, "center", "#,##0"),
            Column(2.4),
        ),
        header=(tuple(map(Cell, (number, document, task, unit, due, days, explanation))),),
        rows=tuple(_row(place, task) for place, task in enumerate(tasks.overdue, start=1)),
        caption=said.overdue_table,
        notes=(said.lines_left_out.format(count=_written(left_out)),) if left_out else (),
        indent_column=1,
    )


def _row(place: int, task: DrawnTask) -> Row:
    day = date.fromisoformat(task.due_on)
    return Row(
        (
            Cell(str(place), place),
            Cell(task.symbol),
            Cell(task.text),
            Cell(task.unit),
            Cell(day_text(day, LANGUAGE), day),
            Cell(_written(task.days_over), task.days_over),
            Cell(task.explanation),
        )
    )


def _written(number: int) -> str:
    return format_number(number, LANGUAGE)
