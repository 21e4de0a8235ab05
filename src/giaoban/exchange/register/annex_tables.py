"""Which tables does the annex of an assignment hold, as rows of texts?"""

from collections.abc import Iterable
from pathlib import PurePosixPath

from django.conf import settings

from giaoban.exchange.register.document_text import read_apart
from giaoban.exchange.register.open_document_merges import Place, merges_of
from giaoban.exchange.register.reading_apart import WORD
from giaoban.exchange.reporting.workbook_cells import CountedSheets, as_text
from giaoban.exchange.reporting.workbook_reader import UnreadableWorkbook, opened
from giaoban.queries.country import country
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.register.annex import Annex, read_annex
from giaoban.rules.register.annex_heads import continues
from giaoban.rules.register.named_units import UnitNames

Table = list[list[str]]
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
TAKEN = WORKBOOKS | {WORD}


def tables_of(name: str, content: bytes) -> list[Table]:
    """The tables of a .docx in their order, or the sheets of a workbook from A1 on.

    A merged cell gives its text in every place that it covers; an annex that goes on in the next
    table of a .docx, on another page, is one. Raises RuleError
    `annex_kind_unknown` (name), and what the reader of each kind refuses: of a .docx as
    document_text.document_text, of a workbook as workbook_reader.opened.
    """
    ending = PurePosixPath(name).suffix.lower()
    if ending == WORD:
        tables: list[Table] = read_apart(name, content, wants_tables=True)["tables"]
        return _continued(tables)
    if ending not in WORKBOOKS:
        raise RuleError("annex_kind_unknown", name=name)
    if len(content) > settings.UPLOAD_LARGEST_FILE:
        raise RuleError("file_too_large", megabytes=settings.UPLOAD_LARGEST_FILE >> 20)
    try:
        with opened(content) as (workbook, failed):
            sheets = CountedSheets(workbook, failed)
            merges = merges_of(content)
            return [
                _filled(
                    [
                        [as_text(cell).replace("\0", "") for cell in row]
                        for row in sheets.rows_of(sheet)
                    ],
                    workbook.get_sheet_by_name(sheet).merged_cell_ranges or merges.get(sheet, ()),
                )
                for sheet in workbook.sheet_names
            ]
    except UnreadableWorkbook as error:
        raise RuleError(error.problem.code, **error.problem.params) from error


def _continued(tables: list[Table]) -> list[Table]:
    found: list[Table] = []
    for table in tables:
        if found and continues(found[-1], table):
            found[-1] = [*found[-1], *table]
        else:
            found.append(table)
    return found


def annex_in(tables: list[Table], units: UnitNames) -> Annex:
    """What the first table says that is an annex; the problem of the first where none is.

    Quarters are those of the country's years.

    Problems besides those of read_annex: `annex_without_table`, `annex_too_long` (most).
    """
    refused: Annex | None = None
    for table in tables:
        if len(table) > settings.ANNEX_MOST_ROWS:
            most = {"most": settings.ANNEX_MOST_ROWS}
            refused = refused or Annex(problem=Problem("annex_too_long", most))
            continue
        annex = read_annex(table, units, year_starts=country().year_starts)
        if annex.problem is None:
            return annex
        # A head without rows says more than a table that is no annex at all.
        if refused is None or annex.columns:
            refused = annex
    return refused or Annex(problem=Problem("annex_without_table"))


def further_annexes(tables: list[Table], units: UnitNames) -> list[int]:
    """The places, from 1, of tables behind the one that annex_in reads that are annexes as well."""
    places = [
        place for place, table in enumerate(tables, 1) if annex_in([table], units).problem is None
    ]
    return places[1:]


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
