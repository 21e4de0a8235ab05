"""Which cells of a workbook are probably figures, of what, and where are the unit and the period?

A proposal: the secretary confirms and changes it. What cannot be guessed is left unmarked.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from giaoban.rules.reporting.block_editing import code_from_name
from giaoban.rules.reporting.form_structure import BETWEEN_NAMES, generated_code
from giaoban.rules.reporting.indicators import IndicatorKind
from giaoban.rules.reporting.workbook_formulas import (
    added_cells,
    cell_name,
    cell_named,
    divided_cells,
)
from giaoban.rules.reporting.workbook_grid import SheetGrid
from giaoban.rules.reporting.workbook_heads import Head, heads
from giaoban.rules.reporting.workbook_marks import MOST_MARKS, Asking, Mark, MarkKind, Marks
from giaoban.rules.units.naming import search_key

_OF_WHICH = re.compile(r"^(trong đó|trong do|of which)\s*:?\s*", re.IGNORECASE)
_LEAD = re.compile(r"^\s*([-–—+•*]+)\s*")
_DEEPER = re.compile(r"\d+(\.\d+)+\.?|[a-z][).]?")  # 1.1 and a) stand under 1
_ROMAN = re.compile(r"[IVX]+\.?|[A-H]\.?")
_UNIT = re.compile(
    r"(don vi bao cao|ten don vi|co quan bao cao|don vi gui|reporting unit|"
    r"don vi\s*:|unit\s*:)"
)
_PERIOD = re.compile(r"(ky bao cao|reporting period)")
_BLANK_PERIOD = re.compile(r"\(?\s*(thang|quy|nam|tuan)\b.*(\.{2,}|…|\d{4}).*")
_MEASURES_OF_AMOUNTS = {
    "dong",
    "nghin dong",
    "trieu dong",
    "ty dong",
    "%",
    "ha",
    "km",
    "m",
    "m2",
    "m3",
    "tan",
    "ta",
    "kg",
    "lit",
    "gio",
}
_LONGEST_NAME = 300


@dataclass
class _Proposal:
    codes: set[str] = field(default_factory=set)
    marks: list[Mark] = field(default_factory=list)

    def code(self, name: str) -> str:
        code = code_from_name(name, self.codes)
        code = code if not code[0].isdigit() else code_from_name(f"x {name}", self.codes)
        self.codes.add(code)
        return code


def proposed_marks(sheets: Sequence[SheetGrid]) -> Marks:
    """At most MOST_MARKS, in reading order; hidden sheets are left alone."""
    visible = [sheet for sheet in sheets if not sheet.is_hidden]
    made = _Proposal()
    for sheet in visible:
        found = list(heads(sheet))
        first = found[0][0].first_row if found else sheet.height
        made.marks += _around(sheet, first, {mark.kind for mark in made.marks})
        title = sheet.name.strip() if len(visible) > 1 else ""
        for head, end in found:
            _propose_table(made, sheet, head, end, title)
    by_name = {sheet.name: sheet for sheet in visible}
    return with_sums(_with_ratios(tuple(made.marks[:MOST_MARKS]), by_name), by_name)


def _with_ratios(marks: Marks, sheets: Mapping[str, SheetGrid]) -> Marks:
    """With the quotients of two marked cells as ratios, which nobody types."""
    code_at = _codes(marks)
    quotients = {
        mark.code: [code_at.get((sheet, cell_name(cell)), "") for sheet, cell in divided]
        for mark in marks
        if (divided := divided_cells(_formula(mark, sheets), mark.sheet))
    }
    found = []
    for mark in marks:
        codes = quotients.get(mark.code, [])
        # A ratio of ratios is none of ours: that formula stays in the workbook.
        is_plain = bool(codes) and all(codes) and quotients.keys().isdisjoint(codes)
        if is_plain and not mark.asking.table:
            asking = replace(
                mark.asking,
                kind=IndicatorKind.RATIO,
                numerator=codes[0],
                denominator=codes[1],
                part_of="",
            )
            mark = replace(mark, asking=asking)
        found.append(mark)
    return tuple(found)


def with_sums(marks: Marks, sheets: Mapping[str, SheetGrid]) -> Marks:
    """With what the workbook's formulas add up, where all of it is marked."""
    code_at = _codes(marks)
    found = []
    for mark in marks:
        if mark.kind != MarkKind.FIGURE:
            found.append(mark)
            continue
        formula = _formula(mark, sheets)
        added = added_cells(formula, mark.sheet) or ()
        codes = tuple(code_at.get((sheet, cell_name(cell)), "") for sheet, cell in added)
        sums = codes if all(codes) and mark.code not in codes else ()
        found.append(replace(mark, sums=sums, is_worked_out=bool(formula)))
    return tuple(found)


