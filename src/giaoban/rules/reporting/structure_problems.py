"""What is wrong with nested rows, breakdowns, tables and lists, and where?"""

import re
from collections.abc import Iterator, Sequence

from giaoban.rules.reporting.form_structure import ItemPlace, expanded
from giaoban.rules.reporting.indicator_problems import (
    CODE,
    LONGEST_CODE,
    LONGEST_MEASURE,
    LONGEST_NAME,
    indicator_problems,
)
from giaoban.rules.reporting.indicators import OverTime
from giaoban.rules.reporting.placed_problems import Place, PlacedProblem, placed
from giaoban.rules.reporting.regime_facts import Asked, FormText
from giaoban.rules.reporting.structure_texts import (
    ADDED_KINDS,
    TABLE_KINDS,
    BreakdownSource,
    BreakdownText,
    CategoryText,
    ColumnKind,
    ColumnText,
    PartsRule,
    RowText,
)

_Part = BreakdownText | CategoryText | RowText | ColumnText

PART_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")
LONGEST_PART_CODE = 30
"""Three of them, the longest code first, fit into the code of an indicator."""


def nesting_problems(asked: Asked, form: FormText, place: Place) -> Iterator[PlacedProblem]:
    """What an indicator says about its parent, its parts and its breakdowns."""
    rules = [rule.value for rule in PartsRule]
    if asked.parts not in rules:
        yield placed((*place, "parts"), "choice_unknown", written=asked.parts, known=rules)
    if asked.part_of:
        yield from _parent_problems(asked, form, (*place, "part_of"))
    known = {breakdown.code for breakdown in form.breakdowns}
    for code in dict.fromkeys(asked.breakdowns):
        if code not in known:
            yield placed((*place, "breakdowns"), "breakdown_unknown", code=code)
        if asked.breakdowns.count(code) > 1:
            yield placed((*place, "breakdowns"), "breakdown_twice", code=code)
    if asked.breakdowns and asked.kind not in ADDED_KINDS:
        yield placed((*place, "breakdowns"), "breakdown_not_for_kind", kind=asked.kind)


def _parent_problems(asked: Asked, form: FormText, place: Place) -> Iterator[PlacedProblem]:
    by_code = {entry.code: entry for entry in form.asked}
    parent = by_code.get(asked.part_of)
    if parent is None:
        yield placed(place, "nested_under_unknown", code=asked.part_of)
        return
    seen = {asked.code}
    above: Asked | None = parent
    while above is not None and above.code not in seen:
        seen.add(above.code)
        above = by_code.get(above.part_of)
    if above is not None:
        yield placed(place, "nested_in_circle", code=asked.part_of)
    if asked.kind not in ADDED_KINDS or (parent.kind, parent.measure) != (
        asked.kind,
        asked.measure,
    ):
        yield placed(place, "nested_not_alike", code=asked.part_of)
    elif OverTime.CUMULATIVE in {asked.over_time, parent.over_time} and (
        asked.over_time != parent.over_time
    ):
        yield placed(place, "nested_not_cumulative", code=asked.part_of)


def structure_problems(form: FormText) -> Iterator[PlacedProblem]:
    """Breakdowns, tables and lists in turn, then generated codes that already stand for another."""
    for number, breakdown in enumerate(form.breakdowns, start=1):
        place: Place = ("breakdowns", number)
        earlier = {entry.code for entry in form.breakdowns[: number - 1]}
        yield from _part_head(breakdown, place, earlier)
        rules = [rule.value for rule in PartsRule]
        if breakdown.rule not in rules:
            yield placed((*place, "rule"), "choice_unknown", written=breakdown.rule, known=rules)
        sources = [source.value for source in BreakdownSource]
        if breakdown.source and breakdown.source not in sources:
            at: Place = (*place, "source")
            yield placed(at, "choice_unknown", written=breakdown.source, known=sources)
        if not breakdown.categories:
            yield placed((*place, "categories"), "breakdown_without_categories")
        yield from _part_heads(breakdown.categories, (*place, "categories"))
    yield from _table_problems(form)
    yield from _list_problems(form)
    yield from _taken_codes(form)


def _table_problems(form: FormText) -> Iterator[PlacedProblem]:
    for number, table in enumerate(form.tables, start=1):
        place: Place = ("tables", number)
        earlier = {entry.code for entry in form.tables[: number - 1]}
        yield from _block_head(table.code, table.name, place, earlier)
        yield from _section(table.section, form, place)
        if all(row.is_total for row in table.rows):
            yield placed((*place, "rows"), "table_without_rows")
        yield from _part_heads(table.rows, (*place, "rows"))
        totals = [at for at, row in enumerate(table.rows, start=1) if row.is_total]
        for at in totals[1:]:
            yield placed((*place, "rows", at, "total"), "second_total_row")
        yield from _column_problems(table.columns, place, [kind.value for kind in _TABLE_KINDS])


