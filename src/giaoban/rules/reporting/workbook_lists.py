"""Which rows of a workbook are the entries of a list, one below the other under marked heads?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.block_editing import code_from_name
from giaoban.rules.reporting.form_structure import BETWEEN_NAMES, generated_code
from giaoban.rules.reporting.structure_texts import ColumnKind, ColumnText, ListText
from giaoban.rules.reporting.workbook_blocks import Block, require_size
from giaoban.rules.reporting.workbook_formulas import cell_name, cell_named
from giaoban.rules.reporting.workbook_grid import Cell, SheetGrid
from giaoban.rules.reporting.workbook_marks import Asking, Mark, MarkKind, Marks
from giaoban.rules.reporting.workbook_proposal import likely_kind
from giaoban.rules.reporting.workbook_shape import Words, plain
from giaoban.rules.units.naming import search_key

KINDS = (
    ColumnKind.TEXT,
    ColumnKind.COUNT,
    ColumnKind.AMOUNT,
    ColumnKind.YES_NO,
    ColumnKind.DATE,
)
"""What a column may be marked as; a choice is made in the designer, where its choices stand."""
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class FoundList:
    """A list in a file: its columns by code, the first row, and the row after its last or None.

    `worked_out` are columns of formulas: alone they make no entry.
    """

    code: str
    sheet: str
    columns: Mapping[str, int]
    first: int
    end: int | None
    worked_out: Collection[str] = ()


def list_columns(marks: Marks) -> dict[str, list[Mark]]:
    """The marks of columns by the code of their list."""
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.kind == MarkKind.LIST:
            found.setdefault(mark.asking.list, []).append(mark)
    return found


def list_marks(sheet: SheetGrid, block: Block, asked: Sequence[ListText]) -> Marks:
    """A mark for each column of the block that has a head; its rows are those for the entries.

    The first words below the block say where the entries end. Raises RuleError `block_too_large`
    (most), `list_without_heads` and, of a list that the form asks, `list_column_unknown` (name,
    list).
    """
    require_size(block)
    known = next((listed for listed in asked if listed.code == block.list), None)
    foot = _foot(sheet, block)
    codes: dict[str, ColumnText] = {}
    marks = []
    for column in range(block.first[1], block.last[1] + 1):
        head = sheet.first_of((block.heads, column))
        name, cell = sheet.shown(head).strip(), (block.first[0], column)
        if not name or sheet.is_covered(cell):
            continue
        of_form = _column(known, name) if known is not None else None
        code = of_form.code if of_form else code_from_name(name, codes)
        kind = of_form.kind if of_form else _kind(sheet, cell, name)
        codes[code] = ColumnText(code, name, kind)
        asking = Asking(
            name=BETWEEN_NAMES.join((block.list_name or block.list, name))[:_LONGEST_NAME],
            kind=kind,
            section=block.section,
            list=block.list,
            list_name=block.list_name,
            column=code,
            column_name=name[:_LONGEST_NAME],
            rows=block.last[0] - block.first[0] + 1,
        )
        marks.append(
            Mark(
                MarkKind.LIST,
                sheet.name,
                cell_name(cell),
                generated_code(block.list, code),
                label=cell_name(foot) if foot else "",
                label_text=sheet.at(foot).text.strip() if foot else "",
                head=cell_name(head),
                head_text=name,
                is_worked_out=bool(sheet.at(cell).formula),
                asking=asking,
            )
        )
    if not marks:
        raise RuleError("list_without_heads")
    return tuple(marks)


def _column(known: ListText, name: str) -> ColumnText:
    for column in known.columns:
        if plain(column.name) == plain(name):
            return column
    raise RuleError("list_column_unknown", name=name, list=known.name)


def _kind(sheet: SheetGrid, cell: Cell, name: str) -> str:
    key = search_key(name)
    if key.startswith(("ngay", "date")):
        return ColumnKind.DATE
    kind = likely_kind(name, sheet.at(cell).is_fraction)
    if kind in {ColumnKind.AMOUNT, ColumnKind.YES_NO}:
        return kind
    is_count = key.startswith(("so luong", "so nguoi", "so ho ", "number of"))
    return ColumnKind.COUNT if is_count else ColumnKind.TEXT


def _foot(sheet: SheetGrid, block: Block) -> Cell | None:
    below = sorted(
        cell
        for cell, held in sheet.cells.items()
        if cell[0] > block.last[0] and held.text.strip() and not held.is_number
    )
    return below[0] if below else None


def list_texts(marks: Marks, written: Collection[str]) -> Iterator[ListText]:
    """The lists of the marks that the form has not, as the designer would write them."""
    for code, columns in list_columns(marks).items():
        if code not in written:
            of = columns[0].asking
            texts = (
                ColumnText(each.asking.column, each.asking.column_name, each.asking.kind)
                for each in columns
            )
            yield ListText(code, of.list_name or code, of.section, columns=tuple(texts))


def uncovered_lists(lists: Sequence[ListText], marks: Marks) -> list[str]:
    """The names of the form's lists of which a column is marked nowhere."""
    marked = {mark.code for mark in marks if mark.kind == MarkKind.LIST}
    return [
        listed.name
        for listed in lists
        if any(generated_code(listed.code, column.code) not in marked for column in listed.columns)
    ]