def _codes(marks: Marks) -> dict[tuple[str, str], str]:
    return {mark.place: mark.code for mark in marks if mark.kind == MarkKind.FIGURE}


def _formula(mark: Mark, sheets: Mapping[str, SheetGrid]) -> str:
    cell = cell_named(mark.cell)
    if mark.kind != MarkKind.FIGURE or cell is None or mark.sheet not in sheets:
        return ""
    return sheets[mark.sheet].at(cell).formula


def _around(sheet: SheetGrid, first: int, known: set[str]) -> Iterator[Mark]:
    """The cells above the table that name the unit and the period, one of each in the workbook."""
    for (row, column), cell in sorted(sheet.cells.items()):
        if row >= first or not cell.text or sheet.is_covered((row, column)):
            continue
        key = search_key(cell.text)
        kind = None
        if _UNIT.search(key) and "don vi tinh" not in key:
            kind = MarkKind.UNIT
        elif _PERIOD.search(key) or _BLANK_PERIOD.fullmatch(key):
            kind = MarkKind.PERIOD
        if kind is None or kind in known:
            continue
        known.add(kind)
        beside = (row, column + 1)
        is_beside = key.rstrip().endswith(":") and not sheet.shown(beside)
        at = beside if is_beside and column + 1 < max(sheet.width, 1) else (row, column)
        yield Mark(kind, sheet.name, cell_name(sheet.first_of(at)))


@dataclass(frozen=True)
class _Row:
    row: int
    name: str
    measure: str
    depth: int


def _propose_table(made: _Proposal, sheet: SheetGrid, head: Head, end: int, section: str) -> None:
    group: list[_Row] = []
    for row in range(head.first_row, end):
        text = sheet.at((row, head.name)).text or _leading_text(sheet, head, row)
        if not text:
            continue
        cells = [(row, column) for column in head.figures]
        open_cells = [
            cell for cell in cells if sheet.at(cell).is_fillable and not sheet.is_covered(cell)
        ]
        if not open_cells or _is_title(sheet, head, row):
            if not _OF_WHICH.fullmatch(text.strip()):
                _close(made, sheet, head, group, section)
                group = []
                section = text.strip()[:_LONGEST_NAME]
            continue
        group.append(_row(sheet, head, row, text))
    _close(made, sheet, head, group, section)


def _leading_text(sheet: SheetGrid, head: Head, row: int) -> str:
    """The text of a merged row that begins left of the names."""
    for column in range(head.name):
        cell = sheet.at((row, column))
        merged = sheet.first_of((row, head.name)) == (row, column)
        if cell.text and merged:
            return cell.text
    return ""


def _is_title(sheet: SheetGrid, head: Head, row: int) -> bool:
    """I, II, A without a measure, a figure or a formula, where other rows have a measure."""
    if head.number is None or head.measure is None:
        return False
    number = sheet.at((row, head.number)).text.strip()
    said = sheet.at((row, head.measure)).text or any(
        sheet.at((row, column)).text or sheet.at((row, column)).formula for column in head.figures
    )
    return bool(_ROMAN.fullmatch(number)) and not said


def _row(sheet: SheetGrid, head: Head, row: int, text: str) -> _Row:
    number = sheet.at((row, head.number)).text.strip() if head.number is not None else ""
    lead = _LEAD.match(text)
    bare = _LEAD.sub("", text).strip()
    name = bare_name(text)[:_LONGEST_NAME]
    is_of_which = bool(_OF_WHICH.match(bare))
    if lead:
        depth = 2 if lead.group(1).startswith("+") else 1
    elif is_of_which:
        depth = 1
    elif _DEEPER.fullmatch(number):
        depth = max(1, number.rstrip(".").count("."))
    else:
        depth = min(sheet.at((row, head.name)).indent, 3)
    measure = sheet.at((row, head.measure)).text.strip() if head.measure is not None else ""
    return _Row(row, name, measure[:60], depth)