def _list_problems(form: FormText) -> Iterator[PlacedProblem]:
    tables = {table.code for table in form.tables}
    for number, listed in enumerate(form.lists, start=1):
        place: Place = ("lists", number)
        earlier = tables | {entry.code for entry in form.lists[: number - 1]}
        yield from _block_head(listed.code, listed.name, place, earlier)
        if len(listed.measure) > LONGEST_MEASURE:
            yield placed((*place, "measure"), "text_too_long", longest=LONGEST_MEASURE)
        yield from _section(listed.section, form, place)
        yield from _column_problems(listed.columns, place, [kind.value for kind in ColumnKind])


_TABLE_KINDS = [kind for kind in ColumnKind if kind in TABLE_KINDS]


def _column_problems(
    columns: Sequence[ColumnText], place: Place, kinds: Sequence[str]
) -> Iterator[PlacedProblem]:
    if not columns:
        yield placed((*place, "columns"), "block_without_columns")
    yield from _part_heads(columns, (*place, "columns"))
    for number, column in enumerate(columns, start=1):
        at: Place = (*place, "columns", number)
        if column.kind not in kinds:
            yield placed((*at, "kind"), "choice_unknown", written=column.kind, known=list(kinds))
        elif column.kind != ColumnKind.DATE:
            # What holds for an indicator holds for a column; code and name are judged above.
            for problem in indicator_problems(_as_indicator(column), {}, at):
                if problem.place[-1] not in {"code", "name"}:
                    yield problem


def _as_indicator(column: ColumnText) -> Asked:
    adds_up = column.kind in TABLE_KINDS
    return Asked(
        code="column",
        name=column.name,
        kind=column.kind,
        measure=column.measure,
        is_required=column.is_required,
        minimum=column.minimum,
        maximum=column.maximum,
        decimals=column.decimals,
        choices=column.choices,
        over_time=column.over_time if adds_up else "",
        over_units=column.over_units if adds_up else "",
    )


def _block_head(code: str, name: str, place: Place, earlier: set[str]) -> Iterator[PlacedProblem]:
    if not CODE.fullmatch(code):
        yield placed((*place, "code"), "bad_code", code=code)
    elif len(code) > LONGEST_CODE:
        yield placed((*place, "code"), "text_too_long", longest=LONGEST_CODE)
    elif code in earlier:
        yield placed((*place, "code"), "repeated_part_code", code=code)
    yield from _name(name, place)


def _part_heads(
    parts: Sequence[CategoryText | RowText | ColumnText], place: Place
) -> Iterator[PlacedProblem]:
    for number, part in enumerate(parts, start=1):
        earlier = {entry.code for entry in parts[: number - 1]}
        yield from _part_head(part, (*place, number), earlier)


def _part_head(part: _Part, place: Place, earlier: set[str]) -> Iterator[PlacedProblem]:
    if not PART_CODE.fullmatch(part.code):
        yield placed((*place, "code"), "bad_part_code", code=part.code)
    elif len(part.code) > LONGEST_PART_CODE:
        yield placed((*place, "code"), "text_too_long", longest=LONGEST_PART_CODE)
    elif part.code in earlier:
        yield placed((*place, "code"), "repeated_part_code", code=part.code)
    yield from _name(part.name, place)


def _name(name: str, place: Place) -> Iterator[PlacedProblem]:
    if not name.strip():
        yield placed((*place, "name"), "text_missing")
    elif len(name) > LONGEST_NAME:
        yield placed((*place, "name"), "text_too_long", longest=LONGEST_NAME)


def _section(title: str, form: FormText, place: Place) -> Iterator[PlacedProblem]:
    if title and title not in form.sections:
        yield placed((*place, "section"), "section_unknown", title=title)


def _taken_codes(form: FormText) -> Iterator[PlacedProblem]:
    """Two written codes alike are named by form_problems; here one of the two is generated.

    Where a row, column or category stands twice, that is the mistake, and not all that it asks.
    """
    taken = {asked.code: ItemPlace() for asked in form.asked}
    for item in expanded(form):
        if not item.place.is_generated:
            continue
        code = item.asked.code
        if taken.get(code, item.place) != item.place:
            yield placed((*item.source, "code"), "generated_code_taken", code=code)
        taken[code] = item.place
