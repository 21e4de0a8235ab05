"""Which tables does a progress report consist of?"""

from collections.abc import Iterator, Sequence
from datetime import date

from giaoban.documents.content import Cell, Column, Row, Table
from giaoban.documents.numbers import MISSING, format_number, format_percent
from giaoban.documents.reporting.report_words import (
    LANGUAGE,
    SAID,
    more_rows_in_spreadsheet,
)
from giaoban.queries.written_days import day_text
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.progress_facts import (
    CountedDirective,
    CountedUnit,
    CountedYear,
    Counts,
    ProgressFacts,
    TaskLine,
    share_done,
)
from giaoban.rules.tasks.states import TaskState

MOST_ON_PAPER = 300
"""Tasks of one list; the spreadsheet has them all."""
_PERCENT = "0.0%"
_WHOLE = "#,##0"


def counts_table(facts: ProgressFacts, number: int) -> Table:
    """The four counts and their sum, with their shares, beside those of the span before."""
    rows = [
        _counts_row(
            SAID.progress.counts[count],
            facts.counts[count],
            facts.total,
            None if facts.before is None else facts.before[count],
        )
        for count in Count
    ]
    before = None if facts.before is None else sum(facts.before.values())
    total = _counts_row(SAID.progress.total, facts.total, facts.total, before, is_sum=True)
    kind, whole, share, compared, change = SAID.progress.counts_head
    titles = [kind, whole, share] + ([compared, change] if facts.before is not None else [])
    return Table(
        columns=(Column(3), *(Column(1.3, "right", _WHOLE) for _title in titles[1:])),
        header=(tuple(Cell(title) for title in titles),),
        rows=(*rows, total),
        caption=SAID.progress.counts_table.format(number=number),
    )


def _counts_row(
    name: str, value: int, whole: int, before: int | None, *, is_sum: bool = False
) -> Row:
    cells = [Cell(name), _number(value), _share(value / whole if whole else None)]
    if before is not None:
        change = value - before
        signed = format_number(change, LANGUAGE, is_signed=True)
        cells += [_number(before), Cell(signed, change, number_format="+#,##0;-#,##0;0")]
    return Row(tuple(cells), is_emphasised=is_sum)


def units_table(facts: ProgressFacts, number: int) -> Table:
    rows = [(_unit_name(unit), unit.counts) for unit in facts.units]
    caption = SAID.progress.units_table.format(number=number)
    return _groups_table(SAID.progress.unit, rows, caption, total=facts.counts)


def directives_table(facts: ProgressFacts, number: int) -> Table:
    rows = [(_directive_name(each), each.counts) for each in facts.directives]
    caption = SAID.progress.directives_table.format(number=number)
    return _groups_table(SAID.progress.directive, rows, caption, total=facts.counts)


def years_table(facts: ProgressFacts, number: int) -> Table:
    """Each year as it stood at its end: what was open then is counted in the next one again."""
    rows = [(_year_name(each), each.counts) for each in facts.years]
    caption = SAID.progress.years_table.format(number=number)
    return _groups_table(SAID.progress.year, rows, caption, total=None)


def _groups_table(
    title: str, groups: Sequence[tuple[str, Counts]], caption: str, *, total: Counts | None
) -> Table:
    said = SAID.progress
    rows = [
        _group_row(str(number), number, name, counts)
        for number, (name, counts) in enumerate(groups, start=1)
    ]
    if total is not None:
        rows.append(_group_row("", None, said.total, total, is_sum=True))
    return Table(
        columns=(
            Column(0.6, "center"),
            Column(3.4),
            *(Column(1.05, "right", _WHOLE) for _each in range(5)),
            Column(1.2, "right", _PERCENT),
        ),
        header=(
            (
                Cell(said.list_head[0], rowspan=2),
                Cell(title, rowspan=2),
                Cell(said.total, rowspan=2),
                Cell(said.done, colspan=2),
                Cell(said.not_done, colspan=2),
                Cell(said.share, rowspan=2),
            ),
            tuple(Cell(each) for each in (said.on_time, said.late, said.in_term, said.overdue)),
        ),
        rows=tuple(rows),
        caption=caption,
        indent_column=1,
    )


def _group_row(
    text: str, number: int | None, name: str, counts: Counts, *, is_sum: bool = False
) -> Row:
    figures = [sum(counts.values()), *(counts[count] for count in Count)]
    return Row(
        (
            Cell(text, number),
            Cell(name),
            *(_number(figure) for figure in figures),
            _share(share_done(counts)),
        ),
        is_emphasised=is_sum,
    )


def _unit_name(unit: CountedUnit) -> str:
    if unit.is_itself:
        return SAID.progress.itself.format(unit=unit.name)
    return unit.name or SAID.progress.elsewhere


def _directive_name(directive: CountedDirective) -> str:
    if not directive.title:
        return SAID.progress.without_document
    return ". ".join(filter(None, (directive.symbol, directive.title)))


def _year_name(year: CountedYear) -> str:
    return str(year.span.starts_on.year)


def list_table(lines: Sequence[TaskLine], count: Count, left_out: int = 0) -> Table:
    """The tasks of one of the four counts, one by one; those that are done have no state."""
    has_days = count is not Count.WITHIN_TERM
    rows = list(_list_rows(lines, has_days=has_days))
    beyond = rows[MOST_ON_PAPER:]
    titles = [*SAID.progress.list_head]
    columns = [
        Column(0.5, "center"),
        Column(1.5),
        Column(4.1),
        Column(1.9),
        Column(1.3, "center"),
        Column(1.9),
        Column(1.0, "center", _WHOLE),
        Column(2.6),
    ]
    if not has_days:
        del titles[6], columns[6]
    notes = (SAID.progress.lines_left_out.format(count=_written(left_out)),) if left_out else ()
    return Table(
        columns=tuple(columns),
        header=(tuple(Cell(title) for title in titles),),
        rows=tuple(rows[:MOST_ON_PAPER]),
        beyond=tuple(beyond),
        notes=notes,
        paper_notes=(more_rows_in_spreadsheet(len(beyond)),) if beyond else (),
        is_landscape=True,
        indent_column=1,
    )


def _list_rows(lines: Sequence[TaskLine], *, has_days: bool) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        cells = [
            Cell(str(number), number),
            Cell(", ".join(filter(None, (line.symbol, line.clause)))),
            Cell(line.text),
            Cell(line.unit),
            _term(line),
            Cell(_state(line)),
        ]
        if has_days:
            cells.append(_number(line.days_over))
        yield Row((*cells, Cell(line.explanation)))


def _term(line: TaskLine) -> Cell:
    if line.due_on is None:
        return Cell(MISSING)
    day = day_text(line.due_on, LANGUAGE)
    if line.is_extended:
        day = SAID.progress.extended.format(day=day)
    return Cell(day, None if line.is_extended else line.due_on)


def _state(line: TaskLine) -> str:
    state = SAID.progress.states[line.state]
    if line.state is not TaskState.CONFIRMED or line.handed_in_on is None:
        return state
    return SAID.progress.handed_in.format(state=state, day=_day(line.handed_in_on))


def _day(day: date) -> str:
    return day_text(day, LANGUAGE)


def _number(value: int) -> Cell:
    return Cell(_written(value), value)


def _share(share: float | None) -> Cell:
    return Cell(format_percent(share, LANGUAGE), share, number_format=_PERCENT)


def _written(value: int) -> str:
    return format_number(value, LANGUAGE)