def bare_name(words: str) -> str:
    """What the words of a row name, without its dash and "trong đó"."""
    bare = _LEAD.sub("", words).strip()
    name = (_OF_WHICH.sub("", bare).strip() or bare).rstrip(":").strip()
    return name[:1].upper() + name[1:]


def _close(
    made: _Proposal, sheet: SheetGrid, head: Head, rows: Sequence[_Row], section: str
) -> None:
    cells = [(row.row, column) for row in rows for column in head.figures]
    is_whole = all(sheet.at(cell).is_fillable and not sheet.is_covered(cell) for cell in cells)
    is_alike = len({row.measure for row in rows}) == 1
    if len(head.figures) > 1 and len(rows) > 1 and is_whole and is_alike:
        _propose_grid(made, sheet, head, rows, section)
    else:
        _propose_rows(made, sheet, head, rows, section)


def _propose_rows(
    made: _Proposal, sheet: SheetGrid, head: Head, rows: Sequence[_Row], section: str
) -> None:
    """One indicator a row; what stands deeper is a part of the row above it."""
    above: list[tuple[int, Mark]] = []  # depth and mark
    for row in rows:
        while above and above[-1][0] >= row.depth:
            above.pop()
        parent = above[-1][1].asking if above else Asking()
        for column in head.figures:
            cell = sheet.at((row.row, column))
            if not cell.is_fillable or sheet.is_covered((row.row, column)):
                continue
            head_cell, head_name = head.words[column]
            several = len(head.figures) > 1
            name = BETWEEN_NAMES.join((row.name, head_name)) if several else row.name
            measure = row.measure or parent.measure
            kind = likely_kind(measure, cell.is_fraction)
            is_part = (kind, measure) == (parent.kind, parent.measure) and not several and above
            mark = Mark(
                MarkKind.FIGURE,
                sheet.name,
                cell_name((row.row, column)),
                made.code(name),
                label=cell_name((row.row, head.name)),
                label_text=sheet.shown((row.row, head.name)).strip(),
                head=cell_name(head_cell),
                head_text=sheet.at(head_cell).text.strip(),
                asking=Asking(
                    name=name[:_LONGEST_NAME],
                    kind=kind,
                    measure=measure,
                    section=section,
                    part_of=above[-1][1].code if is_part else "",
                ),
            )
            made.marks.append(mark)
            if not several:
                above.append((row.depth, mark))


def _propose_grid(
    made: _Proposal, sheet: SheetGrid, head: Head, rows: Sequence[_Row], section: str
) -> None:
    """Rows × columns: one table."""
    name = section or sheet.name
    table = made.code(name)
    row_codes: list[str] = []
    column_codes: list[str] = []
    columns = [(column, *head.words[column]) for column in head.figures]
    kinds = {
        column: likely_kind(
            rows[0].measure or head.words[column][1],
            any(sheet.at((row.row, column)).is_fraction for row in rows),
        )
        for column in head.figures
    }
    for _column, _cell, words in columns:
        column_codes.append(code_from_name(words, column_codes))
    for row in rows:
        row_codes.append(code_from_name(row.name, row_codes))
        for (column, head_cell, words), column_code in zip(columns, column_codes, strict=True):
            made.marks.append(
                Mark(
                    MarkKind.FIGURE,
                    sheet.name,
                    cell_name((row.row, column)),
                    generated_code(table, row_codes[-1], column_code),
                    label=cell_name((row.row, head.name)),
                    label_text=sheet.shown((row.row, head.name)).strip(),
                    head=cell_name(head_cell),
                    head_text=sheet.at(head_cell).text.strip(),
                    asking=Asking(
                        name=BETWEEN_NAMES.join((name, row.name, words))[:_LONGEST_NAME],
                        kind=kinds[column],
                        measure=row.measure,
                        section=section,
                        table=table,
                        table_name=name,
                        row=row_codes[-1],
                        row_name=row.name,
                        column=column_code,
                        column_name=words,
                    ),
                )
            )


def likely_kind(measure: str, is_fraction: bool) -> str:
    key = search_key(measure)
    in_brackets = re.findall(r"\(([^)]*)\)", key)
    is_amount = key in _MEASURES_OF_AMOUNTS or any(
        text.strip() in _MEASURES_OF_AMOUNTS for text in in_brackets
    )
    if key in {"co/khong", "co / khong"}:
        return IndicatorKind.YES_NO
    return IndicatorKind.AMOUNT if is_amount or is_fraction else IndicatorKind.COUNT
