"""Which tables does the annex of an assignment hold, as rows of texts? Several annexes may stand in
one file: `Phụ lục I`, `II` and `III` of a plan, or the sheets of a workbook.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings

from giaoban.exchange.register.document_text import read_apart
from giaoban.exchange.register.open_document_merges import Place, merges_of
from giaoban.exchange.register.reading_apart import WORD
from giaoban.exchange.reporting.workbook_cells import CountedSheets, as_text
from giaoban.exchange.reporting.workbook_reader import UnreadableWorkbook, opened
from giaoban.queries.country import country
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.register.annex import Annex, AnnexRow, read_annex
from giaoban.rules.register.annex_heads import HEAD_WITHIN, continues, head_of
from giaoban.rules.register.annex_titles import begins_another, title_of
from giaoban.rules.register.named_units import UnitNames

Table = list[list[str]]
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
TAKEN = WORKBOOKS | {WORD}


@dataclass(frozen=True)
class NamedTable:
    """`name`: the title over the table, or the sheet's name; empty where nothing names it."""

    name: str
    rows: Table


@dataclass(frozen=True)
class FoundAnnex:
    """One annex of a file, by its `number` among them from 1; `annex` may have a problem."""

    number: int
    name: str
    rows: Table
    annex: Annex


def tables_of(name: str, content: bytes) -> list[Table]:
    """The rows of named_tables_of."""
    return [table.rows for table in named_tables_of(name, content)]


def named_tables_of(name: str, content: bytes) -> list[NamedTable]:
    """The tables of a .docx in their order, or the sheets of a workbook from A1 on.

    A merged cell gives its text in every place that it covers; an annex that goes on in the next
    table of a .docx, on another page, is one. Raises RuleError
    `annex_kind_unknown` (name), and what the reader of each kind refuses: of a .docx as
    document_text.document_text, of a workbook as workbook_reader.opened.
    """
    ending = PurePosixPath(name).suffix.lower()
    if ending == WORD:
        said = read_apart(name, content, wants_tables=True)
        return _continued(said["tables"], said["above"])
    if ending not in WORKBOOKS:
        raise RuleError("annex_kind_unknown", name=name)
    if len(content) > settings.UPLOAD_LARGEST_FILE:
        raise RuleError("file_too_large", megabytes=settings.UPLOAD_LARGEST_FILE >> 20)
    try:
        with opened(content) as (workbook, failed):
            sheets = CountedSheets(workbook, failed)
            merges = merges_of(content)
            return [
                _sheet(
                    sheet,
                    sheets.rows_of(sheet),
                    workbook.get_sheet_by_name(sheet).merged_cell_ranges or merges.get(sheet, ()),
                )
                for sheet in workbook.sheet_names
            ]
    except UnreadableWorkbook as error:
        raise RuleError(error.problem.code, **error.problem.params) from error


def _sheet(
    name: str, rows: Iterable[Iterable[object]], merges: Iterable[tuple[Place, Place]]
) -> NamedTable:
    table = _filled([[as_text(cell).replace("\0", "") for cell in row] for row in rows], merges)
    title = title_of(_over_head(table))
    return NamedTable(f"{name}: {title}" if title else name, table)


def _continued(tables: Sequence[Table], above: Sequence[Sequence[str]]) -> list[NamedTable]:
    found: list[NamedTable] = []
    for rows, lines in zip(tables, above, strict=True):
        last = found[-1] if found else None
        if last and continues(last.rows, rows) and not begins_another(lines, last.name):
            found[-1] = NamedTable(last.name, [*last.rows, *rows])
        else:
            found.append(NamedTable(title_of(lines) or title_of(_over_head(rows)), rows))
    return found


def _over_head(rows: Table) -> list[str]:
    """The lines of the table itself that lie over its head, each merged one once."""
    return [" ".join(dict.fromkeys(filter(None, row))) for row in rows[:HEAD_WITHIN]]


def annexes_in(tables: Sequence[NamedTable], units: UnitNames) -> list[FoundAnnex]:
    """The annexes of a file, at least one. One that is too long is named, with its problem.

    Raises RuleError with the problem of the first table where none can be read: those of
    read_annex, `annex_without_table`, `annex_too_long` (most).
    """
    found: list[FoundAnnex] = []
    for table in tables:
        annex = _annex_of(table.rows, units)
        is_long = annex.problem is not None and annex.problem.code == "annex_too_long"
        if annex.problem is None or (is_long and head_of(table.rows) is not None):
            found.append(FoundAnnex(len(found) + 1, table.name, table.rows, annex))
    if all(one.annex.problem for one in found):
        problem = annex_in([table.rows for table in tables], units).problem
        assert problem is not None
        raise RuleError(problem.code, **problem.params)
    return found


def annex_numbered(annexes: Sequence[FoundAnnex], number: int) -> FoundAnnex:
    """Raises RuleError `annex_number_unknown` (number, last), and the problem of that annex."""
    if not 1 <= number <= len(annexes):
        raise RuleError("annex_number_unknown", number=number, last=len(annexes))
    chosen = annexes[number - 1]
    if chosen.annex.problem is not None:
        raise RuleError(chosen.annex.problem.code, **chosen.annex.problem.params)
    return chosen


def first_readable(annexes: Sequence[FoundAnnex]) -> FoundAnnex:
    """Of those of annexes_in."""
    return next(one for one in annexes if one.annex.problem is None)


def annexes_beside(annexes: Sequence[FoundAnnex], number: int) -> list[FoundAnnex]:
    """The others of the file."""
    return [one for one in annexes if one.number != number]


def rows_in(annexes: Sequence[FoundAnnex]) -> list[AnnexRow]:
    """What they say, one after the other."""
    return [row for one in annexes for row in one.annex.rows]


def annex_in(tables: Sequence[Table], units: UnitNames) -> Annex:
    """What the first table says that is an annex; the problem of the first where none is."""
    refused: Annex | None = None
    for table in tables:
        annex = _annex_of(table, units)
        if annex.problem is None:
            return annex
        # A head without rows says more than a table that is no annex at all.
        if refused is None or annex.columns:
            refused = annex
    return refused or Annex(problem=Problem("annex_without_table"))


def _annex_of(table: Table, units: UnitNames) -> Annex:
    """Quarters are those of the country's years."""
    if len(table) > settings.ANNEX_MOST_ROWS:
        return Annex(problem=Problem("annex_too_long", {"most": settings.ANNEX_MOST_ROWS}))
    return read_annex(table, units, year_starts=country().year_starts)


def _filled(rows: Table, merges: Iterable[tuple[Place, Place]]) -> Table:
    """The rows with the text of each merged range in all its cells, as far as the sheet reaches."""
    left = settings.WORKBOOK_MOST_CELLS
    for (top, first), (bottom, last) in merges:
        if top >= len(rows) or first >= len(rows[top]):
            continue
        text = rows[top][first]
        for row in rows[top : bottom + 1]:
            end = min(last + 1, len(row))
            left -= max(end - first, 1)
            if left < 0:
                raise RuleError("workbook_too_large")
            row[first:end] = [text] * max(end - first, 0)
    return rows
