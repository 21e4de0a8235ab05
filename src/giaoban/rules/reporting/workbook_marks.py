"""What is a cell of somebody's workbook: the figure of which indicator, the unit, the period?"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from giaoban.rules.reporting.form_structure import generated_code
from giaoban.rules.reporting.indicators import IndicatorKind
from giaoban.rules.reporting.workbook_formulas import cell_named
from giaoban.rules.reporting.workbook_grid import SheetGrid

MOST_MARKS = 3_000
"""In one workbook."""


class MarkKind(StrEnum):
    FIGURE = "figure"
    UNIT = "unit"  # its name
    UNIT_CODE = "unit_code"
    PERIOD = "period"
    LIST = "list"  # the first cell of a column of a list


@dataclass(frozen=True, slots=True)
class Asking:
    """What a code that the form does not know yet would ask, as the workbook says it.

    A cell of a table has `table`, its own name and those of its row and column; one of a
    breakdown has `breakdown` and `category` and is `part_of` the figure, to which the categories
    add up or, where not `adds_up`, at most. A column of a list has `list`, `column` and how many
    `rows` the workbook has for entries; its label are the words that stand below them.
    """

    name: str = ""
    kind: str = IndicatorKind.COUNT
    measure: str = ""
    section: str = ""
    part_of: str = ""
    numerator: str = ""
    denominator: str = ""
    table: str = ""
    table_name: str = ""
    row: str = ""
    row_name: str = ""
    column: str = ""
    column_name: str = ""
    breakdown: str = ""
    breakdown_name: str = ""
    category: str = ""
    category_name: str = ""
    adds_up: bool = True
    list: str = ""
    list_name: str = ""
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked cell. `label` and `head` are the cells whose words it is known by, with these.

    `sums` are the codes that the workbook's own formula adds up here; `is_worked_out` says that it
    has a formula, so that nobody types in the cell.
    """

    kind: str
    sheet: str
    cell: str
    code: str = ""
    label: str = ""
    label_text: str = ""
    head: str = ""
    head_text: str = ""
    sums: tuple[str, ...] = ()
    is_worked_out: bool = False
    asking: Asking = Asking()

    @property
    def place(self) -> tuple[str, str]:
        return self.sheet, self.cell

    @property
    def is_category(self) -> bool:
        """Whether it is of a breakdown still; a code that somebody typed over it is not."""
        asking = self.asking
        return bool(asking.breakdown) and self.code == generated_code(
            asking.part_of, asking.breakdown, asking.category
        )


Marks = tuple[Mark, ...]


def stored(marks: Marks) -> list[dict[str, Any]]:
    """As they are kept; what is empty is left out."""
    return [
        {
            key: _kept(value) if key == "asking" else value
            for key, value in asdict(mark).items()
            if value and value != asdict(Asking())
        }
        for mark in marks
    ]


def read(rows: list[dict[str, Any]]) -> Marks:
    return tuple(
        Mark(
            **{
                **row,
                "sums": tuple(row.get("sums", ())),
                "asking": Asking(**row.get("asking", {})),
            }
        )
        for row in rows
    )


def told(mark: Mark, *, with_cell: bool = True) -> dict[str, str]:
    """What the history of the workbook says of a mark; what is empty is left out."""
    asking = mark.asking
    said = {
        "cell": f"{mark.sheet}!{mark.cell}" if with_cell else "",
        "mark": mark.kind,
        "indicator": mark.code,
        "label": " ".join((mark.label, mark.label_text)).strip(),
        "head": " ".join((mark.head, mark.head_text)).strip(),
        "name": asking.name,
        "measure": asking.measure,
        "section": asking.section,
        "part_of": asking.part_of,
        "breakdown": asking.breakdown_name or asking.breakdown,
        "asks": asking.kind,
    }
    return {field: text for field, text in said.items() if text}


def figures(marks: Marks) -> dict[str, Mark]:
    """The marks of figures by code."""
    return {mark.code: mark for mark in marks if mark.kind == MarkKind.FIGURE}


def put(marks: Marks, mark: Mark) -> Marks:
    """With this mark in place of what stood at its cell; a code stands once."""
    kept = [
        each
        for each in marks
        if each.place != mark.place and not (mark.code and each.code == mark.code)
    ]
    return in_reading_order((*kept, mark))


def without(marks: Marks, sheet: str, cell: str) -> Marks:
    """Without what is marked at the cell; sums that named it are no longer known as sums."""
    gone = {mark.code for mark in marks if mark.place == (sheet, cell) and mark.code}
    kept = (mark for mark in marks if mark.place != (sheet, cell))
    return tuple(replace(mark, sums=()) if gone.intersection(mark.sums) else mark for mark in kept)


def renamed(marks: Marks, old: str, new: str) -> Marks:
    """With sums, parts, categories and quotients that follow where a code is called otherwise."""
    if not old or old == new:
        return marks
    names = {old: new} | {
        mark.code: generated_code(new, mark.asking.breakdown, mark.asking.category)
        for mark in marks
        if mark.is_category and mark.asking.part_of == old
    }

    def named(code: str) -> str:
        return names.get(code, code)

    return tuple(
        replace(
            mark,
            code=named(mark.code) if mark.is_category else mark.code,
            sums=tuple(named(code) for code in mark.sums),
            asking=replace(
                mark.asking,
                part_of=named(mark.asking.part_of),
                numerator=named(mark.asking.numerator),
                denominator=named(mark.asking.denominator),
            ),
        )
        for mark in marks
    )


def in_reading_order(marks: Marks) -> Marks:
    """Sheet by sheet in the order in which they were met, then row by row."""
    sheets: dict[str, int] = {}
    for mark in marks:
        sheets.setdefault(mark.sheet, len(sheets))
    return tuple(
        sorted(marks, key=lambda mark: (sheets[mark.sheet], cell_named(mark.cell) or (0, 0)))
    )


def with_words(mark: Mark, sheet: SheetGrid) -> Mark:
    """With the words that stand at its label and head, which it is known by ever after."""
    return replace(
        mark,
        label_text=_words(sheet, mark.label),
        head_text=_words(sheet, mark.head),
        is_worked_out=bool(sheet.at(cell_named(mark.cell) or (0, 0)).formula),
    )


def _words(sheet: SheetGrid, name: str) -> str:
    cell = cell_named(name) if name else None
    return sheet.shown(cell).strip() if cell else ""


def _kept(asking: Mapping[str, Any]) -> dict[str, Any]:
    plain = asdict(Asking())
    return {key: value for key, value in asking.items() if value != plain[key]}
