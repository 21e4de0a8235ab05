"""Which map fits a file that is no template, and what does the file say by it?"""

from collections.abc import Sequence
from dataclasses import dataclass

from giaoban.exchange.reporting.marked_cells import MarkedCells, OpenedSheets, marked_cells
from giaoban.exchange.reporting.workbook_cells import CountedSheets
from giaoban.exchange.reporting.workbook_reader import (
    FilledWorkbook,
    RawCell,
    RawList,
    Rows,
    UnreadableWorkbook,
    marked_list,
    opened,
)
from giaoban.models import WorkbookMap
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.workbook_marks import read


@dataclass(frozen=True)
class Reading:
    """A file read by one map."""

    by: WorkbookMap
    cells: MarkedCells
    lists: tuple[RawList, ...] = ()

    def said(self, kind: str) -> str:
        """What the cell of the unit or the period says; empty where none is marked."""
        return self.cells.said.get(kind, ("", "", ""))[2]

    def place(self, kind: str) -> tuple[str, str]:
        sheet, cell, _text = self.cells.said.get(kind, ("", "", ""))
        return sheet, cell

    def filled(self, *, unit: str, period: str, language: str) -> FilledWorkbook:
        """The report in it, of the unit with this code and the period with this key."""
        return FilledWorkbook(
            regime=self.by.regime.code,
            unit=unit,
            period=period,
            form=0,
            language=language,
            cells=tuple(
                RawCell(each.code, each.sheet, each.cell, each.value, "")
                for each in self.cells.figures
            ),
            note="",
            nothing_arose=False,
            reasons={},
            lists=self.lists,
            is_mapped=True,
            map_id=self.by.pk,
        )


def readings(content: bytes, maps: Sequence[WorkbookMap]) -> list[Reading]:
    """The file by every map that fits it.

    Raises UnreadableWorkbook: why the file cannot be opened or, where no map fits, what the
    likeliest of them misses.
    """
    with opened(content) as (workbook, failed):
        held: dict[str, Rows] = {}
        counted = CountedSheets(workbook, failed)

        def held_rows(sheet: str) -> Rows:
            if sheet not in held:
                held[sheet] = counted.rows_of(sheet)
            return held[sheet]

        sheets = OpenedSheets(workbook.sheet_names, held_rows)
        fitting: list[Reading] = []
        missed: list[RuleError] = []
        for each in maps:
            try:
                cells = marked_cells(read(each.marks), sheets)
                lists = (marked_list(one, held_rows(one.sheet)) for one in cells.lists)
                fitting.append(Reading(each, cells, tuple(lists)))
            except RuleError as error:
                missed.append(error)
        if not fitting:
            raise _likeliest(missed)
        return fitting


def _likeliest(missed: Sequence[RuleError]) -> UnreadableWorkbook:
    """The first that has at least the sheets; of one map alone whatever it misses."""
    near = [error for error in missed if error.code != "workbook_sheet_missing"]
    chosen = next(iter(near or (missed if len(missed) == 1 else ())), None)
    if chosen is None:
        return UnreadableWorkbook("workbook_is_no_template")
    return UnreadableWorkbook(chosen.code, **chosen.params)
