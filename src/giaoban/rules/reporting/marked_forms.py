"""What does a form ask once the marks of a workbook are added to it, and what do they not cover?"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from giaoban.rules.reporting.form_structure import expanded
from giaoban.rules.reporting.formulas import FormulaError, parse
from giaoban.rules.reporting.indicators import IndicatorFacts, IndicatorKind
from giaoban.rules.reporting.regime_facts import Asked, CheckText, FormText, in_section_order
from giaoban.rules.reporting.structure_texts import (
    ADDED_KINDS,
    TABLE_KINDS,
    BreakdownText,
    CategoryText,
    ColumnText,
    PartsRule,
    RowText,
    TableText,
)
from giaoban.rules.reporting.workbook_lists import list_texts
from giaoban.rules.reporting.workbook_marks import Asking, Mark, Marks, figures

_LONGEST_FORMULA = 500


def form_with_marks(form: FormText, marks: Marks) -> FormText:
    """The form with every marked code that it lacks; what it asks already stays as it is."""
    marked = figures(marks)
    kinds = {item.asked.code: item.asked.kind for item in expanded(form)}
    new = {code: mark for code, mark in marked.items() if code not in kinds}
    known = kinds.keys() | new.keys()
    tables = tuple(_tables(form, new))
    made = {table.code for table in tables}
    lists = tuple(list_texts(marks, {listed.code for listed in form.lists}))
    divided = _divided(form, new)
    categories = {mark.code for mark in divided}
    asked = tuple(
        _asked(mark, marked, known)
        for mark in new.values()
        if mark.asking.table not in made and mark.code not in categories
    )
    sections = dict.fromkeys(
        [
            *form.sections,
            *(mark.asking.section for mark in new.values() if mark.asking.section),
            *(listed.section for listed in lists if listed.section),
        ]
    )
    grown = replace(
        form,
        sections=tuple(sections),
        asked=tuple(_with_breakdowns(each, divided) for each in (*form.asked, *asked)),
        breakdowns=(*form.breakdowns, *_breakdowns(form, divided)),
        tables=(*form.tables, *tables),
        lists=(*form.lists, *lists),
    )
    checks = tuple(_checks(grown, new))
    return in_section_order(replace(grown, checks=(*form.checks, *checks)))


def uncovered(indicators: Sequence[IndicatorFacts], marks: Marks) -> list[str]:
    """The codes that somebody answers in the form and no cell is marked for; files go elsewhere.

    Of lists: workbook_lists.uncovered_lists.
    """
    marked = figures(marks).keys()
    return [
        indicator.code
        for indicator in indicators
        if indicator.kind not in {IndicatorKind.RATIO, IndicatorKind.FILE}
        and not indicator.is_from_list
        and indicator.code not in marked
    ]


def _divided(form: FormText, new: dict[str, Mark]) -> list[Mark]:
    """The categories of figures that the form writes, or will: of a table's cell there are none."""
    single = {mark.code for mark in new.values() if not mark.asking.table and not mark.is_category}
    wholes = single | {asked.code for asked in form.asked}
    return [mark for mark in new.values() if mark.is_category and mark.asking.part_of in wholes]


def _with_breakdowns(asked: Asked, divided: Sequence[Mark]) -> Asked:
    """Divided by what the marks divide it by; what it is divided by already stays."""
    of_this = (mark.asking.breakdown for mark in divided if mark.asking.part_of == asked.code)
    return replace(asked, breakdowns=tuple(dict.fromkeys((*asked.breakdowns, *of_this))))


