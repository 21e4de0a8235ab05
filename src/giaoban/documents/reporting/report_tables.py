"""Which columns stand in the main table of a consolidated report, and what is in its rows?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from giaoban.documents.content import Cell, Column, Row, Table
from giaoban.documents.numbers import (
    POINTS,
    change_format,
    change_value,
    format_change,
    format_percent,
)
from giaoban.documents.period_titles import year_title
from giaoban.documents.reporting.report_prose import origin_key
from giaoban.documents.reporting.report_words import (
    CARRIED_MARK,
    ESTIMATE_MARK,
    LANGUAGE,
    MAIN_TABLE,
    OF_WHICH,
    SAID,
    bare_number_format,
    bare_number_text,
    bare_value,
    carried_text,
    column_title,
    unit_of_measure,
)
from giaoban.rules.reporting.change import Change
from giaoban.rules.reporting.consolidated_facts import (
    Compared,
    ConsolidatedFacts,
    ShownIndicator,
)
from giaoban.rules.reporting.row_numbers import row_numbers

Shown = tuple[str, float | None, str]
"""The text of paper, a spreadsheet's value and its number format."""

# Millimetres, at the size of tables: letters of a head and characters of a figure, a cell's
# padding, and the least for a figure and for a name.
_LETTER, _DIGIT, _PADDING, _LEAST_FIGURE, _LEAST_NAME = 2.15, 1.94, 2.4, 13.0, 33.0
_OTHER = {".": 0.97, ",": 0.97, " ": 0.97, "\u00a0": 0.97, "%": 3.25, "+": 2.2, "-": 2.2, "—": 3.9}
UPRIGHT, _ACROSS = 165.0, 252.0
_NUMBER, _MEASURE = 10.0, 16.0
_POINTS = POINTS[LANGUAGE]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A column of the main table: what it shows of an indicator, and whose figure that is."""

    title: str
    group: str
    figure: Callable[[ShownIndicator, Compared], Shown]
    name: str = ""  # now, previous, last_year: where carried-over figures are marked
    period: str = ""


def main_table(facts: ConsolidatedFacts) -> Table:
    """The unit's own figures beside what they are compared with, section by section.

    Columns in which nothing stands are left out. Too wide for an upright page, it lies across.
    """
    asked = _asked_columns(facts)
    rows = list(_main_rows(facts, asked))
    widths = _widths(rows, asked)
    measure = _measure_width(facts)
    beside = _NUMBER + measure + sum(widths)
    is_wide = _LEAST_NAME + beside > UPRIGHT
    name = max(_LEAST_NAME, (_ACROSS if is_wide else UPRIGHT) - beside)
    return Table(
        columns=(
            Column(_NUMBER, "center"),
            Column(name),
            Column(measure, "center"),
            *(Column(width, "right") for width in widths),
        ),
        header=_main_header(asked),
        rows=tuple(rows),
        caption=MAIN_TABLE,
        notes=_notes(facts),
        is_landscape=is_wide,
        indent_column=1,
    )


def _measure_width(facts: ConsolidatedFacts) -> float:
    """Room for the longest word of a unit of measure, which is not broken."""
    words = [word for shown in facts.indicators for word in unit_of_measure(shown).split()]
    return max(_MEASURE, max(map(len, words), default=0) * _DIGIT + _PADDING)


def _asked_columns(facts: ConsolidatedFacts) -> list[_Asked]:
    held = facts.unit.figures.values()
    # A year's last period is the same of last year: one column is enough.
    has_previous = facts.previous != facts.last_year and any(c.previous is not None for c in held)
    has_last_year = any(c.last_year is not None for c in held)
    has_so_far = not facts.is_whole_year_so_far and any(
        facts.unit.of(i.code).so_far is not None for i in facts.indicators if i.adds_up
    )
    has_target = any(c.target is not None for c in held)
    target_group = SAID.tables.plan_of_year.format(
        year=year_title(facts.year, LANGUAGE, year_starts=facts.year_starts)
    )
    result = [
        _Asked(
            column_title(facts.period, facts.year_starts, incident=facts.incident),
            SAID.tables.result,
            _now,
            "now",
            facts.period,
        )
    ]
    if has_previous:
        title = column_title(facts.previous, facts.year_starts, incident=facts.incident)
        result.append(_Asked(title, SAID.tables.result, _previous, "previous", facts.previous))
    if has_last_year:
        title = column_title(facts.last_year, facts.year_starts, incident=facts.incident)
        result.append(_Asked(title, SAID.tables.result, _last_year, "last_year", facts.last_year))
    if has_so_far:
        result.append(_Asked(SAID.tables.so_far, "", _so_far))
    if has_target:
        result.append(_Asked(SAID.tables.given, target_group, _target))
        result.append(_Asked(SAID.tables.reached, target_group, _share))
    if has_previous:
        result.append(_Asked(SAID.tables.against_previous, SAID.tables.against, _change))
    if has_last_year:
        is_year = facts.previous == facts.last_year
        title = (
            column_title(facts.last_year, facts.year_starts, incident=facts.incident).lower()
            if is_year
            else SAID.tables.against_last_year
        )
        result.append(_Asked(title, SAID.tables.against, _change_from_last_year))
    return result


def _number(indicator: ShownIndicator, value: float | None) -> Shown:
    text = bare_number_text(indicator, value)
    return text, bare_value(indicator, value), bare_number_format(indicator)


def _now(indicator: ShownIndicator, held: Compared) -> Shown:
    return _number(indicator, held.now)


def _previous(indicator: ShownIndicator, held: Compared) -> Shown:
    return _number(indicator, held.previous)


def _last_year(indicator: ShownIndicator, held: Compared) -> Shown:
    return _number(indicator, held.last_year)


def _so_far(indicator: ShownIndicator, held: Compared) -> Shown:
    return _number(indicator, held.so_far if indicator.adds_up else None)


def _target(indicator: ShownIndicator, held: Compared) -> Shown:
    return _number(indicator, held.target)


def _share(indicator: ShownIndicator, held: Compared) -> Shown:
    return format_percent(held.share_of_target, LANGUAGE), held.share_of_target, "0.0%"


def _change(indicator: ShownIndicator, held: Compared) -> Shown:
    return _changed(indicator, held.change(indicator))


def _change_from_last_year(indicator: ShownIndicator, held: Compared) -> Shown:
    return _changed(indicator, held.change_from_last_year(indicator))


def _changed(indicator: ShownIndicator, change: Change | None) -> Shown:
    """A row of points beside one of per cent: each figure says which it is."""
    look = change_format(indicator.is_ratio, _POINTS)
    return format_change(change, LANGUAGE), change_value(change), look


def _main_header(asked: Sequence[_Asked]) -> tuple[tuple[Cell, ...], ...]:
    named = (SAID.tables.number, SAID.tables.indicator, SAID.tables.measure)
    top = [Cell(said, rowspan=2) for said in named]
    below: list[Cell] = []
    for group, members in groupby(asked, key=lambda column: column.group):
        columns = list(members)
        if not group or len(columns) == 1:
            top += [Cell(f"{group} {column.title}".strip(), rowspan=2) for column in columns]
            continue
        top.append(Cell(group, colspan=len(columns)))
        below += [Cell(column.title) for column in columns]
    if not below:
        return (tuple(replace(cell, rowspan=1) for cell in top),)
    return tuple(top), tuple(below)


def shown_rows(
    facts: ConsolidatedFacts,
) -> Iterator[tuple[str, str, ShownIndicator | None]]:
    """Number, name and indicator of each row; the title of a section of the form has neither
    number nor indicator, and stands only where there are several.
    """
    shown_in_rows = [shown for shown in facts.indicators if shown.is_row]
    sections = {indicator.section for indicator in shown_in_rows}
    numbers = row_numbers((shown.code, shown.place) for shown in shown_in_rows)
    parents: set[str] = set()
    for section, indicators in groupby(shown_in_rows, key=lambda shown: shown.section):
        if len(sections) > 1:
            yield "", section or SAID.tables.other_indicators, None
        for indicator in indicators:
            is_sum = _is_sum(indicator)
            name = indicator.label if is_sum else indicator.name
            if indicator.part_of and indicator.part_of not in parents:
                parents.add(indicator.part_of)
                name = f"{OF_WHICH} {name}"
            yield "" if is_sum else numbers[indicator.code], name, indicator


def _is_sum(indicator: ShownIndicator) -> bool:
    return bool(indicator.list and indicator.column)


def _main_rows(facts: ConsolidatedFacts, asked: Sequence[_Asked]) -> Iterator[Row]:
    for number, name, indicator in shown_rows(facts):
        if indicator is None:
            title = (Cell(""), Cell(name, colspan=len(asked) + 2))
            yield Row(title, is_emphasised=True, leads_in=True)
            continue
        held = facts.unit.of(indicator.code)
        yield Row(
            (
                Cell(number, int(number) if number.isdecimal() else None),
                Cell(name),
                Cell(unit_of_measure(indicator)),
                *(_main_cell(column, indicator, held, facts) for column in asked),
            ),
            indent=indicator.depth + _is_sum(indicator),
        )


def _main_cell(
    column: _Asked, indicator: ShownIndicator, held: Compared, facts: ConsolidatedFacts
) -> Cell:
    text, value, look = column.figure(indicator, held)
    if column.name:
        text = carried_text(text, column.name, held)
    is_there = value is not None
    origin = origin_key(facts.unit.unit_id, column.period, indicator.code) if is_there else ""
    return Cell(text, value, origin, number_format=look)


def _widths(rows: Sequence[Row], asked: Sequence[_Asked]) -> list[float]:
    """Room for the longest figure of each column and the longest word of its head."""
    widths = [max(len(word) for word in column.title.split()) * _LETTER for column in asked]
    for row in rows:
        if len(row.cells) == len(asked) + 3:
            for place, cell in enumerate(row.cells[3:]):
                width = sum(_OTHER.get(character, _DIGIT) for character in cell.text)
                widths[place] = max(widths[place], width)
    return [max(_LEAST_FIGURE, width + _PADDING) for width in widths]


def standing_notes(facts: ConsolidatedFacts) -> list[str]:
    """What the figures stand on beside sound reports: estimates, and reports with errors."""
    notes = []
    if any(held.estimated for held in facts.unit.figures.values()):
        units = facts.unit.coverage.estimated
        note = SAID.tables.estimate_note_of if units else SAID.tables.estimate_note
        notes.append(note.format(mark=ESTIMATE_MARK, units=units))
    for taken in facts.over_errors:
        when = column_title(taken.period, facts.year_starts, incident=facts.incident)
        unit = taken.unit if taken.period == facts.period else f"{taken.unit}, {when}"
        notes.append(SAID.tables.error_note.format(unit=unit, reason=taken.reason))
    return notes


def carried_note(facts: ConsolidatedFacts) -> str:
    """Where the figures come from that were carried over."""
    return SAID.tables.carried_note.format(mark=CARRIED_MARK, sources="; ".join(facts.sources))


def _notes(facts: ConsolidatedFacts) -> tuple[str, ...]:
    notes = [SAID.tables.dash_note]
    if facts.sources:
        notes.append(carried_note(facts))
    if facts.unit.coverage.missing:
        held = facts.unit.coverage
        notes.append(
            SAID.tables.coverage_note.format(received=held.received, expected=held.expected)
        )
    notes += standing_notes(facts)
    notes += [
        SAID.tables.without_before_note.format(indicator=shown.name, units=without)
        for shown in facts.indicators
        if shown.is_row and (without := facts.unit.of(shown.code).without_before)
    ]
    if facts.is_stale:
        notes.append(SAID.tables.stale_note)
    return tuple(notes)
