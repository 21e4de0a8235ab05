"""How do the units directly below stand beside each other, one a row?"""

from collections.abc import Iterator, Sequence
from math import ceil

from giaoban.documents.content import Align, Cell, Column, Row, Table
from giaoban.documents.numbers import POINTS, change_format, change_value, format_change
from giaoban.documents.reporting.report_prose import origin_key
from giaoban.documents.reporting.report_tables import UPRIGHT, carried_note
from giaoban.documents.reporting.report_words import (
    LANGUAGE,
    SAID,
    bare_number_format,
    bare_number_text,
    bare_value,
    carried_text,
    column_title,
    unit_of_measure,
)
from giaoban.rules.reporting.consolidated_facts import (
    ConsolidatedFacts,
    ShownIndicator,
    UnitFigures,
)

FEW_INDICATORS = 6
"""Up to so many, the table by unit shows each beside last year; more have their figures alone."""
_COLUMNS_BESIDE, _COLUMNS_ALONE = 3, 9
_POINTS = POINTS[LANGUAGE]


def unit_tables(facts: ConsolidatedFacts) -> list[Table]:
    """The units directly below, one a row, the whole first; wide ones are cut into several."""
    if not facts.children:
        return []
    shown = indicators_by_unit(facts)
    is_beside = len(shown) <= FEW_INDICATORS and _has_last_year(facts, shown)
    chunks = _evenly(shown, _COLUMNS_BESIDE if is_beside else _COLUMNS_ALONE)
    return [
        _unit_table(facts, chunk, is_beside=is_beside, has_standing=number == 0)
        for number, chunk in enumerate(chunks)
    ]


def indicators_by_unit(facts: ConsolidatedFacts) -> list[ShownIndicator]:
    """Which indicators have a column each: rows of the form for which some unit has a figure."""
    return [
        indicator
        for indicator in facts.indicators
        if indicator.is_row
        and not indicator.list
        and any(unit.of(indicator.code).now is not None for unit in _all(facts))
    ]


def _evenly(shown: list[ShownIndicator], most: int) -> list[list[ShownIndicator]]:
    """Cut into as few pieces as hold `most` each, as even as can be; one empty one for nothing."""
    pieces = max(1, ceil(len(shown) / most))
    size = ceil(len(shown) / pieces) or 1
    return [shown[start : start + size] for start in range(0, len(shown), size)] or [[]]


def _all(facts: ConsolidatedFacts) -> Iterator[UnitFigures]:
    yield facts.unit
    yield from facts.children


def _has_last_year(facts: ConsolidatedFacts, shown: Sequence[ShownIndicator]) -> bool:
    return any(facts.unit.of(indicator.code).last_year is not None for indicator in shown)


def _unit_table(
    facts: ConsolidatedFacts,
    shown: Sequence[ShownIndicator],
    *,
    is_beside: bool,
    has_standing: bool,
) -> Table:
    columns = [Column(9, "center"), Column(42)]
    if has_standing:
        columns.append(Column(20, "center"))
    for indicator in shown:
        figure = Column(22, "right", bare_number_format(indicator))
        columns.append(figure)
        if is_beside:
            columns += [figure, Column(20, "right", change_format(indicator.is_ratio))]
    rows = [_unit_row(facts, facts.unit, "", shown, is_beside, has_standing, is_whole=True)]
    rows += [
        _unit_row(facts, child, str(number), shown, is_beside, has_standing)
        for number, child in enumerate(facts.children, start=1)
    ]
    marked = any(held.carried for unit in _all(facts) for held in unit.figures.values())
    notes = (carried_note(facts),) if marked else ()
    return Table(
        columns=tuple(columns),
        header=_unit_header(facts, shown, is_beside=is_beside, has_standing=has_standing),
        rows=tuple(rows),
        notes=notes,
        is_landscape=sum(column.weight for column in columns) > UPRIGHT,
        indent_column=1,
    )


def _unit_header(
    facts: ConsolidatedFacts,
    shown: Sequence[ShownIndicator],
    *,
    is_beside: bool,
    has_standing: bool,
) -> tuple[tuple[Cell, ...], ...]:
    rowspan = 2 if is_beside and shown else 1
    top = [Cell(SAID.tables.number, rowspan=rowspan), Cell(SAID.tables.unit, rowspan=rowspan)]
    if has_standing:
        top.append(Cell(SAID.tables.sent_report, rowspan=rowspan))
    below: list[Cell] = []
    for indicator in shown:
        title = measured_title(indicator)
        if not is_beside:
            top.append(Cell(title))
            continue
        top.append(Cell(title, colspan=3))
        below += [
            Cell(column_title(facts.period, facts.year_starts, incident=facts.incident)),
            Cell(column_title(facts.last_year, facts.year_starts, incident=facts.incident)),
            # Of one indicator all are points: its head says so, and the figures stay narrow.
            Cell(
                SAID.tables.up_or_down_in.format(unit=_POINTS)
                if indicator.is_ratio
                else SAID.tables.up_or_down
            ),
        ]
    return (tuple(top), tuple(below)) if rowspan == 2 else (tuple(top),)


def measured_title(indicator: ShownIndicator) -> str:
    measure = unit_of_measure(indicator)
    return f"{indicator.name} ({measure})" if measure else indicator.name


def _unit_row(
    facts: ConsolidatedFacts,
    unit: UnitFigures,
    number: str,
    shown: Sequence[ShownIndicator],
    is_beside: bool,
    has_standing: bool,
    is_whole: bool = False,
) -> Row:
    cells = [Cell(number, int(number) if number else None), Cell(unit.name)]
    if has_standing:
        cells.append(standing_cell(unit, has_terms=facts.has_terms))
    for indicator in shown:
        held = unit.of(indicator.code)
        cells.append(_unit_cell(facts.period, "now", held.now, indicator, unit))
        if is_beside:
            last = held.last_year
            cells.append(_unit_cell(facts.last_year, "last_year", last, indicator, unit))
            change = held.change_from_last_year(indicator)
            text = format_change(change, LANGUAGE, is_bare=indicator.is_ratio)
            cells.append(Cell(text, change_value(change)))
    return Row(tuple(cells), is_emphasised=is_whole)


def _unit_cell(
    period: str, name: str, value: float | None, indicator: ShownIndicator, unit: UnitFigures
) -> Cell:
    text = carried_text(bare_number_text(indicator, value), name, unit.of(indicator.code))
    origin = origin_key(unit.unit_id, period, indicator.code) if value is not None else ""
    return Cell(text, bare_value(indicator, value), origin)


def standing_cell(unit: UnitFigures, *, has_terms: bool) -> Cell:
    held = unit.coverage
    if held.expected > 1:
        return Cell(f"{held.received}/{held.expected}")
    align: Align = "center"
    if not held.expected:
        return Cell("—", align=align)
    if not held.received:
        return Cell(SAID.tables.not_sent, align=align, italic=True)
    if not has_terms:
        return Cell(SAID.tables.sent, align=align)
    return Cell(SAID.tables.late if held.late else SAID.tables.punctual, align=align)