def _breakdowns(form: FormText, divided: Sequence[Mark]) -> Iterator[BreakdownText]:
    """Those of the marks that the form has not, with all categories that are marked of any."""
    written = {breakdown.code for breakdown in form.breakdowns}
    for code in dict.fromkeys(mark.asking.breakdown for mark in divided):
        if code in written:
            continue
        cells = [mark.asking for mark in divided if mark.asking.breakdown == code]
        names = {asking.category: asking.category_name for asking in reversed(cells)}
        yield BreakdownText(
            code,
            cells[0].breakdown_name or code,
            PartsRule.EQUAL if all(asking.adds_up for asking in cells) else PartsRule.AT_MOST,
            tuple(
                CategoryText(category, names[category] or category)
                for category in dict.fromkeys(asking.category for asking in cells)
            ),
        )


def _asked(mark: Mark, marked: dict[str, Mark], known: Collection[str]) -> Asked:
    asking = mark.asking
    parts = [
        code
        for code, part in marked.items()
        if part.asking.part_of == mark.code and not part.is_category
    ]
    is_equal = bool(parts) and set(parts) == set(mark.sums)
    return Asked(
        code=mark.code,
        name=asking.name or mark.label_text or mark.code,
        kind=asking.kind,
        measure=asking.measure,
        section=asking.section,
        part_of=asking.part_of if asking.part_of in known else "",
        parts=PartsRule.EQUAL if is_equal else PartsRule.AT_MOST,
        numerator=asking.numerator,
        denominator=asking.denominator,
        minimum=0 if asking.kind in ADDED_KINDS and not mark.is_worked_out else None,
    )


def _tables(form: FormText, new: dict[str, Mark]) -> Iterator[TableText]:
    """A table of the marks that name one, where every cell of it is there."""
    written = {table.code for table in form.tables}
    for code in dict.fromkeys(mark.asking.table for mark in new.values() if mark.asking.table):
        cells = [mark for mark in new.values() if mark.asking.table == code]
        rows = dict.fromkeys(mark.asking.row for mark in cells)
        columns = dict.fromkeys(mark.asking.column for mark in cells)
        if code in written or len(cells) != len(rows) * len(columns):
            continue
        total = _total_row(cells, list(rows))
        yield TableText(
            code,
            cells[0].asking.table_name or code,
            cells[0].asking.section,
            tuple(
                RowText(row, _of(cells, "row", row).row_name or row, row == total) for row in rows
            ),
            tuple(_column(_of(cells, "column", column)) for column in columns),
        )


def _of(cells: Sequence[Mark], part: str, code: str) -> Asking:
    return next(mark.asking for mark in cells if getattr(mark.asking, part) == code)


def _column(asking: Asking) -> ColumnText:
    kind = asking.kind if asking.kind in TABLE_KINDS else IndicatorKind.COUNT
    return ColumnText(
        code=asking.column,
        name=asking.column_name or asking.column,
        kind=kind,
        measure=asking.measure,
        minimum=0 if kind in ADDED_KINDS else None,
    )


def _total_row(cells: Sequence[Mark], rows: Sequence[str]) -> str:
    """The row whose every cell adds up the cells of all other rows in its column."""
    for row in rows:
        is_total = True
        for mark in (mark for mark in cells if mark.asking.row == row):
            others = {
                other.code
                for other in cells
                if other.asking.column == mark.asking.column and other.asking.row != row
            }
            is_total = is_total and set(mark.sums) == others
        if is_total and len(rows) > 1:
            return row
    return ""


def _checks(form: FormText, new: dict[str, Mark]) -> Iterator[CheckText]:
    """Sums of the workbook that neither nested rows nor a total row say already."""
    items = expanded(form)
    said = {
        item.asked.code: {frozenset(group.codes) for group in item.sums if group.is_equal}
        for item in items
    }
    kinds = {item.asked.code: item.asked.kind for item in items}
    for code, mark in new.items():
        if not mark.sums or frozenset(mark.sums) in said.get(code, set()):
            continue
        formula = f"{code} == {' + '.join(mark.sums)}"
        if len(formula) > _LONGEST_FORMULA:
            continue
        try:
            parse(formula, kinds)
        except FormulaError:
            continue
        yield CheckText(formula)
