"""Which indicators does a form ask, once its breakdowns, tables and lists are written out?

Everything asked is an indicator, so that totals, checks, files and origins know of nothing else;
where it stands in the structure is only for what shows or fills a form (decision 0009).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from giaoban.rules.reporting.indicators import IndicatorKind, PartGroup
from giaoban.rules.reporting.placed_problems import Place
from giaoban.rules.reporting.regime_facts import Asked, FormText
from giaoban.rules.reporting.structure_texts import (
    ADDED_KINDS,
    BreakdownText,
    ColumnKind,
    ColumnText,
    ListText,
    PartsRule,
    RowText,
    TableText,
)

BETWEEN_CODES = "__"
BETWEEN_NAMES = " – "
ROWS = "rows"
"""`LIST__rows` counts the rows of a list."""


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """Where an item stands. All empty: an indicator by itself.

    `part_of` is the figure that it is a part of, as a nested row or as the `category` of a
    `breakdown`; `depth` is how many figures stand above it. A cell has `table`, `row` and `column`,
    what is worked out from a list `list` and, but for the number of rows, `column`.
    """

    part_of: str = ""
    depth: int = 0
    breakdown: str = ""
    category: str = ""
    table: str = ""
    row: str = ""
    list: str = ""
    column: str = ""

    @property
    def is_computed(self) -> bool:
        return bool(self.list)

    @property
    def is_generated(self) -> bool:
        """True for everything that no [[indicators]] table writes."""
        return bool(self.breakdown or self.table or self.list)

    @property
    def is_category_or_cell(self) -> bool:
        """What is generated and typed, so that it can be linked to the dictionary."""
        return bool(self.breakdown or self.table)


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item of a form: `label` is its name beside its neighbours, `asked.name` stands alone.

    `source` is the place in the file (or page) that writes it.
    """

    asked: Asked
    place: ItemPlace
    label: str
    source: Place
    sums: tuple[PartGroup, ...] = field(default=())


def generated_code(*codes: str) -> str:
    return BETWEEN_CODES.join(codes)


def expanded(form: FormText) -> tuple[PlacedItem, ...]:
    """Every item in the order of the form: in each section indicators, then tables, then lists.

    An indicator is followed by its breakdowns, then by what is nested under it. Codes may still be
    wrong or stand twice: form_problems says so.
    """
    titles = set(form.sections)
    items: list[PlacedItem] = []
    depth_of = depths(form)
    breakdowns = {breakdown.code: breakdown for breakdown in form.breakdowns}
    nested = _nested(form)
    for title in ("", *dict.fromkeys(form.sections)):
        for number, asked in enumerate(form.asked, start=1):
            if (asked.section if asked.section in titles else "") == title:
                items += _indicator_items(
                    asked, ("indicators", number), depth_of[number - 1], breakdowns, nested
                )
        for number, table in enumerate(form.tables, start=1):
            if (table.section if table.section in titles else "") == title:
                items += _table_items(table, ("tables", number))
        for number, listed in enumerate(form.lists, start=1):
            if (listed.section if listed.section in titles else "") == title:
                items += _list_items(listed, ("lists", number))
    return (
        tuple(_linked(item, dict(form.shared)) for item in items) if form.shared else tuple(items)
    )


def _linked(item: PlacedItem, links: Mapping[str, str]) -> PlacedItem:
    shared = links.get(item.asked.code, "") if item.place.is_category_or_cell else ""
    return replace(item, asked=replace(item.asked, shared=shared)) if shared else item


def _nested(form: FormText) -> dict[str, list[str]]:
    nested: dict[str, list[str]] = {}
    for asked in form.asked:
        if asked.part_of:
            nested.setdefault(asked.part_of, []).append(asked.code)
    return nested


def depths(form: FormText) -> list[int]:
    """How many figures stand above each written one; a circle ends where it closes."""
    above = {asked.code: asked.part_of for asked in form.asked}
    found = []
    for asked in form.asked:
        seen = {asked.code}
        parent = asked.part_of
        while parent in above and parent not in seen:
            seen.add(parent)
            parent = above[parent]
        found.append(len(seen) - 1)
    return found