def cells_of(mark: Mark) -> list[str]:
    """The cells of a column, from its first entry to its last."""
    row, column = cell_named(mark.cell) or (0, 0)
    return [cell_name((row + down, column)) for down in range(mark.asking.rows)]


def found_list(
    code: str, columns: Sequence[Mark], sheet: str, words: Words, beside: Sequence[Mark] = ()
) -> FoundList:
    """The list where its heads stand now; all must have moved down alike.

    `beside` are the columns of other lists on the sheet. Raises RuleError `workbook_label_moved`
    (sheet, cell, label), also where an entry might be taken for the words below the list.
    """
    places: dict[str, int] = {}
    downs = set()
    moved: dict[int, int] = {}
    for mark in columns:
        head, first = cell_named(mark.head) or (0, 0), cell_named(mark.cell) or (0, 0)
        text = plain(mark.head_text)
        there = [head] if words.get(head) == text else words.by_text.get(text, [])
        if len(there) != 1:
            raise _moved(sheet, mark.head, mark.head_text)
        down, right = there[0][0] - head[0], there[0][1] - head[1]
        downs.add(down)
        moved[first[1]] = right
        places[mark.asking.column] = first[1] + right
    top = columns[0]
    if len(downs) != 1:
        raise _moved(sheet, top.head, top.head_text)
    first_row = (cell_named(top.cell) or (0, 0))[0] + downs.pop()
    end = None
    if top.label_text:
        heads = {plain(mark.head_text) for mark in beside}
        next_list = (row for text in heads for row, _at in words.by_text.get(text, ()))
        limit = min((row for row in next_list if row >= first_row), default=None)
        end = _end(top, words, moved, first_row, limit)
        if end is None:
            raise _moved(sheet, top.label, top.label_text)
    worked_out = frozenset(mark.asking.column for mark in columns if mark.is_worked_out)
    return FoundList(code, sheet, places, first_row, end, worked_out)


def _end(
    top: Mark, words: Words, moved: Mapping[int, int], first_row: int, limit: int | None
) -> int | None:
    """The row of the words below a list, in the column where they were marked; None if unsure.

    `moved` says by column of the list how far to the right it is now. The same words may stand
    below the next list too, from the row `limit` on. Where they are nearer or farther than they
    were marked, and there twice, the first may as well be an entry.
    """
    foot, was_first = cell_named(top.label) or (0, 0), cell_named(top.cell) or (0, 0)
    nearest = max((each for each in moved if each <= foot[1]), default=min(moved))
    column = foot[1] + moved[nearest]
    text = plain(top.label_text)
    below = sorted(
        row for row, at in words.by_text.get(text, ()) if at == column and row >= first_row
    )
    if len(below) > 1 and below[0] - first_row == foot[0] - was_first[0]:
        return below[0]
    if len(below) > 1 and limit is not None:
        below = [row for row in below if row < limit]
    return below[0] if len(below) == 1 else None


def _moved(sheet: str, cell: str, label: str) -> RuleError:
    return RuleError("workbook_label_moved", sheet=sheet, cell=cell, label=label)