def _indicator_items(
    asked: Asked,
    source: Place,
    depth: int,
    breakdowns: Mapping[str, BreakdownText],
    nested: Mapping[str, list[str]],
) -> Iterator[PlacedItem]:
    sums = []
    if asked.code in nested:
        sums.append(PartGroup(tuple(nested[asked.code]), asked.parts == PartsRule.EQUAL))
    cells = []
    for code in dict.fromkeys(asked.breakdowns):
        breakdown = breakdowns.get(code)
        if breakdown is None:
            continue  # named by form_problems
        of_this = list(_breakdown_items(asked, breakdown, source, depth))
        codes = tuple(cell.asked.code for cell in of_this)
        sums.append(PartGroup(codes, breakdown.rule == PartsRule.EQUAL, breakdown.name))
        cells += of_this
    place = ItemPlace(part_of=asked.part_of, depth=depth)
    yield PlacedItem(asked, place, asked.name, source, tuple(sums))
    yield from cells


def _breakdown_items(
    asked: Asked, breakdown: BreakdownText, source: Place, depth: int
) -> Iterator[PlacedItem]:
    """A category means what its whole means; a bound of the whole does not bound its parts.

    Only that it may not be negative holds for them too.
    """
    minimum = asked.minimum if asked.minimum is not None and asked.minimum <= 0 else None
    for category in breakdown.categories:
        yield PlacedItem(
            replace(
                asked,
                code=generated_code(asked.code, breakdown.code, category.code),
                name=BETWEEN_NAMES.join((asked.name, category.name)),
                help="",
                is_required=asked.is_required and breakdown.rule == PartsRule.EQUAL,
                minimum=minimum,
                maximum=None,
                part_of=asked.code,
                parts=PartsRule.AT_MOST,
                breakdowns=(),
                shared="",
            ),
            ItemPlace(
                part_of=asked.code,
                depth=depth + 1,
                breakdown=breakdown.code,
                category=category.code,
            ),
            category.name,
            source,
        )


def _table_items(table: TableText, source: Place) -> Iterator[PlacedItem]:
    added = [row for row in table.rows if not row.is_total]
    for row in table.rows:
        for number, column in enumerate(table.columns, start=1):
            sums: tuple[PartGroup, ...] = ()
            if row.is_total:
                if column.kind not in ADDED_KINDS:
                    continue  # a yes does not add up within one report
                codes = (generated_code(table.code, other.code, column.code) for other in added)
                sums = (PartGroup(tuple(codes), is_equal=True),)
            yield PlacedItem(
                _cell(table, row, column),
                ItemPlace(table=table.code, row=row.code, column=column.code),
                row.name,
                (*source, "columns", number),
                sums,
            )


def _cell(table: TableText, row: RowText, column: ColumnText) -> Asked:
    return Asked(
        code=generated_code(table.code, row.code, column.code),
        name=BETWEEN_NAMES.join((table.name, row.name, column.name)),
        kind=column.kind,
        measure=column.measure,
        section=table.section,
        is_required=column.is_required,
        minimum=column.minimum,
        maximum=column.maximum,
        decimals=column.decimals,
        over_time=column.over_time,
        over_units=column.over_units,
    )


def _list_items(listed: ListText, source: Place) -> Iterator[PlacedItem]:
    """The number of rows, and for each column of numbers its sum; of yes or no the number of yes.

    A number of yes is a count, since it goes beyond 1.
    """
    of_rows = Asked(
        code=generated_code(listed.code, ROWS),
        name=listed.name,
        kind=IndicatorKind.COUNT,
        measure=listed.measure,
        section=listed.section,
        over_time="sum",
        over_units="sum",
    )
    yield PlacedItem(of_rows, ItemPlace(list=listed.code), listed.name, source)
    for number, column in enumerate(listed.columns, start=1):
        if column.kind not in {*ADDED_KINDS, ColumnKind.YES_NO}:
            continue
        is_amount = column.kind == ColumnKind.AMOUNT
        yield PlacedItem(
            replace(
                of_rows,
                code=generated_code(listed.code, column.code),
                name=BETWEEN_NAMES.join((listed.name, column.name)),
                kind=IndicatorKind.AMOUNT if is_amount else IndicatorKind.COUNT,
                measure=column.measure,
                decimals=column.decimals if is_amount else None,
            ),
            ItemPlace(list=listed.code, column=column.code),
            column.name,
            (*source, "columns", number),
        )
